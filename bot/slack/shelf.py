"""The installations as they are kept: rows whose tokens are sealed, opened with the keys that this process has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.slack.parsing import Bot
from storage.database import Database
from storage.installations import Installed
from storage.vault import NoKeyError, Vault

log = structlog.get_logger()


@dataclass(frozen=True)
class Installation:
    """One workspace's installation; `token` is empty where nothing can be said. `is_in` is False when it was put out.

    The bot's `team_id` is empty in a whole organisation, and where its installation speaks.
    """

    workspace_id: int
    enterprise_id: str
    bot: Bot
    token: str = field(repr=False)
    expires_at: datetime | None = None
    is_in: bool = True
    installed_at: datetime | None = None
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
            installed_at=row.installed_at,
            version=row.version,
        )

    def _token_of(self, row: Installed) -> str:
        try:
            return self.vault.open(row.token) if row.token else ""
        except NoKeyError as error:
            log.error("token_not_readable", workspace=row.workspace_id, why=str(error))  # noqa: TRY400 (it says all)
            return ""
