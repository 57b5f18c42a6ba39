"""Web API clients: one shared session, no retries of the SDK's own, a client for each token."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from datetime import datetime

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from bot.slack.installations import Installations
from bot.slack.parsing import Bot
from bot.slack.shelf import Shelf
from bot.slack.tokens import shown
from storage.work import Work

MOST = 10_000  # clients kept; tokens that are renewed leave old ones behind
FIRST_PAUSE = 1.0  # real seconds before Slack is asked again; doubled each time
LONGEST_PAUSE = 30.0


class Clients:
    """Makes and keeps clients."""

    def __init__(
        self, base_url: str, session: aiohttp.ClientSession, trust: ssl.SSLContext | None = None
    ) -> None:
        """All clients call `base_url` through `session`; `trust` is for the socket, which the SDK opens itself."""
        self._base_url = base_url
        self._session = session
        self._trust = trust
        self._by_token: dict[str | None, AsyncWebClient] = {}

    def __repr__(self) -> str:
        """Never with the tokens."""
        return f"Clients({self._base_url})"

    def of(self, token: str | None) -> AsyncWebClient:
        """The client that speaks with this token; its connection retry is off, for it could post twice."""
        client = self._by_token.get(token)
        if client is None:
            client = AsyncWebClient(
                token=token,
                base_url=self._base_url,
                session=self._session,
                ssl=self._trust,
                retry_handlers=[],
            )
            client.proxy = None  # the session asks the environment, which may except some hosts
            self._by_token[token] = client
            if len(self._by_token) > MOST:
                self._by_token.pop(next(iter(self._by_token)))
        return client

    def speaking_for(self, installations: Installations) -> Callable[[int], Awaitable[AsyncWebClient]]:
        """What gives the client of a workspace, with a token that is good for now, or raises NotInstalledError."""

        async def client_of(workspace_id: int) -> AsyncWebClient:
            return self.of((await installations.of(workspace_id)).token)

        return client_of


async def know_own_workspace(settings: Settings, clients: Clients, shelf: Shelf, now: datetime) -> None:
    """Ask Slack whose the bot token is, however long that takes, and serve that workspace. Raises TokenRefusedError."""
    token = settings.slack_bot_token.get_secret_value()
    pause = FIRST_PAUSE
    while (who := await shown("UNDERSTUDY_SLACK_BOT_TOKEN", clients.of(token).auth_test())) is None:
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
    bot = Bot(user_id=who["user_id"], bot_id=who.get("bot_id") or "", team_id=who["team_id"])

    def keep(work: Work) -> int:
        workspace = work.workspaces.know(
            team_id=bot.team_id,
            enterprise_id=who.get("enterprise_id") or "",
            bot_user_id=bot.user_id,
            bot_id=bot.bot_id,
            app_id=who.get("app_id") or "",
        )
        _leave_others(work, workspace.id, now)
        found = work.room(workspace.id).installation.find()
        if found is None or found.uninstalled_at is not None or found.token is not None:
            work.room(workspace.id).installation.keep(now)
        return workspace.id

    shelf.own[await shelf.database.run(keep)] = token


def _leave_others(work: Work, own: int, now: datetime) -> None:
    """A workspace that an earlier bot token was for is not spoken to any more; what is kept of it stays."""
    for other in work.installations.all():
        if other.workspace_id != own and other.token is None:
            work.room(other.workspace_id).installation.take_out(now, None)
