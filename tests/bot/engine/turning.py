"""A tick that counts, and engines that turn it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psycopg

from bot.engine.choosing import EngineName, engine_of
from bot.engine.port import Engine

PATIENCE = 60  # real seconds for what should take one or two


@dataclass(frozen=True)
class Postgres:
    """How an engine connects, and a connection that looks over its shoulder."""

    parameters: Mapping[str, object]
    connection: psycopg.Connection

    def one(self, query: str) -> object:
        row = self.connection.execute(query.encode()).fetchone()
        return row[0] if row else None

    def do(self, statement: str) -> None:
        self.connection.execute(statement.encode())

    async def do_apart(self, statement: str) -> None:
        """In a thread: what it waits for may wait for this loop."""
        await asyncio.to_thread(self.do, statement)

    async def cut_all_connections(self) -> None:
        await self.do_apart(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@dataclass
class Turns:
    """What ticked: how often, and how many at once."""

    begun: int = 0
    ended: int = 0
    most_at_once: int = 0
    fails: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def tick(self) -> None:
        self.begun += 1
        self.most_at_once = max(self.most_at_once, self.begun - self.ended)
        try:
            await self.gate.wait()
            await asyncio.sleep(0)
            if self.fails:
                raise RuntimeError("a tick that fails")
        finally:
            self.ended += 1


async def until(holds: Callable[[], object]) -> None:
    """Give the engine real time until this holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 (what is waited for may happen in another process)
            await asyncio.sleep(0.02)


async def ticked(turns: Turns, times: int = 1) -> None:
    """Wait for so many more ticks."""
    before = turns.ended
    await until(lambda: turns.ended >= before + times)


@asynccontextmanager
async def turning(
    name: EngineName, turns: Turns, postgres: Postgres, *, every_seconds: float = 0.2, works: bool = True
) -> AsyncIterator[Engine]:
    """An engine that turns."""
    engine = engine_of(
        name, turns.tick, every_seconds=every_seconds, postgres=postgres.parameters, works=works
    )
    await engine.start()
    try:
        yield engine
    finally:
        turns.gate.set()
        await engine.stop()
