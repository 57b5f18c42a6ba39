"""The way in: one Bolt listener for each kind of delivery; features are called from here.

Law 1: an event is acknowledged only after its effect is committed; an interaction is always answered.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakValueDictionary

import structlog
from pydantic import ValidationError
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.figures import Figures
from bot.slack import answering, payloads
from bot.slack.calls import Calls
from bot.slack.doors import Deed, Desk, Doors
from bot.slack.events import AppPutOut, ChannelMoved, Event, TeamsGranted, TeamsRevoked, channel_of
from bot.slack.installations import Installations
from bot.slack.interactions import Response, Submission
from bot.slack.organisations import heard_where
from bot.slack.parsing import parse_event
from bot.slack.relevance import Relevance
from bot.slack.shelf import Installation
from content.answers import ts_of
from storage.database import Database
from storage.work import Work

log = structlog.get_logger()

Body = Mapping[str, object]
ANYTHING = re.compile(".*", re.DOTALL)
TEAM = "T"  # how the ids of workspaces begin; E is an organisation
OF_TEAMS = "team_access_"
OF_INSTALLATIONS = {"app_uninstalled", "tokens_revoked"}


class Turns:
    """One event of a channel at a time: those that wait hold no connection, which other channels may need."""

    def __init__(self) -> None:
        """Nobody waits."""
        self._locks: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()

    def of(self, workspace_id: int, channel: str) -> asyncio.Lock:
        """What whoever deals with an event of this channel holds; without a channel, of the workspace."""
        return self._locks.setdefault((workspace_id, channel), asyncio.Lock())


@dataclass(frozen=True)
class Inbound:
    """What the listeners need; `wake` is called after a commit, for what may be due at once."""

    doors: Doors
    database: Database
    clock: Clock
    calls: Calls
    installations: Installations
    relevance: Relevance
    wake: Callable[[], None]
    figures: Figures
    turns: Turns = field(default_factory=Turns)

    def listen(self, app: AsyncApp) -> None:
        """Register the one listener of each kind."""
        app.event(ANYTHING)(self._event)
        app.action(ANYTHING)(self._answered_by(payloads.read_press))
        app.view(ANYTHING)(self._answered_by(payloads.read_submission))
        app.view_closed(ANYTHING)(self._answered_by(payloads.read_dismissal))
        app.shortcut(ANYTHING)(self._answered_by(payloads.read_shortcut))
        app.command(ANYTHING)(self._answered_by(payloads.read_command))
        app.options(ANYTHING)(self._answered_by(payloads.read_search))

    async def _event(self, body: Body, event: Body) -> None:
        with self.figures.delivery("event", _text(event.get("type"))) as delivery:
            delivery.outcome = await self._take(body, event)

    async def _take(self, body: Body, event: Body) -> str:
        """Let features have the event; what became of it, in a word."""
        installation = await self._installation(body, whole=_is_of_whole(body, event))
        try:
            typed = parse_event(_timed(event, body), installation.bot)
        except ValidationError as error:
            log.warning("event_not_understood", event_id=body.get("event_id"), fields=_where(error))
            return "not_understood"
        if typed is None or not installation.is_in:
            return "irrelevant"
        now = await self.clock.now()
        if not await self.relevance.needs_work(installation.workspace_id, typed, now):
            return "irrelevant"
        async with self.turns.of(installation.workspace_id, channel_of(typed) or ""):
            await self.database.run(lambda work: self._hear(work, installation.workspace_id, typed, now))
        if isinstance(typed, ChannelMoved):
            self.relevance.forget(installation.workspace_id, typed.new)
        if isinstance(typed, AppPutOut | TeamsGranted | TeamsRevoked):
            self.installations.look_again()
        self.wake()
        return "committed"

    def _hear(self, work: Work, workspace_id: int, event: Event, now: datetime) -> None:
        """One event of a channel at a time: each decides by what the others left."""
        if channel := channel_of(event):
            work.room(workspace_id).channels.hold(channel)
        for room, heard in heard_where(work, workspace_id, event):
            self.doors.hear(room, heard, now)

    def _answered_by(self, read: Callable[[Body], Deed]) -> Callable[..., Awaitable[None]]:
        async def listener(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
            door = answering.Door(body, ack, respond, client)
            with self.figures.delivery("interaction", _text(body.get("type")) or "command") as delivery:
                try:
                    deed = read(body)
                    response = await self._respond(body, deed)
                    await door.carry_out(response)
                    delivery.outcome = "answered"
                except Exception:
                    incident = secrets.token_hex(4)
                    log.exception("interaction_failed", incident=incident, kind=body.get("type"))
                    await self._apologise(door, incident)
            self.wake()

        return listener

    async def _apologise(self, door: answering.Door, incident: str) -> None:
        """An interaction is answered even if Slack takes no apology: its trigger may be too old by now."""
        try:
            await door.apologise(incident)
        except Exception:
            log.exception("apology_failed", incident=incident)
            await door.ack()

    async def _respond(self, body: Body, deed: Deed) -> Response:
        installation = await self._installation(body)
        if not installation.is_in:
            return answering.put_out()
        if _is_of_another_company(body, installation):
            return answering.of_another_company(in_form=isinstance(deed, Submission))
        handler = self.doors.handler_of(deed)
        if handler is None:
            log.warning("interaction_without_handler", deed=type(deed).__name__)
            return answering.gone(in_form=isinstance(deed, Submission))
        now = await self.clock.now()
        return await handler(Desk(installation.workspace_id, now, self.database, self.calls), deed)

    async def _installation(self, body: Body, *, whole: bool = False) -> Installation:
        """The installation that the delivery is for; `whole`: that of the organisation, not of one of its workspaces."""
        team = body.get("team_id") or _id(body.get("team")) or _id(body.get("user"), "team_id")
        enterprise = (
            body.get("enterprise_id") or _id(body.get("enterprise")) or _id(_first(body), "enterprise_id")
        )
        names = _text(enterprise), None if whole and enterprise else _text(team)
        found = await self.installations.of_envelope(*names)
        if _is_of_org(body) and await self._let_in(*names):
            found = await self.installations.of_envelope(*names)
        return found

    async def _let_in(self, enterprise_id: str | None, team_id: str | None) -> bool:
        """Whether the team is news: whoever is heard there was let in, at the latest when its organisation was."""
        came = self.installations.organisation_of_new(enterprise_id, team_id)
        if came is None or came.installed_at is None or not (team_id or "").startswith(TEAM):
            return False
        granted = TeamsGranted((team_id or "",), ts_of(came.installed_at))
        now = await self.clock.now()
        await self.database.run(lambda work: self._hear(work, came.workspace_id, granted, now))
        self.installations.look_again()
        return True


def _is_of_another_company(body: Body, installation: Installation) -> bool:
    """Whether somebody pressed it who only shares the channel; in a whole organisation nobody is told apart."""
    theirs = _id(body.get("user"), "team_id")
    return bool(theirs and installation.bot.team_id) and theirs != installation.bot.team_id


def _is_of_org(body: Body) -> bool:
    """Whether the delivery is for an installation in a whole organisation."""
    said = (_first(body) or body).get("is_enterprise_install")
    return said in {True, "true"}


def _is_of_whole(body: Body, event: Body) -> bool:
    """Whether it befell the organisation itself."""
    kind = _text(event.get("type")) or ""
    return kind.startswith(OF_TEAMS) or (kind in OF_INSTALLATIONS and _is_of_org(body))


def _first(body: Body) -> Body | None:
    """The installation that an event names first."""
    named = body.get("authorizations")
    first = named[0] if isinstance(named, list) and named else None
    return first if isinstance(first, Mapping) else None


def _timed(event: Body, body: Body) -> Body:
    """The event with its time, which for a few kinds only the envelope tells, in seconds."""
    if "event_ts" in event or not isinstance(body.get("event_time"), int):
        return event
    return {**event, "event_ts": f"{body['event_time']}.000000"}


def _id(found: object, key: str = "id") -> object:
    return found.get(key) if isinstance(found, Mapping) else None


def _text(found: object) -> str | None:
    return found if isinstance(found, str) else None


def _where(error: ValidationError) -> list[str]:
    """Which fields were wrong; never what they held."""
    return [".".join(str(step) for step in problem["loc"]) for problem in error.errors()]
