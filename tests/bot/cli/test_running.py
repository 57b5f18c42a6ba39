"""`run` as an operator runs it: real processes, their signals, and several of them with roles."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select, text

from bot.engine.choosing import EngineName
from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.slack import Sandbox
from storage.database import Database
from storage.tables import messages
from tests.conftest import PostgresDatabases
from tests.flows.scene import MONDAY, TEAM_ANSWER, set_up

PATIENCE = 60  # real seconds for what should take one or two


@dataclass
class Running:
    """One process, and what it logs."""

    process: asyncio.subprocess.Process
    lines: list[dict[str, object]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    async def listen(self) -> None:
        """Keep every line that it writes."""
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            text = line.decode()
            self.said.append(text)
            if text.startswith("{"):
                self.lines.append(json.loads(text))

    def port(self) -> int | None:
        """Where it listens, once it says so."""
        return next((int(str(line["port"])) for line in self.lines if line["event"] == "door_open"), None)

    async def ended(self) -> int:
        """With what it ends."""
        return await asyncio.wait_for(self.process.wait(), PATIENCE)


@asynccontextmanager
async def running(slack: Sandbox, database_url: str, *words: str, **settings: str) -> AsyncIterator[Running]:
    """`python -m bot run` with these words and settings; killed at the end if it still runs."""
    named = {
        "slack_bot_token": slack.team.bot_token,
        "slack_app_token": slack.app_token,
        "slack_signing_secret": slack.signing_secret,
        "slack_api_url": slack.api_url,
        "clock_url": f"{slack.url}/clock",
        "database_url": database_url,
        "host": "127.0.0.1",
        "port": "0",
        "ping_seconds": "1",
        **settings,
    }
    environment = {**os.environ, **{f"UNDERSTUDY_{name.upper()}": value for name, value in named.items()}}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", *words, env=environment, stderr=asyncio.subprocess.PIPE
    )
    run = Running(process)
    listening = asyncio.create_task(run.listen())
    try:
        yield run
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await listening


async def until(holds: Callable[[], object], slack: Sandbox | None = None) -> None:
    """Give processes real time until this holds; a clock moves on meanwhile, but not while Slack waits for an answer."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.05)
            if slack is not None and not slack.in_flight():
                slack.clock.advance(timedelta(seconds=2))


async def hears_something(run: Running, slack: Sandbox) -> None:
    """Give the process real time until it deals with a delivery; Slack tries again if its socket was just away."""
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        figures = "understudy_at_hand 0.0"
        while "understudy_at_hand 0.0" in figures:
            async with session.get(f"http://127.0.0.1:{run.port()}/metrics") as answer:
                figures = await answer.text()
            if not slack.in_flight():
                slack.clock.advance(timedelta(seconds=10))


async def practice(slack: Sandbox, database_url: str) -> tuple[Channel, Person]:
    """A practice whose question is due in a minute."""
    jo = slack.team.add_person("Jo Abara", tz="Europe/London")
    channel = slack.team.add_channel("leadership", members=[jo])
    database = Database(database_url)
    database.run_here(
        lambda work: work.workspaces.know(
            team_id=slack.team.team_id,
            bot_user_id=slack.team.bot_user_id,
            bot_id=slack.team.bot_id,
            app_id=slack.app_id,
        )
    )
    database.run_here(lambda work: set_up(work, channel.id, jo.id, MONDAY + timedelta(minutes=1)))
    database.close()
    await channel.invite_app()
    return channel, jo


def cards(channel: Channel) -> int:
    return sum("Today's question" in message.text for message in channel.messages())


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox.open(start=MONDAY) as opened:
        yield opened


@contextmanager
def messages_held(database: Database) -> Iterator[None]:
    """Whoever would write a message waits until the block ends: on SQLite, whoever would write at all."""
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("LOCK TABLE messages IN EXCLUSIVE MODE"))
        yield


async def test_sigterm_finishes_the_event_at_hand_and_ends_well(
    slack: Sandbox, database: Database, database_url: str, engine: EngineName
) -> None:
    channel, jo = await practice(slack, database_url)
    async with running(slack, database_url, engine=engine) as run:
        await slack.connected()
        await until(lambda: cards(channel), slack)
        (card,) = [message for message in channel.messages() if "Today's question" in message.text]
        with messages_held(database):
            posting = asyncio.create_task(jo.post(channel, TEAM_ANSWER, thread_ts=card.ts))
            await hears_something(run, slack)
            run.process.send_signal(signal.SIGTERM)
            await until(lambda: any(line["event"] == "stopping" for line in run.lines))
        assert await run.ended() == 0, run.said
        await posting
        with database.engine.connect() as connection:
            assert connection.scalars(select(func.count()).select_from(messages)).one() == 1


async def test_sigterm_is_obeyed_while_slack_cannot_be_reached(
    slack: Sandbox, database_url: str, engine: EngineName
) -> None:
    slack.faults.fail("apps.connections.open", times=10_000)
    async with running(slack, database_url, engine=engine) as run:
        await until(run.port)
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{run.port()}/readyz") as answer,
        ):
            assert answer.status == 503
            assert (await answer.json())["slack"] == "not connected"
        run.process.send_signal(signal.SIGTERM)
        assert await run.ended() == 0, run.said


async def test_one_process_hears_and_another_works_off_what_is_due(
    slack: Sandbox, postgres_databases: PostgresDatabases
) -> None:
    name = postgres_databases.lend()
    url = postgres_databases.url(name)
    channel, jo = await practice(slack, url)
    async with AsyncExitStack() as stack:
        runs = [
            await stack.enter_async_context(running(slack, url, "--role", role, engine="procrastinate"))
            for role in ("web", "worker", "worker")
        ]
        await slack.connected()
        await until(lambda: cards(channel), slack)
        (card,) = [message for message in channel.messages() if "Today's question" in message.text]
        await jo.post(channel, TEAM_ANSWER, thread_ts=card.ts)
        await until(lambda: len(channel.messages(thread_ts=card.ts)) == 2, slack)
        for run in runs:
            run.process.send_signal(signal.SIGTERM)
        assert [await run.ended() for run in runs] == [0, 0, 0], [run.said for run in runs]
    assert cards(channel) == 1
    postgres_databases.give_back(name)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"role": "worker"}, "with apscheduler the one process does everything"),
        ({"engine": "procrastinate"}, "UNDERSTUDY_ENGINE=procrastinate needs PostgreSQL"),
        ({"port": "many"}, "UNDERSTUDY_PORT: "),
    ],
)
async def test_settings_that_do_not_fit_are_told_in_a_sentence(
    slack: Sandbox, tmp_path: Path, settings: dict[str, str], sentence: str
) -> None:
    async with running(slack, f"sqlite:///{tmp_path}/understudy.db", **settings) as run:
        assert await run.ended() == 1
    said = "".join(run.said)
    assert sentence in said
    assert "Traceback" not in said
    assert slack.team.bot_token not in said
