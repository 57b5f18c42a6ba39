"""`UNDERSTUDY_SLACK_API_URL` may point at a server that we did not write: it knows no metadata, no block ids, and
leaves out every field that Slack calls optional. SQLite and one engine: neither makes a difference there.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.app import Understudy, opened
from bot.postings.use_cases import put_question
from bot.settings import Settings
from storage.database import Database
from storage.work import Work
from tests.flows.scene import LIBRARY, TEAM_ANSWER, set_up

PATIENCE = 60  # real seconds
CHANNEL, JO, MARA = "C0LEAD", "U0JO", "U0MARA"


class Foreign:
    """A server that speaks as little of Slack's Web API and Socket Mode as the app can live with."""

    def __init__(self) -> None:
        self.posted: list[dict[str, object]] = []
        self.acked: set[str] = set()
        self.socket: web.WebSocketResponse | None = None
        self.open = asyncio.Event()
        self.heard = asyncio.Event()
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        given: dict[str, object] = {**request.query, **(await request.post())}
        if request.content_type == "application/json":
            given |= await request.json()
        match request.match_info["method"]:
            case "auth.test":
                told: dict[str, object] = {"user_id": "U0BOT", "team_id": "T0"}
            case "apps.connections.open":
                told = {"url": f"{self.url.replace('http', 'ws')}/socket"}
            case "chat.postMessage":
                self.posted.append(given)
                told = {"ts": f"{int(datetime.now(UTC).timestamp())}.{len(self.posted):06}"}
            case "users.info":
                told = {"user": {"id": given.get("user")}}
            case "conversations.members":
                told = {"members": [JO, MARA]}
            case "conversations.open":
                told = {"channel": {"id": "D0DIRECT"}}
            case _:
                return web.json_response({"ok": False, "error": "unknown_method"})
        return web.json_response({"ok": True, **told})

    async def listen(self, request: web.Request) -> web.WebSocketResponse:
        self.socket = web.WebSocketResponse()
        await self.socket.prepare(request)
        await self.socket.send_json({"type": "hello"})
        self.open.set()
        async for frame in self.socket:
            self.acked.add(frame.json().get("envelope_id", ""))
            self.heard.set()
        return self.socket

    async def tell(self, event: dict[str, object]) -> None:
        assert self.socket is not None
        self.heard.clear()
        payload = {"type": "event_callback", "team_id": "T0", "event": event}
        await self.socket.send_json(
            {"envelope_id": str(event["ts"]), "type": "events_api", "payload": payload}
        )
        await asyncio.wait_for(self.heard.wait(), PATIENCE)


@pytest.fixture
async def foreign() -> AsyncIterator[Foreign]:
    made = Foreign()
    served = web.Application()
    served.router.add_route("*", "/api/{method}", made.answer)
    served.router.add_get("/socket", made.listen)
    async with TestServer(served) as server:
        made.url = str(server.make_url("/")).rstrip("/")
        yield made


async def test_a_question_an_answer_and_the_coach_work_on_a_server_that_knows_little(
    foreign: Foreign, tmp_path: Path, sqlite_template: Path
) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "understudy.db")
    database = Database(f"sqlite:///{tmp_path}/understudy.db")
    settings = Settings(
        slack_bot_token=SecretStr("xoxb-x"), slack_app_token=SecretStr("xapp-x"), slack_api_url=f"{foreign.url}/api/",
        quiet_seconds=0, tick_seconds=3600, host="127.0.0.1", port=0,
    )  # fmt: skip
    async with opened(settings, library=LIBRARY, database=database) as app:
        await app.start()
        await asyncio.wait_for(foreign.open.wait(), PATIENCE)
        try:
            await the_loop(foreign, app)
        finally:
            await app.stop()
    database.close()


async def the_loop(foreign: Foreign, app: Understudy) -> None:
    database = app.database
    await database.run(lambda work: set_up(work, CHANNEL, MARA, datetime.now(UTC) - timedelta(minutes=1)))
    posting = await ask_now(app)
    thread = {
        "channel": CHANNEL,
        "channel_type": "channel",
        "thread_ts": posting,
        "user": JO,
        "type": "message",
    }
    ts = f"{int(posting[:10])}.900000"
    await foreign.tell({**thread, "ts": ts, "text": TEAM_ANSWER})
    await foreign.tell({**thread, "ts": f"{int(posting[:10])}.900001", "text": "Mine.", "bot_id": "B0BOT"})
    assert ts in foreign.acked
    async with asyncio.timeout(PATIENCE):
        while not any(sent.get("thread_ts") == posting for sent in foreign.posted):
            await app.tick()
            await asyncio.sleep(0)
    kept = await database.run(lambda work: work.room(1).messages.of_person(JO))
    assert [message.text for message in kept] == [TEAM_ANSWER]


async def ask_now(app: Understudy) -> str:
    """Ask a question of its own; the ts of its card."""

    now = datetime.now(UTC)

    def ask(work: Work) -> None:
        room = work.room(1)
        routine = room.routines.find_by_channel(CHANNEL)
        assert routine is not None
        put_question(room, routine, "now:1", now, now=now, kit=app.kit)

    await app.database.run(ask)
    async with asyncio.timeout(PATIENCE):
        while True:
            await app.tick()
            posting = await app.database.run(lambda work: work.room(1).postings.find_by_slot(1, "now:1"))
            if posting is not None and posting.ts is not None:
                return posting.ts
