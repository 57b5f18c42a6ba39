"""How Slack reaches the app: a socket that we open (default), or HTTP requests that Slack signs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Protocol

import structlog
from slack_bolt import BoltResponse
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.asgi.http_request import AsgiHttpRequest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from typing_extensions import override

from bot.serving import Asgi, Receive, Scope, Send, Server, answer
from bot.settings import Settings
from bot.slack.network import proxy_of

log = structlog.get_logger()

SILENT_PINGS = 4  # after so many the socket is taken for dead; the SDK counts alike
EVENTS_PATH = "/slack/events"
FIRST_STEP = "slack"  # of all paths that Slack, or a browser that comes from there, asks for
NO_EVENTS = ""  # no path is empty: whoever hears by socket takes nothing that claims to be Slack's
LONGEST_DRAIN = 10  # real seconds for the deliveries at hand; Slack repeats what is not acknowledged


class Transport(Protocol):
    """A way in."""

    async def open(self) -> None:
        """Begin to hear."""
        ...

    async def close(self) -> None:
        """Hear no more, and finish what was heard."""
        ...

    async def is_open(self) -> bool:
        """Whether Slack reaches us at this moment."""
        ...


class AtHand:
    """The deliveries that are being dealt with; once closed, no new one is taken."""

    def __init__(self) -> None:
        """Nothing is at hand."""
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()
        self.is_closed = False

    @contextmanager
    def one(self) -> Iterator[None]:
        """Deal with one delivery."""
        self._count += 1
        self._none.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._none.set()

    async def close(self) -> None:
        """Take no more, and wait for those at hand."""
        self.is_closed = True
        try:
            async with asyncio.timeout(LONGEST_DRAIN):
                await self._none.wait()
        except TimeoutError:
            log.warning("deliveries_left_unfinished", count=self._count)


class Deaf:
    """No way in: for a process that only works off what is owed."""

    async def open(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def is_open(self) -> bool:
        """It is as open as it will ever be."""
        return True


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
        self._at_hand = AtHand()

    async def open(self) -> None:
        """Connect, and watch over the connection."""
        self._handler = _SocketHandler(
            self._app, self._app_token, ping_interval=self._ping_seconds, at_hand=self._at_hand
        )
        self._watchdog = asyncio.create_task(self._watch(self._handler))
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def is_open(self) -> bool:
        """Whether the socket is connected and answers pings."""
        return self._handler is not None and await self._handler.client.is_connected()

    async def close(self) -> None:
        """Hear no more, acknowledge what was heard, disconnect."""
        await self._at_hand.close()
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
    """Signed HTTP requests, at the door that this process has anyway."""

    def __init__(self, app: AsyncApp, server: Server) -> None:
        """Nothing is taken before `open`."""
        self._handler = _Handler(app, path=EVENTS_PATH)
        self._at_hand = AtHand()
        self._is_open = False
        server.serve(FIRST_STEP, self._take)

    async def open(self) -> None:
        """Take requests."""
        self._is_open = True

    async def is_open(self) -> bool:
        """Whether requests are taken."""
        return self._is_open

    async def close(self) -> None:
        """Take no more, and answer those at hand."""
        self._is_open = False
        await self._at_hand.close()

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._is_open:
            await answer(send, HTTPStatus.SERVICE_UNAVAILABLE, b"Starting or stopping; try again")
            return
        with self._at_hand.one():
            await self._handler(dict(scope), receive, send)


class _SocketHandler(AsyncSocketModeHandler):
    """Bolt's, which can stop hearing while it still acknowledges: what it lets pass, Slack delivers again."""

    def __init__(self, app: AsyncApp, app_token: str, *, ping_interval: float, at_hand: AtHand) -> None:
        super().__init__(app, app_token, ping_interval=ping_interval)
        self.client.proxy = proxy_of(app.client.base_url)  # the SDK would not heed NO_PROXY
        self._at_hand = at_hand

    @override
    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        if not self._at_hand.is_closed:
            with self._at_hand.one():
                await super().handle(client, req)


def _pages(app: AsyncApp) -> Asgi:
    """The two pages by which workspaces install the app, and nothing else."""
    handler = _Handler(app, path=NO_EVENTS)

    async def take(scope: Scope, receive: Receive, send: Send) -> None:
        await handler(dict(scope), receive, send)

    return take


def transport_of(settings: Settings, app: AsyncApp, server: Server) -> Transport:
    """The way in that the settings ask for."""
    if settings.role == "worker":
        return Deaf()
    if settings.transport == "http":
        return HttpTransport(app, server)
    if settings.serves_many:  # whoever installs the app comes by browser all the same
        server.serve(FIRST_STEP, _pages(app))
    return SocketTransport(
        app, settings.slack_app_token.get_secret_value(), ping_seconds=settings.ping_seconds
    )
