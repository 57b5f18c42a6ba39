"""Use cases in which a person corrects the coach: that question was not right."""

from __future__ import annotations

from datetime import datetime

from bot.coaching import messages
from bot.coaching.use_cases import drop_unsaid
from storage.follow_ups import FollowUp
from storage.work import Room


def call_not_right(room: Room, follow_up_id: int, user_id: str, now: datetime) -> str:
    """Keep that the question was not right, once; what to tell its person. Nobody else learns of it."""
    asked = room.follow_ups.find(follow_up_id)
    if asked is None or asked.withdrawn:
        return messages.GONE
    return _keep(room, asked, now) if asked.user_id == user_id else messages.NOT_YOURS


def call_newest_not_right(room: Room, user_id: str, now: datetime) -> str:
    """The same for the newest question to this person."""
    asked = room.follow_ups.newest_asked(user_id)
    return _keep(room, asked, now) if asked else messages.NOTHING_ASKED


def _keep(room: Room, asked: FollowUp, now: datetime) -> str:
    """The message stays as it is: if it changed, everybody would see that it was not right."""
    if room.follow_ups.mark_not_right(asked.id, now):
        drop_unsaid(room, asked.answer_id, asked.turn)
    return messages.NOT_RIGHT
