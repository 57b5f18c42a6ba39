"""Zones as people find them, and the times and days that they type."""

from datetime import time
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import zones
from content.zones import (
    CadenceError,
    find_zones,
    is_zone,
    parse_days,
    parse_wall_time,
    zone_names,
    zone_of,
)


def test_people_choose_from_places_and_utc_in_order() -> None:
    names = zone_names()
    assert {"Europe/Berlin", "America/Argentina/Ushuaia", "UTC"} <= set(names)
    assert not {"US/Pacific", "Etc/GMT+5", "localtime", "EST", "Factory"} & set(names)
    assert list(names[:-1]) == sorted(names[:-1])
    assert len(set(names)) == len(names) > 400


def test_old_spellings_are_zones_and_made_up_ones_are_not() -> None:
    assert is_zone("Asia/Calcutta")
    assert is_zone("US/Pacific")
    assert not any(map(is_zone, ("", "Europe", "europe/berlin", "../etc/passwd", "localtime", "Mars/Base")))


def test_an_unknown_zone_is_refused_with_a_sentence() -> None:
    with pytest.raises(CadenceError, match=r"no time zone called “Mars/Base” here. Choose one"):
        zone_of("Mars/Base")
    assert zone_of("Europe/Berlin") == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("berl", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("york", "America/New_York"),
        ("america/new", "America/New_York"),
        ("york america", "America/New_York"),
        ("São P", "America/Sao_Paulo"),
        ("san fr", "America/Los_Angeles"),
        ("munich", "Europe/Berlin"),
        ("pa", "America/Panama"),  # a city before “Pacific”, which is only said of one
        ("bengal", "Asia/Kolkata"),
        ("utc", "UTC"),
        ("paulo", "America/Sao_Paulo"),
        ("erlin", "Europe/Berlin"),
    ],
)
def test_what_is_typed_finds_its_zone_first(typed: str, first: str) -> None:
    assert find_zones(typed)[0] == first


def test_an_abbreviation_finds_all_that_it_may_mean_before_cities_that_begin_so() -> None:
    assert find_zones("IST")[:4] == ["Asia/Jerusalem", "Asia/Kolkata", "Europe/Dublin", "Asia/Istanbul"]
    assert find_zones("cst")[:2] == ["America/Chicago", "Asia/Shanghai"]


def test_a_search_is_cut_to_its_limit_and_may_find_nothing() -> None:
    assert find_zones("") == find_zones(" ?") == list(zone_names()[:100])
    assert len(find_zones("a", limit=7)) == 7
    assert find_zones("zzz") == []


def test_everything_that_people_also_type_belongs_to_a_zone_and_finds_it() -> None:
    for name, also in zones._ALSO_TYPED.items():
        assert name in zone_names()
        for typed in also.split(","):
            assert name in find_zones(typed)[:10], typed


@settings(deadline=None)
@given(st.text(max_size=12))
def test_any_typed_text_finds_only_zones_and_none_twice(typed: str) -> None:
    found = find_zones(typed)
    assert len(set(found)) == len(found) <= 100
    assert set(found) <= available_timezones()


@settings(deadline=None)
@given(st.sampled_from(zone_names()))
def test_every_zone_is_found_by_its_own_name(name: str) -> None:
    assert find_zones(name)[0] == name


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9:30", time(9, 30)),
        ("09:30", time(9, 30)),
        (" 9.30 ", time(9, 30)),
        ("9h30", time(9, 30)),
        ("9am", time(9, 0)),
        ("4 pm", time(16, 0)),
        ("4:15 P.M.", time(16, 15)),
        ("12am", time(0, 0)),
        ("12 pm", time(12, 0)),
        ("00:00", time(0, 0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_typed_time_is_read(typed: str, said: time) -> None:
    assert parse_wall_time(typed) == said


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "4",
        "24:00",
        "9:60",
        "9:3",
        "13pm",
        "0am",
        "16:00 pm",
        "noon",
        "9:30 Uhr",
        "-9:30",
        "٩:٣٠",
        "9:30:10",
    ],
)
def test_a_typed_time_that_is_none_for_certain_is_not_guessed(typed: str) -> None:
    assert parse_wall_time(typed) is None


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_time_of_day_is_read_back(hour: int, minute: int) -> None:
    said = time(hour, minute)
    half = "am" if hour < 12 else "pm"
    assert (
        parse_wall_time(f"{said:%H:%M}") == parse_wall_time(f"{hour % 12 or 12}.{minute:02} {half}") == said
    )


@given(st.text(max_size=8))
def test_any_text_is_a_whole_minute_or_none(typed: str) -> None:
    said = parse_wall_time(typed)
    assert said is None or (said.second == 0 and said.tzinfo is None)
    days = parse_days(typed)
    assert days is None or (days and days <= frozenset(range(1, 8)))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("mon-fri, sun", {1, 2, 3, 4, 5, 7}),
        ("Tuesday and Thursday", {2, 4}),
        ("sat-mon", {6, 7, 1}),
        ("Mon – Wed", {1, 2, 3}),
        ("mon to wed; fri & sun", {1, 2, 3, 5, 7}),
        ("weekdays", {1, 2, 3, 4, 5}),
        ("every day", {1, 2, 3, 4, 5, 6, 7}),
        ("weekends, we", {3, 6, 7}),
    ],
)
def test_typed_days_are_read(typed: str, days: set[int]) -> None:
    assert parse_days(typed) == frozenset(days)


@pytest.mark.parametrize("typed", ["", "t", "mon,", "mon-", "mon-fri-sun", "someday", "mon, xx"])
def test_days_with_a_word_that_is_none_are_not_guessed(typed: str) -> None:
    assert parse_days(typed) is None
