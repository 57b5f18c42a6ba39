"""The way in: one Bolt listener for each kind of delivery; features are called from here.

Law 1: an event is acknowledged only after its effect is committed; an interaction is always answered.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from pydantic import ValidationError
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.slack import answering, payloads
from bot.slack.calls import Calls
from bot.slack.doors import Deed, Desk, Doors
from bot.slack.events import Event, channel_of
from bot.slack.installations import Installation, Installations
from bot.slack.interactions import Response, Submission
from bot.slack.parsing import parse_event
from bot.slack.relevance import Relevance
from storage.database import Database
from storage.work import Room

log = structlog.get_logger()

Body = Mapping[str, object]
ANYTHING = re.compile(".*", re.DOTALL)


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
        installation = self._installation(body)
        try:
            typed = parse_event(event, installation.bot)
        except ValidationError as error:
            log.warning("event_not_understood", event_id=body.get("event_id"), fields=_where(error))
            return
        if typed is None:
            return
        now = await self.clock.now()
        if not await self.relevance.needs_work(installation.workspace_id, typed, now):
            return
        await self.database.run(lambda work: self._hear(work.room(installation.workspace_id), typed, now))
        self.wake()

    def _hear(self, room: Room, event: Event, now: datetime) -> None:
        """One event of a channel at a time: each decides by what the others left."""
        if channel := channel_of(event):
            room.channels.hold(channel)
        self.doors.hear(room, event, now)

    def _answered_by(self, read: Callable[[Body], Deed]) -> Callable[..., Awaitable[None]]:
        async def listener(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
            door = answering.Door(body, ack, respond, client)
            try:
                deed = read(body)
                response = await self._respond(body, deed)
                await door.carry_out(response)
            except Exception:
                incident = secrets.token_hex(4)
                log.exception("interaction_failed", incident=incident, kind=body.get("type"))
                await door.apologise(incident)
            self.wake()

        return listener

    async def _respond(self, body: Body, deed: Deed) -> Response:
        installation = self._installation(body)
        handler = self.doors.handler_of(deed)
        if handler is None:
            log.warning("interaction_without_handler", deed=type(deed).__name__)
            return answering.gone(in_form=isinstance(deed, Submission))
        now = await self.clock.now()
        return await handler(Desk(installation.workspace_id, now, self.database, self.calls), deed)

    def _installation(self, body: Body) -> Installation:
        team = body.get("team_id") or _id(body.get("team")) or _id(body.get("user"), "team_id")
        enterprise = body.get("enterprise_id") or _id(body.get("enterprise"))
        return self.installations.find(_text(enterprise), _text(team))


def _id(found: object, key: str = "id") -> object:
    return found.get(key) if isinstance(found, Mapping) else None


def _text(found: object) -> str | None:
    return found if isinstance(found, str) else None


def _where(error: ValidationError) -> list[str]:
    """Which fields were wrong; never what they held."""
    return [".".join(str(step) for step in problem["loc"]) for problem in error.errors()]
