"""Renewing tokens that expire: ahead of time, once over all processes, under a lease in the installation's row."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
import structlog
from pydantic import BaseModel, SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from typing_extensions import override

from bot.clock import Clock
from bot.slack.installations import NotInstalledError, Renews
from bot.slack.outcomes import code_of
from bot.slack.shelf import Installation, Shelf
from storage.installations import Installed
from storage.vault import NoKeyError
from storage.work import Room

log = structlog.get_logger()

AHEAD = timedelta(hours=2)  # of the twelve that Slack gives: time for many tries
LEASE = timedelta(seconds=90)  # long against one call
LOOK_EVERY = 0.2  # real seconds between looks while another process renews a token that is no longer good


class _Renewed(BaseModel):
    """Slack's answer to a refresh token, as far as we read it."""

    access_token: SecretStr
    refresh_token: SecretStr | None = None
    expires_in: int


@dataclass(frozen=True)
class Renewal(Renews):
    """Trades refresh tokens for new ones. `real_now` is patience: how long a process may hold the lease."""

    shelf: Shelf
    clock: Clock
    client: AsyncWebClient
    client_id: str
    client_secret: SecretStr
    real_now: Callable[[], datetime]
    lease: timedelta = LEASE

    @override
    async def fresh(self, installation: Installation) -> Installation:
        patience = self.real_now() + self.lease
        while True:
            now = await self.clock.now()
            if installation.expires_at is None or installation.expires_at - now > AHEAD:
                return installation
            row = await self._claim(installation.workspace_id, now)
            if row is None:
                raise NotInstalledError(f"the app was put out of workspace {installation.workspace_id}")
            if isinstance(row, Installed):
                return await self._renew(row, now)
            if installation.expires_at > now:
                return installation  # another process renews it, and this one is good yet
            if self.real_now() > patience:
                raise NotInstalledError(f"no fresh token for workspace {installation.workspace_id}")
            await asyncio.sleep(LOOK_EVERY)
            installation = await self._look(installation)

    async def _claim(self, workspace_id: int, now: datetime) -> Installed | bool | None:
        """The row, if this process is to renew its token (or need not any more); False while another one does."""
        alive_at = self.real_now()

        def claim(room: Room) -> Installed | bool | None:
            won = room.installation.claim_renewal(alive_at=alive_at, lease_until=alive_at + self.lease)
            row = room.installation.find()  # not before: the claim may have waited for whoever renewed it
            if row is None or row.uninstalled_at is not None:
                return None
            if row.expires_at is None or row.expires_at - now > AHEAD:
                if won:
                    room.installation.end_renewal()
                return row
            return row if won else False

        return await self.shelf.database.run(lambda work: claim(work.room(workspace_id)))

    async def _renew(self, row: Installed, now: datetime) -> Installation:
        if row.expires_at is None or row.expires_at - now > AHEAD:
            return self.shelf.opened(row)
        try:
            answer = await self._ask(row)
        except (SlackApiError, NoKeyError, aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.error("token_not_renewed", workspace=row.workspace_id, why=_why(error))  # noqa: TRY400 (a trace could quote Slack)
            await self._run(row, lambda room: room.installation.end_renewal())
            if row.expires_at > now:
                return self.shelf.opened(row)
            raise NotInstalledError(f"no fresh token for workspace {row.workspace_id}") from None
        return await self._keep(row, answer, now)

    async def _ask(self, row: Installed) -> _Renewed:
        refresh_token = self.shelf.vault.open(row.refresh_token or "")
        secret = self.client_secret.get_secret_value()
        given = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        answer = await trade(self.client, self.client_id, secret, given)
        return _Renewed.model_validate(answer.data)

    async def _keep(self, row: Installed, answer: _Renewed, now: datetime) -> Installation:
        vault = self.shelf.vault
        sealed = vault.seal(answer.access_token.get_secret_value())
        refresh = (
            vault.seal(answer.refresh_token.get_secret_value()) if answer.refresh_token else row.refresh_token
        )
        expires_at = now + timedelta(seconds=answer.expires_in)

        def keep(room: Room) -> Installed | None:
            kept = room.installation.renew(now, token=sealed, refresh_token=refresh, expires_at=expires_at)
            return room.installation.find() if kept else None

        kept = await self._run(row, keep)
        if kept is None:
            raise NotInstalledError(f"the app was put out of workspace {row.workspace_id}")
        return self.shelf.opened(kept)

    async def _look(self, installation: Installation) -> Installation:
        row = await self.shelf.database.run(
            lambda work: work.room(installation.workspace_id).installation.find()
        )
        return installation if row is None else self.shelf.opened(row)

    async def _run(self, row: Installed, deed: Callable[[Room], Installed | None]) -> Installed | None:
        return await self.shelf.database.run(lambda work: deed(work.room(row.workspace_id)))


async def trade(
    client: AsyncWebClient, client_id: str, client_secret: str, given: Mapping[str, str | None]
) -> AsyncSlackResponse:
    """A code or a refresh token for a token. The SDK's own method uses what aiohttp is about to remove."""
    return await client.api_call(
        "oauth.v2.access",
        data={key: value for key, value in given.items() if value is not None},
        headers={"Authorization": aiohttp.encode_basic_auth(client_id, client_secret)},
    )


def _why(error: Exception) -> str:
    """Slack's word for the refusal, or the kind of failure; never what was sent."""
    if isinstance(error, SlackApiError):
        return code_of(error) or "unreadable answer"
    return type(error).__name__
