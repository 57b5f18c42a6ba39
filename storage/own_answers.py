"""What one person answered, asked without reading it."""

from __future__ import annotations

from sqlalchemy import Select, select

from storage.repository import Repository
from storage.tables import answers


class OwnAnswers(Repository):
    """The answers of one workspace by who wrote them."""

    def exist(self, user_id: str) -> bool:
        """Whether this person ever answered."""
        return self._connection.execute(self._numbers(user_id).limit(1)).first() is not None

    def numbers(self, user_id: str) -> tuple[int, ...]:
        """The numbers of all answers of this person, newest first."""
        return tuple(self._connection.scalars(self._numbers(user_id).order_by(answers.c.id.desc())))

    def _numbers(self, user_id: str) -> Select[int]:
        return select(answers.c.id).where(
            answers.c.workspace_id == self._workspace_id, answers.c.user_id == user_id
        )
