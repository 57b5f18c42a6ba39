"""The time law by example: schedules, what is left out, grace and the preview."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from content.cadence import (
    GRACE,
    CadenceError,
    Schedule,
    Slot,
    Timeliness,
    closes_at,
    instant,
    local_day,
    next_slot,
    plan,
    preview,
    skip_next,
    timeliness,
)

EVERY_DAY = frozenset(range(1, 8))
WORKDAYS = frozenset(range(1, 6))
NINE = time(9, 0)
BERLIN = "Europe/Berlin"


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def schedule(
    days: frozenset[int] = WORKDAYS,
    at: time = NINE,
    zone: str = BERLIN,
) -> Schedule:
    return Schedule(days, at, zone)


def days_of(asked: Schedule, after: datetime, count: int) -> list[date]:
    return [planned.slot.day for planned in islice(plan(asked, after), count)]


def test_a_wall_time_is_its_instant_in_winter_and_in_summer() -> None:
    assert instant(date(2026, 1, 15), NINE, BERLIN) == utc(2026, 1, 15, 8)
    assert instant(date(2026, 7, 15), NINE, BERLIN) == utc(2026, 7, 15, 7)
    assert instant(date(2026, 7, 15), NINE, BERLIN).tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "day", "at", "fires"),
    [
        (BERLIN, date(2025, 3, 30), time(2, 0), utc(2025, 3, 30, 1)),
        (BERLIN, date(2025, 3, 30), time(2, 59), utc(2025, 3, 30, 1)),
        (BERLIN, date(2025, 3, 30), time(3, 0), utc(2025, 3, 30, 1)),
        ("Asia/Beirut", date(2025, 3, 30), time(0, 0), utc(2025, 3, 29, 22)),
        ("America/Santiago", date(2025, 9, 7), time(0, 30), utc(2025, 9, 7, 4)),
        ("Africa/Cairo", date(2025, 4, 25), time(0, 15), utc(2025, 4, 24, 22)),
        ("America/Havana", date(2025, 3, 9), time(0, 59), utc(2025, 3, 9, 5)),
        ("Australia/Lord_Howe", date(2025, 10, 5), time(2, 15), utc(2025, 10, 4, 15, 30)),
        ("Antarctica/Troll", date(2025, 3, 30), time(2, 59), utc(2025, 3, 30, 1)),
        ("America/Nuuk", date(2025, 3, 29), time(23, 30), utc(2025, 3, 30, 1)),  # the jump ends at midnight
        ("Pacific/Apia", date(2011, 12, 30), NINE, utc(2011, 12, 30, 10)),  # Samoa left the day out
    ],
)
def test_a_time_that_clocks_jump_over_fires_at_the_first_minute_after(
    zone: str, day: date, at: time, fires: datetime
) -> None:
    assert instant(day, at, zone) == fires


@pytest.mark.parametrize(
    ("zone", "day", "at", "fires"),
    [
        (BERLIN, date(2025, 10, 26), time(2, 30), utc(2025, 10, 26, 0, 30)),
        (BERLIN, date(2025, 10, 26), time(3, 0), utc(2025, 10, 26, 2)),
        ("Asia/Beirut", date(2025, 10, 25), time(23, 30), utc(2025, 10, 25, 20, 30)),
        ("America/Santiago", date(2025, 4, 5), time(23, 0), utc(2025, 4, 6, 2)),
        ("Australia/Lord_Howe", date(2025, 4, 6), time(1, 45), utc(2025, 4, 5, 14, 45)),
    ],
)
def test_a_time_that_comes_twice_fires_the_first_time(
    zone: str, day: date, at: time, fires: datetime
) -> None:
    assert instant(day, at, zone) == fires


def test_a_repeated_hour_brings_no_second_slot() -> None:
    twice = schedule(EVERY_DAY, time(2, 30))
    assert days_of(twice, utc(2025, 10, 26, 0, 30), 1) == [date(2025, 10, 27)]


def test_a_slot_that_midnight_jumped_over_keeps_its_own_day_as_key() -> None:
    nuuk = schedule(EVERY_DAY, time(23, 30), "America/Nuuk")
    found = [planned.slot for planned in islice(plan(nuuk, utc(2025, 3, 29, 12)), 2)]
    assert found == [
        Slot(date(2025, 3, 29), utc(2025, 3, 30, 1)),
        Slot(date(2025, 3, 30), utc(2025, 3, 31, 0, 30)),
    ]


def test_a_day_that_a_zone_does_not_have_has_no_slot() -> None:
    apia = schedule(EVERY_DAY, time(0, 0), "Pacific/Apia")
    assert days_of(apia, utc(2011, 12, 28, 12), 3) == [
        date(2011, 12, 29),
        date(2011, 12, 31),
        date(2012, 1, 1),
    ]


def test_a_slot_at_the_very_moment_is_not_repeated() -> None:
    assert days_of(schedule(), utc(2026, 6, 1, 7), 1) == [date(2026, 6, 2)]
    assert days_of(schedule(), utc(2026, 6, 1, 6, 59), 1) == [date(2026, 6, 1)]


def test_only_the_chosen_weekdays_are_planned_over_the_year_end() -> None:
    found = days_of(schedule(frozenset({1, 4})), utc(2026, 12, 28, 12), 3)
    assert found == [date(2026, 12, 31), date(2027, 1, 4), date(2027, 1, 7)]


def test_a_leap_day_is_a_day_like_any_other() -> None:
    found = days_of(schedule(EVERY_DAY), utc(2028, 2, 28, 12), 2)
    assert found == [date(2028, 2, 29), date(2028, 3, 1)]


def test_a_schedule_without_days_has_nothing_to_plan() -> None:
    never = schedule(frozenset())
    assert list(plan(never, utc(2026, 1, 1))) == []
    assert preview(never, utc(2026, 1, 1)) == ()
    assert next_slot(never, utc(2026, 1, 1)) is None
    assert skip_next(never, utc(2026, 1, 1)) is None


def test_a_plan_ends_after_two_years_and_at_the_end_of_time() -> None:
    assert len(list(plan(schedule(EVERY_DAY), utc(2026, 1, 1)))) == 731
    assert len(list(plan(schedule(EVERY_DAY, zone="Pacific/Kiritimati"), utc(9999, 12, 20)))) < 12


def test_after_a_change_of_zone_no_later_day_is_lost_and_a_day_comes_again_only_under_its_own_key() -> None:
    posted = next_slot(schedule(EVERY_DAY), utc(2026, 6, 1))
    assert posted == Slot(date(2026, 6, 1), utc(2026, 6, 1, 7))
    west = schedule(EVERY_DAY, zone="America/New_York")
    assert days_of(west, posted.at, 2) == [
        date(2026, 6, 1),
        date(2026, 6, 2),
    ]  # the claimed key refuses the 1st
    assert days_of(schedule(EVERY_DAY, zone="Asia/Tokyo"), posted.at, 1) == [date(2026, 6, 2)]


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (timedelta(microseconds=-1), Timeliness.EARLY),
        (timedelta(0), Timeliness.DUE),
        (GRACE, Timeliness.DUE),
        (GRACE + timedelta(microseconds=1), Timeliness.LATE),
    ],
)
def test_a_slot_is_due_from_its_instant_to_the_end_of_its_grace(
    late: timedelta, expected: Timeliness
) -> None:
    slot = Slot(date(2026, 6, 1), utc(2026, 6, 1, 7))
    assert timeliness(slot, slot.at + late, GRACE) is expected


def test_a_question_closes_hours_later_whatever_clocks_do_meanwhile() -> None:
    evening = utc(2025, 10, 25, 20).astimezone(ZoneInfo(BERLIN))
    assert closes_at(evening, timedelta(hours=24)) == utc(2025, 10, 26, 20)
    assert closes_at(evening, timedelta(hours=24)).tzinfo is UTC
    with pytest.raises(CadenceError, match="aware UTC"):
        closes_at(evening.replace(tzinfo=None), GRACE)


@pytest.mark.parametrize(
    ("days", "at", "zone", "grace"),
    [
        (frozenset({0}), NINE, BERLIN, GRACE),
        (frozenset({8}), NINE, BERLIN, GRACE),
        (WORKDAYS, time(9, 0, 1), BERLIN, GRACE),
        (WORKDAYS, time(9, 0, tzinfo=UTC), BERLIN, GRACE),
        (WORKDAYS, NINE, "Europe/Atlantis", GRACE),
        (WORKDAYS, NINE, BERLIN, -GRACE),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(
    days: frozenset[int], at: time, zone: str, grace: timedelta
) -> None:
    with pytest.raises(CadenceError):
        Schedule(days, at, zone, grace=grace)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(CadenceError, match="without a zone"):
        local_day(utc(2026, 1, 1).replace(tzinfo=None), BERLIN)
    with pytest.raises(CadenceError):
        next_slot(schedule(), utc(2026, 1, 1).replace(tzinfo=None))
