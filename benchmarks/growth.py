"""What growth costs: a reply, the closing of a question and a preview with few and with many answers in the database.

usage: python -m benchmarks.growth [--answers N] [--rounds N] [--times N] [--database sqlite|postgres]

Both databases stand side by side and are asked in turn; a round's ratio is that of its medians (p50), and the table
gives the median of the rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from itertools import count

from benchmarks.traffic import DATABASES, database_of, heard
from bot.kit import Kit
from bot.postings.listeners import Listeners
from bot.postings.use_cases import close_due
from bot.routines.outlook import preview_lines
from bot.routines.use_cases import outlook
from bot.slack.events import MessagePosted
from storage.database import Database
from storage.work import Work
from tests.storage.grown import PER_CHANNEL, TEXT, analyze, card_of, grow
from tests.storage.rows import LATER, NOW

FEW = 1_000
LIMITS = {"sqlite": 1.5, "postgres": 1.3}
CHANNEL = "C1"
OPEN = PER_CHANNEL  # the channel's open posting
Deed = Callable[[Work], object]


class Day:
    """What a channel's people do, each thing as often as it is asked for; the first part is not timed."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._card = Listeners(kit).render
        self._numbers = count(1)

    def reply(self) -> tuple[Deed, Deed]:
        """Somebody writes into the open question's thread."""
        number = next(self._numbers)
        ts = f"{card_of(OPEN).partition('.')[0]}.{400_000 + number:06}"
        said = MessagePosted(CHANNEL, ts, f"U{number % 200}", TEXT, card_of(OPEN), None, is_direct=False)
        return _nothing, lambda work: self._kit.doors.hear(work.room(1), said, NOW)

    def closing(self) -> tuple[Deed, Deed]:
        """A question's time is over: its card is rendered with what was answered and praised."""
        number = next(self._numbers) % (PER_CHANNEL - 1) + 1

        def reopen(work: Work) -> None:
            work.room(1).postings.mark_open(number, ts=card_of(number), closes_at=NOW)

        def close(work: Work) -> None:
            room = work.room(1)
            assert close_due(work, NOW, kit=self._kit) == 1
            saying = room.sayings.find("question", str(number))
            assert saying is not None
            assert self._card(room, saying, NOW) is not None
            room.deliveries.mark_fresh(saying.id)

        return reopen, close

    def preview(self) -> tuple[Deed, Deed]:
        """The next ten posts."""

        def look(work: Work) -> None:
            room = work.room(1)
            routine = room.routines.find_by_channel(CHANNEL)
            assert routine is not None
            assert preview_lines(outlook(room, routine, NOW))

        return _nothing, look


def _nothing(_work: Work) -> None:
    """There is nothing to prepare."""


def p50(
    databases: Sequence[Database], makers: Sequence[Iterator[tuple[Deed, Deed]]], times: int
) -> list[float]:
    """Microseconds of the middle one in each database, its commit included.

    They are asked in turn, so that what else the machine does slows both.
    """
    spent: list[list[float]] = [[] for _ in databases]
    for _ in range(times):
        for database, deeds, seconds in zip(databases, makers, spent, strict=True):
            prepare, deed = next(deeds)
            if prepare is not _nothing:
                database.run_here(prepare)
            began = time.perf_counter()
            database.run_here(deed)
            seconds.append(time.perf_counter() - began)
    return [statistics.median(seconds) * 1e6 for seconds in spent]


async def kit_of(database: Database) -> Kit:
    """The kit of the app as it is joined on this database."""
    async with heard(database) as to:
        return to.understudy.kit


def measure(kind: str, *, answers: int, rounds: int, times: int) -> None:
    """Print one database's table."""
    with ExitStack() as stack:
        databases = [stack.enter_context(database_of(kind)) for _ in range(2)]
        for database, size in zip(databases, (FEW, answers), strict=True):
            began = time.perf_counter()
            with database.engine.begin() as connection:
                grow(connection, size)
            with database.engine.connect() as connection:
                analyze(connection)
                connection.commit()
            print(f"{kind}: {size:,} answers filled in {time.perf_counter() - began:.0f} s", flush=True)
        days = [Day(asyncio.run(kit_of(database))) for database in databases]
        print(f"{'':10} {f'{FEW:,} µs':>12} {f'{answers:,} µs':>14} {'ratio':>7}  target ≤ {LIMITS[kind]}")
        for name in ("reply", "closing", "preview"):
            makers = [_again(getattr(day, name)) for day in days]
            p50(databases, makers, times)
            found = [p50(databases, makers, times) for _ in range(rounds)]
            ratio = statistics.median(many / few for few, many in found)
            few, many = (statistics.median(side) for side in zip(*found, strict=True))
            print(
                f"{name:10} {few:12.0f} {many:14.0f} {ratio:6.2f}×  {'' if ratio <= LIMITS[kind] else 'MISSED'}"
            )


def _again(make: Callable[[], tuple[Deed, Deed]]) -> Iterator[tuple[Deed, Deed]]:
    while True:
        yield make()


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--answers", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--times", type=int, default=100)
    options.add_argument("--database", choices=DATABASES, action="append")
    chosen = options.parse_args()
    assert NOW + timedelta(minutes=1) < LATER  # nothing else is due
    for kind in chosen.database or DATABASES:
        measure(kind, answers=chosen.answers, rounds=chosen.rounds, times=chosen.times)


if __name__ == "__main__":
    main()
