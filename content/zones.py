"""Zones: wall times as instants, the zones that people choose from, and the times and days that they type."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

_A_PLACE = re.compile("(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/")
# the rest are old spellings (US/Pacific), fixed offsets (Etc/GMT+5) or no place at all (localtime)

_NO_PLACES = frozenset({"localtime", "Factory", "posixrules"})  # they mean something else on each machine

_ALSO_TYPED = {
    "America/Chicago": "ct cst cdt central, austin, dallas, houston",
    "America/Denver": "mt mst mdt mountain",
    "America/Los_Angeles": "pt pst pdt pacific, san francisco, san diego, seattle, portland",
    "America/New_York": "et est edt eastern, boston, washington, miami, atlanta, philadelphia",
    "America/Sao_Paulo": "brt, rio de janeiro, brasilia",
    "America/Toronto": "ottawa",
    "Asia/Dubai": "gst, abu dhabi",
    "Asia/Hong_Kong": "hkt",
    "Asia/Jerusalem": "ist idt israel",
    "Asia/Karachi": "pkt, islamabad, lahore",
    "Asia/Kolkata": "ist india, bangalore, bengaluru, mumbai, delhi, new delhi, hyderabad, pune, chennai",
    "Asia/Seoul": "kst korea",
    "Asia/Shanghai": "cst china, beijing, shenzhen, hangzhou",
    "Asia/Singapore": "sgt",
    "Asia/Tokyo": "jst japan, osaka",
    "Australia/Sydney": "aest aedt, canberra",
    "Africa/Johannesburg": "sast, cape town, pretoria",
    "Africa/Lagos": "wat, abuja",
    "Africa/Nairobi": "eat",
    "Europe/Berlin": "cet cest germany, munich, hamburg, frankfurt, cologne",
    "Europe/Dublin": "ist ireland",
    "Europe/Helsinki": "eet eest finland",
    "Europe/Kyiv": "ukraine",
    "Europe/London": "gmt bst uk, england, scotland, edinburgh, manchester",
    "Europe/Madrid": "cet cest spain, barcelona",
    "Europe/Moscow": "msk",
    "Europe/Paris": "cet cest france",
    "Europe/Rome": "cet cest italy, milan",
    "Europe/Zurich": "cet cest switzerland, geneva, basel",
    "Pacific/Auckland": "nzst nzdt, wellington",
}  # what people type for a zone whose name does not say it: abbreviations, then large cities and countries

_WALL_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?:\s*([ap])\.?m\.?)?", re.ASCII | re.IGNORECASE)
_MINUTE = timedelta(minutes=1)
_NOON = 12  # the hour at which a.m. and p.m. start counting
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEVERAL_DAYS = {
    "weekdays": range(1, 6),
    "weekends": range(6, 8),
    "daily": range(1, 8),
    "every day": range(1, 8),
}


class CadenceError(ValueError):
    """A zone, a calendar or a schedule that cannot be: its text is a sentence that a person may read."""


@lru_cache(maxsize=1024)  # more than there are zones; ZoneInfo itself keeps only eight
def zone_of(name: str) -> ZoneInfo:
    """The zone of this IANA name; CadenceError when this server's zone database has none."""
    if not is_zone(name):
        raise CadenceError(f"There is no time zone called “{name}” here. Choose one such as Europe/Berlin.")
    return ZoneInfo(name)


def instant(day: date, at: time, zone: str) -> datetime:
    """The first moment (aware UTC) at which a clock in the zone reads this wall time or later on.

    So a time that clocks jump over is the first minute after the jump, and one that comes twice is the first.
    """
    there = zone_of(zone)
    wall = datetime.combine(day, at)
    found = wall.replace(tzinfo=there, fold=0).astimezone(UTC)
    if found.astimezone(there).replace(tzinfo=None) == wall:
        return found
    too_early = wall.replace(tzinfo=there, fold=1).astimezone(UTC)  # in a jump the two folds lie around it
    while found - too_early > _MINUTE:
        middle = too_early + (found - too_early) // _MINUTE // 2 * _MINUTE
        if middle.astimezone(there).replace(tzinfo=None) < wall:
            too_early = middle
        else:
            found = middle
    return found


def local_day(moment: datetime, zone: str) -> date:
    """The date on a clock in the zone at an aware moment; CadenceError for a naive one."""
    return in_utc(moment).astimezone(zone_of(zone)).date()


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; CadenceError for a naive one, which would borrow this server's zone."""
    if moment.tzinfo is None:
        raise CadenceError("A moment without a zone says nothing: give aware UTC.")
    return moment.astimezone(UTC)


def is_zone(name: str) -> bool:
    """Whether the zone database knows this exact name, old spellings such as Asia/Calcutta included."""
    return name in _known_zones()


@cache
def zone_names() -> tuple[str, ...]:
    """The zones that people choose from, sorted: all that are named after a place, and UTC."""
    return (*sorted(name for name in _known_zones() if _A_PLACE.match(name)), "UTC")


def find_zones(typed: str, limit: int = 100) -> list[str]:
    """At most `limit` zones for what was typed so far, the likeliest first; all in order when nothing was."""
    wanted = _plain(typed)
    if not wanted:
        return list(zone_names()[:limit])
    ranked = ((_rank(wanted, name), name) for name in zone_names())
    return [name for rank, name in sorted(pair for pair in ranked if pair[0] is not None)][:limit]


def parse_wall_time(typed: str) -> time | None:
    """The time of day in “9:30”, “09.30”, “9h30”, “9am” or “4:15 pm”; None when it says none for certain.

    A bare “4” is None: it could be morning or afternoon.
    """
    found = _WALL_TIME.fullmatch(typed.strip())
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if found[3] in "pP" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def parse_days(typed: str) -> frozenset[int] | None:
    """The ISO weekdays in “mon-fri, sun”, “Tuesday and Thursday” or “weekdays”; None when a word is no day."""
    days: set[int] = set()
    for part in re.split(r"\s*(?:,|;|\band\b|&)\s*", typed.strip().lower()):
        found = _SEVERAL_DAYS.get(part) or _days_in(part)
        if found is None:
            return None
        days.update(found)
    return frozenset(days)


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones()) - _NO_PLACES


def _plain(text: str) -> str:
    """Small letters without accents, one space between words: “São-Paulo” is “sao paulo”."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        re.findall(r"[^\W_]+", "".join(each for each in letters if not unicodedata.combining(each)))
    )


@cache
def _spoken(name: str) -> tuple[str, str, tuple[str, ...]]:
    """A zone's city, its whole name and what else people type for it, all plain."""
    also = (
        _plain(entry) for group in _ALSO_TYPED.get(name, "").split(",") for entry in (group, *group.split())
    )
    return _plain(name.rsplit("/", 1)[-1]), _plain(name), tuple(also)


def _rank(wanted: str, name: str) -> int | None:
    """How well a zone fits what was typed, 0 best; None when it does not."""
    city, whole, also = _spoken(name)
    fits = (
        wanted in {city, whole, *also},
        city.startswith(wanted),
        f" {wanted}" in f" {city}" or any(entry.startswith(wanted) for entry in also),
        all(f" {word}" in f" {whole}" for word in wanted.split()),
        wanted in whole,
    )
    return next((rank for rank, fit in enumerate(fits) if fit), None)


def _days_in(part: str) -> list[int] | None:
    """One day or a range of days, which may pass Sunday (“sat-mon”)."""
    ends = [_day(word) for word in re.split(r"\s*(?:-|–|\bto\b)\s*", part, maxsplit=1)]
    if None in ends:
        return None
    first, last = ends[0] or 0, ends[-1] or 0
    return [(first + ahead - 1) % 7 + 1 for ahead in range((last - first) % 7 + 1)]


def _day(word: str) -> int | None:
    """The ISO weekday that at least two letters begin; None when they begin none."""
    return next((n for n, day in enumerate(_DAYS, 1) if len(word) > 1 and day.startswith(word)), None)
