"""How long the app takes from its start until it hears, and how much memory it holds then.

usage: python -m benchmarks.start [--rounds N]
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import time

from benchmarks.processes import held_by
from benchmarks.traffic import database_of, heard

READY = """\
import asyncio, sys, time
began = time.perf_counter()
from benchmarks.start import ready
asyncio.run(ready())
print(time.perf_counter() - began)
"""


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


async def idle() -> float:
    """MB that a process holds with the whole app in it, and the sandbox."""
    with database_of("sqlite") as database:
        async with heard(database):
            return held_by()


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    began = time.perf_counter()
    print(
        f"start to ready: {start_to_ready(chosen.rounds):.2f} s (median of {chosen.rounds}, imports included)"
    )
    print(f"idle: {asyncio.run(idle()):.0f} MB")
    print(f"measured in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
