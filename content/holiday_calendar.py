"""Public holidays of a country or one of its regions, named in English where the library can."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import holidays
from holidays.registry import COUNTRIES

from content.zones import CadenceError

_ENGLISH = "en_US"  # asked for by name: without it the library follows the server's own language
_SMALL_WORDS = frozenset({"and", "of", "the", "da"})
_SPELT = {
    "AX": "Åland Islands",
    "BL": "Saint Barthélemy",
    "CD": "DR Congo",
    "CW": "Curaçao",
    "GW": "Guinea-Bissau",
    "HK": "Hong Kong",
    "RE": "Réunion",
    "ST": "São Tomé and Príncipe",
    "SY": "Syria",
    "TL": "Timor-Leste",
}  # where the library's own key is not how the country is written


@dataclass(frozen=True)
class HolidayCalendar:
    """The public holidays of a country (ISO 3166 code) or of one of its regions (a code of `regions`).

    Making one that the library does not know raises CadenceError with a sentence for people.
    """

    country: str
    region: str | None = None

    def __post_init__(self) -> None:
        countries = holiday_countries()
        if self.country not in countries:
            raise CadenceError(f"There is no holiday calendar for a country “{self.country}”.")
        if self.region is not None and self.region not in regions(self.country):
            raise CadenceError(
                f"The holiday calendar of {countries[self.country]} has no region “{self.region}”."
            )

    def name_of(self, day: date) -> str | None:
        """The holiday on this day (several joined by “; ”), days off in lieu included; None on other days.

        Half days, bank-only and school holidays are none. A year that the library does not reach has none.
        """
        return _names(self.country, self.region, day.year).get(day)


@cache
def holiday_countries() -> Mapping[str, str]:
    """The countries that have a calendar, code to English name, sorted by name."""
    names = {codes[1]: _SPELT.get(codes[1]) or _title(key) for key, codes in COUNTRIES.items()}
    return dict(sorted(names.items(), key=lambda entry: entry[1]))


@cache
def regions(country: str) -> Mapping[str, str]:
    """A country's regions with holidays of their own, code to name (or to the code again), sorted by name.

    Empty for a country that has none; CadenceError for one that has no calendar.
    """
    if country not in holiday_countries():
        raise CadenceError(f"There is no holiday calendar for a country “{country}”.")
    calendar = holidays.country_holidays(country)
    names = {code: code for code in calendar.subdivisions}
    names |= {code: name for name, code in reversed(calendar.subdivisions_aliases.items())}
    return dict(sorted(names.items(), key=lambda entry: entry[1]))


@lru_cache(maxsize=4096)  # calendars times years; a year takes a few kilobytes and about a millisecond
def _names(country: str, region: str | None, year: int) -> dict[date, str]:
    """One year's holidays, read once: the library's own object fills itself while it is asked,
    which two threads must not see.
    """
    languages = holidays.country_holidays(country).supported_languages
    language = _ENGLISH if _ENGLISH in languages else None
    found = holidays.country_holidays(country, subdiv=region, years=year, expand=False, language=language)
    return dict(found.items())


def _title(key: str) -> str:
    return " ".join(word if word in _SMALL_WORDS else word.capitalize() for word in key.split("_"))
