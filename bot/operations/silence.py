"""A silent bot is noticed before its users notice: which practices should have posted and have not?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from content import cadence
from storage.overview import LastPost
from storage.routines import Routine
from storage.work import Work

SLOTS = 3  # so many posts in a row that did not come
LOOK_BACK = timedelta(days=35)  # holds three posts of a weekly practice, a holiday among them


@dataclass(frozen=True)
class Silence:
    """How a routine stands: `days` since its last post, None when it never posted, and the posts `missed` since."""

    workspace_id: int
    routine_id: int
    days: float | None
    missed: int

    @property
    def is_too_long(self) -> bool:
        """Whether so many posts are missing that somebody should look."""
        return self.missed >= SLOTS


def silences(work: Work, now: datetime) -> tuple[Silence, ...]:
    """Every routine, the longest silence first."""
    found = [_silence(work, last, now) for last in work.overview.last_posts()]
    return tuple(sorted(found, key=lambda silence: -(silence.days or 0)))


def _silence(work: Work, last: LastPost, now: datetime) -> Silence:
    routines = work.room(last.workspace_id).routines
    routine = routines.get(last.routine_id)
    schedule = routine.schedule(routines.skips(routine.id))
    return Silence(
        last.workspace_id,
        last.routine_id,
        None if last.said_at is None else days_since(last.said_at, now),
        _missed(schedule, _heard_at(last, routine), now),
    )


def days_since(at: datetime, now: datetime) -> float:
    """Days, and parts of them."""
    return max(timedelta(0), now - at) / timedelta(days=1)


def _heard_at(last: LastPost, routine: Routine) -> datetime | None:
    """Its last post; of one that never posted, the first slot that it should have filled."""
    return last.said_at or last.first_at or routine.next_at


def _missed(schedule: cadence.Schedule, heard_at: datetime | None, now: datetime) -> int:
    """How many posts were due since, and within the last weeks; none where nothing was ever planned."""
    if heard_at is None:
        return 0
    planned = _planned(schedule, max(heard_at, now - LOOK_BACK), now - schedule.grace)
    return sum(each.left_out is None for each in planned)


def _planned(schedule: cadence.Schedule, after: datetime, until: datetime) -> list[cadence.Planned]:
    found = []
    for planned in cadence.plan(schedule, after):
        if planned.slot.at > until:
            break
        found.append(planned)
    return found
