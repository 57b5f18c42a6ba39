"""PostgreSQL takes connections and answers nothing any more: `doctor` says so, and `run` ends when it is told to."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import make_url

from bot.operations.doctor import examine
from bot.sandbox.slack import Sandbox
from bot.settings import Settings
from storage.database import open_engine
from tests.bot.cli.test_dying_database import SOCKET
from tests.bot.cli.test_running import practice, running
from tests.flows.scene import MONDAY

MOST_FOR_A_LOOK = 15  # real seconds
MOST_FOR_AN_END = 30  # so long the documentation asks supervisors to wait

pytestmark = pytest.mark.parametrize("kind", ["postgres"], indirect=True)


class Frozen:
    """PostgreSQL behind a socket, until it hangs."""

    def __init__(self, there: Path) -> None:
        self._there = there
        self._turns = asyncio.Event()
        self._turns.set()

    def hang(self) -> None:
        """From now on nothing that is said arrives, and nobody hangs up."""
        self._turns.clear()

    def go_on(self) -> None:
        """What was said meanwhile arrives."""
        self._turns.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what one client says and hears."""
        heard, said = await asyncio.open_unix_connection(self._there)
        with closing(writer), closing(said):
            await asyncio.gather(self._pass_on(reader, said), self._pass_on(heard, writer))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while words := await reader.read(65_536):
            await self._turns.wait()
            writer.write(words)
        writer.close()


@asynccontextmanager
async def frozen(folder: Path, url: str) -> AsyncIterator[tuple[str, Frozen]]:
    """The URL of the same database behind such a socket."""
    parsed = make_url(url)
    made = Frozen(Path(str(parsed.query["host"])) / SOCKET)
    server = await asyncio.start_unix_server(made.serve, folder / SOCKET)
    try:
        there = parsed.update_query_dict({"host": str(folder)})
        yield there.render_as_string(hide_password=False), made
    finally:
        made.go_on()
        server.close()


async def test_the_doctor_gives_up_on_it(tmp_path: Path, database_url: str) -> None:
    async with frozen(tmp_path, database_url) as (url, postgres):
        postgres.hang()
        looking = asyncio.to_thread(asyncio.run, examine(Settings(database_url=url)))
        findings = await asyncio.wait_for(looking, MOST_FOR_A_LOOK)
    (database,) = [finding for finding in findings if finding.what == "database"]
    assert not database.is_fine
    assert "cannot be reached" in database.say
    assert "timeout" in database.say


async def test_the_doctor_gives_up_on_a_lock(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
        findings = await asyncio.wait_for(examine(Settings(database_url=database_url)), MOST_FOR_A_LOOK)
    engine.dispose()
    (database,) = [finding for finding in findings if finding.what == "database"]
    assert "statement timeout" in database.say


async def test_run_ends_when_it_is_told_to(tmp_path: Path, database_url: str) -> None:
    async with Sandbox.open(start=MONDAY) as slack, frozen(tmp_path, database_url) as (url, postgres):
        await practice(slack, database_url)
        async with running(slack, url) as run:
            await slack.connected()
            postgres.hang()
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{run.port()}/readyz") as answer,
            ):
                assert (await answer.json())["database"] == "TimeoutError"
            run.process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(run.ended(), MOST_FOR_AN_END) == 1, run.said
        assert run.lines[-1]["event"] == "ended_hard"
