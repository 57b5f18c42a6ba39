"""An app that only listens: the real Socket Mode client, with a say in what it acknowledges."""

import asyncio
from collections.abc import Callable

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.shapes import Json, as_object, as_text
from bot.sandbox.slack import Sandbox

Answer = Callable[[SocketModeRequest], Json | None]


class Ear:
    """Hears everything; acknowledges while `acks`, with what `answer` returns for interactions."""

    def __init__(self, slack: Sandbox) -> None:
        self.heard: list[SocketModeRequest] = []
        self.acks = True
        self.answer: Answer = lambda _request: None
        web = AsyncWebClient(base_url=slack.api_url)
        self.client = SocketModeClient(app_token=slack.app_token, web_client=web, ping_interval=0.5)
        self.client.socket_mode_request_listeners.append(self._hear)
        self.greetings = 0
        self.client.message_listeners.append(self._note)

    @property
    def events(self) -> list[Json]:
        """The inner events, in order of arrival."""
        return [as_object(r.payload.get("event")) for r in self.heard if r.type == "events_api"]

    @property
    def kinds(self) -> list[str]:
        """The types of the inner events."""
        return [as_text(event.get("type")) for event in self.events]

    @property
    def texts(self) -> list[str]:
        """The texts of the message events."""
        return [as_text(event.get("text")) for event in self.events if event.get("type") == "message"]

    @property
    def attempts(self) -> list[tuple[int | None, str | None]]:
        """Retry number and reason of each delivery."""
        return [(r.retry_attempt, r.retry_reason) for r in self.heard]

    async def connect(self) -> None:
        """Open a socket."""
        await self.client.connect()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Hang up and wait for the client's tasks."""
        tasks = [
            self.client.message_processor,
            self.client.message_receiver,
            self.client.current_session_monitor,
        ]
        await self.client.close()  # type: ignore[no-untyped-call]
        await asyncio.gather(*(task for task in tasks if task), return_exceptions=True)

    async def _hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        if self.acks:
            payload = None if request.type == "events_api" else self.answer(request)
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))

    async def _note(self, _client: AsyncBaseSocketModeClient, message: Json, _raw: str | None = None) -> None:
        if message.get("type") == "hello":
            self.greetings += 1
