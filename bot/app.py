"""The composition root: it makes the parts, joins them, and runs them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import aiohttp
import structlog

from bot.advising.choosing import advising
from bot.clock import Clock, real_now
from bot.engine.choosing import engine_of
from bot.engine.port import Engine
from bot.engine.ticking import Tick, Ticks
from bot.features import FEATURES as FEATURES
from bot.features import JOBS, SLACK_JOBS
from bot.figures import Figures
from bot.happenings import PostingOpened
from bot.install.messages import Pages
from bot.install.use_cases import Reception
from bot.kit import Job, Kit, Reach, SlackJob
from bot.operations.health import Health
from bot.serving import Server
from bot.settings import Settings
from bot.slack.bolt import bolt_of
from bot.slack.calls import Calls
from bot.slack.catching_up import CatchUp
from bot.slack.clients import Clients
from bot.slack.doors import Doors
from bot.slack.events import OwnMessageHeard
from bot.slack.inbound import Inbound
from bot.slack.network import clock_of, open_session, trust_of
from bot.slack.oauth import flow_of
from bot.slack.refreshing import Refresher
from bot.slack.relevance import Relevance
from bot.slack.scopes import SCOPES
from bot.slack.scripts import Scripts
from bot.slack.settling import Settler
from bot.slack.speaking import Speaker
from bot.slack.standing import installations_of, meet_slack
from bot.slack.transport import Transport, transport_of
from bot.slack.wire import counted
from content.questions import Library
from storage.database import Database

log = structlog.get_logger()

SWEEP_EVERY = timedelta(minutes=1)
ASKED_FOR = tuple(scope.name for scope in SCOPES)
HEAR_FIRST = 3.0  # real seconds: what was missed is noted before the rows are asked, unless Slack is away


@dataclass
class Understudy:
    """The running app."""

    settings: Settings
    database: Database
    clock: Clock
    engine: Engine
    transport: Transport
    meet_slack: Callable[[], Awaitable[None]]
    kit: Kit
    reach: Reach
    jobs: tuple[Job, ...]
    slack_jobs: tuple[SlackJob, ...]
    speaker: Speaker
    catching_up: CatchUp
    server: Server
    health: Health
    figures: Figures
    ticks: Ticks
    swept_at: datetime | None = None
    watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to answer for itself, then to hear and to tick, though Slack be away; returns when it hears.

        Raises DoorError, TokenRefusedError, and UnreachableError when the database is away.
        """
        self.health.serve(self.server)
        await self.server.open()
        await self.meet_slack()
        hearing = asyncio.create_task(self._hear())
        try:
            await asyncio.wait({hearing}, timeout=HEAR_FIRST)
            await self.engine.start()
            await hearing
        finally:
            hearing.cancel()

    async def stop(self) -> None:
        """Hear no more, finish what is at hand, let go of everything."""
        self.health.is_stopping = True
        if self.watching is not None:
            self.watching.cancel()
            await asyncio.wait([self.watching])
        await self.transport.close()
        await self.engine.stop()
        await self.speaker.finish()
        await self.server.close()

    async def _hear(self) -> None:
        await self.transport.open()
        if self.settings.role != "worker":
            self.watching = asyncio.create_task(self.catching_up.watch(self.transport.is_open))

    async def tick(self) -> int:
        """Do what the rows say is due; how many of them were taken up. One job's failure spares the others."""
        began = time.perf_counter()
        waiting = self.ticks.begin()
        done = 0
        try:
            done = await self._do_due()
        finally:
            self.ticks.end(waiting, done)
        if done:
            self.engine.wake()
        self.figures.ticked(time.perf_counter() - began, done)
        return done

    async def _do_due(self) -> int:
        done = 0
        for job in self.jobs:
            done += await self._safely(self._run(job))
        done += await self._safely(self.speaker.say_due())
        done += await self._safely(Refresher(self.speaker).refresh_stale())
        done += await self._safely(Settler(self.speaker).settle_unknown())
        for slack_job in self.slack_jobs:
            done += await self._safely(slack_job(self.reach))
        done += await self._safely(self.catching_up.catch_up())
        await self._safely(self.sweep())
        return done

    async def _run(self, job: Job) -> int:
        now = await self.clock.now()
        return await self.database.run(lambda work: job(work, now))

    async def sweep(self) -> int:
        """Forget, once a minute, what was kept for an hour only."""
        now = await self.clock.now()
        if self.swept_at is None or now - self.swept_at >= SWEEP_EVERY:
            self.swept_at = now
            await self.database.run(lambda work: work.due.sweep(now))
        return 0

    async def _safely(self, step: Awaitable[int]) -> int:
        try:
            return await step
        except Exception:
            log.exception("tick_step_failed")
            self.ticks.failing += 1
            return 0


@asynccontextmanager
async def opened(
    settings: Settings,
    *,
    library: Library,
    database: Database,
    clock: Clock | None = None,
    calls_class: type[Calls] = Calls,
) -> AsyncIterator[Understudy]:
    """The app, made and joined but not started; everything it holds is let go of at the end.

    Tests hand in another database or calls to end the process at a named step.
    """
    figures = Figures()
    database.timed = figures.worked
    observe = counted(figures, settings.slack_api_url)
    async with open_session(settings, observe) as session, advising(settings) as advisor:
        kit = Kit(Doors(), library, settings.quiet, settings.purge_after, advisor)
        kit.doors.on_event(
            PostingOpened,
            lambda _room, event, now: figures.posted((now - event.posting.planned_at).total_seconds()),
        )
        yield _join(
            settings,
            session,
            figures,
            kit=kit,
            database=database,
            clock=clock or clock_of(settings, session),
            calls_class=calls_class,
        )


def _join(
    settings: Settings,
    session: aiohttp.ClientSession,
    figures: Figures,
    *,
    kit: Kit,
    database: Database,
    clock: Clock,
    calls_class: type[Calls],
) -> Understudy:
    clients = Clients(settings.slack_api_url, session, trust_of(settings))
    shelf, installations = installations_of(settings, clients, database, clock)
    reception = Reception(shelf, installations, clock, settings.purge_after)
    calls = calls_class(clients.speaking_for(installations), reception.find_dead)
    scripts = Scripts.of(script for feature in FEATURES for script in feature.register(kit))
    speaker = Speaker(database, calls, clock, scripts, real_now, settings.lease, settings.call_timeout)
    kit.doors.on_event(OwnMessageHeard, speaker.heard)
    engine = _engine(settings, database, lambda: understudy.tick())  # noqa: PLW0108 (made below)
    flow = flow_of(settings, clients.of(None), ASKED_FOR, database, clock, Pages(), reception.let_in)
    app = bolt_of(settings, clients.of(None), installations, flow)
    relevance = Relevance(database)
    Inbound(kit.doors, database, clock, calls, installations, relevance, engine.wake, figures).listen(app)
    server = Server(settings.host, settings.port)
    transport = transport_of(settings, app, server)
    ticks = Ticks()
    health = Health(database, transport, engine, figures, clock, ticks, settings.ticks_every)
    understudy = Understudy(
        settings=settings,
        database=database,
        clock=clock,
        engine=engine,
        transport=transport,
        meet_slack=partial(meet_slack, settings, clients, shelf, installations, clock),
        kit=kit,
        reach=Reach(database, calls, clock, installations, kit),
        jobs=tuple(job for feature in JOBS for job in feature.jobs(kit)),
        slack_jobs=tuple(job for feature in SLACK_JOBS for job in feature.slack_jobs()),
        speaker=speaker,
        catching_up=CatchUp(database, calls, clock, kit.doors, installations, real_now),
        server=server,
        health=health,
        figures=figures,
        ticks=ticks,
    )
    return understudy


def _engine(settings: Settings, database: Database, tick: Tick) -> Engine:
    """What wakes the tick, in this process or over several."""
    return engine_of(
        settings.engine,
        tick,
        every_seconds=settings.tick_seconds,
        postgres=database.driver_parameters,
        works=settings.ticks_every is not None,
    )
