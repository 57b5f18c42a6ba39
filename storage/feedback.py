"""Feedback: praise by reaction, one row for each (message, person, emoji)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, select

from storage.repository import Repository, given, here, insert_once, records, select_record
from storage.tables import answers, feedback, messages


@dataclass(frozen=True)
class Reaction:
    """One person's reaction with one emoji as it stands at `event_ts`."""

    channel: str
    ts: str
    user_id: str
    emoji: str
    event_ts: str
    present: bool


@dataclass(frozen=True)
class Praised:
    """One person's praise as it stands on another's answer or reply."""

    answer_id: int
    posting_id: int
    author: str
    giver: str
    emoji: str


_KEEP_ON = feedback.update().where(
    here(feedback), feedback.c.channel == given("channel"), feedback.c.ts == given("ts")
)


class Feedback(Repository):
    """The praise of one workspace."""

    def keep(self, reaction: Reaction, kept_until: datetime | None) -> bool:
        """Whether this is news: of additions and removals the one with the latest `event_ts` holds."""
        key = {
            "workspace_id": self._workspace_id,
            "channel": reaction.channel,
            "ts": reaction.ts,
            "user_id": reaction.user_id,
            "emoji": reaction.emoji,
        }
        state = {"event_ts": reaction.event_ts, "present": reaction.present, "kept_until": kept_until}
        if insert_once(self._connection, feedback, {**key, **state}):
            return True
        same = and_(*(feedback.c[name] == value for name, value in key.items()))
        older = feedback.c.event_ts < reaction.event_ts
        return self._connection.execute(feedback.update().where(same, older).values(**state)).rowcount == 1

    def take_back(self, reaction: Reaction) -> None:
        """Delete this praise, unless it was given anew since."""
        self._connection.execute(
            delete(feedback).where(
                self._on(reaction.channel, reaction.ts),
                feedback.c.user_id == reaction.user_id,
                feedback.c.emoji == reaction.emoji,
                feedback.c.event_ts < reaction.event_ts,
            )
        )

    def adopt(self, channel: str, ts: str, *, author: str) -> None:
        """The message turned out to be part of an answer: its praise stays, but for its author's own."""
        if self._ask(_KEEP_ON, {"kept_until": None}, channel=channel, ts=ts).rowcount:
            self._connection.execute(
                delete(feedback).where(self._on(channel, ts), feedback.c.user_id == author)
            )

    def set_aside(self, channel: str, ts: str, until: datetime, *, author: str) -> None:
        """The message turned out to be conversation: its praise goes, unless an edit makes an answer of it by then."""
        self._connection.execute(delete(feedback).where(self._on(channel, ts), feedback.c.user_id == author))
        self._connection.execute(feedback.update().where(self._on(channel, ts)).values(kept_until=until))

    def on_message(self, channel: str, ts: str) -> tuple[Reaction, ...]:
        """The praise that stands on a message."""
        rows = self._connection.execute(
            self._select().where(feedback.c.channel == channel, feedback.c.ts == ts, feedback.c.present)
        ).all()
        return records(Reaction, rows)

    def on_posting(self, posting_id: int) -> tuple[Praised, ...]:
        """The praise that stands on the answers of a posting that the thread can see."""
        visible = and_(answers.c.posting_id == posting_id, answers.c.visibility == "thread")
        return self._praised(visible)

    def received_by(self, user_id: str) -> tuple[Praised, ...]:
        """The praise that stands on a person's answers."""
        return self._praised(answers.c.user_id == user_id)

    def given_by(self, user_id: str) -> tuple[Reaction, ...]:
        """The praise that a person gave."""
        rows = self._connection.execute(
            self._select().where(feedback.c.user_id == user_id, feedback.c.present)
        ).all()
        return records(Reaction, rows)

    def delete_on(self, channel: str, ts: str) -> None:
        """The message is gone and its praise with it."""
        self._connection.execute(delete(feedback).where(self._on(channel, ts)))

    def delete_received_by(self, user_id: str) -> None:
        """Forget the praise that stands on what a person wrote."""
        theirs = select(messages.c.ts).where(
            messages.c.workspace_id == feedback.c.workspace_id,
            messages.c.channel == feedback.c.channel,
            messages.c.ts == feedback.c.ts,
            messages.c.user_id == user_id,
        )
        self._connection.execute(
            delete(feedback).where(feedback.c.workspace_id == self._workspace_id, theirs.exists())
        )

    def delete_given_by(self, user_id: str) -> None:
        """Forget the praise that a person gave."""
        self._connection.execute(
            delete(feedback).where(
                feedback.c.workspace_id == self._workspace_id, feedback.c.user_id == user_id
            )
        )

    def _praised(self, of: ColumnElement[bool]) -> tuple[Praised, ...]:
        """The outer joins make SQLite begin at the answers; it would begin at all praise of the workspace."""
        part_of = and_(messages.c.workspace_id == self._workspace_id, messages.c.answer_id == answers.c.id)
        stands_on = and_(
            feedback.c.workspace_id == self._workspace_id,
            feedback.c.channel == messages.c.channel,
            feedback.c.ts == messages.c.ts,
            feedback.c.user_id != answers.c.user_id,
            feedback.c.present,
        )
        statement = (
            select(
                answers.c.id, answers.c.posting_id, answers.c.user_id, feedback.c.user_id, feedback.c.emoji
            )
            .select_from(answers)
            .outerjoin(messages, part_of)
            .outerjoin(feedback, stands_on)
            .where(answers.c.workspace_id == self._workspace_id, of)
            .order_by(answers.c.id, feedback.c.event_ts, feedback.c.user_id)
        )
        rows = self._connection.execute(statement).all()
        return tuple(Praised(*row) for row in rows if row.emoji is not None)

    def _select(self) -> Select[*tuple[object, ...]]:
        return select_record(Reaction, feedback).where(feedback.c.workspace_id == self._workspace_id)

    def _on(self, channel: str, ts: str) -> ColumnElement[bool]:
        return and_(
            feedback.c.workspace_id == self._workspace_id, feedback.c.channel == channel, feedback.c.ts == ts
        )
