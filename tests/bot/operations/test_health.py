"""`/livez`, `/readyz` and `/metrics` tell the truth."""

from __future__ import annotations

import asyncio
import json
import re
import resource
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import Engine, text

from bot.app import Understudy
from bot.engine.choosing import EngineName
from bot.operations.health import PATIENCE
from storage.database import Database, open_engine
from storage.migrate import revisions
from tests.flows.scene import Scene, scene

FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER full_disk BEFORE UPDATE ON alembic_version EXECUTE FUNCTION full_disk()
"""


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


@contextmanager
def full(database_url: str) -> Iterator[None]:
    """No file of ours grows any more; PostgreSQL, whose files are its own, refuses as it then does."""
    engine = open_engine(database_url)
    if engine.dialect.name == "sqlite":
        before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (Path(f"{engine.url.database}-wal").stat().st_size, most))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))
        return
    with engine.begin() as connection:
        connection.exec_driver_sql(FULL)
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP FUNCTION full_disk CASCADE")
        engine.dispose()


def renaming(table: str, becomes: str) -> Callable[[Engine], None]:
    """What takes a table away from the app, or gives it back."""

    def rename(engine: Engine) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {becomes}")

    return rename


@contextmanager
def held(database_url: str) -> Iterator[None]:
    """Whoever asks the database for its version, or would write to SQLite, waits until the block ends."""
    engine = open_engine(database_url)
    with engine.begin() as connection:
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
        yield
    engine.dispose()


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


@pytest.mark.parametrize(
    ("earlier", "told"), [(revisions()[-2], "not all have run"), ("9999", "of a newer version (9999)")]
)
async def test_a_database_of_another_version_is_not_ready(team: Scene, earlier: str, told: str) -> None:
    version = await team.app.database.ask(newest_becomes(earlier))
    try:
        async with asking(team.app) as app:
            status, said = await app.ready()
    finally:
        await team.app.database.ask(newest_becomes(version))
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert told in said["migrations"]


async def test_a_database_on_a_full_disk_is_not_ready(team: Scene, database_url: str) -> None:
    async with asking(team.app) as app:
        with full(database_url):
            status, said = await app.ready()
            _, figures = await app.ask("/metrics")
        assert await app.ready() == (HTTPStatus.OK, dict.fromkeys(said, "ok"))
    assert (status, said["database"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "UnwritableError")
    assert "understudy_database_up 0.0" in figures


async def test_ticks_whose_steps_fail_are_not_ready(team: Scene) -> None:
    async with asking(team.app) as app:
        await team.app.database.ask(renaming("sayings", "gone"))
        await team.app.ticks.next(team.app.engine.wake)
        status, said = await app.ready()
        await team.app.database.ask(renaming("gone", "sayings"))
        await team.app.ticks.next(team.app.engine.wake)
        assert (await app.ready())[0] == HTTPStatus.OK
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert re.fullmatch(r"[1-9]\d* steps failed", said["tick"])


async def test_all_looks_at_a_database_that_hangs_take_no_longer_than_one(
    team: Scene, database_url: str
) -> None:
    async with asking(team.app) as app:
        with held(database_url):
            began = time.monotonic()
            _, said = await app.ready()
            took = time.monotonic() - began
    assert (said["database"], said["migrations"]) == ("TimeoutError", "TimeoutError")
    assert took < 1.5 * PATIENCE


async def test_figures_do_not_show_what_nobody_could_ask(team: Scene, database_url: str) -> None:
    async with asking(team.app) as app:
        with held(database_url):
            _, lost = await app.ask("/metrics")
        _, found = await app.ask("/metrics")
    assert "understudy_database_up 0.0" in lost
    assert "understudy_since_tick_seconds NaN" in lost
    assert "understudy_owed{" not in lost
    assert "understudy_database_up 1.0" in found
    assert "understudy_owed{" in found
    assert "understudy_since_tick_seconds NaN" not in found
    assert 'understudy_posts_missed{routine="1",workspace="1"} 0.0' in found, "at once, not in five minutes"


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
