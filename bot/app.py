"""The composition root: it makes the parts, joins them, and runs them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp

import bot.answers.listeners
import bot.coaching.jobs
import bot.coaching.listeners
import bot.directs.listeners
import bot.feedback.listeners
import bot.forms.listeners
import bot.home.listeners
import bot.people.jobs
import bot.people.listeners
import bot.postings.jobs
import bot.postings.listeners
import bot.privacy.listeners
import bot.routines.jobs
import bot.routines.listeners
from bot.clock import Clock, RemoteClock, SystemClock, real_now
from bot.engine import Engine
from bot.kit import Job, Kit, Reach, SlackJob
from bot.settings import Settings
from bot.slack.calls import Calls
from bot.slack.clients import Clients, know_own_workspace
from bot.slack.doors import Doors
from bot.slack.events import OwnMessageHeard
from bot.slack.inbound import Inbound
from bot.slack.installations import Installations
from bot.slack.refreshing import Refresher
from bot.slack.relevance import Relevance
from bot.slack.scripts import Scripts
from bot.slack.settling import Settler
from bot.slack.speaking import Speaker
from bot.slack.transport import Transport, transport_of
from content.questions import Library
from storage.database import Database

log = structlog.get_logger()

FEATURES = (
    bot.postings.listeners,
    bot.answers.listeners,
    bot.forms.listeners,
    bot.directs.listeners,
    bot.coaching.listeners,
    bot.feedback.listeners,
    bot.routines.listeners,
    bot.people.listeners,
    bot.privacy.listeners,
    bot.home.listeners,
)
JOBS = (bot.postings.jobs, bot.coaching.jobs, bot.people.jobs)
SLACK_JOBS = (bot.people.jobs, bot.routines.jobs)
SWEEP_EVERY = timedelta(minutes=1)


@dataclass
class Understudy:
    """The running app."""

    settings: Settings
    database: Database
    clock: Clock
    engine: Engine
    transport: Transport
    kit: Kit
    reach: Reach
    jobs: tuple[Job, ...]
    slack_jobs: tuple[SlackJob, ...]
    speaker: Speaker
    swept_at: datetime | None = None

    async def start(self) -> None:
        """Begin to hear, then to tick."""
        await self.transport.open()
        self.engine.start()

    async def stop(self) -> None:
        """Hear no more, finish what is at hand, let go of everything."""
        await self.transport.close()
        await self.engine.stop()
        await self.speaker.finish()

    async def tick(self) -> int:
        """Do what the rows say is due; how many of them were taken up. One job's failure spares the others."""
        done = 0
        for job in self.jobs:
            done += await self._safely(self._run(job))
        for slack_job in self.slack_jobs:
            done += await self._safely(slack_job(self.reach))
        done += await self._safely(self.speaker.say_due())
        done += await self._safely(Refresher(self.speaker).refresh_stale())
        done += await self._safely(Settler(self.speaker).settle_unknown())
        await self._safely(self.sweep())
        if done:
            self.engine.wake()
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
    timeout = aiohttp.ClientTimeout(total=settings.call_timeout_seconds)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        understudy = await _join(
            settings,
            session,
            library=library,
            database=database,
            clock=clock or clock_of(settings, session),
            calls_class=calls_class,
        )
        yield understudy


def clock_of(settings: Settings, session: aiohttp.ClientSession) -> Clock:
    """The machine's clock, or the one that the settings point at."""
    return RemoteClock(settings.clock_url, session) if settings.clock_url else SystemClock()


async def _join(
    settings: Settings,
    session: aiohttp.ClientSession,
    *,
    library: Library,
    database: Database,
    clock: Clock,
    calls_class: type[Calls],
) -> Understudy:
    clients = Clients(settings.slack_api_url, session)
    installations = Installations()
    await know_own_workspace(settings, clients, installations, database)
    calls = calls_class(lambda workspace_id: clients.of(installations.of(workspace_id).token))
    kit = Kit(Doors(), library, settings.quiet)
    scripts = Scripts.of(script for feature in FEATURES for script in feature.register(kit))
    speaker = Speaker(database, calls, clock, scripts, real_now, timedelta(seconds=settings.lease_seconds))
    kit.doors.on_event(OwnMessageHeard, speaker.heard)
    app = AsyncApp(
        client=clients.of(None),
        authorize=installations.authorizer(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        process_before_response=True,
        ignoring_self_events_enabled=False,
        request_verification_enabled=settings.transport == "http",
        logger=logging.getLogger("slack"),
    )
    understudy: Understudy
    engine = Engine(lambda: understudy.tick(), every_seconds=settings.tick_seconds)  # noqa: PLW0108 (made below)
    relevance = Relevance(database)
    Inbound(kit.doors, database, clock, calls, installations, relevance, engine.wake).listen(app)
    understudy = Understudy(
        settings=settings,
        database=database,
        clock=clock,
        engine=engine,
        transport=transport_of(settings, app),
        kit=kit,
        reach=Reach(database, calls, clock, installations),
        jobs=tuple(job for feature in JOBS for job in feature.jobs(kit)),
        slack_jobs=tuple(job for feature in SLACK_JOBS for job in feature.slack_jobs()),
        speaker=speaker,
    )
    return understudy
