"""The law at every change of every zone's clock from 2025 to 2028, against plain arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

from content.cadence import Schedule, instant, next_slot, plan
from content.zones import is_zone

FIRST, END = datetime(2025, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
STEP, MINUTE, DAY = timedelta(days=2), timedelta(minutes=1), timedelta(days=1)
EVERY_DAY = frozenset(range(1, 8))


@dataclass(frozen=True)
class Change:
    """At `at` the clock goes from the offset `before` to the offset `after`."""

    at: datetime
    before: timedelta
    after: timedelta

    def fires(self, wall: datetime) -> datetime:
        """The law by arithmetic: the earlier of the two readings that is real, or else the change itself."""
        real = [moment for moment in (self._read(wall, self.before),) if moment < self.at]
        real += [moment for moment in (self._read(wall, self.after),) if moment >= self.at]
        return min(real, default=self.at)

    def walls(self) -> Iterator[datetime]:
        """Wall times on both edges of the gap or fold, inside it, and well away from it."""
        edges = sorted(self.at.replace(tzinfo=None) + offset for offset in (self.before, self.after))
        for edge in edges:
            yield from (edge - MINUTE, edge, edge + MINUTE)
        yield edges[0] + (edges[1] - edges[0]) / 2
        yield edges[0] - timedelta(hours=5)
        yield edges[1] + timedelta(hours=5)

    @staticmethod
    def _read(wall: datetime, offset: timedelta) -> datetime:
        return (wall - offset).replace(tzinfo=UTC)


def offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    found = moment.astimezone(zone).utcoffset()
    assert found is not None
    return found


@cache
def changes() -> dict[str, tuple[Change, ...]]:
    return {
        name: tuple(changes_of(ZoneInfo(name))) for name in sorted(available_timezones()) if is_zone(name)
    }


def changes_of(zone: ZoneInfo) -> Iterator[Change]:
    moment = FIRST
    while moment < END:
        before, after = offset(moment, zone), offset(moment + STEP, zone)
        if before != after:
            low, high = moment, moment + STEP
            while high - low > MINUTE:
                middle = low + (high - low) // MINUTE // 2 * MINUTE
                low, high = (middle, high) if offset(middle, zone) == before else (low, middle)
            yield Change(high, before, after)
        moment += STEP


def test_the_scan_finds_the_changes_of_the_worlds_clocks() -> None:
    kinds = {change.after - change.before for found in changes().values() for change in found}
    assert sum(map(len, changes().values())) > 1000
    assert {timedelta(hours=1), timedelta(hours=-1), timedelta(minutes=30), timedelta(hours=2)} <= kinds


def test_every_minute_around_every_kind_of_change_obeys_the_law() -> None:
    seen: set[Change] = set()
    for name, found in changes().items():
        for change in found:
            if change not in seen:
                seen.add(change)
                middle = change.at.replace(tzinfo=None) + change.before
                for minute in range(-200, 200):
                    wall = middle + minute * MINUTE
                    assert instant(wall.date(), wall.time(), name) == change.fires(wall), (name, wall)


def test_every_zone_has_one_slot_a_day_around_each_of_its_changes_in_order() -> None:
    for name, found in changes().items():
        for change in found:
            for wall in change.walls():
                check_days_around(change, Schedule(EVERY_DAY, wall.time(), name), wall.date())


def check_days_around(change: Change, schedule: Schedule, day: date) -> None:
    after = change.fires(datetime.combine(day - 3 * DAY, schedule.at))
    slots = [planned.slot for planned in islice(plan(schedule, after), 5)]
    assert [slot.day for slot in slots] == [day + ahead * DAY for ahead in range(-2, 3)], schedule
    assert [slot.at for slot in slots] == [
        change.fires(datetime.combine(slot.day, schedule.at)) for slot in slots
    ], schedule
    assert all(one.at < two.at for one, two in pairwise(slots)), schedule
    assert next_slot(schedule, slots[1].at) == slots[2], schedule
    assert next_slot(schedule, slots[2].at) == slots[3], schedule


def test_every_zone_keeps_a_quiet_weeks_wall_time() -> None:
    for name in changes():
        schedule = Schedule(EVERY_DAY, time(9, 30), name)
        slots = [planned.slot for planned in islice(plan(schedule, FIRST), 7)]
        zone = ZoneInfo(name)
        assert [(slot.at.astimezone(zone).date(), slot.at.astimezone(zone).time()) for slot in slots] == [
            (slot.day, time(9, 30)) for slot in slots
        ]
