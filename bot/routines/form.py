"""What stands in the set-up form, what is wrong with it, and what its searchable menus offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.routines.dates import WEEKDAYS
from bot.slack.interactions import Values
from content.holiday_calendar import holiday_countries, regions
from content.zones import CadenceError, is_zone, parse_wall_time
from storage.routines import Routine, Settings

NONE = "none"  # the value of “no calendar” and “the whole country”
MOST_OPTIONS = 100

NO_CALENDAR = ("No holiday calendar", NONE)
WHOLE_COUNTRY = ("The whole country", NONE)

NO_DAYS = "Choose at least one day."
NO_TIME = "I cannot read a time in that. Write it like 9:30, 14:00 or 9am."
NO_ZONE = "Choose a time zone: type a city near you, for example Berlin."
NO_COUNTRY = "There is no holiday calendar for this country. Choose another, or “No holiday calendar”."
NOT_A_PRACTICE_DAY = "{day} is not among the days above. Tick it there too, or leave it out here."
TWO_THINGS = "{day} has a drill already. Choose one of the two for it."
NO_REGION = "This region is not in the country's holiday calendar. Choose it again, or “The whole country”."


@dataclass(frozen=True)
class Filled:
    """What stands in the form; the time as it was typed. `more`: the fields under *More* are shown."""

    channel: str
    settings: Settings
    facilitators: tuple[str, ...]
    more: bool = False


def start(
    channel: str, routine: Routine | None, facilitators: tuple[str, ...], *, zone: str, by: str
) -> Filled:
    """The routine's own settings, or what most teams begin with, in the person's own zone.

    A calendar that is not known any more is shown at once, to be chosen again.
    """
    if routine is None:
        return Filled(channel, Settings("12345", "09:00", zone, None, None, 1440, 120, "thread"), (by,))
    settings = Settings(
        days=routine.days,
        at=routine.at,
        zone=routine.zone,
        country=routine.country,
        region=routine.region,
        open_minutes=routine.open_minutes,
        grace_minutes=routine.grace_minutes,
        coach_place=routine.coach_place,
        levels=routine.levels,
        drill_days=routine.drill_days,
        case_days=routine.case_days,
    )
    filled = Filled(channel, settings, facilitators, more=True)
    return replace(filled, more=bool({"country", "region"} & wrong(filled).keys()))


def read(values: Values, base: Filled) -> Filled:
    """What stands in the form now; fields that are not shown stay as in `base`."""
    days = "".join(sorted(values.many("days")))
    settings = replace(base.settings, days=days, at=values.text("at"), zone=values.text("zone"))
    if not base.more:
        return replace(base, settings=_without_others(settings))
    settings = replace(
        settings,
        country=_chosen(values, "country"),
        region=_chosen(values, "region") if _chosen(values, "country") else None,
        open_minutes=int(values.text("open") or base.settings.open_minutes),
        grace_minutes=int(values.text("grace") or base.settings.grace_minutes),
        coach_place=values.text("coach") or base.settings.coach_place,
        levels=" ".join(values.many("levels")),
        drill_days="".join(sorted(values.many("drill_days"))),
        case_days="".join(sorted(values.many("case_days"))),
    )
    return replace(base, settings=settings, facilitators=values.many("facilitators"))


def _without_others(settings: Settings) -> Settings:
    """Without drills and cases on days that bring nothing any more: their fields are not there to say so."""
    drills = "".join(day for day in settings.drill_days if day in settings.days)
    cases = "".join(day for day in settings.case_days if day in settings.days)
    return replace(settings, drill_days=drills, case_days=cases)


def _chosen(values: Values, key: str) -> str | None:
    return None if values.text(key) in ("", NONE) else values.text(key)


def wrong(filled: Filled) -> dict[str, str]:
    """A sentence for each field that cannot be, by block id; empty when all is well."""
    settings, sentences = filled.settings, dict[str, str]()
    if not settings.days:
        sentences["days"] = NO_DAYS
    if parse_wall_time(settings.at) is None:
        sentences["at"] = NO_TIME
    if not is_zone(settings.zone):
        sentences["zone"] = NO_ZONE
    if settings.country and settings.country not in holiday_countries():
        sentences["country"] = NO_COUNTRY
    elif settings.country and settings.region and settings.region not in regions(settings.country):
        sentences["region"] = NO_REGION
    return sentences | _wrong_days(settings)


def _wrong_days(settings: Settings) -> dict[str, str]:
    """What days bring a drill or a case although they bring nothing, or both."""
    sentences = dict[str, str]()
    for field, days in (("drill_days", settings.drill_days), ("case_days", settings.case_days)):
        if strange := [day for day in days if day not in settings.days]:
            sentences[field] = NOT_A_PRACTICE_DAY.format(day=WEEKDAYS[int(strange[0]) - 1])
    if twice := [day for day in settings.case_days if day in settings.drill_days]:
        sentences.setdefault("case_days", TWO_THINGS.format(day=WEEKDAYS[int(twice[0]) - 1]))
    return sentences


def exact(filled: Filled) -> Settings:
    """The settings of a form in which nothing is wrong, its time as HH:MM."""
    at = parse_wall_time(filled.settings.at)
    assert at is not None
    return replace(filled.settings, at=at.isoformat("minutes"))


def find_countries(typed: str) -> list[tuple[str, str]]:
    """The countries for what was typed, and first the choice of none."""
    return _find([NO_CALENDAR, *((name, code) for code, name in holiday_countries().items())], typed)


def find_regions(country: str, typed: str) -> list[tuple[str, str]]:
    """The regions of a country for what was typed, and first the country as a whole."""
    try:
        known = regions(country)
    except CadenceError:
        return []
    return _find([WHOLE_COUNTRY, *((name, code) for code, name in known.items())], typed)


def _find(choices: Sequence[tuple[str, str]], typed: str) -> list[tuple[str, str]]:
    wanted = typed.strip().casefold()
    found = [(name, value) for name, value in choices if wanted in name.casefold() or wanted == value.lower()]
    return found[:MOST_OPTIONS]
