"""Where the app is installed: whose token serves which workspace.

A process holds all installations in memory, so that an event costs neither a query nor a call. What other processes
change is found by one small query every few seconds.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import aiohttp
import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from typing_extensions import override

from bot.slack.parsing import Bot
from storage.database import Database
from storage.installations import Installed
from storage.vault import NoKeyError, Vault

log = structlog.get_logger()

NOWHERE = -1  # no workspace has this number
LOOK_EVERY = 3.0  # real seconds until what another process changed is known here


class UnknownWorkspaceError(Exception):
    """An event came from a workspace of which we have no installation; Slack is to deliver it again."""


class NotInstalledError(aiohttp.ClientError):
    """Nothing can be said in this workspace: the app was put out, or no token of it can be read.

    To whoever asks Slack something it is as if Slack could not be reached.
    """


@dataclass(frozen=True)
class Installation:
    """One workspace's installation; `token` is empty where nothing can be said. `is_in` is False when it was put out."""

    workspace_id: int
    enterprise_id: str
    bot: Bot
    token: str = field(repr=False)
    expires_at: datetime | None = None
    is_in: bool = True
    version: int = 0

    def __repr__(self) -> str:
        """Never with the token."""
        return f"Installation({self.workspace_id}, {self.bot.team_id})"


@dataclass(frozen=True)
class Shelf:
    """The installations of the database, opened with the keys; `own` are tokens that the settings hold, by workspace."""

    database: Database
    vault: Vault
    own: dict[int, str] = field(default_factory=dict, repr=False)

    async def newer_than(self, version: int) -> list[Installation]:
        """What changed since then, oldest first."""
        rows = await self.database.run(lambda work: work.installations.newer_than(version))
        return [self.opened(row) for row in rows]

    def opened(self, row: Installed) -> Installation:
        """The row as this process uses it; without a token when no key opens it, which the log tells."""
        token = ""
        if row.uninstalled_at is None:
            token = self.own.get(row.workspace_id) or self._token_of(row)
        return Installation(
            workspace_id=row.workspace_id,
            enterprise_id=row.enterprise_id,
            bot=Bot(user_id=row.bot_user_id, bot_id=row.bot_id, team_id=row.team_id),
            token=token,
            expires_at=row.expires_at,
            is_in=row.uninstalled_at is None,
            version=row.version,
        )

    def _token_of(self, row: Installed) -> str:
        try:
            return self.vault.open(row.token) if row.token else ""
        except NoKeyError as error:
            log.error("token_not_readable", workspace=row.workspace_id, why=str(error))  # noqa: TRY400 (it says all)
            return ""


class Renews(Protocol):
    """Keeps tokens that expire fresh."""

    async def fresh(self, installation: Installation) -> Installation:
        """The installation with a token that is good for now. Raises NotInstalledError when there is none."""
        ...


class Installations:
    """All installations, as this process knows them; asking costs nothing but a look every few seconds."""

    def __init__(
        self,
        shelf: Shelf | None = None,
        renewal: Renews | None = None,
        patience: Callable[[], float] = time.monotonic,
    ) -> None:
        """Without a shelf it knows what it is told with `know`; `patience` is the real clock."""
        self._shelf = shelf
        self._renewal = renewal
        self._patience = patience
        self._by_workspace: dict[int, Installation] = {}
        self._of_team: dict[str, int] = {}
        self._of_org: dict[str, int] = {}
        self._version = -1
        self._looked_at = float("-inf")
        self._again = False
        self._looking = asyncio.Lock()
        self.unserved: set[int] = set()
        """Workspaces that were asked for in vain, so that jobs can leave them out."""

    def know(self, installation: Installation) -> None:
        """This is how the app stands there from now on."""
        workspace_id, team_id = installation.workspace_id, installation.bot.team_id
        self._by_workspace[workspace_id] = installation
        index, key = (self._of_team, team_id) if team_id else (self._of_org, installation.enterprise_id)
        known = self._by_workspace.get(index.get(key, workspace_id))
        if installation.is_in or known is None or not known.is_in:
            index[key] = workspace_id
        if installation.token:
            self.unserved.discard(workspace_id)

    def all(self) -> tuple[Installation, ...]:
        """Every installation that this process serves."""
        return tuple(each for each in self._by_workspace.values() if each.is_in and each.token)

    def find(self, enterprise_id: str | None, team_id: str | None, *, is_org: bool = False) -> Installation:
        """The installation that an envelope is for, as far as is known here; it may be one that was put out.

        One of the team itself goes before one of its whole organisation, unless the envelope names that (`is_org`).
        Raises UnknownWorkspaceError, which leaves the event unacknowledged.
        """
        found = self._known(enterprise_id, team_id, is_org=is_org)
        if found is None:
            raise UnknownWorkspaceError(f"no installation for team {team_id or '?'}")
        return found

    def _known(self, enterprise_id: str | None, team_id: str | None, *, is_org: bool) -> Installation | None:
        team = self._by_workspace.get(self._of_team.get(team_id or "", NOWHERE))
        org = self._by_workspace.get(self._of_org.get(enterprise_id or "", NOWHERE))
        first, second = (org, team) if is_org else (team, org)
        if first is None or (second is not None and second.is_in and not first.is_in):
            return second
        return first

    async def of_envelope(
        self, enterprise_id: str | None, team_id: str | None, *, is_org: bool = False
    ) -> Installation:
        """The same, and what is not known here is looked for in the database at once."""
        await self.look()
        found = self._known(enterprise_id, team_id, is_org=is_org)
        if found is None:
            self.look_again()
            await self.look()
        return found or self.find(enterprise_id, team_id, is_org=is_org)

    async def of(self, workspace_id: int) -> Installation:
        """The installation of a workspace, with a token that is good for now. Raises NotInstalledError without one."""
        await self.look()
        found = self._by_workspace.get(workspace_id)
        if found is None or not found.token:
            self.unserved.add(workspace_id)
            raise NotInstalledError(f"nothing can be said in workspace {workspace_id}")
        if found.expires_at is None or self._renewal is None:
            return found
        fresh = await self._renewal.fresh(found)
        if fresh is not found:
            self.know(fresh)
        return fresh

    def look_again(self) -> None:
        """Something was changed: the next question looks at once."""
        self._again = True

    async def look(self) -> None:
        """Find what changed since the last look, if that is a few seconds ago; who asks meanwhile waits for it."""
        if self._shelf is None or not self._is_due():
            return
        async with self._looking:
            if not self._is_due():
                return
            self._again = False
            for changed in await self._shelf.newer_than(self._version):
                self._version = max(self._version, changed.version)
                self.know(changed)
            self._looked_at = self._patience()

    def _is_due(self) -> bool:
        return self._again or self._patience() - self._looked_at >= LOOK_EVERY

    def authorizer(self) -> Callable[..., Awaitable[AuthorizeResult]]:
        """What Bolt asks before every event."""
        return _Authorizer(self)


class _Authorizer(AsyncAuthorize):
    """No call to Slack and no query; a workspace that put the app out is let through without a token, to be dropped."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    @override
    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult:
        is_org = bool(context.is_enterprise_install)
        found = await self._installations.of_envelope(enterprise_id, team_id, is_org=is_org)
        if found.is_in and found.expires_at is not None:
            found = await self._installations.of(found.workspace_id)
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=found.bot.user_id,
            bot_id=found.bot.bot_id,
            bot_token=found.token or None,
        )
