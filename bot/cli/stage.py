"""The stage: the whole app connected to a sandbox over the wire, under one clock that is moved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from pydantic import SecretStr

from bot.app import Understudy, opened
from bot.engine.choosing import EngineName
from bot.sandbox.driver.people import Person
from bot.sandbox.slack import Sandbox
from bot.settings import Settings
from bot.slack.calls import Calls
from content.questions import Library
from storage.database import Database
from storage.work import Room

T = TypeVar("T")

UNKNOWN_LOOKED_AT_EVERY = 0.05  # real seconds between looks while a lease runs out
PATIENCE = 60  # real seconds for a tick


@dataclass
class Stage:
    """A sandbox and the app; time passes only here."""

    slack: Sandbox
    app: Understudy
    sockets: int = 1

    async def turn(self) -> None:
        """Let the engine tick: return when a tick has ended that began after this call."""
        async with asyncio.timeout(PATIENCE):
            await self.app.ticks.next(self.app.engine.wake)

    async def settle(self) -> None:
        """Let everything happen that is due at the clock's present, until nothing is due or in flight.

        Nobody but the engine ticks, when it likes. So nothing is due once a whole tick, begun after all was delivered,
        found nothing; and nothing is in flight if nothing was before, and no tick took up anything since.
        """
        while True:
            taken = self.app.ticks.taken
            in_flight = await self.app.database.run(lambda work: work.due.in_flight())
            await self.slack.connected(self.sockets)
            await self.slack.delivered()
            await self.turn()
            if self.app.ticks.taken != taken:
                continue
            if not in_flight:
                return
            await asyncio.sleep(UNKNOWN_LOOKED_AT_EVERY)

    async def wait(self, **span: float) -> None:
        """Move the clock by a `timedelta`'s span, stopping at each instant at which something is due."""
        target = self.slack.clock.now() + timedelta(**span)
        await self.settle()
        while (at := await self._next_due()) is not None and at <= target:
            self.slack.clock.move_to(max(at, self.slack.clock.now()))
            await self.settle()
        self.slack.clock.move_to(max(target, self.slack.clock.now()))
        await self.settle()

    async def room(self, work: Callable[[Room], T]) -> T:
        """What `work` returns in the room of the sandbox's first team."""
        team = self.app.reach.installations.find(None, self.slack.team.team_id)
        return await self.app.database.run(lambda unit: work(unit.room(team.workspace_id)))

    async def _next_due(self) -> datetime | None:
        due = await self.app.database.run(lambda work: work.due.next_at())
        return min(filter(None, (due, self.slack.pending_redeliveries())), default=None)


async def fill_in(person: Person, values: Mapping[str, object]) -> None:
    """Submit the form that is open on a person's screen, and close what stands there afterwards."""
    form = person.modal
    assert form is not None, f"no form is open for {person.name}"
    await form.submit(values)
    assert not form.errors, form.errors
    while (left := person.modal) is not None:
        await left.close()


@asynccontextmanager
async def staged(
    database: Database,
    *,
    start: datetime,
    library: Library,
    quiet_seconds: float = 60,
    lease_seconds: float = 3,
    answer_within: float = 3,
    calls_class: type[Calls] = Calls,
    engine: EngineName = "apscheduler",
    model: str = "",
    model_url: str = "",
) -> AsyncIterator[Stage]:
    """The app on this (migrated) database, started against a fresh sandbox whose clock stands at `start`.

    The sandbox awaits acknowledgements, and triggers live, `answer_within` real seconds: Slack's three, or more for whoever
    runs it on a machine with other work.
    """
    async with Sandbox.open(start=start, ack_timeout=answer_within, trigger_lifetime=answer_within) as slack:
        settings = Settings(
            slack_bot_token=SecretStr(slack.team.bot_token),
            slack_app_token=SecretStr(slack.app_token),
            slack_signing_secret=SecretStr(slack.signing_secret),
            slack_api_url=slack.api_url,
            clock_url=f"{slack.url}/clock",
            quiet_seconds=quiet_seconds,
            lease_seconds=lease_seconds,
            call_timeout_seconds=lease_seconds / 2,
            ping_seconds=5,
            tick_seconds=3600,
            database_url=database.engine.url.render_as_string(hide_password=False),
            engine=engine,
            model=model,
            model_url=model_url,
            host="127.0.0.1",
            port=0,
        )
        async with opened(settings, library=library, database=database, calls_class=calls_class) as app:
            await app.start()
            try:
                yield Stage(slack, app)
            finally:
                await app.stop()
