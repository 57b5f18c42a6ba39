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
    if tag_of(event.emoji) is None:
        return
    arrived = room.arrivals.reaction(event.channel, event.ts, user_id=event.user_id)
    if arrived is None:
        return
    if (arrived.giver_is_kept_out or arrived.author_is_kept_out) and not event.present:
        room.feedback.take_back(_reaction(event))
    is_own = arrived.author == event.user_id
    if arrived.giver_is_out or arrived.author_is_kept_out or arrived.is_buried or is_own:
        return
    kept_until = now + KEPT_FOR if arrived.posting_id is None else None
    if room.feedback.keep(_reaction(event), kept_until) and arrived.posting_id is not None:
        kit.doors.hear(room, AnswerPraised(arrived.posting_id, arrived.is_closed), now)


def _reaction(event: Reacted) -> Reaction:
    return Reaction(event.channel, event.ts, event.user_id, event.emoji, event.event_ts, event.present)
