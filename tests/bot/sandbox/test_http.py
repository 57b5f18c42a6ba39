from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.conftest import T0


@dataclass
class Shop:
    """An app behind one URL: keeps what came, answers as told."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    came: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.Response:
        self.came.append((await request.text(), dict(request.headers)))
        return web.Response(status=self.status, headers=self.headers, text=self.text)


@pytest.fixture
async def shop() -> AsyncIterator[tuple[Shop, str]]:
    opened = Shop()
    app = web.Application()
    app.router.add_post("/slack/events", opened.serve)
    async with TestServer(app) as server:
        yield opened, str(server.make_url("/slack/events"))


@pytest.fixture
async def slack(shop: tuple[Shop, str]) -> AsyncIterator[Sandbox]:
    async with Sandbox.open(start=T0, ack_timeout=0.3, transport="http") as opened:
        opened.events_url = shop[1]
        yield opened


async def test_events_and_forms_come_signed(
    slack: Sandbox, shop: tuple[Shop, str], mara: Person, room: Channel
) -> None:
    shop[0].text = '{"text": "Help"}'
    await mara.post(room, "Hello")
    reply = await mara.command("/understudy", "a & b", room)
    await mara.global_shortcut("practice")
    verifier = SignatureVerifier(slack.signing_secret)
    assert all(verifier.is_valid_request(body, headers) for body, headers in shop[0].came)
    assert parse_qs(shop[0].came[1][0])["text"] == ["a &amp; b"]
    assert "payload" in parse_qs(shop[0].came[2][0])
    assert reply.text == "Help"


async def test_what_is_refused_comes_again_with_number_and_reason(
    slack: Sandbox, shop: tuple[Shop, str], mara: Person, room: Channel
) -> None:
    shop[0].status = 500
    await mara.post(room, "Hello")
    await slack.delivered()
    slack.clock.advance(timedelta(minutes=1))
    await slack.delivered()
    slack.clock.advance(timedelta(minutes=5))
    await slack.delivered()
    numbers = [headers.get("X-Slack-Retry-Num") for _, headers in shop[0].came]
    assert numbers == [None, "1", "2", "3"]
    assert shop[0].came[1][1]["X-Slack-Retry-Reason"] == "http_error"


async def test_an_app_can_ask_for_no_retry(
    slack: Sandbox, shop: tuple[Shop, str], mara: Person, room: Channel
) -> None:
    shop[0].status, shop[0].headers = 500, {"x-slack-no-retry": "1"}
    await mara.post(room, "Hello")
    await slack.delivered()
    assert slack.pending_redeliveries() is None


async def test_an_app_that_is_down_is_tried_again(slack: Sandbox, mara: Person, room: Channel) -> None:
    slack.events_url = "http://127.0.0.1:9/"
    await mara.post(room, "Hello")
    await slack.delivered()
    assert slack.pending_redeliveries() == T0 + timedelta(minutes=1)
