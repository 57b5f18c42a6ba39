"""Where the app is installed: whose token serves which workspace.

A process holds all installations in memory, so that an event costs neither a query nor a call. What other processes
change is found by one small query every few seconds.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from typing_extensions import override

from bot.slack.shelf import Installation, Shelf

NOWHERE = -1  # no workspace has this number
LOOK_EVERY = 3.0  # real seconds until what another process changed is known here


class UnknownWorkspaceError(Exception):
    """An event came from a workspace of which we have no installation; Slack is to deliver it again."""


class NotInstalledError(aiohttp.ClientError):
    """Nothing can be said in this workspace: the app was put out, or no token of it can be read.

    To whoever asks Slack something it is as if Slack could not be reached.
    """


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
            self.unserved -= {each for each in self.unserved if self._served(each)}

    def all(self) -> tuple[Installation, ...]:
        """Every installation that this process serves."""
        return tuple(found for each in self._by_workspace if (found := self._served(each)))

    def find(self, enterprise_id: str | None, team_id: str | None) -> Installation:
        """The installation that an envelope is for, as far as is known here; it may be one that was put out.

        It is the team's own, or where none is known that of its whole organisation.
        Raises UnknownWorkspaceError, which leaves the event unacknowledged.
        """
        found = self._known(enterprise_id, team_id)
        if found is None:
            raise UnknownWorkspaceError(f"no installation for team {team_id or '?'}")
        return self._spoken(found)

    def organisation_of_new(self, enterprise_id: str | None, team_id: str | None) -> Installation | None:
        """The organisation that has the app, if this team of it is not known to have it; else None."""
        whole = self._by_workspace.get(self._of_org.get(enterprise_id or "", NOWHERE))
        known = self._known(enterprise_id, team_id)
        if whole is None or not whole.is_in or known is None:
            return None
        return whole if known is whole or not known.is_in else None

    def _known(self, enterprise_id: str | None, team_id: str | None) -> Installation | None:
        team = self._by_workspace.get(self._of_team.get(team_id or "", NOWHERE))
        return team or self._by_workspace.get(self._of_org.get(enterprise_id or "", NOWHERE))

    def _voice(self, found: Installation) -> Installation:
        """Whose token speaks there: its own, or that of its organisation."""
        whole = self._by_workspace.get(self._of_org.get(found.enterprise_id, NOWHERE))
        return found if found.token or not found.is_in or whole is None else whole

    def _spoken(self, found: Installation, voice: Installation | None = None) -> Installation:
        """The installation as it is used: with the bot and the token of whoever speaks there."""
        voice = voice or self._voice(found)
        if voice is found:
            return found
        return replace(voice, workspace_id=found.workspace_id, is_in=found.is_in)

    def _served(self, workspace_id: int) -> Installation | None:
        """The installation of a workspace in which something can be said, else None."""
        known = self._by_workspace.get(workspace_id)
        found = self._spoken(known) if known else None
        return found if found and found.is_in and found.token else None

    async def of_envelope(self, enterprise_id: str | None, team_id: str | None) -> Installation:
        """The same, and what is not known here is looked for in the database at once."""
        await self.look()
        if self._known(enterprise_id, team_id) is None:
            self.look_again()
            await self.look()
        return self.find(enterprise_id, team_id)

    async def of(self, workspace_id: int) -> Installation:
        """The installation of a workspace, with a token that is good for now. Raises NotInstalledError without one."""
        await self.look()
        if self._served(workspace_id) is None:
            self.unserved.add(workspace_id)
            raise NotInstalledError(f"nothing can be said in workspace {workspace_id}")
        found = self._by_workspace[workspace_id]
        voice = self._voice(found)
        if voice.expires_at is not None and self._renewal is not None:
            fresh = await self._renewal.fresh(voice)
            if fresh is not voice:
                self.know(fresh)
            voice = fresh
        return self._spoken(found, voice)

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
        found = await self._installations.of_envelope(enterprise_id, team_id)
        if found.is_in and found.expires_at is not None:
            found = await self._installations.of(found.workspace_id)
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=found.bot.user_id,
            bot_id=found.bot.bot_id,
            bot_token=found.token or None,
        )
