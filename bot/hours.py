"""When a person may be written to unasked: law 11, in their own zone, hours and working days."""

from __future__ import annotations

from datetime import datetime, time

from content.cadence import Hours, instant, next_opening
from content.zones import is_zone
from storage.people import Person
from storage.routines import Routine
from storage.work import Room

OPENS = time(9)
CLOSES = time(17, 30)
WORKING_DAYS = frozenset(range(1, 6))
SOMEWHERE = "UTC"  # for somebody without a zone who is in no practice


def hours_of(room: Room, person: Person, routine: Routine | None = None) -> Hours:
    """Their own zone, and the holidays of a practice that they are in: `routine`, or else any."""
    routine = routine or _routine_of(room, person.user_id)
    zone = person.zone if is_zone(person.zone) else (routine.zone if routine else SOMEWHERE)
    return Hours(zone, OPENS, CLOSES, WORKING_DAYS, routine.holidays if routine else None)


def opening(person: Person, hours: Hours, now: datetime) -> datetime | None:
    """The next moment inside these hours, once they are back; None: there is none in two years."""
    if person.away_until is not None:
        now = max(now, instant(person.away_until, time.min, hours.zone))
    return next_opening(hours, now)


def _routine_of(room: Room, user_id: str) -> Routine | None:
    found = (room.routines.find_by_channel(channel) for channel in room.people.channels_of(user_id))
    return next(filter(None, (*found, *room.routines.run_by(user_id))), None)
