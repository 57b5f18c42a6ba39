"""A fortnight of many workspaces while processes are killed, PostgreSQL restarts and Slack misbehaves; then the ledger.

usage: python -m benchmarks.chaos [--workspaces 200] [--days 14] [--kills 200] [--postgres-restarts 5]
           [--processes 3] [--answers-per-question 2] [--seed N] [--logs FOLDER]

Exits with 1 when anything was lost, doubled or forgotten. Small: --workspaces 5 --days 2 --kills 6 --postgres-restarts 1
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from benchmarks.chaos_books import Ledger
from benchmarks.chaos_ledger import audit
from benchmarks.chaos_processes import Fleet, Postgres, fleet, open_postgres
from benchmarks.chaos_reading import read_rows, read_slack
from benchmarks.chaos_story import FIRST_DAY, START, Story
from benchmarks.chaos_time import Clockwork
from benchmarks.chaos_weather import Weather, watch_over
from benchmarks.chaos_world import Crowd, Practice, found, settle_in
from bot.sandbox.errors import CannotDo
from bot.sandbox.slack import Sandbox
from storage.database import Database
from storage.migrate import migrate
from storage.vault import Vault, new_key
from storage.work import Work

LEASE_SECONDS, CALL_SECONDS, PING_SECONDS = 8, 3, 1
MOST_TOLD = 40  # findings printed


def environment(slack: Sandbox, database_url: str, key: str) -> dict[str, str]:
    """Many workspaces over sockets, on one PostgreSQL; real patience is short, so that a crash is soon made up for."""
    named = {
        "slack_client_id": slack.client_id,
        "slack_client_secret": slack.client_secret,
        "encryption_keys": key,
        "slack_app_token": slack.app_token,
        "slack_api_url": slack.api_url,
        "clock_url": f"{slack.url}/clock",
        "database_url": database_url,
        "engine": "procrastinate",
        "lease_seconds": LEASE_SECONDS,
        "call_timeout_seconds": CALL_SECONDS,
        "ping_seconds": PING_SECONDS,
        "host": "127.0.0.1",
    }
    return {f"UNDERSTUDY_{name.upper()}": str(value) for name, value in named.items()}


async def play(options: argparse.Namespace, postgres: Postgres, folder: Path) -> tuple[Ledger, str]:
    """The whole run: the ledger, and what the weather was."""
    running = asyncio.current_task()
    assert running is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)  # let go of all processes
    rng = random.Random(options.seed)
    key = new_key()
    database = Database(postgres.url)
    migrate(database.engine)
    async with Sandbox.open(start=START - timedelta(minutes=1)) as slack:
        practices = [found(slack, number) for number in range(options.workspaces)]
        database.run_here(lambda work: _settle_in(work, slack.app_id, practices, Vault([key])))
        async with fleet(options.processes, environment(slack, postgres.url, key), folder) as apps:
            crowd = Crowd(rng, options.answers_per_question)
            watched = watch_over(slack.team.place.world.office)
            weather = Weather(rng, slack.faults, apps, postgres, watched, slack.record)
            story = Story(slack, practices, crowd, Clockwork(slack, database), weather, options.days)
            broke_off = await _tell(story, options)
            not_ready = await apps.not_ready()
        now = slack.clock.now()
        ledger = audit(story.slots(), read_slack(slack, practices, crowd.uttered), read_rows(database), now)
        for said in broke_off:
            ledger.wrong("the run broke off", said)
        for said in not_ready:
            ledger.wrong("processes that do not come back", said)
        for refused in slack.refused:
            ledger.wrong("payloads refused", f"{refused.where}: {refused.reasons}")
    database.close()
    return ledger, _weather(story, apps)


async def _tell(story: Story, options: argparse.Namespace) -> list[str]:
    """Let the story run; why it broke off if it did."""
    try:
        await story.run(kills=options.kills, restarts=options.postgres_restarts)
    except (CannotDo, TimeoutError) as error:
        return [f"at {story.slack.clock.now()}: {type(error).__name__} {error}"]
    return []


def _settle_in(work: Work, app_id: str, practices: Sequence[Practice], vault: Vault) -> None:
    for practice in practices:
        settle_in(work, practice, vault, practice.slots(FIRST_DAY, 1)[0].at, app_id)


def _weather(story: Story, apps: Fleet) -> str:
    """What went wrong on purpose, and what the processes had to say to it."""
    struck = story.weather.struck
    limited = sum(call.outcome == "ratelimited" for call in story.slack.record)
    failed = sum(call.outcome.startswith("http 5") for call in story.slack.record)
    lost = sum(call.outcome == "done, answer lost" for call in story.slack.record)
    lines = [
        ("processes killed", apps.killed),
        ("processes that ended by themselves", apps.ended_by_themselves),
        ("PostgreSQL restarted", story.weather.postgres.restarts),
        ("times all sockets were cut", struck["cut"]),
        ("429 storms", struck["storm"]),
        ("calls answered 429", limited),
        ("calls answered 503", failed),
        ("calls done but not answered", lost),
        ("deliveries that were not acknowledged", story.weather.watched.failed),
        ("events that Slack gave up", len(story.weather.watched.given_up)),
        ("calls of Slack in all", len(story.slack.record)),
        ("moves of the clock", story.clock.moves),
        *((f"seconds waited: {what}"[:60], round(seconds)) for what, seconds in story.clock.waited.items()),
        *((f"moved on though: {what}", times) for what, times in story.clock.unsettled.items()),
        *((f"logged: {what}", times) for what, times in apps.logged().most_common(25)),
    ]
    return _table(lines)


def _table(lines: Sequence[tuple[str, int]]) -> str:
    return "\n".join(f"{what:64} {number:>9,}" for what, number in lines)


def main() -> None:
    """Run it, print the ledger, and end with 1 if anything is wrong."""
    options = read_options()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="understudy-chaos-") as folder, open_postgres() as postgres:
        logs = Path(options.logs or folder)
        logs.mkdir(parents=True, exist_ok=True)
        ledger, weather = asyncio.run(play(options, postgres, logs))
    print(f"\n\nseed {options.seed}: {options.workspaces} workspaces, {options.days} days\n")
    print(weather)
    print(f"\n{_table(list(ledger.counts.items()))}\n{'seconds':64} {time.monotonic() - began:>9,.0f}")
    for finding in ledger.findings[:MOST_TOLD]:
        print(finding)
    print(
        "\nNothing was lost, doubled or forgotten."
        if ledger.is_clean
        else f"\n{len(ledger.findings)} FINDINGS"
    )
    sys.exit(0 if ledger.is_clean else 1)


def read_options() -> argparse.Namespace:
    """What was asked for."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--workspaces", type=int, default=200)
    options.add_argument("--days", type=int, default=14)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--postgres-restarts", type=int, default=5)
    options.add_argument("--processes", type=int, default=3)
    options.add_argument("--answers-per-question", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--logs", help="keep what the processes log in this folder")
    return options.parse_args()


if __name__ == "__main__":
    main()
