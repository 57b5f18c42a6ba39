"""A server that speaks as OpenAI's does, with a made-up model behind it."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Json = dict[str, object]


@dataclass
class StandIn:
    """The server; `advice` is what its model answers, unless `body` says word for word what the server does."""

    url: str = ""
    advice: Mapping[str, object] = field(default_factory=dict)
    body: str | None = None
    status: int = 200
    is_open: asyncio.Event = field(default_factory=asyncio.Event)
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def brief(self) -> Json:
        """What the person's side of the newest request holds."""
        told = json.loads(self.asked[-1])
        (user,) = [message for message in told["messages"] if message["role"] == "user"]
        brief: Json = json.loads(user["content"])
        return brief

    async def complete(self, request: web.Request) -> web.Response:
        """`/chat/completions`; it waits while the server is held."""
        self.asked.append(await request.text())
        self.keys.append(request.headers.get("Authorization", ""))
        self.was_asked.set()
        await self.is_open.wait()
        if self.body is not None or self.status != 200:
            return web.Response(status=self.status, text=self.body or "{}", content_type="application/json")
        return web.json_response(_completion(json.loads(self.asked[-1]), self.advice))

    def hold(self) -> None:
        """Answer nothing until `is_open` is set."""
        self.is_open.clear()


def _completion(told: Json, advice: Mapping[str, object]) -> Json:
    tools = told["tools"]
    assert isinstance(tools, list)
    call = {
        "id": "call_1",
        "type": "function",
        "function": {"name": tools[0]["function"]["name"], "arguments": json.dumps(advice)},
    }
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    return {
        "id": "chat_1",
        "object": "chat.completion",
        "created": 1_795_000_000,
        "model": "stand-in",
        "choices": [{"index": 0, "finish_reason": "tool_calls", "message": message}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20},
    }


@asynccontextmanager
async def stand_in(tls: ssl.SSLContext | None = None) -> AsyncIterator[StandIn]:
    """The server, on a port of its own; with `tls` by https."""
    made = StandIn()
    made.is_open.set()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", made.complete)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    host, port = runner.addresses[0][:2]
    made.url = f"{'https' if tls else 'http'}://{host}:{port}/v1"
    try:
        yield made
    finally:
        made.is_open.set()
        await runner.cleanup()
