"""PostgreSQL dies while a process starts: it ends with one sentence, whatever it was just doing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.engine.choosing import EngineName
from bot.sandbox.slack import Sandbox
from tests.bot.cli.test_running import running
from tests.conftest import PostgresDatabases
from tests.flows.scene import MONDAY

SOCKET = ".s.PGSQL.5432"


class Mortal:
    """PostgreSQL behind a socket that is cut for good when a client says certain words, so many times."""

    def __init__(self, there: Path, dies_at: bytes, times: int) -> None:
        self._there = there
        self._dies_at = dies_at
        self._times = times
        self._open: set[asyncio.StreamWriter] = set()
        self.is_dead = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what one client says and hears."""
        with closing(writer):
            if self.is_dead:
                return
            heard, said = await asyncio.open_unix_connection(self._there)
            with closing(said):
                self._open |= {writer, said}
                await asyncio.gather(self._pass_on(reader, said), self._pass_on(heard, writer))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while words := await reader.read(65_536):
            self._times -= self._dies_at in words
            self.is_dead = self._times <= 0
            if self.is_dead:
                for each in self._open:
                    each.transport.abort()
                return
            writer.write(words)
        writer.close()


@asynccontextmanager
async def mortal(folder: Path, url: str, dies_at: bytes, times: int) -> AsyncIterator[tuple[str, Mortal]]:
    """The URL of the same database behind such a socket."""
    parsed = make_url(url)
    made = Mortal(Path(str(parsed.query["host"])) / SOCKET, dies_at, times)
    server = await asyncio.start_unix_server(made.serve, folder / SOCKET)
    try:
        there = parsed.update_query_dict({"host": str(folder)})
        yield there.render_as_string(hide_password=False), made
    finally:
        server.close()


MOMENTS: dict[str, tuple[EngineName, bytes, int]] = {
    "while it looks for the migrations": ("apscheduler", b"alembic_version", 1),
    "while it migrates": ("apscheduler", b"CREATE TABLE routines", 1),
    "while it keeps its own workspace": ("apscheduler", b"INSERT INTO installations", 1),
    "while it reads the installations": ("apscheduler", b"ORDER BY installations.version", 1),
    "while it makes the engine's tables": ("procrastinate", b"CREATE TABLE procrastinate_jobs", 1),
    "while the engine starts": ("procrastinate", b"unnest(ARRAY['workers'", 2),
}


@pytest.mark.parametrize(("ticks_by", "dies_at", "times"), MOMENTS.values(), ids=MOMENTS)
async def test_it_ends_with_one_sentence(
    postgres_databases: PostgresDatabases, tmp_path: Path, ticks_by: EngineName, dies_at: bytes, times: int
) -> None:
    bare = postgres_databases.url(postgres_databases.make_bare())
    async with (
        Sandbox.open(start=MONDAY) as slack,
        mortal(tmp_path, bare, dies_at, times) as (url, postgres),
        running(slack, url, engine=ticks_by) as run,
    ):
        assert await run.ended() == 1, run.said
    assert postgres.is_dead, run.said
    (told,) = [line for line in run.said if not line.startswith("{")]
    assert "The database cannot be reached" in told
    assert "UNDERSTUDY_DATABASE_URL" in told
