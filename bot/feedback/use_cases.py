"""Keeping praise: of additions and removals, in whatever order they come, the latest holds."""

from __future__ import annotations

from datetime import datetime

from bot.happenings import AnswerPraised
from bot.kit import Kit
from bot.slack.events import Reacted
from content.answers import KEPT_FOR
from content.praise import tag_of
from storage.feedback import Reaction
from storage.work import Room


def keep_reaction(room: Room, event: Reacted, now: datetime, *, kit: Kit) -> None:
    """Keep a default tag on somebody else's answer, or on what may turn out to be one.

    Of people kept out nothing is kept; what was kept before is taken back with the reaction.
    """
    if tag_of(event.emoji) is None or room.routines.find_by_channel(event.channel) is None:
        return
    giver = room.people.get(event.user_id)
    message = room.messages.find(event.channel, event.ts)
    author_is_out = message is not None and room.people.get(message.user_id).is_kept_out
    if (giver.is_kept_out or author_is_out) and not event.present:
        room.feedback.take_back(_reaction(event))
    if giver.is_kept_out or giver.is_bot or giver.is_stranger or author_is_out:
        return
    if message is None:
        if not room.messages.is_buried(event.channel, event.ts):
            room.feedback.keep(_reaction(event), kept_until=now + KEPT_FOR)
        return
    if message.user_id == event.user_id:
        return
    kept_until = None if message.answer_id is not None else now + KEPT_FOR
    if room.feedback.keep(_reaction(event), kept_until) and message.answer_id is not None:
        kit.doors.hear(room, AnswerPraised(message.answer_id), now)


def _reaction(event: Reacted) -> Reaction:
    return Reaction(event.channel, event.ts, event.user_id, event.emoji, event.event_ts, event.present)
