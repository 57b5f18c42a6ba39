"""The sandbox itself: one app, its workspaces, and a local server that speaks as Slack does."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Literal

from bot.sandbox.clock import SandboxClock, Stamps
from bot.sandbox.delivery.faults import Faults
from bot.sandbox.delivery.office import PostOffice
from bot.sandbox.delivery.pushes import AppUrls, Pushes
from bot.sandbox.delivery.sockets import Sockets
from bot.sandbox.driver.teams import Team, found_team
from bot.sandbox.ids import Ids
from bot.sandbox.listening import listening
from bot.sandbox.web_api.in_flight import CallsInFlight
from bot.sandbox.world.grants import Grants
from bot.sandbox.world.ledger import Call, Refusal
from bot.sandbox.world.passes import Triggers
from bot.sandbox.world.world import World

Transport = Literal["socket", "http"]


class Sandbox:
    """A local Slack that is open inside `async with Sandbox.open(...)`."""

    def __init__(self, world: World, sockets: Sockets, urls: AppUrls, calls: CallsInFlight) -> None:
        self._world = world
        self._calls = calls
        self._sockets = sockets
        self._urls = urls
        self.team = found_team(world, "Practice Co")

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        *,
        start: datetime,
        ack_timeout: float = 3.0,
        trigger_lifetime: float = 3.0,
        transport: Transport = "socket",
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> AsyncIterator["Sandbox"]:
        """Listen on a free port until the block ends; both time-outs are real seconds."""
        world = _new_world(start, trigger_lifetime)
        urls = AppUrls()
        sockets = Sockets(app_id=world.app_id, ids=world.ids, faults=world.faults, patience=ack_timeout)
        pushes = Pushes(urls, world.signing_secret, ack_timeout)
        world.office.use(sockets if transport == "socket" else pushes)
        calls = CallsInFlight()
        async with listening(world, sockets, calls, host=host, port=port) as url:
            world.url = url
            try:
                yield cls(world, sockets, urls, calls)
            finally:
                await sockets.close()
                await world.office.close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return self._world.url

    @property
    def api_url(self) -> str:
        """The base URL for a Web API client."""
        return f"{self._world.url}/api/"

    @property
    def clock(self) -> SandboxClock:
        """Calendar time, which only moves when moved."""
        return self._world.clock

    @property
    def faults(self) -> Faults:
        """What goes wrong on request."""
        return self._world.faults

    @property
    def app_id(self) -> str:
        """The app's id in every workspace."""
        return self._world.app_id

    @property
    def app_token(self) -> str:
        """The app-level token that opens sockets."""
        return self._world.app_token

    @property
    def signing_secret(self) -> str:
        """The secret that signs HTTP deliveries."""
        return self._world.signing_secret

    @property
    def client_id(self) -> str:
        """The app's id at the install page."""
        return self._world.grants.client_id

    @property
    def client_secret(self) -> str:
        """The secret with which the app redeems what was allowed there."""
        return self._world.grants.client_secret

    @property
    def record(self) -> list[Call]:
        """Every Web API call so far."""
        return self._world.record

    @property
    def refused(self) -> list[Refusal]:
        """Every payload that validation refused so far."""
        return self._world.refused

    @property
    def events_url(self) -> str:
        """Where HTTP deliveries go; one URL serves all kinds."""
        return self._urls.events

    @events_url.setter
    def events_url(self, url: str) -> None:
        self._urls.events = url

    @property
    def interactivity_url(self) -> str:
        """Where interactions go, if not to the URL of events."""
        return self._urls.interactivity

    @interactivity_url.setter
    def interactivity_url(self, url: str) -> None:
        self._urls.interactivity = url

    @property
    def commands_url(self) -> str:
        """Where slash commands go, if not to the URL of events."""
        return self._urls.commands

    @commands_url.setter
    def commands_url(self, url: str) -> None:
        self._urls.commands = url

    def add_team(
        self,
        name: str,
        team_id: str | None = None,
        scopes: Sequence[str] | None = None,
        bot_user_id: str | None = None,
        *,
        installed: bool = True,
        rotates: bool = False,
        enterprise_id: str | None = None,
    ) -> Team:
        """Another workspace, with the app unless not `installed`; all scopes granted unless some are named.

        With `rotates` its tokens last twelve hours from the next installation on.
        """
        team = found_team(self._world, name, team_id=team_id, scopes=scopes, bot_user_id=bot_user_id)
        workspace = team.place.workspace
        workspace.installed, workspace.rotates, workspace.enterprise_id = installed, rotates, enterprise_id
        return team

    def calls(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in self._world.record if call.method == method]

    async def delivered(self) -> None:
        """Return when nothing is queued or in flight that the clock's present allows."""
        await self._world.office.delivered()

    async def connected(self, sockets: int = 1) -> None:
        """Return when the app holds at least so many sockets."""
        await self._sockets.connected(sockets)

    async def connected_afresh(self) -> None:
        """Return when no socket is left that was asked to go, and a new one is open."""
        await self._sockets.connected_afresh()

    async def calls_done(self) -> None:
        """Return when no Web API call is being answered, calls that hang included."""
        await self._calls.done()

    def in_flight(self) -> int:
        """How many deliveries wait for the app's answer at this moment."""
        return self._world.office.in_flight()

    def pending_redeliveries(self) -> datetime | None:
        """The next instant at which a delivery is due, or None."""
        return self._world.office.next_due()


def _new_world(start: datetime, trigger_lifetime: float) -> World:
    clock, ids, faults = SandboxClock(start), Ids(), Faults()
    return World(
        clock=clock,
        stamps=Stamps(clock),
        ids=ids,
        faults=faults,
        office=PostOffice(clock, faults),
        triggers=Triggers(trigger_lifetime),
        app_id=ids.next("A"),
        app_token=ids.secret("xapp-1-"),
        signing_secret=ids.secret(""),
        verification_token=ids.secret(""),
        grants=Grants(ids.next("C"), ids.secret("")),
    )
