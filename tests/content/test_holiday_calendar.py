"""Holiday calendars: what is offered, refused and named."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from content.holiday_calendar import HolidayCalendar, holiday_countries, regions
from content.zones import CadenceError

YEAR = [date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(365)]


@pytest.mark.parametrize(
    ("country", "region", "day", "name"),
    [
        ("DE", None, date(2026, 5, 1), "Labor Day"),
        ("DE", "BE", date(2026, 3, 8), "Women's Day"),
        ("DE", "BY", date(2026, 3, 8), None),
        ("US", None, date(2026, 7, 3), "Independence Day (observed)"),
        ("JP", None, date(2026, 2, 11), "Foundation Day"),
        ("GB", "SCT", date(2026, 11, 30), "Saint Andrew's Day"),
        ("NZ", None, date(2026, 2, 6), "Waitangi Day"),
        ("DE", None, date(2026, 5, 2), None),
    ],
)
def test_a_holiday_has_an_english_name_and_other_days_have_none(
    country: str, region: str | None, day: date, name: str | None
) -> None:
    found = HolidayCalendar(country, region).name_of(day)
    assert (found or "").lower().replace("st. ", "saint ") == (name or "").lower()


def test_calendars_reach_over_year_ends() -> None:
    germany = HolidayCalendar("DE")
    names = [germany.name_of(day) for day in (date(2026, 12, 31), date(2027, 1, 1), date(2028, 1, 1))]
    assert names == [None, "New Year's Day", "New Year's Day"]


def test_names_are_english_whatever_language_the_server_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    assert HolidayCalendar("AT").name_of(date(2031, 1, 1)) == "New Year's Day"


def test_countries_are_offered_by_name_in_order() -> None:
    countries = holiday_countries()
    assert countries["DE"] == "Germany"
    assert countries["US"] == "United States"
    assert countries["TT"] == "Trinidad and Tobago"
    assert countries["HK"] == "Hong Kong"
    assert list(countries.values()) == sorted(countries.values())
    assert all(len(code) == 2 and code.isupper() for code in countries)
    assert len(countries) > 200


def test_regions_are_offered_by_name_or_else_by_code() -> None:
    assert regions("DE")["BW"] == "Baden-Württemberg"
    assert regions("DE")["Augsburg"] == "Augsburg"
    assert list(regions("US").values()) == sorted(regions("US").values())
    assert regions("JP") == {}


@pytest.mark.parametrize("country", ["ZZ", "de", "", "Germany", "DEU"])
def test_a_country_without_a_calendar_is_refused_with_a_sentence(country: str) -> None:
    with pytest.raises(CadenceError, match="There is no holiday calendar for a country"):
        HolidayCalendar(country)
    with pytest.raises(CadenceError, match="There is no holiday calendar for a country"):
        regions(country)


def test_a_region_that_a_country_does_not_have_is_refused_with_a_sentence() -> None:
    with pytest.raises(CadenceError, match="The holiday calendar of Germany has no region “CA”"):
        HolidayCalendar("DE", "CA")
    with pytest.raises(CadenceError):
        HolidayCalendar("DE", "")


def test_every_country_and_region_that_is_offered_has_a_calendar() -> None:
    for country in holiday_countries():
        for region in (None, *regions(country)):
            names = [HolidayCalendar(country, region).name_of(day) for day in YEAR]
            assert all(name is None or name.strip() for name in names)


def test_two_threads_that_ask_for_a_new_year_at_once_read_the_same() -> None:
    france = HolidayCalendar("FR")
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(france.name_of, [date(2033, 12, 25)] * 64))
    assert found == {"Christmas Day"}
