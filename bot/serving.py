"""The HTTP door: one server for everything that is asked of this process, by the first step of the path."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

import structlog
import uvicorn

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

log = structlog.get_logger()

LONGEST_GOODBYE = 10  # real seconds that requests at hand may take when the server closes


class DoorError(Exception):
    """Nothing can listen where the settings say; the text says why, and what to do."""


class Server:
    """Uvicorn inside our own loop and under our own signals; it answers 404 where nobody serves."""

    def __init__(self, host: str, port: int) -> None:
        """Nothing listens before `open`; port 0 is any that is free."""
        self._host = host
        self._port = port
        self._served: dict[str, Asgi] = {}
        config = uvicorn.Config(
            self._route,
            interface="asgi3",
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=LONGEST_GOODBYE,
        )
        self._server = uvicorn.Server(config)
        self._serving: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """Where it listens, once it is open."""
        return self._port

    def serve(self, first_step: str, app: Asgi) -> None:
        """Let `app` answer every path that is `/first_step` or begins so."""
        self._served[first_step] = app

    async def open(self) -> None:
        """Listen. Raises DoorError when the port is taken, or the host is none of this machine's."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            listener = socket.create_server((self._host, self._port), family=family)
        except OSError as error:
            why = str(error.strerror).partition(" (")[0]
            raise DoorError(
                f"Nothing can listen at {self._host}, port {self._port} ({why}). Does another `run` on this machine?"
                " Stop it, or set UNDERSTUDY_HOST and UNDERSTUDY_PORT to where nobody listens."
            ) from error
        self._port = listener.getsockname()[1]
        self._server.config.load()
        self._server.lifespan = self._server.config.lifespan_class(self._server.config)
        await self._server.startup(sockets=[listener])
        self._serving = asyncio.create_task(self._server.main_loop())
        log.info("door_open", port=self._port)

    async def close(self) -> None:
        """Finish the requests at hand, then stop."""
        if self._serving is None:
            return
        self._serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._serving
        self._serving = None
        if self._server.server_state.connections:
            await self._server.shutdown()
        for listening in self._server.servers:
            listening.close()

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        first_step = str(scope["path"]).split("/")[1]
        app = self._served.get(first_step)
        if app is None:
            await answer(send, HTTPStatus.NOT_FOUND, b"Not found")
        else:
            await app(scope, receive, send)


async def answer(
    send: Send, status: HTTPStatus, body: bytes, content_type: str = "text/plain; charset=utf-8"
) -> None:
    """Send a whole answer."""
    headers = [
        (b"content-type", content_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
