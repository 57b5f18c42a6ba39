"""The one door to APScheduler: it only ticks; what is due is a row (law 4)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

RUNS_AT_ONCE = 2  # a run that finds another at work only leaves word and returns


class Engine:
    """Calls `tick` every few seconds and whenever it is woken, never two at a time."""

    def __init__(self, tick: Callable[[], Awaitable[object]], *, every_seconds: float) -> None:
        """Nothing runs before `start`."""
        self._tick = tick
        self._every = every_seconds
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._at_work = False
        self._again = False
        self._rest = asyncio.Event()
        self._rest.set()

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.add_job(
            self._run,
            "interval",
            seconds=self._every,
            id="tick",
            coalesce=True,
            misfire_grace_time=None,
            max_instances=RUNS_AT_ONCE,
        )
        self._scheduler.start()

    def wake(self) -> None:
        """Something was committed that may be due at once."""
        if self._at_work:
            self._again = True
        elif self._scheduler.running:
            self._scheduler.add_job(
                self._run,
                id="wake",
                replace_existing=True,
                misfire_grace_time=None,
                max_instances=RUNS_AT_ONCE,
            )

    async def stop(self) -> None:
        """Finish the tick at work, then tick no more."""
        if self._scheduler.running:
            self._scheduler.pause()
            await self._rest.wait()
            self._scheduler.shutdown(wait=False)

    async def _run(self) -> None:
        if self._at_work:
            self._again = True
            return
        self._at_work = True
        self._rest.clear()
        try:
            self._again = True
            while self._again:
                self._again = False
                await self._tick()
        except Exception:
            log.exception("tick_failed")
        finally:
            self._at_work = False
            self._rest.set()
