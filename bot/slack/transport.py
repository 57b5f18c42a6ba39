"""How Slack reaches the app: a socket that we open (default), or HTTP requests that Slack signs."""

from __future__ import annotations

import asyncio
import contextlib
from http import HTTPStatus
from typing import Protocol

import structlog
import uvicorn
from slack_bolt import BoltResponse
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.asgi.http_request import AsgiHttpRequest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from typing_extensions import override

from bot.settings import Settings

log = structlog.get_logger()

SILENT_PINGS = 4  # after so many the socket is taken for dead; the SDK counts alike
EVENTS_PATH = "/slack/events"


class Transport(Protocol):
    """A way in."""

    async def open(self) -> None:
        """Begin to hear."""
        ...

    async def close(self) -> None:
        """Hear no more."""
        ...


class SocketTransport:
    """Socket Mode, with a watchdog over the SDK's client.

    The client may try one stale, single-use address for ever; the watchdog takes the address away, so that
    its next try asks for a new one.
    """

    def __init__(self, app: AsyncApp, app_token: str, *, ping_seconds: float) -> None:
        """Nothing connects before `open`."""
        self._app = app
        self._app_token = app_token
        self._ping_seconds = ping_seconds
        self._handler: AsyncSocketModeHandler | None = None
        self._watchdog: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, and watch over the connection."""
        self._handler = AsyncSocketModeHandler(self._app, self._app_token, ping_interval=self._ping_seconds)
        self._watchdog = asyncio.create_task(self._watch(self._handler))
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Disconnect."""
        if self._watchdog is not None:
            self._watchdog.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watchdog
        if self._handler is not None:
            await self._handler.close_async()  # type: ignore[no-untyped-call]

    async def _watch(self, handler: AsyncSocketModeHandler) -> None:
        """Forget the address whenever the socket was down twice in a row."""
        was_down = False
        while True:
            await asyncio.sleep(self._ping_seconds)
            is_down = not await handler.client.is_connected()
            if is_down and was_down:
                log.warning("socket_down")
                handler.client.wss_uri = None
            was_down = is_down


class _Handler(AsyncSlackRequestHandler):
    """Bolt's, which would answer a body that is no payload at all with a stack trace in the log."""

    @override
    async def dispatch(self, request: AsgiHttpRequest) -> BoltResponse:
        try:
            return await super().dispatch(request)
        except (AttributeError, TypeError, ValueError) as error:
            log.warning("request_not_understood", problem=type(error).__name__)
            return BoltResponse(status=HTTPStatus.BAD_REQUEST)


class HttpTransport:
    """Signed HTTP requests, served by uvicorn."""

    def __init__(self, app: AsyncApp, *, host: str, port: int) -> None:
        """Nothing listens before `open`."""
        asgi = _Handler(app, path=EVENTS_PATH)
        self._server = uvicorn.Server(
            uvicorn.Config(asgi, host=host, port=port, log_config=None, access_log=False, lifespan="off")
        )
        self._serving: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Listen on the port."""
        self._server.config.load()
        self._server.lifespan = self._server.config.lifespan_class(self._server.config)
        await self._server.startup()
        self._serving = asyncio.create_task(self._server.main_loop())

    async def close(self) -> None:
        """Finish the requests at hand, then stop."""
        self._server.should_exit = True
        if self._serving is not None:
            await self._serving
            await self._server.shutdown()


def transport_of(settings: Settings, app: AsyncApp) -> Transport:
    """The way in that the settings ask for."""
    if settings.transport == "http":
        return HttpTransport(app, host=settings.host, port=settings.port)
    return SocketTransport(
        app, settings.slack_app_token.get_secret_value(), ping_seconds=settings.ping_seconds
    )
