"""The days that people type, and days as they read them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from content.zones import parse_days

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.?(?:\s?(?P<year>\d{4}))?", re.ASCII)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<name>[a-z]{3,9})\.?(?:,?\s+(?P<year>\d{4}))?",
    re.ASCII,
)
_MONTH_FIRST = re.compile(
    r"(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?", re.ASCII
)
_DAY = timedelta(days=1)


def parse_day(typed: str, today: date) -> date | None:
    """The day in “2026-12-01”, “1.12.2026”, “1 December”, “Dec 1, 2026”, “tomorrow” or “Monday”; None when none.

    A day without a year is its next one from today on; a weekday is the next one after today.
    """
    said = " ".join(typed.lower().split())
    for form in (_ISO, _DOTTED, _DAY_FIRST, _MONTH_FIRST):
        if found := form.fullmatch(said):
            parts = found.groupdict()
            month = _month(parts["name"]) if "name" in parts else int(parts["month"])
            return _date(int(parts["day"]), month, parts["year"], today)
    if said == "tomorrow":
        return today + _DAY
    return _weekday(said, today)


def say_day(day: date) -> str:
    """“Mon 23 Nov 2026”, whatever language the server speaks."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def say_weekdays(days: str) -> str:
    """“Monday to Friday”, “every day” or “Monday, Tuesday and Friday” for ISO weekdays as digits."""
    if days == "1234567":
        return "every day"
    if days == "12345":
        return "Monday to Friday"
    names = [WEEKDAYS[int(day) - 1] for day in days]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _month(name: str) -> int | None:
    return next((n for n, month in enumerate(MONTHS, 1) if month.lower().startswith(name)), None)


def _date(day: int, month: int | None, year: str | None, today: date) -> date | None:
    if month is None:
        return None
    years = (int(year),) if year else (today.year, today.year + 1)
    try:
        found = [date(each, month, day) for each in years]
    except ValueError:
        return None
    return next((each for each in found if each >= today), found[0])


def _weekday(said: str, today: date) -> date | None:
    days = parse_days(said)
    if days is None or len(days) != 1:
        return None
    ahead = (next(iter(days)) - today.isoweekday() - 1) % 7 + 1
    return today + ahead * _DAY
