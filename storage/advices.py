"""What a language model has to do with the questions of the coach."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.due import Key, is_in
from storage.repository import Repository
from storage.tables import follow_ups


class Advice:
    """What a model had to do with a question; the values stand in the database, None: nothing."""

    WANTED = "wanted"
    """One is to be asked, while the question waits a little."""

    TAKEN = "taken"
    """One was asked, and nothing of what it answered is used; or nothing came back so far."""

    CHOSEN = "chosen"
    """One picked it among the rules' questions, in their words."""

    REWORDED = "reworded"
    """The words are one's own, from what a rule proposed."""


class Advices(Repository):
    """What a language model has to do with the questions of one workspace."""

    def mark(self, follow_up_id: int, advice: str | None) -> None:
        """What it has to do with this question now."""
        self._change_one(follow_ups, follow_up_id, advice=advice)

    def ask_instead(
        self,
        follow_up_id: int,
        *,
        advice: str,
        signal: str,
        confidence: str,
        goes_deeper: bool,
        before: str,
        quote: str | None,
        after: str,
    ) -> None:
        """Another question, or other words, in place of what was owed."""
        self._change_one(
            follow_ups,
            follow_up_id,
            advice=advice,
            signal=signal,
            confidence=confidence,
            goes_deeper=goes_deeper,
            before=before,
            quote=quote,
            after=after,
        )


class AllAdvices:
    """What is to be asked in any workspace, for the tick alone."""

    def __init__(self, connection: Connection) -> None:
        """Claims on `connection`."""
        self._connection = connection

    def wanted(self, limit: int) -> tuple[Key, ...]:
        """Questions about which a model is to be asked, the oldest first, claimed for this transaction."""
        statement = (
            select(follow_ups.c.workspace_id, follow_ups.c.id)
            .where(follow_ups.c.advice == Advice.WANTED, is_in(follow_ups))
            .order_by(follow_ups.c.owed_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return tuple((workspace, number) for workspace, number in self._connection.execute(statement))
