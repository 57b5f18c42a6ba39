"""Additions: what a workspace adds to the library, in packs of its own, and which packs a routine leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, select, update

from storage.repository import Repository, given, here, insert_new, record, records, select_record
from storage.tables import additions, packs_left_out

REMOVED = "removed"
"""The pack of what was there once: never asked, and old threads keep its words."""


@dataclass(frozen=True)
class Addition:
    """A question or a case of a workspace's own. `exercise` says which; `content` is plain data of its shape."""

    exercise: str
    item_id: str
    pack: str
    content: Mapping[str, object]


_ALL = (
    select_record(Addition, additions)
    .where(here(additions), additions.c.exercise == given("exercise"), additions.c.pack != REMOVED)
    .order_by(additions.c.item_id)
)
_LEFT_OUT = select(packs_left_out.c.pack).where(
    here(packs_left_out), packs_left_out.c.routine_id == given("routine_id")
)


class Additions(Repository):
    """What one workspace added to the library."""

    def add(self, addition: Addition) -> bool:
        """Whether it is new; an id that is taken among those of its kind keeps what it is."""
        return self._insert_once(
            additions,
            exercise=addition.exercise,
            item_id=addition.item_id,
            pack=addition.pack,
            content=dict(addition.content),
        )

    def replace_pack(
        self, exercise: str, pack: str, items: Iterable[tuple[str, Mapping[str, object]]]
    ) -> None:
        """The pack holds these items, by their ids, and nothing else of its kind; what it held before is removed."""
        items = tuple(items)
        self._put_away(self._of(exercise), additions.c.pack == pack)
        back = additions.c.item_id.in_([item_id for item_id, _ in items])
        self._connection.execute(
            delete(additions).where(self._of(exercise), additions.c.pack == REMOVED, back)
        )
        rows = [
            {
                "workspace_id": self._workspace_id,
                "exercise": exercise,
                "item_id": item_id,
                "pack": pack,
                "content": dict(content),
            }
            for item_id, content in items
        ]
        if rows:
            insert_new(self._connection, additions, rows)

    def find(self, exercise: str, item_id: str) -> Addition | None:
        """The addition of this id, a removed one too, or None."""
        found = select_record(Addition, additions).where(self._of(exercise), additions.c.item_id == item_id)
        return record(Addition, self._connection.execute(found).first())

    def all(self, exercise: str) -> tuple[Addition, ...]:
        """Every addition of this kind that can be asked, by id."""
        return records(Addition, self._ask(_ALL, exercise=exercise).all())

    def removed(self, exercise: str) -> tuple[Addition, ...]:
        """Every addition of this kind that is asked no more, kept for old threads."""
        gone = and_(self._of(exercise), additions.c.pack == REMOVED)
        return records(
            Addition, self._connection.execute(select_record(Addition, additions).where(gone)).all()
        )

    def remove(self, exercise: str, item_id: str) -> bool:
        """Whether there was such an addition; it is asked no more, and its id stays its own."""
        return self._put_away(self._of(exercise), additions.c.item_id == item_id)

    def left_out(self, routine_id: int) -> frozenset[str]:
        """The packs that this routine leaves out."""
        return frozenset(str(pack) for (pack,) in self._ask(_LEFT_OUT, routine_id=routine_id))

    def leave_out(self, routine_id: int, pack: str) -> None:
        """This routine asks nothing of that pack any more."""
        self._insert_once(packs_left_out, routine_id=routine_id, pack=pack)

    def take_in(self, routine_id: int, pack: str) -> None:
        """This routine asks what is in that pack again."""
        self._connection.execute(
            delete(packs_left_out).where(
                packs_left_out.c.workspace_id == self._workspace_id,
                packs_left_out.c.routine_id == routine_id,
                packs_left_out.c.pack == pack,
            )
        )

    def _put_away(self, *these: ColumnElement[bool]) -> bool:
        away = update(additions).where(*these, additions.c.pack != REMOVED).values(pack=REMOVED)
        return self._connection.execute(away).rowcount > 0

    def _of(self, exercise: str) -> ColumnElement[bool]:
        return and_(additions.c.workspace_id == self._workspace_id, additions.c.exercise == exercise)
