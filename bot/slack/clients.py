"""Web API clients: one shared session, no retries of the SDK's own, a client for each token."""

from __future__ import annotations

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from bot.slack.installations import Installation, Installations
from bot.slack.parsing import Bot
from storage.database import Database


class Clients:
    """Makes and keeps clients."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession) -> None:
        """All clients call `base_url` through `session`."""
        self._base_url = base_url
        self._session = session
        self._by_token: dict[str | None, AsyncWebClient] = {}

    def of(self, token: str | None) -> AsyncWebClient:
        """The client that speaks with this token; its connection retry is off, for it could post twice."""
        client = self._by_token.get(token)
        if client is None:
            client = AsyncWebClient(
                token=token, base_url=self._base_url, session=self._session, retry_handlers=[]
            )
            self._by_token[token] = client
        return client


async def know_own_workspace(
    settings: Settings, clients: Clients, installations: Installations, database: Database
) -> None:
    """Ask Slack whose the bot token is, and serve that workspace. Raises SlackApiError when the token is refused."""
    token = settings.slack_bot_token.get_secret_value()
    who = await clients.of(token).auth_test()
    bot = Bot(user_id=who["user_id"], bot_id=who.get("bot_id") or "", team_id=who["team_id"])
    enterprise_id = who.get("enterprise_id") or ""
    workspace = await database.run(
        lambda work: work.workspaces.know(
            team_id=bot.team_id,
            enterprise_id=enterprise_id,
            bot_user_id=bot.user_id,
            bot_id=bot.bot_id,
            app_id=who.get("app_id") or "",
        )
    )
    installations.know(Installation(workspace.id, enterprise_id, bot, token))
