"""Echoes: what the app said with a person's words in it, taken back all at once, however long their history is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, String, Table, and_, cast, select, update

from storage.repository import Repository
from storage.tables import answers, follow_ups, postings, sayings, tries


class Echoes(Repository):
    """The sayings of one workspace that go back to one person's answers.

    What is owed is withdrawn; what was said is rendered again, and goes if nothing is left to say.
    """

    def about_answers(self, kinds: Collection[str], user_id: str, at: datetime) -> None:
        """Take back what was said about this person's answers."""
        mine = select(cast(answers.c.id, String)).where(
            answers.c.workspace_id == self._workspace_id, answers.c.user_id == user_id
        )
        self._withdraw(kinds, mine)
        self._refresh(kinds, mine, at)

    def about_follow_ups(self, kinds: Collection[str], user_id: str, at: datetime) -> None:
        """Take back what was asked of this person, and what was said about their replies."""
        mine = select(cast(follow_ups.c.id, String)).where(
            follow_ups.c.workspace_id == self._workspace_id, follow_ups.c.user_id == user_id
        )
        self._withdraw(kinds, mine)
        self._refresh(kinds, mine, at)

    def about_closed_postings(self, kinds: Collection[str], user_id: str, at: datetime) -> None:
        """Render the closed questions again that this person answered: they count one less."""
        self._refresh(kinds, self._closed_with(answers, user_id), at)

    def about_closed_drills(self, kinds: Collection[str], user_id: str, at: datetime) -> None:
        """Render the closed drills again that this person tried: they count one less."""
        self._refresh(kinds, self._closed_with(tries, user_id), at)

    def _closed_with(self, taken: Table, user_id: str) -> Select[str]:
        """The closed postings of which this table holds something of this person."""
        of_posting = and_(
            postings.c.workspace_id == taken.c.workspace_id, postings.c.id == taken.c.posting_id
        )
        return (
            select(cast(postings.c.id, String))
            .join(taken, of_posting)
            .where(
                taken.c.workspace_id == self._workspace_id,
                taken.c.user_id == user_id,
                postings.c.state == "closed",
            )
        )

    def _withdraw(self, kinds: Collection[str], subjects: Select[str]) -> None:
        self._connection.execute(
            update(sayings)
            .where(
                sayings.c.workspace_id == self._workspace_id,
                sayings.c.kind.in_(kinds),
                sayings.c.state == "owed",
                sayings.c.subject.in_(subjects),
            )
            .values(state="withdrawn")
        )

    def _refresh(self, kinds: Collection[str], subjects: Select[str], at: datetime) -> None:
        self._connection.execute(
            update(sayings)
            .where(
                sayings.c.workspace_id == self._workspace_id,
                sayings.c.kind.in_(kinds),
                sayings.c.state.in_(("said", "sending")),
                sayings.c.surface != "whisper",
                sayings.c.subject.in_(subjects),
            )
            .values(stale=True, not_before=at)
        )
