"""How long the app takes from its start until it hears, and how much memory it holds, idle and after many events.

usage: python -m benchmarks.start [--events N] [--rounds N]
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

from benchmarks.traffic import (
    START,
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

CHUNK = 5_000
PEOPLE = 50
GROWTH = 1.05  # memory after all events against memory after the first fifth
READY = """\
import asyncio, sys, time
began = time.perf_counter()
from benchmarks.start import ready
asyncio.run(ready())
print(time.perf_counter() - began)
"""


def held() -> float:
    """MB of memory that this process holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


async def ready() -> None:
    """Start the whole app on a migrated file and return when its socket stands; the sandbox's own start is in it."""
    with database_of("sqlite") as database:
        async with heard(database) as to:
            await to.understudy.start()
            await to.slack.connected()
            await to.understudy.stop()


def start_to_ready(rounds: int) -> float:
    """Seconds of a fresh process from its first line until it hears, the middle one."""
    words = [sys.executable, "-c", READY]
    found = [subprocess.run(words, check=True, capture_output=True, text=True).stdout for _ in range(rounds)]
    return statistics.median(float(said.split()[-1]) for said in found)


def mixed(to: Heard, thread: str, number: int) -> dict[str, object]:
    """Of ten events eight are chat, one is a message of an answer and one a reaction to it."""
    user, ts = f"U{number % PEOPLE:05}", new_ts(to.clock.at)
    if number % 10 == 0:
        return envelope(to.team_id, message(user, "I moved two people over.", ts=ts, thread_ts=thread))
    if number % 10 == 1:
        return envelope(to.team_id, reaction(user, "raising_hand", on=ts, author="U00000", ts=ts))
    return envelope(to.team_id, message(user, "anyone for lunch?", ts=ts))


async def memory(events: int) -> None:
    """Print what the process holds, idle and after each fifth of the events."""
    with database_of("sqlite") as database:
        async with heard(database) as to:
            people = [f"U{number:05}" for number in range(PEOPLE)]
            routine = to.room(lambda room: practise(room, people))
            thread = to.room(lambda room: ask(room, routine, START))
            print(f"idle: {held():.0f} MB")
            numbers = iter(range(events))
            marks = []
            for step in range(1, 6):
                left = events // 5
                while left > 0:
                    bodies = [mixed(to, thread, number) for number in islice(numbers, min(CHUNK, left))]
                    left -= len(bodies) or left
                    await spend(to.bolt, bodies, at_once=8)
                marks.append(held())
                print(f"after {events // 5 * step:,} events: {marks[-1]:.0f} MB", flush=True)
            grown = marks[-1] / marks[0]
            print(f"grown {grown:.3f}×, target ≤ {GROWTH}{'' if grown <= GROWTH else '  MISSED'}")


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--events", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    began = time.perf_counter()
    print(
        f"start to ready: {start_to_ready(chosen.rounds):.2f} s (median of {chosen.rounds}, imports included)"
    )
    asyncio.run(memory(chosen.events))
    print(f"measured in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
