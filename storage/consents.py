"""Consents: who lets a language model read answers. One names whom the words go to, and holds for nobody else."""

from __future__ import annotations

from sqlalchemy import select, update

from storage.repository import Repository
from storage.tables import people, workspaces


class Consents(Repository):
    """The consents of one workspace and of its people."""

    def of_workspace(self) -> str | None:
        """To whom answers may go from this workspace; None: to nobody."""
        return self._connection.scalar(
            select(workspaces.c.model_consent).where(workspaces.c.id == self._workspace_id)
        )

    def give_for_workspace(self, to: str | None) -> None:
        """From this workspace answers may go there, or to nobody."""
        self._connection.execute(
            update(workspaces).where(workspaces.c.id == self._workspace_id).values(model_consent=to)
        )

    def give(self, user_id: str, to: str | None) -> None:
        """This person's answers may go there, or to nobody."""
        self._put(people, {"user_id": user_id}, model_consent=to)

    def holds(self, user_id: str, to: str) -> bool:
        """Whether both the workspace and this person agree that the answers go there."""
        both = select(people.c.user_id).join(workspaces, workspaces.c.id == people.c.workspace_id)
        found = both.where(
            people.c.workspace_id == self._workspace_id,
            people.c.user_id == user_id,
            people.c.model_consent == to,
            workspaces.c.model_consent == to,
        )
        return self._connection.execute(found).first() is not None
