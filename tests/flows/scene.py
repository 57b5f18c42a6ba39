"""A practice team in the sandbox, with the real app connected to it over the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import Understudy, opened
from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.slack import Sandbox
from bot.settings import Settings
from content.questions import load_library
from storage.database import Database
from storage.migrate import migrate
from storage.routines import Settings as RoutineSettings
from storage.work import Room, Work

MONDAY = datetime(2026, 11, 23, 8, 59, tzinfo=UTC)
LIBRARY = load_library()
DAILY = RoutineSettings(
    days="12345",
    at="10:00",
    zone="Europe/Berlin",
    country=None,
    region=None,
    open_minutes=24 * 60,
    grace_minutes=120,
    coach_place="thread",
)


@dataclass
class Scene:
    """A sandbox, the app, a channel with its practice, and two people."""

    slack: Sandbox
    app: Understudy
    channel: Channel
    mara: Person
    jo: Person

    async def settle(self) -> None:
        """Until nothing is due or under way at the clock's present."""
        while True:
            await self.slack.delivered()
            if not await self.app.tick():
                return

    async def later(self, **span: float) -> None:
        """Move the clock and let everything happen that is due then."""
        target = self.slack.clock.now() + timedelta(**span)
        while True:
            await self.settle()
            due = await self.app.database.run(lambda work: work.due.next_at())
            at = min(filter(None, (due, self.slack.pending_redeliveries())), default=target)
            if at > target:
                break
            self.slack.clock.move_to(max(at, self.slack.clock.now()))
            if at <= self.slack.clock.now() and not await self.app.tick():
                self.slack.clock.advance(timedelta(seconds=1))
        self.slack.clock.move_to(target)
        await self.settle()

    async def room(self, work):  # type: ignore[no-untyped-def]
        """What `work` returns in this team's room."""
        return await self.app.database.run(lambda unit: work(unit.room(1)))


@asynccontextmanager
async def scene(tmp_path: Path, *, start: datetime = MONDAY) -> AsyncIterator[Scene]:
    """A team whose practice posts at ten in Berlin on working days; it is a minute before ten on a Monday."""
    database = Database(f"sqlite:///{tmp_path}/understudy.db")
    migrate(database.engine)
    async with Sandbox.open(start=start) as slack:
        mara = slack.team.add_person("Mara Lindqvist", tz="Europe/Berlin")
        jo = slack.team.add_person("Jo Abara", tz="Europe/London")
        channel = slack.team.add_channel("leadership", members=[mara, jo])
        settings = Settings(
            slack_bot_token=SecretStr(slack.team.bot_token),
            slack_app_token=SecretStr(slack.app_token),
            slack_signing_secret=SecretStr(slack.signing_secret),
            slack_api_url=slack.api_url,
            clock_url=f"{slack.url}/clock",
            tick_seconds=3600,
        )
        async with opened(settings, library=LIBRARY, database=database) as app:
            await app.start()
            await channel.invite_app(by=mara)
            await database.run(lambda work: _set_up(work, channel.id, mara.id, start))
            yield Scene(slack, app, channel, mara, jo)
            await app.stop()
    database.close()


def _set_up(work: Work, channel: str, user_id: str, now: datetime) -> None:
    room: Room = work.room(1)
    routine = room.routines.set_up(channel, DAILY)
    room.routines.set_facilitators(routine.id, [user_id])
    room.routines.due_next(routine.id, now + timedelta(minutes=1))
