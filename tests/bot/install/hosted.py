"""The app as a hosted service: many workspaces install it in a browser, over the wire, under one clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import aiohttp
from pydantic import SecretStr

from bot.app import Understudy, opened
from bot.cli.stage import Stage
from bot.engine.choosing import EngineName
from bot.sandbox.deeds.telling import envelope
from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.driver.teams import Team
from bot.sandbox.slack import Sandbox
from bot.settings import Settings
from content.questions import load_library
from storage.database import Database
from storage.installations import Installed
from storage.routines import Settings as RoutineSettings
from storage.work import Room
from tests.bot.install.keys import KEY

T = TypeVar("T")

PUBLIC = "https://understudy.example.com"
DAILY = RoutineSettings("12345", "10:00", "Europe/Berlin", None, None, 1440, 120, "thread")
MONDAY = datetime(2026, 11, 23, 8, 59, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """What the browser got."""

    status: int
    text: str
    location: str = ""


@dataclass
class Browser:
    """Asks the app for its public pages and keeps its one cookie."""

    address: str
    session: aiohttp.ClientSession
    cookie: str = ""

    async def get(self, url: str) -> Page:
        """The page at a public address, or at a path of it."""
        path = url.removeprefix(PUBLIC)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        async with self.session.get(self.address + path, headers=headers, allow_redirects=False) as answer:
            given = answer.headers.get("Set-Cookie")
            if given:
                assert "HttpOnly" in given
                assert "Secure" in given
                self.cookie = given.split(";")[0]
            return Page(answer.status, await answer.text(), answer.headers.get("Location", ""))

    async def begin(self) -> str:
        """Slack's install page, to which the app sends whoever wants to install it."""
        page = await self.get("/slack/install")
        assert page.status == 302, page
        return page.location


@dataclass
class Hosted:
    """A sandbox, the app, and ways to reach both."""

    slack: Sandbox
    app: Understudy
    session: aiohttp.ClientSession
    own_browser: Browser = field(init=False)

    def __post_init__(self) -> None:
        self.own_browser = self.browser()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.app.server.port}"

    def browser(self) -> Browser:
        """Another browser."""
        return Browser(self.address, self.session)

    async def install(
        self, team: Team, by: Person, *, leave_out: tuple[str, ...] = (), org: bool = False
    ) -> Page:
        """Install the app as a person does; the last page."""
        url = team.allow(await self.own_browser.begin(), by, leave_out=leave_out, org=org)
        return await self.own_browser.get(url)

    async def installed(self, team_id: str, enterprise_id: str = "") -> Installed:
        """The row of a team's installation."""
        row = await self.app.database.run(lambda work: work.installations.find(enterprise_id, team_id))
        assert row is not None
        return row

    async def room(self, team_id: str, deed: Callable[[Room], T]) -> T:
        """What `deed` returns in the team's room."""
        workspace_id = (await self.installed(team_id)).workspace_id
        return await self.app.database.run(lambda work: deed(work.room(workspace_id)))

    async def deliver(self, team: Team, event: Mapping[str, object], **more: object) -> None:
        """Deliver an event as Slack would."""
        place = team.place
        letter = place.world.office.post({**envelope(place.world, place.workspace, dict(event)), **more})
        await place.tried(letter)
        await self.slack.delivered()

    async def settle(self) -> None:
        """Let everything happen that is due at the clock's present."""
        await Stage(self.slack, self.app, sockets=0).settle()


def settings_of(slack: Sandbox, **more: object) -> Settings:
    """Many workspaces, over HTTP."""
    given: dict[str, object] = {
        "slack_client_id": slack.client_id,
        "slack_client_secret": SecretStr(slack.client_secret),
        "slack_signing_secret": SecretStr(slack.signing_secret),
        "slack_api_url": slack.api_url,
        "encryption_keys": SecretStr(KEY),
        "public_url": PUBLIC,
        "transport": "http",
        "clock_url": f"{slack.url}/clock",
        "host": "127.0.0.1",
        "port": 0,
        "tick_seconds": 3600,
        "purge_days": 30,
    }
    return Settings(**(given | more))  # type: ignore[arg-type]


@asynccontextmanager
async def hosted(database: Database, engine: EngineName) -> AsyncIterator[Hosted]:
    """The app over HTTP against a fresh sandbox; nobody installed it yet."""
    url = database.engine.url.render_as_string(hide_password=False)
    async with (
        Sandbox.open(start=MONDAY, transport="http") as slack,
        opened(
            settings_of(slack, database_url=url, engine=engine), library=load_library(), database=database
        ) as app,
        aiohttp.ClientSession() as session,
    ):
        await app.start()
        slack.events_url = f"http://127.0.0.1:{app.server.port}/slack/events"
        try:
            yield Hosted(slack, app, session)
        finally:
            await app.stop()


async def practise(house: Hosted, team: Team, person: Person) -> Channel:
    """A channel of the team whose practice, run by this person, posts in a minute."""
    channel = team.add_channel("leadership", members=[person])
    await channel.invite_app(by=person)
    await house.settle()
    due = house.slack.clock.now() + timedelta(minutes=1)

    def set_up(room: Room) -> None:
        routine = room.routines.set_up(channel.id, DAILY)
        room.routines.set_facilitators(routine.id, [person.id])
        room.routines.due_next(routine.id, due)

    await house.room(team.team_id, set_up)
    await house.settle()
    return channel


async def go(house: Hosted, **span: float) -> None:
    """Let this much time pass."""
    house.slack.clock.advance(timedelta(**span))
    await house.settle()
