"""Installations: how the app stands in each workspace. Tokens are sealed before they come here (see `storage.vault`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Select, and_, func, or_, select, text, update

from storage.repository import Repository, record, records
from storage.tables import installations, workspaces

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WRITERS = 7_102_331
"""The number of the lock that lets one writer at a time change an installation, so that versions grow as they are seen."""


@dataclass(frozen=True)
class Installed:
    """One installation; `token` is None where the settings hold it, and `version` grows with every change anywhere."""

    workspace_id: int
    enterprise_id: str
    team_id: str
    bot_user_id: str
    bot_id: str
    token: str | None = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: datetime | None
    scopes: str
    installed_by: str
    installed_at: datetime
    uninstalled_at: datetime | None
    purge_at: datetime | None
    version: int


class Installation(Repository):
    """How the app stands in one workspace."""

    def find(self) -> Installed | None:
        """The installation, or None when there never was one (or it is purged)."""
        row = self._connection.execute(
            _select().where(installations.c.workspace_id == self._workspace_id)
        ).first()
        return record(Installed, row)

    def keep(
        self,
        now: datetime,
        *,
        token: str | None = None,
        refresh_token: str | None = None,
        expires_at: datetime | None = None,
        scopes: str = "",
        installed_by: str = "",
    ) -> None:
        """Installed, or installed again: nothing will be purged."""
        self._put(
            installations,
            {},
            token=token,
            refresh_token=refresh_token,
            expires_at=expires_at,
            renewing_until=None,
            scopes=scopes,
            installed_by=installed_by,
            installed_at=now,
            uninstalled_at=None,
            purge_at=None,
            version=_next_version(self._connection, now),
        )

    def take_out(self, now: datetime, purge_at: datetime | None) -> bool:
        """Whether this is news: the app is put out, its token is dead, and all is deleted at `purge_at`."""
        return self._change(
            now,
            token=None,
            refresh_token=None,
            expires_at=None,
            uninstalled_at=now,
            purge_at=purge_at,
        )

    def claim_renewal(self, *, alive_at: datetime, lease_until: datetime) -> bool:
        """Whether the caller alone may renew the token until its lease runs out."""
        statement = (
            update(installations)
            .where(
                installations.c.workspace_id == self._workspace_id,
                installations.c.uninstalled_at.is_(None),
                or_(installations.c.renewing_until.is_(None), installations.c.renewing_until <= alive_at),
            )
            .values(renewing_until=lease_until)
        )
        return self._connection.execute(statement).rowcount == 1

    def end_renewal(self) -> None:
        """The lease is given back; the token is as it was."""
        self._connection.execute(
            update(installations)
            .where(installations.c.workspace_id == self._workspace_id)
            .values(renewing_until=None)
        )

    def renew(self, now: datetime, *, token: str, refresh_token: str | None, expires_at: datetime) -> bool:
        """Whether the new token is kept; one that comes after the app was put out is not."""
        return self._change(
            now,
            token=token,
            refresh_token=refresh_token,
            expires_at=expires_at,
            renewing_until=None,
        )

    def reseal(self, before: Installed, *, token: str | None, refresh_token: str | None) -> bool:
        """Whether the same secrets now stand under another key; False when they changed meanwhile."""
        statement = (
            update(installations)
            .where(
                installations.c.workspace_id == self._workspace_id,
                installations.c.token.is_not_distinct_from(before.token),
                installations.c.refresh_token.is_not_distinct_from(before.refresh_token),
            )
            .values(token=token, refresh_token=refresh_token)
        )
        return self._connection.execute(statement).rowcount == 1

    def drop_installer(self, user_id: str) -> None:
        """Forget that it was this person who installed the app."""
        self._connection.execute(
            update(installations)
            .where(
                installations.c.workspace_id == self._workspace_id, installations.c.installed_by == user_id
            )
            .values(installed_by="")
        )

    def _change(self, now: datetime, **values: object) -> bool:
        """Whether the app is in, and so the values were changed."""
        version = _next_version(self._connection, now)
        statement = (
            update(installations)
            .where(
                installations.c.workspace_id == self._workspace_id, installations.c.uninstalled_at.is_(None)
            )
            .values(version=version, **values)
        )
        return self._connection.execute(statement).rowcount == 1


class AllInstallations:
    """The installations of every workspace: whose is an envelope, and what changed since a process last looked."""

    def __init__(self, connection: Connection) -> None:
        """Reads on `connection`."""
        self._connection = connection

    def find(self, enterprise_id: str, team_id: str) -> Installed | None:
        """The installation of the team, else that of its whole organisation, or None.

        A team keeps its installation when it joins an organisation.
        """
        of_team = and_(workspaces.c.team_id == team_id, workspaces.c.team_id != "")
        found = records(Installed, self._connection.execute(_select().where(of_team)).all())
        rank = {
            each: (each.uninstalled_at is not None, each.enterprise_id != enterprise_id) for each in found
        }
        first = min(found, key=rank.__getitem__, default=None)
        return first or self.of_organisation(enterprise_id)

    def of_organisation(self, enterprise_id: str) -> Installed | None:
        """The installation in a whole organisation, or None."""
        whole = and_(
            workspaces.c.team_id == "",
            workspaces.c.enterprise_id == enterprise_id,
            workspaces.c.enterprise_id != "",
        )
        return record(Installed, self._connection.execute(_select().where(whole)).first())

    def spoken_for(self, enterprise_id: str) -> tuple[Installed, ...]:
        """The installations in workspaces of the organisation that have no token of their own."""
        theirs = and_(
            workspaces.c.team_id != "",
            workspaces.c.enterprise_id == enterprise_id,
            installations.c.token.is_(None),
        )
        return records(Installed, self._connection.execute(_select().where(theirs)).all())

    def newer_than(self, version: int) -> tuple[Installed, ...]:
        """What changed since `version`, oldest change first."""
        statement = _select().where(installations.c.version > version).order_by(installations.c.version)
        return records(Installed, self._connection.execute(statement).all())

    def newest(self) -> int:
        """The version of the last change; 0 before any."""
        return self._connection.scalar(select(func.max(installations.c.version))) or 0

    def all(self) -> tuple[Installed, ...]:
        """Every installation."""
        return self.newer_than(-1)


def _select() -> Select[*tuple[object, ...]]:
    ours = installations.c
    theirs = workspaces.c
    return select(
        ours.workspace_id,
        theirs.enterprise_id,
        theirs.team_id,
        theirs.bot_user_id,
        theirs.bot_id,
        ours.token,
        ours.refresh_token,
        ours.expires_at,
        ours.scopes,
        ours.installed_by,
        ours.installed_at,
        ours.uninstalled_at,
        ours.purge_at,
        ours.version,
    ).join_from(installations, workspaces)


def _next_version(connection: Connection, now: datetime) -> int:
    """A number above all that any process has seen; beginning with the time, it stays so when newer rows are purged."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": WRITERS})
    newest = connection.scalar(select(func.max(installations.c.version))) or 0
    return max(newest + 1, (now - EPOCH) // timedelta(microseconds=1))
