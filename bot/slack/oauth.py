"""Installing by OAuth: Bolt's two pages, with our states, our store and our words.

A state is good once, for ten minutes, in the browser that it was given to.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode, urljoin

import aiohttp
import structlog
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation as SdkInstallation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from typing_extensions import override

from bot.clock import Clock
from bot.settings import Settings
from bot.slack.outcomes import code_of
from bot.slack.renewal import trade
from storage.database import Database

log = structlog.get_logger()

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
STATE_LIVES = timedelta(minutes=10)
TEAM = re.compile(r"[TE][A-Z0-9]{1,31}")
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Granted:
    """What Slack granted; `team_id` is empty for a whole organisation."""

    enterprise_id: str
    team_id: str
    app_id: str
    bot_user_id: str
    bot_id: str
    token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: datetime | None
    scopes: str
    installed_by: str


class Pages(Protocol):
    """What the browser shows."""

    def installed(self, name: str, app_id: str, team_id: str) -> str:
        """The app is in; how to go on."""
        ...

    def refused(self, reason: str, again: str) -> str:
        """It is not, why, and how to try again at `again`."""
        ...


Keep = Callable[[Granted], Awaitable[None]]


class _States(AsyncOAuthStateStore):
    """Our states; the SDK asks whether the browser is the same one."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @override
    async def async_issue(self, *_args: object, **_named: object) -> str:
        state = secrets.token_urlsafe(32)
        expires_at = await self._clock.now() + STATE_LIVES
        await self._database.run(lambda work: work.oauth_states.issue(state, expires_at))
        return state

    @override
    async def async_consume(self, state: str) -> bool:
        now = await self._clock.now()
        return await self._database.run(lambda work: work.oauth_states.consume(state, now))


class _Store(AsyncInstallationStore):
    """Where the flow leaves what Slack granted; nothing is ever read from here."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    @override
    async def async_save(self, installation: SdkInstallation) -> None:
        try:
            await self._keep(_granted(installation))
        except Exception as error:
            incident = secrets.token_hex(4)
            log.exception("installation_not_kept", incident=incident)
            raise BoltError(incident) from error


def _granted(given: SdkInstallation) -> Granted:
    until = given.bot_token_expires_at
    scopes = given.bot_scopes or ()
    return Granted(
        enterprise_id=given.enterprise_id or "",
        team_id="" if given.is_enterprise_install else given.team_id or "",
        app_id=given.app_id or "",
        bot_user_id=given.bot_user_id or "",
        bot_id=given.bot_id or "",
        token=given.bot_token or "",
        refresh_token=given.bot_refresh_token,
        expires_at=datetime.fromtimestamp(until, UTC) if until else None,
        scopes=scopes if isinstance(scopes, str) else ",".join(scopes),
        installed_by=given.user_id or "",
    )


class _Flow(AsyncOAuthFlow):
    """Bolt's flow, which would quote the code in its log and pass on what the browser says of a team."""

    def __init__(self, *, client: AsyncWebClient, settings: AsyncOAuthSettings, clock: Clock) -> None:
        super().__init__(client=client, logger=logging.getLogger("slack"), settings=settings)
        self._clock = clock

    @override
    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        asked = {
            "client_id": self.client_id,
            "scope": ",".join(self.settings.scopes or ()),
            "state": state,
            "redirect_uri": self.redirect_uri,
            "team": next(filter(TEAM.fullmatch, request.query.get("team", ())), None),
        }
        given = {key: value for key, value in asked.items() if value}
        return f"{self.settings.authorization_url}?{urlencode(given)}"

    @override
    async def run_installation(self, code: str) -> SdkInstallation | None:
        try:
            return await self._redeem(code)
        except SlackApiError as error:
            log.warning("installation_refused", why=code_of(error) or "unreadable answer")
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("installation_refused", why=type(error).__name__)
        return None

    async def _redeem(self, code: str) -> SdkInstallation:
        given = {"code": code, "redirect_uri": self.redirect_uri}
        answer = await trade(self.client, self.client_id, self.settings.client_secret, given)
        team, enterprise = answer.get("team") or {}, answer.get("enterprise") or {}
        token = answer["access_token"]
        who = await self.client.auth_test(token=token)
        lives = answer.get("expires_in")
        until = (await self._clock.now()).timestamp() + int(lives) if lives else None
        return SdkInstallation(
            app_id=answer.get("app_id"),
            enterprise_id=enterprise.get("id"),
            enterprise_name=enterprise.get("name"),
            team_id=team.get("id"),
            team_name=team.get("name"),
            bot_token=token,
            bot_id=who.get("bot_id"),
            bot_user_id=answer.get("bot_user_id"),
            bot_scopes=answer.get("scope") or "",
            bot_refresh_token=answer.get("refresh_token"),
            bot_token_expires_at=None if until is None else int(until),
            user_id=(answer.get("authed_user") or {}).get("id") or "",
            is_enterprise_install=bool(answer.get("is_enterprise_install")),
        )


@dataclass(frozen=True)
class _Ending:
    """The last page."""

    pages: Pages

    async def installed(self, args: AsyncSuccessArgs) -> BoltResponse:
        given = args.installation
        name = given.team_name or given.enterprise_name or ""
        done = args.settings.state_utils.build_set_cookie_for_deletion()
        body = self.pages.installed(name, given.app_id or "", given.team_id or given.enterprise_id or "")
        return BoltResponse(status=200, body=body, headers={**HEADERS, "Set-Cookie": [done]})

    async def refused(self, args: AsyncFailureArgs) -> BoltResponse:
        reason = f"storage_error:{args.error}" if args.reason == "storage_error" else args.reason
        log.warning("installation_ended", why=args.reason)
        body = self.pages.refused(reason, INSTALL_PATH)
        return BoltResponse(status=args.suggested_status_code, body=body, headers=dict(HEADERS))


def flow_of(
    settings: Settings,
    client: AsyncWebClient,
    scopes: Sequence[str],
    database: Database,
    clock: Clock,
    pages: Pages,
    keep: Keep,
) -> AsyncOAuthFlow | None:
    """The two pages by which workspaces install the app; None when the settings serve the one of a bot token."""
    if not settings.serves_many:
        return None
    ending = _Ending(pages)
    public = settings.public_url.rstrip("/")
    return _Flow(
        client=client,
        clock=clock,
        settings=AsyncOAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret.get_secret_value(),
            scopes=list(scopes),
            user_scopes=[],
            redirect_uri=public + REDIRECT_PATH if public else None,
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            install_page_rendering_enabled=False,
            callback_options=AsyncCallbackOptions(success=ending.installed, failure=ending.refused),
            installation_store=_Store(keep),
            state_store=_States(database, clock),
            state_expiration_seconds=int(STATE_LIVES.total_seconds()),
            authorization_url=urljoin(settings.slack_api_url, "/oauth/v2/authorize"),
        ),
    )
