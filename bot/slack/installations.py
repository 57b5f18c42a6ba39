"""Where the app is installed: whose token serves which workspace."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult

from bot.slack.parsing import Bot


class UnknownWorkspaceError(Exception):
    """An event came from a workspace of which we have no installation; Slack is to deliver it again."""


@dataclass(frozen=True)
class Installation:
    """One workspace's installation and its token."""

    workspace_id: int
    enterprise_id: str
    bot: Bot
    token: str

    def __repr__(self) -> str:
        """Never with the token."""
        return f"Installation({self.workspace_id}, {self.bot.team_id})"


class Installations:
    """All installations that this process knows; asking costs nothing."""

    def __init__(self) -> None:
        """Empty until the composition root fills it."""
        self._by_team: dict[tuple[str, str], Installation] = {}
        self._by_workspace: dict[int, Installation] = {}

    def know(self, installation: Installation) -> None:
        """Serve this workspace with this token from now on."""
        self._by_team[installation.enterprise_id, installation.bot.team_id] = installation
        self._by_workspace[installation.workspace_id] = installation

    def of(self, workspace_id: int) -> Installation:
        """The installation of a workspace."""
        return self._by_workspace[workspace_id]

    def all(self) -> tuple[Installation, ...]:
        """Every installation that this process serves."""
        return tuple(self._by_workspace.values())

    def find(self, enterprise_id: str | None, team_id: str | None) -> Installation:
        """The installation that an envelope is for; an org-wide one serves its whole enterprise.

        Raises UnknownWorkspaceError, which leaves the event unacknowledged.
        """
        enterprise, team = enterprise_id or "", team_id or ""
        found = (
            self._by_team.get((enterprise, team))
            or self._by_team.get(("", team))
            or self._by_team.get((enterprise, ""))
        )
        if found is None:
            raise UnknownWorkspaceError(f"no installation for team {team or '?'}")
        return found

    def authorizer(self) -> Callable[..., Awaitable[AuthorizeResult]]:
        """What Bolt asks before every event: no call to Slack, no query. It reads the arguments' names."""

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            found = self.find(enterprise_id, team_id)
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_user_id=found.bot.user_id,
                bot_id=found.bot.bot_id,
                bot_token=found.token,
            )

        return authorize
