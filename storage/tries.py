"""Tries: what people made of a drill, or of a question that they practised alone; each for its author alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select

from storage.repository import Repository, records, select_record
from storage.tables import people, tries


@dataclass(frozen=True)
class Try:
    """One try at a drill: the option that was chosen, counted from 0, if the drill has any, and the words.

    `posting_id`: the posting that brought the drill into a channel; None where somebody practised alone.
    """

    id: int
    user_id: str
    drill_id: str
    attempt: int
    posting_id: int | None
    option: int | None
    words: str
    at: datetime


class Tries(Repository):
    """The tries of one workspace."""

    def keep(
        self,
        user_id: str,
        drill_id: str,
        *,
        posting_id: int | None,
        option: int | None,
        words: str,
        at: datetime,
    ) -> bool:
        """One more try; whether it was kept: of two at the same moment one is."""
        return self._insert_once(
            tries,
            user_id=user_id,
            drill_id=drill_id,
            attempt=len(self.of(user_id, drill_id)) + 1,
            posting_id=posting_id,
            option=option,
            words=words,
            at=at,
        )

    def of(self, user_id: str, drill_id: str) -> tuple[Try, ...]:
        """This person's tries at this drill, first one first."""
        found = self._select().where(tries.c.user_id == user_id, tries.c.drill_id == drill_id)
        return records(Try, self._connection.execute(found.order_by(tries.c.attempt)).all())

    def on_posting(self, posting_id: int) -> tuple[Try, ...]:
        """The first try of each person at the drill of this posting; of nobody who is kept out."""
        kept_out = select(people.c.user_id).where(
            people.c.workspace_id == self._workspace_id, people.c.kept_out_at.is_not(None)
        )
        first = (
            select(func.min(tries.c.id))
            .where(
                tries.c.workspace_id == self._workspace_id,
                tries.c.posting_id == posting_id,
                tries.c.user_id.not_in(kept_out),
            )
            .group_by(tries.c.user_id)
        )
        found = self._select().where(tries.c.id.in_(first)).order_by(tries.c.id)
        return records(Try, self._connection.execute(found).all())

    def of_person(self, user_id: str) -> tuple[Try, ...]:
        """All tries of a person."""
        found = self._select().where(tries.c.user_id == user_id).order_by(tries.c.id)
        return records(Try, self._connection.execute(found).all())

    def delete_of_person(self, user_id: str) -> None:
        """Forget all tries of a person."""
        self._connection.execute(
            delete(tries).where(tries.c.workspace_id == self._workspace_id, tries.c.user_id == user_id)
        )

    def _select(self) -> Select[*tuple[object, ...]]:
        return select_record(Try, tries).where(tries.c.workspace_id == self._workspace_id)
