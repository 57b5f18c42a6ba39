"""Workspaces: where the app is installed. The one repository that is not inside a workspace."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from storage.repository import insert_once, record, select_record
from storage.tables import workspaces


@dataclass(frozen=True)
class Workspace:
    """One installation; `team_id` is empty for an org-wide install."""

    id: int
    enterprise_id: str
    team_id: str
    bot_user_id: str
    bot_id: str
    app_id: str


class Workspaces:
    """All workspaces of this database."""

    def __init__(self, connection: Connection) -> None:
        """Reads and writes on `connection`."""
        self._connection = connection

    def know(
        self, *, team_id: str, bot_user_id: str, bot_id: str, app_id: str, enterprise_id: str = ""
    ) -> Workspace:
        """The workspace of this installation, made if it is new, with its bot as it is now.

        A team that joined another organisation is the same workspace.
        """
        if team_id and self.find(team_id, enterprise_id) is None:
            same = workspaces.c.team_id == team_id
            self._connection.execute(workspaces.update().where(same).values(enterprise_id=enterprise_id))
        bot = {"bot_user_id": bot_user_id, "bot_id": bot_id, "app_id": app_id}
        insert_once(self._connection, workspaces, {"enterprise_id": enterprise_id, "team_id": team_id, **bot})
        found = self.find(team_id, enterprise_id)
        assert found is not None
        self._connection.execute(workspaces.update().where(workspaces.c.id == found.id).values(**bot))
        return Workspace(found.id, enterprise_id, team_id, bot_user_id, bot_id, app_id)

    def find(self, team_id: str, enterprise_id: str = "") -> Workspace | None:
        """The workspace of a team, or None."""
        row = self._connection.execute(
            select_record(Workspace, workspaces).where(
                workspaces.c.team_id == team_id, workspaces.c.enterprise_id == enterprise_id
            )
        ).first()
        return record(Workspace, row)

    def get(self, workspace_id: int) -> Workspace:
        """The workspace of this number."""
        row = self._connection.execute(
            select_record(Workspace, workspaces).where(workspaces.c.id == workspace_id)
        ).first()
        found = record(Workspace, row)
        assert found is not None, f"no workspace {workspace_id}"
        return found

    def mark_heard(self, workspace_ids: Collection[int], at: datetime, *, gap: timedelta) -> tuple[int, ...]:
        """Slack is heard in these workspaces; those of them in which it was last heard longer ago than `gap`."""
        these = workspaces.c.id.in_(workspace_ids)
        missed = tuple(
            self._connection.scalars(select(workspaces.c.id).where(these, workspaces.c.heard_at < at - gap))
        )
        self._connection.execute(workspaces.update().where(these).values(heard_at=at))
        return missed

    def all(self) -> tuple[int, ...]:
        """The numbers of all workspaces."""
        return tuple(self._connection.scalars(select(workspaces.c.id).order_by(workspaces.c.id)))

    def forget(self, workspace_id: int) -> None:
        """Delete the workspace and all that belongs to it."""
        self._connection.execute(delete(workspaces).where(workspaces.c.id == workspace_id))
