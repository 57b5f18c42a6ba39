"""Who may change a channel's practice, and who may take it over when nobody is left to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.slack.scripts import Surface, Urgency, owe
from storage.people import Person
from storage.routines import Routine
from storage.work import Room

TOOK_OVER = "took_over"


class Right(StrEnum):
    """What somebody may do with a channel's practice."""

    NO_ROUTINE = "there is none"
    MAY_CHANGE = "may change it"
    MAY_TAKE_OVER = "may take it over"
    NOT_THEIRS = "is not theirs"


@dataclass(frozen=True)
class Standing:
    """A person before a channel's practice; `routine` is None only where there is none."""

    right: Right
    routine: Routine | None = None
    facilitators: tuple[str, ...] = ()


def standing(room: Room, channel: str, user_id: str) -> Standing:
    """What this person may do with the channel's practice."""
    routine = room.routines.find_by_channel(channel)
    if routine is None:
        return Standing(Right.NO_ROUTINE)
    allowed = room.routines.facilitators(routine.id)
    if user_id in allowed:
        return Standing(Right.MAY_CHANGE, routine, allowed)
    here = _known_here(room, routine)
    orphaned = not any(_is_active(room.people.get(each), here) for each in allowed)
    may = orphaned and _may_lead(room.people.get(user_id), here)
    return Standing(Right.MAY_TAKE_OVER if may else Right.NOT_THEIRS, routine, allowed)


def take_over(room: Room, channel: str, user_id: str, now: datetime) -> Standing:
    """Where the person stood; if they might, they are the practice's facilitator now, said in the channel."""
    before = standing(room, channel, user_id)
    if before.right is Right.MAY_TAKE_OVER and before.routine:
        room.people.meet(user_id)
        room.routines.set_facilitators(before.routine.id, [user_id])
        subject = f"{before.routine.id}:{user_id}:{int(now.timestamp())}"
        owe(
            room,
            TOOK_OVER,
            subject,
            surface=Surface.POST,
            urgency=Urgency.ON_TIME,
            at=now,
            channel=channel,
        )
    return before


def _known_here(room: Room, routine: Routine) -> frozenset[str] | None:
    """Who is in the channel; None while that is not known."""
    if routine.members_read_at is None:
        return None
    return frozenset(person.user_id for person in room.people.in_channel(routine.channel)) or None


def _is_active(person: Person, here: frozenset[str] | None) -> bool:
    return not (person.is_gone or person.is_kept_out) and (here is None or person.user_id in here)


def _may_lead(person: Person, here: frozenset[str] | None) -> bool:
    return _is_active(person, here) and not (person.is_bot or person.is_stranger)
