"""How much memory the app holds, idle and after very many events, and whether anything that it remembers grows without limit.

usage: python -m benchmarks.memory [--events N]

The events are as new as Slack's: every message, person and envelope id comes once, so that what is remembered by any of
them grows. After each quarter our objects are counted, with the containers in them, and the caches of our functions.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import gc
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sized
from datetime import timedelta
from itertools import count, islice

from sqlalchemy import func, select

from benchmarks.processes import held_by
from benchmarks.traffic import (
    CHANNEL,
    Event,
    Heard,
    ask,
    database_of,
    envelope,
    heard,
    message,
    new_ts,
    practise,
    reaction,
    spend,
)
from storage.database import Database
from storage.tables import answers, feedback, messages, tombstones

CHUNK = 2_500
PEOPLE = 50
QUESTION_EVERY = 125  # rounds of twenty events
CHANNELS = 500  # where people chat beside the practice channel
STEP = timedelta(milliseconds=50)  # between two events
GROWTH = 1.05  # memory after all events against memory after the first quarter
OURS = ("bot.", "storage.", "content.")
EVERYTHING = "everything that the collector knows"
SMALL = 64  # a container that never holds more is no cache
CACHES = 1.1  # what a container may hold more at the end than after the first quarter


def happenings(to: Heard, routine_id: int) -> Iterator[Event]:
    """Of twenty events fourteen are chat, three of them in threads elsewhere; the others make and change answers."""
    for number in count(1):
        if number % QUESTION_EVERY == 1:
            thread = to.room(lambda room: ask(room, routine_id, to.clock.at))
        author = f"U{number % PEOPLE:05}"
        answer = new_ts(to.clock.at)
        said = message(author, "I moved two people over.", ts=answer, thread_ts=thread)
        yield said
        yield _changed("message_changed", said, new_ts(to.clock.at))
        yield reaction(
            f"U{(number + 1) % PEOPLE:05}", "raising_hand", on=answer, author=author, ts=new_ts(to.clock.at)
        )
        gone = reaction(
            f"U{(number + 2) % PEOPLE:05}", "raising_hand", on=answer, author=author, ts=new_ts(to.clock.at)
        )
        yield gone
        yield {**gone, "type": "reaction_removed", "event_ts": new_ts(to.clock.at)}
        if number % 4:
            yield message(author, "We shipped on Friday.", ts=new_ts(to.clock.at), thread_ts=thread)
        else:
            yield _changed("message_deleted", said, new_ts(to.clock.at))
        for chat in range(14):
            passer_by = f"U{number:06}{chat:02}"
            at = new_ts(to.clock.at)
            if chat % 5:
                yield message(passer_by, "anyone for lunch?", ts=at)
            else:
                place = {"channel": f"C{(number * 3 + chat // 5) % CHANNELS:07}"}
                yield {**message(passer_by, "sure", ts=at, thread_ts=new_ts(to.clock.at)), **place}


def _changed(how: str, said: Event, at: str) -> Event:
    """The edit, or the deletion, of a message."""
    change = {"type": "message", "subtype": how, "channel": CHANNEL, "channel_type": "channel", "ts": at}
    if how == "message_deleted":
        return {**change, "event_ts": at, "deleted_ts": said["ts"], "previous_message": said}
    edited = {**said, "text": "I moved three people over.", "edited": {"user": said["user"], "ts": at}}
    return {**change, "event_ts": at, "message": edited, "previous_message": said}


def remembered() -> Counter[str]:
    """How many of each of our objects there are, and how much the largest container holds in each of their places."""
    gc.collect()
    found: Counter[str] = Counter()
    for each in gc.get_objects():
        kind = type(each)
        if str(kind.__module__).startswith(OURS):
            found[kind.__qualname__] += 1
            for name, value in _inside(each):
                if isinstance(value, Sized) and not isinstance(value, str | bytes):
                    place = f"{kind.__qualname__}.{name}"
                    found[place] = max(found[place], len(value))
    found.update(_cached())
    found[EVERYTHING] = len(gc.get_objects())
    return found


def _inside(each: object) -> Iterator[tuple[str, object]]:
    """Its attributes, whether they stand in a dict or in slots; a property would be asked, so none is."""
    yield from list(getattr(each, "__dict__", {}).items())
    for kind in type(each).__mro__:
        for name in getattr(kind, "__slots__", ()):
            if hasattr(each, name):
                yield name, getattr(each, name)


def _cached() -> dict[str, int]:
    """How much the caches of our functions hold."""
    return {
        f"{cached.__module__}.{cached.__qualname__}()": cached.cache_info().currsize
        for cached in gc.get_objects()
        if isinstance(cached, functools._lru_cache_wrapper)  # noqa: SLF001 (there is no other name for it)
        and str(cached.__module__).startswith(OURS)
    }


async def measure(events: int) -> None:
    """Print what the process holds, idle and after each quarter, and what grew."""
    with database_of("sqlite") as database:
        async with heard(database) as to:
            people = [f"U{number:05}" for number in range(PEOPLE)]
            routine = to.room(lambda room: practise(room, people))
            print(f"{'events':>8} {'MB':>6} {'µs/event':>9} {'objects':>11}\n{0:8,} {held_by():6.0f}")
            going_on = happenings(to, routine)
            marks, counts = [], []
            for quarter in range(1, 5):
                began = time.perf_counter()
                await feed(to, going_on, events // 4)
                spent = (time.perf_counter() - began) / (events // 4) * 1e6
                marks.append(held_by())
                counts.append(remembered())
                total = counts[-1][EVERYTHING]
                print(f"{events // 4 * quarter:8,} {marks[-1]:6.0f} {spent:9.0f} {total:11,}", flush=True)
            print("rows:", ", ".join(f"{many:,} {table}" for table, many in rows(database).items()))
    grown = marks[-1] / marks[0]
    print(
        f"memory grew {grown:.3f}× after the first quarter, target ≤ {GROWTH}{_missed(is_met=grown <= GROWTH)}"
    )
    unlimited = {
        path: (counts[0][path], many)
        for path, many in counts[-1].items()
        if many > max(SMALL, CACHES * counts[0][path])
    }
    print(
        f"{len(counts[-1])} kinds, containers and caches of ours, of which grew: {unlimited or 'none'}{_missed(is_met=not unlimited)}"
    )


def rows(database: Database) -> Mapping[str, int]:
    """How many answers, messages, reactions and tombstones were made of the events."""
    with database.engine.begin() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (answers, messages, feedback, tombstones)
        }


async def feed(to: Heard, going_on: Iterator[Event], size: int) -> None:
    """Let the app hear so many events, and time pass with them."""
    left = size
    while left:
        bodies = [envelope(to.team_id, event) for event in islice(going_on, min(CHUNK, left))]
        for number, body in enumerate(bodies):
            body["event_id"] = f"Ev{to.clock.at.timestamp():.0f}{number}"
        left -= len(bodies)
        to.clock.at += len(bodies) * STEP
        await spend(to.bolt, bodies, at_once=8)


def _missed(*, is_met: bool) -> str:
    return "" if is_met else "  MISSED"


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--events", type=int, default=100_000)
    asyncio.run(measure(options.parse_args().events))


if __name__ == "__main__":
    main()
