from datetime import date

import pytest

from bot.routines.dates import parse_day, say_day, say_weekdays

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("01.12.2026", date(2026, 12, 1)),
        ("1.12.", date(2026, 12, 1)),
        ("1 december", date(2026, 12, 1)),
        ("1st of December 2027", date(2027, 12, 1)),
        ("Dec 1", date(2026, 12, 1)),
        ("december 1, 2027", date(2027, 12, 1)),
        ("  5   jan ", date(2027, 1, 5)),
        ("23 November", TODAY),
        ("22.11.2026", date(2026, 11, 22)),
        ("tomorrow", date(2026, 11, 24)),
        ("Monday", date(2026, 11, 30)),
        ("tue", date(2026, 11, 24)),
        ("sunday", date(2026, 11, 29)),
    ],
)
def test_a_typed_day_is_read(typed: str, day: date) -> None:
    assert parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "31.2.2026", "2026-13-01", "1 nonsense", "0 may", "weekdays", "99", "1 december 20266"],
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert parse_day(typed, TODAY) is None


def test_days_are_said_in_words() -> None:
    assert say_day(TODAY) == "Mon 23 Nov 2026"
    assert say_weekdays("12345") == "Monday to Friday"
    assert say_weekdays("1234567") == "every day"
    assert say_weekdays("3") == "Wednesday"
    assert say_weekdays("135") == "Monday, Wednesday and Friday"
