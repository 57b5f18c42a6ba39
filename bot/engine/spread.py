"""The one door to Procrastinate: an engine over all processes that share a PostgreSQL.

It wakes and spreads, and remembers nothing: one periodic job a second for the whole cluster and one job after a
commit, without due time, without `lock`, deleted when done. Processes that tick at once are told apart by the rows
they claim. Its worker ends when its tables are wiped or PostgreSQL restarts; so it is watched over and started again.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping

import procrastinate
import structlog
from procrastinate import exceptions
from procrastinate.jobs import Status

from bot.engine.schema import ensure_schema, reaching
from bot.engine.ticking import Tick, Ticking

log = structlog.get_logger()

QUEUE = "understudy"
TICK = "tick"
EVERY_SECOND = "* * * * * *"
CONNECTIONS = 4  # the periodic job, the fetch, a finished job, a wake; the listener has one of its own
PATIENCE = 5.0  # real seconds for a connection
FIRST_PAUSE = 0.2  # real seconds before an ended worker is started again; doubled each time
LONGEST_PAUSE = 10.0
CALM = 30.0  # a worker that held so long begins anew with the first pause
BUSY_PAUSE = 0.25  # nobody is free: the job that waits will see this commit too

SINCE = "SELECT extract(epoch FROM clock_timestamp()) - max(defer_timestamp) AS age FROM procrastinate_periodic_defers"
"""A periodic job is only made once the one before it was fetched: their stamps stop when nobody ticks."""


class SpreadEngine:
    """Ticks in one process of the cluster every second, and in a free one whenever it is woken."""

    def __init__(self, tick: Tick, parameters: Mapping[str, object], *, works: bool) -> None:
        """Nothing connects before `start`; a process that does not work only wakes others."""
        self._ticking = Ticking(tick)
        self._parameters = dict(parameters)
        self._works = works
        self._connector = procrastinate.PsycopgConnector(
            kwargs=self._parameters, min_size=1, max_size=CONNECTIONS, timeout=PATIENCE
        )
        self._app = procrastinate.App(connector=self._connector)
        task = self._app.task(name=TICK, queue=QUEUE, queueing_lock=TICK)(self._job)
        self._app.periodic(cron=EVERY_SECOND)(task)
        self._task = task
        self._wanted = asyncio.Event()
        self._spread = False
        self._stopping = False
        self._running: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Make its tables if they are missing, then tick and wake. Raises UnreachableError when the server is away."""
        await asyncio.to_thread(ensure_schema, self._parameters)
        with reaching():
            await self._app.open_async()
        self._running.append(asyncio.create_task(self._pass_on_wakes()))
        if self._works:
            self._running.append(asyncio.create_task(self._keep_working()))

    def wake(self) -> None:
        """Something was committed that may be due at once: here if a tick is at work, and in a free process."""
        if self._ticking.leave_word():
            if self._spread:
                return
            self._spread = True
        self._wanted.set()

    async def stop(self) -> None:
        """Finish the tick at work, then tick no more."""
        self._stopping = True
        for running in self._running:
            running.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()
        await self._ticking.rest()
        await self._app.close_async()

    async def since_tick(self) -> float | None:
        """Seconds since a periodic job was last made, which needs somebody who fetched the one before."""
        row = await self._connector.execute_query_one_async(SINCE)
        return None if row["age"] is None else max(0.0, float(row["age"]))

    async def waiting(self) -> int:
        """How many jobs nobody has taken up yet, in the whole cluster."""
        return len(list(await self._app.job_manager.list_jobs_async(queue=QUEUE, status=Status.TODO.value)))

    async def _job(self, timestamp: int | None = None) -> None:
        """What a job does; only the periodic one brings a stamp, and it means nothing."""
        del timestamp
        self._spread = False
        await self._ticking.run()

    async def _pass_on_wakes(self) -> None:
        """Turn any number of wakes into one job; one that is lost is made up for by the next second."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._task.defer_async()
            except exceptions.AlreadyEnqueued:
                await asyncio.sleep(BUSY_PAUSE)
            except Exception as error:  # noqa: BLE001 (whatever it is, the next second ticks)
                log.warning("wake_not_passed_on", problem=type(error).__name__)
                await asyncio.sleep(FIRST_PAUSE)

    async def _keep_working(self) -> None:
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            try:
                await self._work()
                log.warning("engine_ended")
            except Exception:
                log.exception("engine_failed")
            if self._stopping:
                return
            pause = FIRST_PAUSE if time.monotonic() - began > CALM else min(2 * pause, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def _work(self) -> None:
        """Work until the worker ends, which it should not."""
        if await asyncio.to_thread(ensure_schema, self._parameters):
            log.warning("engine_tables_made_anew")
        await self._forget_the_dead()
        await self._app.run_worker_async(
            queues=[QUEUE],
            concurrency=1,
            fetch_job_polling_interval=1.0,
            abort_job_polling_interval=60.0,
            delete_jobs="always",
            install_signal_handlers=False,
        )

    async def _forget_the_dead(self) -> None:
        """Delete the jobs that killed processes had taken up."""
        for job in await self._app.job_manager.get_stalled_jobs(queue=QUEUE):
            with contextlib.suppress(exceptions.ConnectorException):  # another process was first
                await self._app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
