"""The same events through the frameworks that people would otherwise take: events heard a second of CPU.

usage: python -m benchmarks.frameworks [--events N] [--rounds N] [--venvs FOLDER]

Each bot is a process of its own, on a sandbox of its own, over Socket Mode. It hears the chat of a busy channel, then stores
the messages of a thread, each in its usual storage on disk; the CPU is that of its process (`/proc/PID/stat`). They take turns
within a round; the table gives the median of the rounds. What a process takes when nothing happens is taken off (`idle`).
Understudy acknowledges a message when it is committed, once and in any order; the frameworks acknowledge first. What cannot be installed or started is told and left out.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.frameworks_started import FRAMEWORKS, NotHereError, kept_by_us, prepare_understudy
from benchmarks.processes import ROOT, TICKS, cpu_of, running
from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.slack import Sandbox

US = "understudy"
NAMES = (US, *(each.name for each in FRAMEWORKS))
TARGET = 2.0
PEOPLE = 20
AT_ONCE = 8
STARTS_WITHIN = 60.0  # seconds
LOOK_EVERY = 0.5
IDLE_FOR = 5.0  # seconds in which it is measured what a process takes for nothing
RESTS_AT = 0.03  # seconds of CPU between two looks, of a process that has nothing left to do
CHAT = "anyone for lunch?"
ANSWER = "We were late, so I moved two people over and we shipped on Friday."


@dataclass(frozen=True)
class Place:
    """A sandbox with people in a channel, and a thread in it that is to be kept."""

    slack: Sandbox
    people: Sequence[Person]
    channel: Channel
    thread: str

    @classmethod
    async def of(cls, slack: Sandbox) -> Place:
        """A fresh one; the app opened the thread."""
        team = slack.team
        team.place.workspace.scopes += ("team:read",)  # errbot asks for the team of everybody who writes
        people = [team.add_person(f"Person {number}", tz="Europe/Berlin") for number in range(PEOPLE)]
        channel = team.add_channel("leadership", members=people)
        channel.conversation.members.append(team.bot_user_id)
        web = AsyncWebClient(token=team.bot_token, base_url=slack.api_url)
        said = await web.chat_postMessage(channel=channel.id, text="Tell me about a time.")
        return cls(slack, people, channel, said["ts"])

    async def write(self, events: int, text: str, thread: str | None = None) -> None:
        """Let people write so many messages; all are acknowledged."""
        numbers = iter(range(events))

        async def write() -> None:
            for number in numbers:
                await self.people[number % PEOPLE].post(self.channel, text, thread_ts=thread)

        await asyncio.gather(*(write() for _ in range(AT_ONCE)))
        await self.slack.delivered()


@dataclass
class Bot:
    """One running process and the place that it hears; `idle` is the share of a CPU that it takes for nothing."""

    name: str
    place: Place
    process: subprocess.Popen[str]
    idle: float = 0.0

    async def idle_for(self, seconds: float) -> None:
        """Measure what it takes for nothing."""
        await self.rest()
        before = cpu_of(self.process.pid)
        await asyncio.sleep(seconds)
        self.idle = (cpu_of(self.process.pid) - before) / seconds

    async def rest(self) -> None:
        """Return when the process has nothing left to do."""
        before = cpu_of(self.process.pid)
        while True:
            await asyncio.sleep(LOOK_EVERY)
            now = cpu_of(self.process.pid)
            if now - before <= RESTS_AT:
                return
            before = now

    async def hear(self, events: int, text: str, thread: str | None = None) -> float:
        """Events a second of CPU, until it rests again."""
        await self.rest()
        before, began = cpu_of(self.process.pid), time.perf_counter()
        await self.place.write(events, text, thread)
        await self.rest()
        spent = cpu_of(self.process.pid) - before - self.idle * (time.perf_counter() - began)
        return events / max(spent, 1 / TICKS)


async def started(stack: AsyncExitStack, name: str, folder: Path, venvs: Path) -> Bot:
    """The bot of this name, connected. Raises NotHereError."""
    framework = next((each for each in FRAMEWORKS if each.name == name), None)
    python = framework.installed(venvs) if framework else Path(sys.executable)
    slack = await stack.enter_async_context(Sandbox.open(start=datetime.now(UTC)))
    place = await Place.of(slack)
    if framework:
        framework.written(folder)
        words, env = [str(python), "start.py"], _env_of(place)
    else:
        url = f"sqlite:///{folder / 'kept.db'}"
        prepare_understudy(url, slack, [person.id for person in place.people], place.channel, place.thread)
        words, env = [str(python), "-m", "bot", "run"], _our_env(place, url)
    errors = stack.enter_context((folder / "errors").open("w"))
    where = folder if framework else ROOT
    process = stack.enter_context(running(words, env, errors=errors.fileno(), folder=where))
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(_connected(slack, process), STARTS_WITHIN)
        return Bot(name, place, process)
    said = [line for line in (folder / "errors").read_text().splitlines() if line.strip()]
    raise NotHereError(f"it did not connect within {STARTS_WITHIN:.0f} s: {said[-1] if said else 'no word'}")


async def _connected(slack: Sandbox, process: subprocess.Popen[str]) -> None:
    waiting = asyncio.create_task(slack.connected())
    while not waiting.done():
        if process.poll() is not None:
            waiting.cancel()
            raise TimeoutError
        await asyncio.wait([waiting], timeout=LOOK_EVERY)


def _env_of(place: Place) -> Mapping[str, str]:
    slack = place.slack
    return {
        "API_URL": slack.api_url,
        "APP_TOKEN": slack.app_token,
        "BOT_TOKEN": slack.team.bot_token,
        "THREAD": place.thread,
    }


def _our_env(place: Place, database_url: str) -> Mapping[str, str]:
    slack = place.slack
    return {
        "UNDERSTUDY_SLACK_API_URL": slack.api_url,
        "UNDERSTUDY_SLACK_APP_TOKEN": slack.app_token,
        "UNDERSTUDY_SLACK_BOT_TOKEN": slack.team.bot_token,
        "UNDERSTUDY_DATABASE_URL": database_url,
        "UNDERSTUDY_HOST": "127.0.0.1",
        "UNDERSTUDY_PORT": "0",
        "UNDERSTUDY_QUIET_SECONDS": "3600",  # nobody is coached meanwhile: the others have no coach
    }


def stored(bot: Bot, folder: Path, venvs: Path) -> int:
    """How many messages of the thread the bot has kept, read when it has ended."""
    framework = next((each for each in FRAMEWORKS if each.name == bot.name), None)
    if framework is None:
        return kept_by_us(f"sqlite:///{folder / 'kept.db'}", bot.place.thread)
    words = [str(framework.installed(venvs)), "count.py"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    return int(done.stdout or -1)


async def compare(events: int, rounds: int, venvs: Path, folder: Path) -> None:
    """Print the table."""
    found: dict[str, list[tuple[float, float]]] = {}
    bots: list[Bot] = []
    async with AsyncExitStack() as stack:
        for name in NAMES:
            try:
                bots.append(await started(stack, name, folder / name, venvs))
            except NotHereError as error:
                print(f"{name}: left out, {error}", flush=True)
        for number in range(rounds + 1):
            for bot in bots:
                chat = await bot.hear(events, CHAT)
                answers = await bot.hear(events, ANSWER, bot.place.thread)
                if number == 0:
                    await bot.idle_for(IDLE_FOR)
                if number:  # the first round warms up
                    found.setdefault(bot.name, []).append((chat, answers))
    print(
        f"{'events a second of CPU':24} {'chat':>8} {'ratio':>7} {'stored':>8} {'ratio':>7} {'kept':>7} {'idle':>6}"
    )
    for bot in bots:
        show(bot, found, stored(bot, folder / bot.name, venvs), (rounds + 1) * events)


def show(bot: Bot, found: Mapping[str, Sequence[tuple[float, float]]], kept: int, wanted: int) -> None:
    """Print one line: the ratio is ours against theirs, in the same round."""
    name = bot.name
    line = f"{name:24}"
    verdict = "" if kept == wanted else f"  KEPT {kept} OF {wanted}"
    for kind in (0, 1):
        ratio = statistics.median(
            ours[kind] / theirs[kind] for ours, theirs in zip(found[US], found[name], strict=True)
        )
        line += f" {statistics.median(each[kind] for each in found[name]):8.0f} {ratio:6.2f}×"
        verdict += "  MISSED" if name != US and ratio < TARGET else ""
    print(f"{line} {kept:7,} {bot.idle:6.1%}  {'' if name == US else f'ours ≥ {TARGET}×'}{verdict}")


def main() -> None:
    """Print the table."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--events", type=int, default=1_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--venvs", type=Path, default=cache / "understudy-frameworks")
    chosen = options.parse_args()
    chosen.venvs.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="understudy-") as folder:
        for name in NAMES:
            (Path(folder) / name).mkdir()
        asyncio.run(compare(chosen.events, chosen.rounds, chosen.venvs, Path(folder)))


if __name__ == "__main__":
    main()
