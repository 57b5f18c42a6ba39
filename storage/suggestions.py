"""Suggestions: questions and cases that somebody would like a routine to have, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, update

from storage.repository import Repository, record, records, select_record
from storage.tables import suggestions

WAITING = "waiting"
TAKEN = "taken"
DECLINED = "declined"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Suggestion:
    """One suggestion. `state`: waiting, taken (as `item_id`), declined (with a `reason`) or withdrawn, by its author or when
    they were kept out; `content` as it was written.
    """

    id: int
    routine_id: int
    user_id: str
    exercise: str
    content: Mapping[str, object]
    at: datetime
    state: str
    item_id: str | None
    reason: str | None
    decided_by: str | None


class Suggestions(Repository):
    """The suggestions of one workspace."""

    def make(
        self, routine_id: int, user_id: str, exercise: str, content: Mapping[str, object], at: datetime
    ) -> Suggestion:
        """A new one, which waits for the routine's facilitators."""
        made = self._insert_record(
            Suggestion,
            suggestions,
            routine_id=routine_id,
            user_id=user_id,
            exercise=exercise,
            content=dict(content),
            at=at,
            state=WAITING,
        )
        assert made is not None
        return made

    def find(self, suggestion_id: int) -> Suggestion | None:
        """The suggestion of this number, or None."""
        found = self._select().where(suggestions.c.id == suggestion_id)
        return record(Suggestion, self._connection.execute(found).first())

    def waiting(self, routine_id: int) -> tuple[Suggestion, ...]:
        """Those that nobody has decided on, oldest first."""
        found = self._select().where(suggestions.c.routine_id == routine_id, suggestions.c.state == WAITING)
        return records(Suggestion, self._connection.execute(found.order_by(suggestions.c.id)).all())

    def decide(self, suggestion_id: int, state: str, *, by: str, reason: str | None = None) -> bool:
        """Whether it was still waiting; the first decision holds."""
        statement = (
            update(suggestions)
            .where(
                suggestions.c.workspace_id == self._workspace_id,
                suggestions.c.id == suggestion_id,
                suggestions.c.state == WAITING,
            )
            .values(state=state, decided_by=by, reason=reason)
        )
        return self._connection.execute(statement).rowcount > 0

    def keep_as(self, suggestion_id: int, item_id: str) -> None:
        """What was taken up is known by this id from now on."""
        self._change_one(suggestions, suggestion_id, item_id=item_id)

    def of_person(self, user_id: str) -> tuple[Suggestion, ...]:
        """All that a person suggested."""
        found = self._select().where(suggestions.c.user_id == user_id).order_by(suggestions.c.id)
        return records(Suggestion, self._connection.execute(found).all())

    def decided_by(self, user_id: str) -> tuple[Suggestion, ...]:
        """All that a person decided on."""
        found = self._select().where(suggestions.c.decided_by == user_id).order_by(suggestions.c.id)
        return records(Suggestion, self._connection.execute(found).all())

    def delete_of_person(self, user_id: str) -> None:
        """Forget what a person suggested, and that they decided on anything, and why; what was taken stays the team's."""
        mine = suggestions.c.workspace_id == self._workspace_id
        self._connection.execute(delete(suggestions).where(mine, suggestions.c.user_id == user_id))
        self._connection.execute(
            update(suggestions)
            .where(mine, suggestions.c.decided_by == user_id)
            .values(decided_by=None, reason=None)
        )

    def _select(self) -> Select[*tuple[object, ...]]:
        return select_record(Suggestion, suggestions).where(suggestions.c.workspace_id == self._workspace_id)
