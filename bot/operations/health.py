"""Is this process alive, is it ready, what does it count? Answered over HTTP, truthfully."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

import structlog

from bot.clock import Clock
from bot.engine.port import Engine
from bot.engine.ticking import Ticks
from bot.figures import CONTENT_TYPE_LATEST, Figures
from bot.operations.coach_record import by_signal, coach_record
from bot.operations.silence import silences
from bot.serving import Asgi, Receive, Scope, Send, Server, answer
from bot.slack.transport import Transport
from storage.database import Database
from storage.errors import NewerError
from storage.migrate import is_current
from storage.reaching import try_to_write

log = structlog.get_logger()

PATIENCE = 3.0  # real seconds for all looks, which go side by side
TICKS = 60  # so many may be missing before the tick counts as stuck; one may wait long for Slack
LEAST_PATIENCE = 60.0
SILENCES_EVERY = 300.0  # real seconds: days pass slowly, and these questions read whole tables
FINE = "ok"


@dataclass
class Health:
    """What is looked at. `every_seconds` is None for a process that does not tick."""

    database: Database
    transport: Transport
    engine: Engine
    figures: Figures
    clock: Clock
    ticks: Ticks
    every_seconds: float | None
    least_patience: float = LEAST_PATIENCE
    is_stopping: bool = False
    silences_at: float | None = None

    def serve(self, server: Server) -> None:
        """Answer `/livez`, `/readyz` and `/metrics`."""
        server.serve("livez", _answering(self._live))
        server.serve("readyz", _answering(self._ready))
        server.serve("metrics", _answering(self._metrics))

    async def look(self) -> dict[str, str]:
        """Each thing that must be, and `ok` or what is wrong with it."""
        checks = {
            "database": self._database,
            "migrations": self._migrations,
            "slack": self._slack,
            "tick": self._tick,
        }
        found = await asyncio.gather(*(_safely(check()) for check in checks.values()))
        return dict(zip(checks, found, strict=True)) | ({"process": "stopping"} if self.is_stopping else {})

    async def _live(self) -> _Answer:
        """That it answers at all is the answer: its loop turns."""
        return _Answer(HTTPStatus.OK, FINE.encode())

    async def _ready(self) -> _Answer:
        found = await self.look()
        is_fine = all(said == FINE for said in found.values())
        status = HTTPStatus.OK if is_fine else HTTPStatus.SERVICE_UNAVAILABLE
        return _Answer(status, json.dumps(found).encode(), "application/json")

    async def _metrics(self) -> _Answer:
        is_up = await _safely(self._database()) == FINE
        self.figures.database_is("up" if is_up else "down")
        if not is_up or await _safely(self._gather()) != FINE:
            self.figures.rows_are_unknown()
        if is_up:
            await _safely(self._gather_what_is_slow())
        return _Answer(HTTPStatus.OK, self.figures.written(), CONTENT_TYPE_LATEST)

    async def _database(self) -> str:
        await self.database.ask(try_to_write)
        return FINE

    async def _migrations(self) -> str:
        try:
            return FINE if await self.database.ask(is_current) else "not all have run"
        except NewerError as error:
            return str(error)

    async def _slack(self) -> str:
        return FINE if await self.transport.is_open() else "not connected"

    async def _tick(self) -> str:
        if self.every_seconds is None:
            return FINE
        since = await self.engine.since_tick()
        if since is None:
            return "never"
        if since > max(TICKS * self.every_seconds, self.least_patience):
            return f"{since:.0f} s ago"
        failed = self.ticks.steps_failed
        return f"{failed} steps failed" if failed else FINE

    async def _gather(self) -> str:
        """Ask the engine and the rows for what is not counted as it happens."""
        self.figures.engine(waiting=await self.engine.waiting(), since_tick=await self.engine.since_tick())
        now = await self.clock.now()
        self.figures.owed(await self.database.run(lambda work: work.overview.owed(now)))
        return FINE

    async def _gather_what_is_slow(self) -> str:
        """Ask for what changes by the day, unless it was asked lately."""
        if self.silences_at is None or time.monotonic() - self.silences_at > SILENCES_EVERY:
            now = await self.clock.now()
            found = await self.database.run(lambda work: silences(work, now))
            self.figures.coach(by_signal(await self.database.run(coach_record)))
            self.figures.silences(
                {(each.workspace_id, each.routine_id): (each.days, each.missed) for each in found}
            )
            self.silences_at = time.monotonic()
        return FINE


@dataclass(frozen=True)
class _Answer:
    status: HTTPStatus
    body: bytes
    content_type: str = "text/plain; charset=utf-8"


def _answering(ask: Callable[[], Awaitable[_Answer]]) -> Asgi:
    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        found = await ask()
        await answer(send, found.status, found.body, found.content_type)

    return app


async def _safely(look: Awaitable[str]) -> str:
    """What was found, or what kind of problem came between; never its words, which may hold an address."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await look
    except Exception as error:  # noqa: BLE001 (whatever it is, it is told)
        log.warning("health_look_failed", problem=type(error).__name__)
        return type(error).__name__
