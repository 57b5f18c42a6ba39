"""A person's own hours: when the daily note may come."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.cadence import CadenceError, HolidayCalendar, Hours, local_day, next_opening, within_hours
from content.zones import zone_names

WORKDAYS = frozenset(range(1, 6))
EVERY_DAY = frozenset(range(1, 8))
BERLIN = "Europe/Berlin"
OFFICE = Hours(BERLIN, time(9, 0), time(17, 0), WORKDAYS)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "within"),
    [
        (utc(2026, 6, 1, 6, 59), False),
        (utc(2026, 6, 1, 7), True),
        (utc(2026, 6, 1, 14, 59), True),
        (utc(2026, 6, 1, 15), False),
        (utc(2026, 6, 6, 10), False),
    ],
)
def test_hours_hold_their_first_minute_and_not_their_end(now: datetime, within: bool) -> None:  # noqa: FBT001
    assert within_hours(OFFICE, now) is within


def test_the_next_opening_is_now_while_hours_last_and_else_the_next_working_morning() -> None:
    assert next_opening(OFFICE, utc(2026, 6, 5, 12)) == utc(2026, 6, 5, 12)
    assert next_opening(OFFICE, utc(2026, 6, 5, 15)) == utc(2026, 6, 8, 7)
    assert next_opening(OFFICE, utc(2026, 6, 5, 3)) == utc(2026, 6, 5, 7)


def test_holidays_and_days_away_are_left_in_peace() -> None:
    free = Hours(
        BERLIN, time(9, 0), time(17, 0), WORKDAYS, HolidayCalendar("DE"), frozenset({date(2026, 12, 28)})
    )
    assert next_opening(free, utc(2026, 12, 25, 10)) == utc(2026, 12, 29, 8)
    assert not within_hours(free, utc(2026, 12, 28, 10))


def test_hours_after_midnight_belong_to_the_day_they_began_on() -> None:
    nights = Hours(BERLIN, time(22, 0), time(6, 0), frozenset({5}))
    assert within_hours(nights, utc(2026, 6, 6, 3, 59))
    assert not within_hours(nights, utc(2026, 6, 6, 4))
    assert not within_hours(nights, utc(2026, 6, 5, 3))


def test_hours_that_end_where_they_start_last_a_day() -> None:
    round_the_clock = Hours(BERLIN, time(9, 0), time(9, 0), frozenset({1}))
    assert within_hours(round_the_clock, utc(2026, 6, 2, 6, 59))
    assert not within_hours(round_the_clock, utc(2026, 6, 2, 7))


def test_hours_that_clocks_jump_over_do_not_open_and_hours_cut_short_open_late() -> None:
    jumped = Hours(BERLIN, time(2, 0), time(3, 0), EVERY_DAY)
    assert next_opening(jumped, utc(2025, 3, 30)) == utc(2025, 3, 31)
    cut = Hours(BERLIN, time(2, 30), time(4, 0), EVERY_DAY)
    assert next_opening(cut, utc(2025, 3, 30)) == utc(2025, 3, 30, 1)


def test_hours_that_start_in_a_repeated_hour_open_the_first_time() -> None:
    early = Hours(BERLIN, time(2, 30), time(4, 0), EVERY_DAY)
    assert next_opening(early, utc(2025, 10, 26)) == utc(2025, 10, 26, 0, 30)


def test_without_working_days_there_is_no_opening() -> None:
    never = Hours(BERLIN, time(9, 0), time(17, 0), frozenset())
    assert next_opening(never, utc(2026, 6, 1)) is None
    assert not within_hours(never, utc(2026, 6, 1, 10))


def test_a_search_that_meets_the_end_of_time_ends_without_an_opening() -> None:
    last_nights = Hours("Pacific/Pago_Pago", time(23, 0), time(22, 0), frozenset({4}))
    assert next_opening(last_nights, utc(9999, 12, 25, 12)) is None


def test_hours_that_cannot_be_are_refused() -> None:
    with pytest.raises(CadenceError):
        Hours("Mars/Base", time(9, 0), time(17, 0), WORKDAYS)
    with pytest.raises(CadenceError):
        Hours(BERLIN, time(9, 0), time(17, 0), frozenset({9}))
    with pytest.raises(CadenceError, match="aware UTC"):
        within_hours(OFFICE, utc(2026, 6, 1).replace(tzinfo=None))


WALL_TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
MOMENTS = st.datetimes(datetime(2008, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@settings(deadline=None)
@given(
    st.builds(
        Hours,
        st.sampled_from(zone_names()),
        WALL_TIMES,
        WALL_TIMES,
        st.frozensets(st.integers(1, 7), min_size=1),
    ),
    MOMENTS,
    st.floats(0, 1),
)
def test_the_next_opening_is_within_hours_and_nothing_before_it_is(
    hours: Hours, now: datetime, part: float
) -> None:
    opening = next_opening(hours, now)
    assert opening is not None
    assert now <= opening < now + timedelta(days=16)
    assert within_hours(hours, opening)
    between = now + (opening - now) * part
    assert within_hours(hours, between) is (between == opening)
    began = {local_day(opening, hours.zone) - timedelta(days=back) for back in (0, 1)}
    assert any(day.isoweekday() in hours.working_days for day in began)
