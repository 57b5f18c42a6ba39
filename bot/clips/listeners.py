"""Clips in messages, what becomes of their files, and the author's ticks."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.clips import messages, use_cases
from bot.clips.use_cases import LANGUAGE, TICKS, UNHEARD
from bot.happenings import PersonKeptOut, PersonLeaving
from bot.kit import Kit
from bot.slack.doors import Desk
from bot.slack.events import FileChanged, FileDeleted, MessageEdited, MessagePosted
from bot.slack.interactions import Nothing, Press, Response, Whisper
from bot.slack.scripts import Draft, Script
from content.clips import ClipState
from storage.sayings import Saying
from storage.work import Room


async def tick(desk: Desk, press: Press) -> Response:
    """One tick more, or one less."""
    clip_id = int(press.action.rpartition(":")[2])
    ticked = press.values.many("ticks")
    refusal = await desk.run(lambda room: use_cases.tick(room, clip_id, press.user_id, ticked))
    return Whisper(refusal) if refusal else Nothing()


async def done(desk: Desk, press: Press) -> Response:
    """The author heard themselves."""
    ticked = press.values.many("ticks")
    told = await desk.run(
        lambda room: use_cases.end_ticking(room, int(press.value), press.user_id, ticked, desk.now)
    )
    return Whisper(told, in_place=True)


def ticks(room: Room, saying: Saying, _now: datetime) -> Draft | None:
    """What to tick, while the coach waits for it."""
    clip = room.clips.get(int(saying.subject))
    return messages.ticks(clip) if clip and clip.state == ClipState.HEARD else None


def unheard(room: Room, saying: Saying, _now: datetime) -> Draft | None:
    """That there is no transcript, unless the clips of the answer are gone or its author takes no part."""
    of_answer = room.clips.of_answer(int(saying.subject))
    mute = [clip for clip in of_answer if clip.state == ClipState.MUTE]
    if not mute or room.people.get(saying.audience).is_kept_out:
        return None
    return messages.unheard(in_thread=not mute[-1].channel.startswith("D"))


def language(room: Room, saying: Saying, _now: datetime) -> Draft | None:
    """That the coach does not know the language."""
    return None if room.people.get(saying.audience).is_kept_out else messages.language()


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to messages with clips, to their files, and to ticks."""
    kit.doors.on_event(MessagePosted, use_cases.keep_clips)
    kit.doors.on_event(MessageEdited, use_cases.edit_clips)
    kit.doors.on_event(FileChanged, use_cases.look_again)
    kit.doors.on_event(FileDeleted, partial(use_cases.forget_file, kit=kit))
    kit.doors.on_event(PersonKeptOut, use_cases.end_for)
    kit.doors.on_event(PersonLeaving, use_cases.end_for)
    kit.doors.on(Press, "clips:tick", tick)
    kit.doors.on(Press, "clips:done", done)
    return (Script(TICKS, ticks), Script(UNHEARD, unheard), Script(LANGUAGE, language))
