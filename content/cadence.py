"""The time law: when a routine posts, what is left out and why, and when a person may be written to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from content.holiday_calendar import HolidayCalendar as HolidayCalendar
from content.zones import CadenceError as CadenceError
from content.zones import in_utc, zone_of
from content.zones import instant as instant
from content.zones import local_day as local_day

GRACE = timedelta(hours=2)  # how late a post may be and still be of use on that morning
LOOK_AHEAD_DAYS = 731  # two years and a leap day: further ahead nobody plans, and every search ends
UNTIL_RESUMED = date.max  # the end of a pause that has none
_DAY = timedelta(days=1)
_LAST_DAY = date.max.toordinal() - 1  # excluded: what lasts over its midnight has no instant everywhere


@dataclass(frozen=True)
class Schedule:
    """Local wall-clock time on ISO weekdays (1 Monday to 7 Sunday; none of them: never) in an IANA zone.

    No post goes out on a holiday, on a day in `skipped`, or before `paused_until`, the first day of posts
    after a pause. All days are local. Making one that cannot be raises CadenceError.
    """

    days: frozenset[int]
    at: time
    zone: str
    holidays: HolidayCalendar | None = None
    paused_until: date | None = None
    skipped: frozenset[date] = frozenset()
    grace: timedelta = GRACE

    def __post_init__(self) -> None:
        _check(self.zone, self.days, self.at)
        if self.grace < timedelta(0):
            raise CadenceError("The time a post may be late cannot be less than none.")


class Reason(StrEnum):
    """Why a day of a schedule has no post."""

    HOLIDAY = "holiday"
    PAUSE = "pause"
    SKIP = "skip"


@dataclass(frozen=True)
class LeftOut:
    """Why a day has no post; a holiday has a name, a pause with an end its first day of posts, `until`."""

    reason: Reason
    name: str | None = None
    until: date | None = None


@dataclass(frozen=True)
class Slot:
    """One post of a routine: its local day, which is its key, and its instant in aware UTC."""

    day: date
    at: datetime


@dataclass(frozen=True)
class Planned:
    """A day of the schedule: posted when `left_out` is None."""

    slot: Slot
    left_out: LeftOut | None


class Timeliness(StrEnum):
    """Whether a slot is still to come, to be posted now, or past its grace: recorded, not sent."""

    EARLY = "early"
    DUE = "due"
    LATE = "late"


def plan(schedule: Schedule, after: datetime, since: date | None = None) -> Iterator[Planned]:
    """The days whose slots come after a moment, left-out ones too, in order: two years from the moment's day,
    or from the local day `since`.
    """
    for day in _days_of(schedule.days, schedule.zone, since or local_day(after, schedule.zone)):
        slot = Slot(day, instant(day, schedule.at, schedule.zone))
        if slot.at > after:
            yield Planned(slot, _left_out(schedule, day))


def preview(schedule: Schedule, after: datetime, count: int = 10) -> tuple[Planned, ...]:
    """The days until `count` posts, the left-out ones between them named; a pause is one entry, its first day;
    fewer posts when two years (from the pause's end) hold fewer.
    """
    shown: list[Planned] = []
    for planned in _outline(schedule, after):
        if count <= 0:
            break
        shown.append(planned)
        count -= planned.left_out is None
    return tuple(shown)


def next_slot(schedule: Schedule, after: datetime) -> Slot | None:
    """The first slot after a moment that is really posted; None when two years (after a pause) hold none."""
    return next((planned.slot for planned in _outline(schedule, after) if planned.left_out is None), None)


def skip_next(schedule: Schedule, now: datetime) -> date | None:
    """The day to add to `skipped` so that the next post is left out; None when there is none."""
    slot = next_slot(schedule, now)
    return None if slot is None else slot.day


def timeliness(slot: Slot, now: datetime, grace: timedelta) -> Timeliness:
    """Due from the slot's instant to the end of its grace, both included."""
    if now < slot.at:
        return Timeliness.EARLY
    return Timeliness.DUE if now - slot.at <= grace else Timeliness.LATE


def closes_at(posted_at: datetime, open_for: timedelta) -> datetime:
    """When a question closes (aware UTC): hours gone by, whatever clocks do meanwhile."""
    return in_utc(posted_at) + open_for


@dataclass(frozen=True)
class Hours:
    """When a person may be written to: local times from `start` up to `end`, which may lie after midnight.

    Not on holidays nor on days `away`; hours after midnight belong to the day they began on.
    Working days are ISO weekdays, 1 Monday to 7 Sunday. Hours that cannot be raise CadenceError.
    """

    zone: str
    start: time
    end: time
    working_days: frozenset[int]
    holidays: HolidayCalendar | None = None
    away: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        _check(self.zone, self.working_days, self.start, self.end)


def within_hours(hours: Hours, now: datetime) -> bool:
    """Whether a person may be written to now; their first minute is in, the last one's end is out."""
    return next_opening(hours, now) == in_utc(now)


def next_opening(hours: Hours, now: datetime) -> datetime | None:
    """The first moment (aware UTC) from now on inside a person's hours, now itself while they last;
    None when the next two years have none.
    """
    now, nights = in_utc(now), _DAY * (hours.end <= hours.start)
    yesterday = local_day(now, hours.zone) - _DAY  # whose hours may not be over
    for day in _days_of(hours.working_days, hours.zone, yesterday):
        opens = max(now, instant(day, hours.start, hours.zone))
        free = day in hours.away or (hours.holidays and hours.holidays.name_of(day))
        if opens < instant(day + nights, hours.end, hours.zone) and not free:
            return opens
    return None


def _check(zone: str, days: frozenset[int], *times: time) -> None:
    zone_of(zone)
    if not days <= frozenset(range(1, 8)):
        raise CadenceError("Days are counted from 1, Monday, to 7, Sunday.")
    if any(at.tzinfo or at.second or at.microsecond for at in times):
        raise CadenceError("A time of day is a whole minute on the zone's own clock.")


def _outline(schedule: Schedule, after: datetime) -> Iterator[Planned]:
    """The plan, without the days of a pause but the first: a pause of years costs nothing."""
    since = max(local_day(after, schedule.zone), schedule.paused_until or date.min)
    yield from (first for first in islice(plan(schedule, after), 1) if first.slot.day < since)
    yield from plan(schedule, after, since)


def _left_out(schedule: Schedule, day: date) -> LeftOut | None:
    """The one reason that people read: the pause before the holiday, and that before the skip."""
    if schedule.paused_until is not None and day < schedule.paused_until:
        resumes = None if schedule.paused_until == UNTIL_RESUMED else schedule.paused_until
        return LeftOut(Reason.PAUSE, until=resumes)
    holiday = schedule.holidays.name_of(day) if schedule.holidays else None
    if holiday is not None:
        return LeftOut(Reason.HOLIDAY, name=holiday)
    return LeftOut(Reason.SKIP) if day in schedule.skipped else None


def _days_of(weekdays: frozenset[int], zone: str, first: date) -> Iterator[date]:
    """Two years of these weekdays, without days that a zone does not have (Samoa, 30 December 2011)."""
    last = min(first.toordinal() + LOOK_AHEAD_DAYS, _LAST_DAY)
    for day in map(date.fromordinal, range(first.toordinal(), last)):
        if day.isoweekday() in weekdays and local_day(instant(day, time.min, zone), zone) == day:
            yield day
