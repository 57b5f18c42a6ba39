"""What people write in practice threads, and their corrections of the guess what it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.answers import corrections, messages, use_cases
from bot.answers.corrections import NAMES
from bot.happenings import (
    AnswerChanged,
    AnswerLeaving,
    AnswerSettled,
    PersonKeptOut,
    PersonLeaving,
    PostingOpened,
)
from bot.kit import Kit
from bot.slack.doors import Desk
from bot.slack.events import MessageDeleted, MessageEdited, MessagePosted
from bot.slack.interactions import Press, Response, Shortcut, Whisper
from bot.slack.scripts import Draft, Script
from storage.sayings import Saying
from storage.work import Room


@dataclass(frozen=True)
class Listeners:
    """Answers to corrections, with what they need."""

    kit: Kit

    async def claim(self, desk: Desk, shortcut: Shortcut) -> Response:
        """*This is my answer*, on one of one's own messages."""
        return Whisper(
            await desk.run(lambda room: corrections.claim_message(room, shortcut, desk.now, self.kit))
        )

    async def disown(self, desk: Desk, shortcut: Shortcut) -> Response:
        """*This is not my answer*, on one of one's own messages."""
        return Whisper(
            await desk.run(lambda room: corrections.disown_message(room, shortcut, desk.now, self.kit))
        )

    async def claim_all(self, desk: Desk, press: Press) -> Response:
        """*This is my answer*, offered where the coach took it for a remark."""
        return Whisper(
            await desk.run(
                lambda room: corrections.claim_answer(
                    room, int(press.value), press.user_id, desk.now, self.kit
                )
            )
        )

    async def make_private(self, desk: Desk, press: Press) -> Response:
        """Keep the answer for its author alone."""
        return Whisper(
            await desk.run(
                lambda room: corrections.make_private(
                    room, int(press.value), press.user_id, desk.now, self.kit
                )
            )
        )

    async def how_to_edit(self, _desk: Desk, _press: Press) -> Response:
        """Slack lets only its author edit a message."""
        return Whisper(messages.HOW_TO_EDIT)

    def names(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """Who is named, as it stands now; None when nobody is any more."""
        answer = room.answers.get(int(saying.subject))
        named = corrections.people_named(room, int(saying.subject))
        return messages.names_somebody(answer, named) if answer and named else None


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to messages and corrections."""
    listeners = Listeners(kit)
    kit.doors.on_event(MessagePosted, partial(use_cases.keep_message, kit=kit))
    kit.doors.on_event(MessageEdited, partial(use_cases.edit_message, kit=kit))
    kit.doors.on_event(MessageDeleted, partial(use_cases.delete_message, kit=kit))
    kit.doors.on_event(PostingOpened, partial(use_cases.adopt_early_replies, kit=kit))
    kit.doors.on_event(AnswerSettled, corrections.tell_of_names)
    kit.doors.on_event(AnswerChanged, corrections.name_anew)
    kit.doors.on_event(AnswerLeaving, corrections.name_no_more)
    kit.doors.on_event(PersonKeptOut, corrections.unname_answers)
    kit.doors.on_event(PersonLeaving, corrections.unname_answers)
    kit.doors.on(Shortcut, "answers:mine", listeners.claim)
    kit.doors.on(Shortcut, "answers:not_mine", listeners.disown)
    kit.doors.on(Press, "answers:mine", listeners.claim_all)
    kit.doors.on(Press, "answers:private", listeners.make_private)
    kit.doors.on(Press, "answers:how_to_edit", listeners.how_to_edit)
    return (Script(NAMES, listeners.names),)
