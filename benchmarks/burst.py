"""Very many routines due in the same second: how late the first post is, and when the last one stands.

usage: python -m benchmarks.burst [--workspaces N] [--channels N] [--processes N] [--database sqlite|postgres] [--alone N]

First so many workspaces of so many channels each: the last post may take 1.2 times what 300 posts a minute and workspace
allow. Then (`--alone`) very many workspaces of one channel: the last post may take 1.5 times what a loop takes that only
posts, in the same run. The app runs as processes of its own, on a clock that runs with the machine's; Slack is
`benchmarks.stand_in`. Without `--database`: one process on SQLite, then one and three on PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import os
import time
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from math import ceil

from pydantic import BaseModel

from benchmarks.burst_rows import became_of, fill
from benchmarks.processes import cpu_of, line_of, ours, running, tell
from benchmarks.traffic import DATABASES, database_of
from storage.database import Database
from storage.vault import Vault, new_key

LATENCY = 0.15  # seconds that each call takes
A_MINUTE = 300  # posts of one workspace
AT_ONCE = 10  # posts that a workspace may be behind with: two seconds of them
FIRST = 1.0  # seconds that the first post may be late
LIMITED, ALONE = 1.2, 1.5  # the last post against what limits, or a bare loop, allow
LOOK_EVERY = 0.5
RUNS = (("sqlite", 1), ("postgres", 1), ("postgres", 3))
HISTORY = 20  # questions that a channel was asked before


class Sums(BaseModel):
    """What the stand-in has counted."""

    first: float
    last: float
    posts: int
    refused: int
    twice: int
    other: dict[str, int]
    seconds: dict[int, int]


@dataclass(frozen=True)
class Slack:
    """The stand-in."""

    port: int

    @property
    def api_url(self) -> str:
        """The base URL of its Web API."""
        return f"http://127.0.0.1:{self.port}/api/"

    def begin(self) -> None:
        """Count anew."""
        urllib.request.urlopen(self.api_url + "begin").close()

    def sums(self) -> Sums:
        """What was posted since."""
        with urllib.request.urlopen(self.api_url + "report") as answer:
            return Sums.model_validate(json.load(answer))


@dataclass(frozen=True)
class Burst:
    """What is due at once, and who is to say it."""

    kind: str
    processes: int
    workspaces: int
    channels: int
    history: int

    @property
    def posts(self) -> int:
        """How many there are."""
        return self.workspaces * self.channels

    @property
    def allowed(self) -> float:
        """Seconds until the last post, by the limits alone."""
        return max(0, self.channels - AT_ONCE) * 60 / A_MINUTE + LATENCY


@dataclass(frozen=True)
class Found:
    """What became of a burst: seconds after everything was due."""

    sums: Sums
    first: float
    last: float
    cpu: float
    states: Mapping[str, int]


def settings_of(slack: Slack, database: Database, key: str, burst: Burst) -> dict[str, str]:
    """The environment of one process."""
    several = burst.processes > 1
    return {
        "UNDERSTUDY_SLACK_API_URL": slack.api_url,
        "UNDERSTUDY_SLACK_SIGNING_SECRET": "s",
        "UNDERSTUDY_SLACK_CLIENT_ID": "1.2",
        "UNDERSTUDY_SLACK_CLIENT_SECRET": "s",
        "UNDERSTUDY_PUBLIC_URL": "https://understudy.example.com",
        "UNDERSTUDY_ENCRYPTION_KEYS": key,
        "UNDERSTUDY_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "UNDERSTUDY_TRANSPORT": "http",
        "UNDERSTUDY_ENGINE": "procrastinate" if several else "apscheduler",
        "UNDERSTUDY_HOST": "127.0.0.1",
        "UNDERSTUDY_PORT": "0",
    }


def run(slack: Slack, burst: Burst) -> Found:
    """Let it all be due three seconds after the last process is ready, and wait for the last post."""
    key = new_key()
    with ExitStack() as stack:
        database = stack.enter_context(database_of(burst.kind))
        fill(
            database,
            Vault([key]),
            size=burst.workspaces,
            channels=burst.channels,
            history=burst.history,
        )
        env = settings_of(slack, database, key, burst)
        apps = [
            stack.enter_context(running(ours("benchmarks.burst_app:main"), env))
            for _ in range(burst.processes)
        ]
        for app in apps:
            assert line_of(app) == "ready"
        slack.begin()
        due = ceil(time.time() + 2.0)  # slots are whole seconds
        before = [cpu_of(app.pid) for app in apps]
        for app in apps:
            tell(app, str(due))
        sums = _wait_for(slack, burst, due)
        time.sleep(2 * LATENCY)
        _wait_written(database, burst)
        cpu = sum(cpu_of(app.pid) for app in apps) - sum(before)
        return Found(sums, sums.first - due, sums.last - due + LATENCY, cpu, became_of(database))


def _wait_for(slack: Slack, burst: Burst, due: float) -> Sums:
    """Until all is posted, or nothing new is for long."""
    patience = 60 + 5 * burst.allowed + burst.posts / 50
    while (sums := slack.sums()).posts < burst.posts and time.time() - due < patience:
        time.sleep(LOOK_EVERY)
    return sums


def _wait_written(database: Database, burst: Burst) -> None:
    """Until what was posted is written down."""
    for _ in range(20):
        if became_of(database).get("said", 0) >= burst.posts:
            return
        time.sleep(LOOK_EVERY)


def bare(slack: Slack, posts: int) -> tuple[float, float]:
    """Seconds of the loop that only posts, and of its CPU."""
    with running(ours("benchmarks.burst_app:only_posts", slack.api_url, posts)) as process:
        seconds, cpu = map(float, line_of(process).split())
        return seconds, cpu


def show(burst: Burst, found: Found, ideal: float, limit: float) -> None:
    """Print one line of the table, and what went wrong."""
    ratio = found.last / ideal
    verdicts = [
        "" if found.first < FIRST else f"first > {FIRST} s MISSED",
        "" if ratio <= limit else f"last > {limit}× MISSED",
        "" if found.sums.posts == burst.posts else f"ONLY {found.sums.posts:,} POSTED",
        "" if not found.sums.twice else f"{found.sums.twice} TWICE",
        "" if found.states == {"said": burst.posts} else f"rows: {dict(found.states)}",
    ]
    print(
        f"{burst.kind:9} {burst.processes:9} {burst.workspaces:6}×{burst.channels:<4} {found.first:8.2f} {found.last:8.1f}"
        f" {ideal:8.1f} {ratio:6.2f}× {found.sums.refused:7,} {found.cpu:7.1f} {found.cpu / burst.posts * 1e3:8.2f} {os.getloadavg()[0]:5.1f}"
        f"  ≤ {limit}× {'; '.join(filter(None, verdicts))}",
        flush=True,
    )
    if found.sums.other:
        print(f"    other calls: {found.sums.other}")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--workspaces", type=int, default=50)
    options.add_argument("--channels", type=int, default=200)
    options.add_argument("--processes", type=int)
    options.add_argument("--database", choices=DATABASES)
    options.add_argument(
        "--alone", type=int, default=10_000, help="workspaces of one channel; 0: leave it out"
    )
    options.add_argument("--history", type=int, default=HISTORY)
    chosen = options.parse_args()
    runs = [
        each for each in RUNS if chosen.database in {None, each[0]} and chosen.processes in {None, each[1]}
    ]
    print(
        f"every call takes {LATENCY} s; a workspace takes {A_MINUTE} posts a minute, {AT_ONCE} at once; load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"{'':9} {'processes':>9} {'burst':>11} {'first s':>8} {'last s':>8} {'ideal s':>8} {'ratio':>7} {'429s':>7} {'CPU s':>7} {'ms/post':>8} {'load':>5}  target"
    )
    with running(ours("benchmarks.stand_in:main", LATENCY, A_MINUTE, AT_ONCE)) as server:
        slack = Slack(int(line_of(server)))
        for kind, processes in runs:
            burst = Burst(kind, processes, chosen.workspaces, chosen.channels, chosen.history)
            if burst.posts:
                show(burst, run(slack, burst), burst.allowed, LIMITED)
            if chosen.alone:
                alone = Burst(kind, processes, chosen.alone, 1, chosen.history)
                found = run(slack, alone)
                seconds, cpu = bare(slack, chosen.alone)
                show(alone, found, seconds, ALONE)
                print(f"    the loop that only posts: {seconds:.1f} s, {cpu:.1f} s of CPU")


if __name__ == "__main__":
    main()
