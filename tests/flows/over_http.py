"""The scene over signed HTTP instead of a socket, and a letterbox for payloads that Slack would never write."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import aiohttp
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier

from bot.app import opened
from bot.cli.stage import Stage
from bot.engine.choosing import EngineName
from bot.sandbox.slack import Sandbox
from bot.settings import Settings
from storage.database import Database
from tests.flows.scene import LIBRARY, MONDAY, Scene, set_up


@dataclass(frozen=True)
class Answered:
    """What the app answered to one request."""

    status: int
    text: str

    @property
    def body(self) -> object:
        return json.loads(self.text) if self.text else None


@dataclass(frozen=True)
class Letterbox:
    """Posts raw bodies to the app, signed as asked."""

    url: str
    secret: str
    session: aiohttp.ClientSession

    async def put(
        self,
        body: str,
        *,
        kind: str = "application/json",
        age: int = 0,
        secret: str | None = None,
        signed: bool = True,
        more: Mapping[str, str] | None = None,
    ) -> Answered:
        at = str(int(time.time()) - age)
        signature = SignatureVerifier(secret or self.secret).generate_signature(timestamp=at, body=body)
        headers = {"Content-Type": kind, **(more or {})}
        if signed:
            headers |= {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": str(signature)}
        async with self.session.post(self.url, data=body.encode(), headers=headers) as answer:
            return Answered(answer.status, await answer.text())

    async def event(self, team_id: str, event: object) -> Answered:
        envelope = {"type": "event_callback", "team_id": team_id, "event_id": "Ev0TEST", "event": event}
        return await self.put(json.dumps(envelope))

    async def interaction(self, payload: Mapping[str, object]) -> Answered:
        body = urlencode({"payload": json.dumps(payload)})
        return await self.put(body, kind="application/x-www-form-urlencoded")

    async def command(self, fields: Mapping[str, str]) -> Answered:
        return await self.put(urlencode(fields), kind="application/x-www-form-urlencoded")


@asynccontextmanager
async def scene_over_http(database: Database, engine: EngineName) -> AsyncIterator[tuple[Scene, Letterbox]]:
    """The scene of `tests.flows.scene`, connected as a hosted app is."""
    port = _free_port()
    async with Sandbox.open(start=MONDAY, transport="http") as slack:
        slack.events_url = f"http://127.0.0.1:{port}/slack/events"
        settings = Settings(
            slack_bot_token=SecretStr(slack.team.bot_token),
            slack_signing_secret=SecretStr(slack.signing_secret),
            slack_api_url=slack.api_url,
            clock_url=f"{slack.url}/clock",
            transport="http",
            host="127.0.0.1",
            port=port,
            lease_seconds=3,
            call_timeout_seconds=0.5,
            tick_seconds=3600,
            database_url=database.engine.url.render_as_string(hide_password=False),
            engine=engine,
        )
        async with (
            opened(settings, library=LIBRARY, database=database) as app,
            aiohttp.ClientSession() as session,
        ):
            await app.start()
            stage = Stage(slack, app, sockets=0)
            mara = slack.team.add_person("Mara Lindqvist", tz="Europe/Berlin")
            jo = slack.team.add_person("Jo Abara", tz="Europe/London")
            channel = slack.team.add_channel("leadership", members=[mara, jo])
            await channel.invite_app(by=mara)
            await database.run(lambda work: set_up(work, channel.id, mara.id, MONDAY + timedelta(minutes=1)))
            await stage.settle()
            try:
                yield (
                    Scene(stage, channel, mara, jo),
                    Letterbox(slack.events_url, slack.signing_secret, session),
                )
            finally:
                await app.stop()
            assert not slack.refused, slack.refused


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
