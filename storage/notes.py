"""Notes: what a person's next daily note will tell, each item once; drafts of forms; forms taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, select, update

from storage.repository import Repository, records, select_record
from storage.tables import drafts, note_items, submissions

PRAISE, SKIPPED, BANK_LOW = "praise", "skipped", "bank_low"
"""The kinds of things that a note tells."""


@dataclass(frozen=True)
class NoteItem:
    """One thing to tell; `day` is the local day of the note that told it, None while it waits."""

    user_id: str
    kind: str
    subject: str
    day: date | None


class Notes(Repository):
    """The daily notes of one workspace."""

    def add(self, user_id: str, kind: str, subject: str) -> bool:
        """Whether the item is new; each is told once."""
        return self._insert_once(note_items, user_id=user_id, kind=kind, subject=subject)

    def take(self, user_id: str, day: date, limit: int) -> tuple[NoteItem, ...]:
        """The items of this day's note: at most `limit` of those that wait, the same ones when asked again."""
        waiting = self._connection.execute(
            select(note_items.c.kind, note_items.c.subject)
            .where(*self._of(user_id), note_items.c.day.is_(None))
            .order_by(note_items.c.kind, note_items.c.subject)
            .limit(max(0, limit - len(self.of_day(user_id, day))))
        ).all()
        for kind, subject in waiting:
            self._connection.execute(
                update(note_items)
                .where(*self._of(user_id), note_items.c.kind == kind, note_items.c.subject == subject)
                .values(day=day)
            )
        return self.of_day(user_id, day)

    def of_day(self, user_id: str, day: date) -> tuple[NoteItem, ...]:
        """The items that this day's note tells."""
        statement = (
            select_record(NoteItem, note_items)
            .where(*self._of(user_id), note_items.c.day == day)
            .order_by(note_items.c.kind, note_items.c.subject)
        )
        return records(NoteItem, self._connection.execute(statement).all())

    def waiting(self, user_id: str) -> tuple[NoteItem, ...]:
        """What no note has told yet."""
        return tuple(item for item in self.of_person(user_id) if item.day is None)

    def of_person(self, user_id: str) -> tuple[NoteItem, ...]:
        """All items of a person, told or not."""
        statement = (
            select_record(NoteItem, note_items)
            .where(*self._of(user_id))
            .order_by(note_items.c.kind, note_items.c.subject)
        )
        return records(NoteItem, self._connection.execute(statement).all())

    def wait_again(self, user_id: str, day: date) -> None:
        """The note of that day never reached its person: its items wait for the next one."""
        self._connection.execute(
            update(note_items).where(*self._of(user_id), note_items.c.day == day).values(day=None)
        )

    def drop_waiting(self, user_id: str) -> None:
        """Forget what no note has told yet; nobody is to tell it any more."""
        self._connection.execute(delete(note_items).where(*self._of(user_id), note_items.c.day.is_(None)))

    def forget(self, user_id: str) -> None:
        """Forget all items of a person."""
        self._connection.execute(delete(note_items).where(*self._of(user_id)))

    def _of(self, user_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return (note_items.c.workspace_id == self._workspace_id, note_items.c.user_id == user_id)


class Forms(Repository):
    """Drafts of forms, their authors' alone, and which submitted forms were taken."""

    def keep_draft(self, user_id: str, posting_id: int, fields: Mapping[str, str]) -> None:
        """Keep what was typed, replacing what was kept before."""
        self._put(drafts, {"user_id": user_id, "posting_id": posting_id}, fields=dict(fields))

    def draft(self, user_id: str, posting_id: int) -> Mapping[str, str]:
        """What this person typed before, empty if nothing."""
        found = self._connection.scalar(
            select(drafts.c.fields).where(
                drafts.c.workspace_id == self._workspace_id,
                drafts.c.user_id == user_id,
                drafts.c.posting_id == posting_id,
            )
        )
        return dict(found or {})

    def drafts_of(self, user_id: str) -> Mapping[int, Mapping[str, str]]:
        """All drafts of a person, by posting."""
        rows = self._connection.execute(
            select(drafts.c.posting_id, drafts.c.fields)
            .where(drafts.c.workspace_id == self._workspace_id, drafts.c.user_id == user_id)
            .order_by(drafts.c.posting_id)
        )
        return {posting_id: dict(fields) for posting_id, fields in rows}

    def drop_draft(self, user_id: str, posting_id: int) -> None:
        """The form was sent: its draft is no longer needed."""
        self._connection.execute(
            delete(drafts).where(
                and_(
                    drafts.c.workspace_id == self._workspace_id,
                    drafts.c.user_id == user_id,
                    drafts.c.posting_id == posting_id,
                )
            )
        )

    def drop_drafts_of(self, user_id: str) -> None:
        """Forget all drafts of a person."""
        self._connection.execute(
            delete(drafts).where(drafts.c.workspace_id == self._workspace_id, drafts.c.user_id == user_id)
        )

    def take_submission(self, view_id: str, callback_id: str, at: datetime) -> bool:
        """Whether this form is taken for the first time."""
        return self._insert_once(submissions, view_id=view_id, callback_id=callback_id, at=at)
