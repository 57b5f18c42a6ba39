"""What holds for every schedule at any moment."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from content.cadence import (
    GRACE,
    HolidayCalendar,
    Schedule,
    Slot,
    Timeliness,
    instant,
    local_day,
    next_slot,
    plan,
    preview,
    skip_next,
    timeliness,
)
from content.zones import zone_names

ZONES = st.sampled_from(zone_names())
WALL_TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
DAYS = st.dates(date(2008, 1, 1), date(2032, 1, 1))
MOMENTS = st.datetimes(datetime(2008, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
CALENDARS = st.sampled_from([None, HolidayCalendar("DE", "BE"), HolidayCalendar("US"), HolidayCalendar("JP")])


@st.composite
def schedules_and_moments(draw: st.DrawFn) -> tuple[Schedule, datetime]:
    after = draw(MOMENTS)
    near = st.integers(-40, 400).map(lambda ahead: after.date() + timedelta(days=ahead))
    asked = Schedule(
        draw(st.frozensets(st.integers(1, 7))),
        draw(WALL_TIMES),
        draw(ZONES),
        draw(CALENDARS),
        draw(st.none() | near),
        draw(st.frozensets(near, max_size=20)),
    )
    return asked, after


@settings(deadline=None)
@given(DAYS, WALL_TIMES, ZONES)
def test_an_instant_reads_its_wall_time_or_the_first_minute_after_a_jump(
    day: date, at: time, zone: str
) -> None:
    found, wall = instant(day, at, zone), datetime.combine(day, at)
    there = ZoneInfo(zone)
    reads = found.astimezone(there).replace(tzinfo=None)
    minute_before = (found - timedelta(minutes=1)).astimezone(there).replace(tzinfo=None)
    assert reads >= wall > minute_before
    assert (
        reads == wall or found.astimezone(there).utcoffset() != (found - GRACE).astimezone(there).utcoffset()
    )


@settings(deadline=None)
@given(schedules_and_moments())
def test_a_plan_is_later_than_its_moment_strictly_ordered_and_one_slot_a_day(
    given_: tuple[Schedule, datetime],
) -> None:
    asked, after = given_
    slots = [planned.slot for planned in islice(plan(asked, after), 60)]
    assert all(slot.at > after and slot.at.tzinfo is UTC for slot in slots)
    assert all(one.day < two.day and one.at < two.at for one, two in pairwise(slots))
    assert {slot.day.isoweekday() for slot in slots} <= asked.days
    assert bool(slots) is bool(asked.days)


@settings(deadline=None)
@given(schedules_and_moments(), st.integers(0, 20))
def test_a_plan_can_be_taken_up_again_after_any_of_its_slots(
    given_: tuple[Schedule, datetime], taken: int
) -> None:
    asked, after = given_
    planned = list(islice(plan(asked, after), 30))
    if taken < len(planned):
        rest = list(islice(plan(asked, planned[taken].slot.at), 29 - taken))
        assert rest == planned[taken + 1 :]


@settings(deadline=None)
@given(schedules_and_moments(), st.integers(0, 12))
def test_a_preview_shows_the_plans_own_posts(given_: tuple[Schedule, datetime], count: int) -> None:
    asked, after = given_
    posts = [planned for planned in plan(asked, after) if planned.left_out is None]
    shown = preview(asked, after, count)
    assert [planned for planned in shown if planned.left_out is None] == posts[:count]
    assert set(shown) <= set(plan(asked, after))
    assert [planned.slot.at for planned in shown] == sorted(planned.slot.at for planned in shown)
    assert next_slot(asked, after) == (posts[0].slot if posts else None)


@settings(deadline=None)
@given(schedules_and_moments())
def test_skipping_the_next_leaves_out_exactly_that_one(given_: tuple[Schedule, datetime]) -> None:
    asked, after = given_
    day = skip_next(asked, after)
    if day is not None:
        skipping = Schedule(
            asked.days, asked.at, asked.zone, asked.holidays, asked.paused_until, asked.skipped | {day}
        )
        before = [slot.slot for slot in plan(asked, after) if slot.left_out is None]
        now = [slot.slot for slot in plan(skipping, after) if slot.left_out is None]
        assert now == before[1:]


@settings(deadline=None)
@given(
    MOMENTS,
    st.timedeltas(timedelta(days=-3), timedelta(days=3)),
    st.timedeltas(timedelta(0), timedelta(days=1)),
)
def test_a_slot_is_early_then_due_then_late(at: datetime, passed: timedelta, grace: timedelta) -> None:
    told = timeliness(Slot(local_day(at, "UTC"), at), at + passed, grace)
    assert (told is Timeliness.EARLY) is (passed < timedelta(0))
    assert (told is Timeliness.LATE) is (passed > grace)
