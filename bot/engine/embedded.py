"""The one door to APScheduler: an engine in this process's memory, for one process."""

from __future__ import annotations

from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.engine.ticking import Tick, Ticking

WHOLE_SECOND = datetime(2026, 1, 1, tzinfo=UTC)
"""Ticks are counted from here: slots are whole minutes, and one that is due is seen at once instead of within a second."""

RUNS_AT_ONCE = 2  # a run that finds another at work only leaves word and returns


class EmbeddedEngine:
    """Ticks every few seconds and whenever it is woken."""

    def __init__(self, tick: Tick, *, every_seconds: float) -> None:
        """Nothing runs before `start`."""
        self._ticking = Ticking(tick)
        self._every = every_seconds
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    async def start(self) -> None:
        """Begin to tick."""
        self._scheduler.add_job(
            self._ticking.run,
            "interval",
            seconds=self._every,
            start_date=WHOLE_SECOND,
            id="tick",
            coalesce=True,
            misfire_grace_time=None,
            max_instances=RUNS_AT_ONCE,
        )
        self._scheduler.start()

    def wake(self) -> None:
        """Something was committed that may be due at once."""
        if not self._ticking.leave_word() and self._scheduler.running:
            self._scheduler.add_job(
                self._ticking.run,
                id="wake",
                replace_existing=True,
                misfire_grace_time=None,
                max_instances=RUNS_AT_ONCE,
            )

    async def stop(self) -> None:
        """Finish the tick at work, then tick no more."""
        if self._scheduler.running:
            self._scheduler.pause()
            await self._ticking.rest()
            self._scheduler.shutdown(wait=False)

    async def since_tick(self) -> float | None:
        """Seconds since a tick ended here; None when none did."""
        return self._ticking.since()

    async def waiting(self) -> int:
        """One when word was left that nobody has heard yet."""
        return int(self._scheduler.running and self._scheduler.get_job("wake") is not None)
