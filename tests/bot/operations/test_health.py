"""`/livez`, `/readyz` and `/metrics` tell the truth."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

import aiohttp
import pytest
from sqlalchemy import Engine, text

from bot.app import Understudy
from bot.engine.choosing import EngineName
from storage.database import Database
from tests.flows.scene import Scene, scene


@dataclass(frozen=True)
class Asked:
    """What the app says of itself."""

    app: Understudy
    session: aiohttp.ClientSession

    async def ask(self, path: str) -> tuple[int, str]:
        async with self.session.get(f"http://127.0.0.1:{self.app.server.port}{path}") as answer:
            return answer.status, await answer.text()

    async def ready(self) -> tuple[int, dict[str, str]]:
        status, said = await self.ask("/readyz")
        return status, json.loads(said)


@asynccontextmanager
async def asking(app: Understudy) -> AsyncIterator[Asked]:
    async with aiohttp.ClientSession() as session:
        yield Asked(app, session)


def newest_becomes(version: str) -> Callable[[Engine], str]:
    """What sets the database's version, and tells the one before."""

    def change(engine: Engine) -> str:
        with engine.begin() as connection:
            before = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": version})
            return str(before)

    return change


@pytest.fixture
async def team(database: Database, engine: EngineName) -> AsyncIterator[Scene]:
    async with scene(database, engine) as made:
        made.app.engine.wake()
        async with asyncio.timeout(60):
            while await made.app.engine.since_tick() is None:  # noqa: ASYNC110 (it has no event to wait for)
                await asyncio.sleep(0)
        yield made


async def test_all_is_well(team: Scene) -> None:
    async with asking(team.app) as app:
        assert await app.ask("/livez") == (HTTPStatus.OK, "ok")
        status, said = await app.ready()
    assert (status, set(said.values())) == (HTTPStatus.OK, {"ok"})
    assert set(said) == {"database", "migrations", "slack", "tick"}


async def test_nothing_else_is_served(team: Scene) -> None:
    async with asking(team.app) as app:
        assert (await app.ask("/"))[0] == HTTPStatus.NOT_FOUND
        assert (await app.ask("/slack/events"))[0] == HTTPStatus.NOT_FOUND


async def test_a_socket_that_is_down_is_not_ready_but_alive(team: Scene) -> None:
    await team.app.transport.close()
    async with asking(team.app) as app:
        status, said = await app.ready()
        assert (status, said["slack"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "not connected")
        assert (await app.ask("/livez"))[0] == HTTPStatus.OK


async def test_a_database_of_another_version_is_not_ready(team: Scene) -> None:
    version = await team.app.database.ask(newest_becomes("0000"))
    try:
        async with asking(team.app) as app:
            status, said = await app.ready()
    finally:
        await team.app.database.ask(newest_becomes(version))
    assert (status, said["migrations"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "not all have run")


async def test_a_tick_that_is_stuck_is_not_ready(team: Scene) -> None:
    team.app.health.every_seconds = -1.0
    team.app.health.least_patience = 0.0
    async with asking(team.app) as app:
        status, said = await app.ready()
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert said["tick"].endswith(" s ago")


async def test_a_process_that_stops_says_so(team: Scene) -> None:
    team.app.health.is_stopping = True
    async with asking(team.app) as app:
        status, said = await app.ready()
    assert (status, said["process"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "stopping")


async def test_what_happened_is_counted(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, "I led it myself.", thread_ts=card.ts)
    async with asking(team.app) as app:
        _, said = await app.ask("/metrics")
    assert 'understudy_events_total{kind="message",outcome="committed"}' in said
    assert 'understudy_calls_total{method="chat.postMessage",outcome="ok"}' in said
    assert "understudy_post_lateness_seconds_count 1.0" in said
    assert 'understudy_days_since_post{routine="1",workspace="1"}' in said
    assert 'understudy_owed{age="older"} 0.0' in said
    for words in ("I led it", team.jo.id, team.channel.id, "xoxb"):
        assert words not in said


async def test_a_refusal_for_the_rate_is_counted(team: Scene) -> None:
    team.slack.faults.rate_limit("chat.postMessage", retry_after=2)
    await team.wait(minutes=3)
    async with asking(team.app) as app:
        _, said = await app.ask("/metrics")
    assert 'understudy_calls_total{method="chat.postMessage",outcome="ratelimited"}' in said
