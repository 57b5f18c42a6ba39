"""Messages: what people wrote in practice threads and to the app, each at its (channel, ts)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Table,
    and_,
    cast,
    delete,
    literal,
    select,
    tuple_,
    update,
)

from storage.repository import Repository, given, here, record, records, select_record
from storage.tables import answers, clips, feedback, messages, sayings, tombstones
from storage.types import UtcDateTime


@dataclass(frozen=True)
class Message:
    """One message. `turn` is 0 in an answer, 1 and 2 in replies to the coach, None where it belongs to nothing."""

    channel: str
    ts: str
    thread_ts: str | None
    user_id: str
    answer_id: int | None
    turn: int | None
    text: str
    edited_ts: str | None
    claim: str | None


_FIND = select_record(Message, messages).where(
    here(messages), messages.c.channel == given("channel"), messages.c.ts == given("ts")
)
_OF_ANSWER = (
    select_record(Message, messages)
    .where(here(messages), messages.c.answer_id == given("answer_id"))
    .order_by(messages.c.ts)
)
_WAITING_FOR = (
    select_record(Message, messages)
    .where(
        here(messages),
        messages.c.channel == given("channel"),
        messages.c.thread_ts == given("thread_ts"),
        messages.c.answer_id.is_(None),
        messages.c.kept_until.is_not(None),
    )
    .order_by(messages.c.ts)
)
_IS_BURIED = select(tombstones.c.ts).where(
    here(tombstones), tombstones.c.channel == given("channel"), tombstones.c.ts == given("ts")
)
_IS_COPY = (
    select(sayings.c.id)
    .where(
        sayings.c.workspace_id == messages.c.workspace_id,
        sayings.c.channel == messages.c.channel,
        sayings.c.ts == messages.c.ts,
    )
    .exists()
)


class Messages(Repository):
    """The messages of one workspace, and the ids of deleted ones for an hour."""

    def find(self, channel: str, ts: str) -> Message | None:
        """The message, or None."""
        return record(Message, self._ask(_FIND, channel=channel, ts=ts).first())

    def keep(self, message: Message, kept_until: datetime | None = None) -> bool:
        """Whether the message is new; the same (channel, ts) is kept once."""
        return self._insert_once(
            messages,
            channel=message.channel,
            ts=message.ts,
            thread_ts=message.thread_ts,
            user_id=message.user_id,
            answer_id=message.answer_id,
            turn=message.turn,
            text=message.text,
            edited_ts=message.edited_ts,
            claim=message.claim,
            kept_until=kept_until,
        )

    def rewrite(self, channel: str, ts: str, text: str, edited_ts: str) -> bool:
        """Whether this edit is newer than what is kept; then its text replaces it."""
        newer = messages.c.edited_ts.is_(None) | (messages.c.edited_ts < edited_ts)
        statement = update(messages).where(self._is(channel, ts), newer)
        return self._connection.execute(statement.values(text=text, edited_ts=edited_ts)).rowcount == 1

    def belongs(self, channel: str, ts: str, answer_id: int | None, turn: int | None) -> None:
        """Which answer and turn the message is part of."""
        self._connection.execute(
            update(messages)
            .where(self._is(channel, ts))
            .values(answer_id=answer_id, turn=turn, kept_until=None)
        )

    def claim(self, channel: str, ts: str) -> None:
        """Its author said: this is my answer."""
        self._connection.execute(update(messages).where(self._is(channel, ts)).values(claim="answer"))

    def disown(self, channel: str, ts: str) -> None:
        """Its author said that it is no answer: forget the words, keep that it was said."""
        self._forget_clips(channel, ts)
        self._connection.execute(
            update(messages)
            .where(self._is(channel, ts))
            .values(claim="not", text="", answer_id=None, turn=None, kept_until=None)
        )

    def disown_all(self, answer_id: int) -> None:
        """The answer is about to be deleted: forget its words and praise, keep that its author's messages are no answer.

        Slack may tell of them again. A form's copy is nothing that its author wrote, and is forgotten.
        """
        part = and_(messages.c.workspace_id == self._workspace_id, messages.c.answer_id == answer_id)
        stands = select(messages.c.channel, messages.c.ts).where(part)
        self._delete_at(feedback, stands)
        self._delete_at(clips, stands)
        self._connection.execute(delete(messages).where(part, _IS_COPY))
        self._connection.execute(
            update(messages)
            .where(part)
            .values(claim="not", text="", answer_id=None, turn=None, kept_until=None)
        )

    def forget_copies_of(self, kind: str, user_id: str) -> None:
        """Forget what the app said, in sayings of this kind, as this person's answers, and the praise on it."""
        mine = select(cast(answers.c.id, String)).where(
            answers.c.workspace_id == self._workspace_id, answers.c.user_id == user_id
        )
        stands = select(sayings.c.channel, sayings.c.ts).where(
            sayings.c.workspace_id == self._workspace_id, sayings.c.kind == kind, sayings.c.subject.in_(mine)
        )
        self._delete_at(feedback, stands)
        self._delete_at(messages, stands)

    def set_aside(self, channel: str, ts: str, until: datetime) -> None:
        """An edit made it conversation: forget the words; remember the edit while the first wording may arrive."""
        self._forget_clips(channel, ts)
        self._connection.execute(
            update(messages)
            .where(self._is(channel, ts))
            .values(text="", answer_id=None, turn=None, kept_until=until)
        )

    def of_answer(self, answer_id: int) -> tuple[Message, ...]:
        """The messages of an answer and of the replies to the coach, in order of ts."""
        return records(Message, self._ask(_OF_ANSWER, answer_id=answer_id).all())

    def author_before(self, channel: str, thread_ts: str, ts: str, *, other_than: str) -> str | None:
        """Who wrote the nearest earlier part of an answer in this thread, besides one person."""
        statement = (
            select(messages.c.user_id)
            .where(
                messages.c.workspace_id == self._workspace_id,
                messages.c.channel == channel,
                messages.c.thread_ts == thread_ts,
                messages.c.ts < ts,
                messages.c.user_id != other_than,
                messages.c.answer_id.is_not(None),
            )
            .order_by(messages.c.ts.desc())
            .limit(1)
        )
        return self._connection.execute(statement).scalar_one_or_none()

    def of_person(self, user_id: str) -> tuple[Message, ...]:
        """All that a person wrote, oldest first."""
        statement = self._select().where(messages.c.user_id == user_id).order_by(messages.c.ts)
        return records(Message, self._connection.execute(statement).all())

    def in_thread(self, channel: str, thread_ts: str) -> tuple[Message, ...]:
        """What is kept of a question's thread, in order of ts."""
        statement = (
            self._select()
            .where(messages.c.channel == channel, messages.c.thread_ts == thread_ts)
            .order_by(messages.c.ts)
        )
        return records(Message, self._connection.execute(statement).all())

    def waiting_for(self, channel: str, thread_ts: str) -> tuple[Message, ...]:
        """Replies that came before it was known that this thread is a posting's."""
        return records(Message, self._ask(_WAITING_FOR, channel=channel, thread_ts=thread_ts).all())

    def delete(self, channel: str, ts: str) -> None:
        """Forget the message."""
        self._connection.execute(delete(messages).where(self._is(channel, ts)))

    def delete_of_person(self, user_id: str) -> None:
        """Forget all that a person wrote."""
        self._connection.execute(
            delete(messages).where(
                messages.c.workspace_id == self._workspace_id, messages.c.user_id == user_id
            )
        )

    def bury_of(self, user_id: str, until: datetime) -> None:
        """Remember for a while the ids of all that a person wrote: Slack may yet deliver it again."""
        mine = select(
            messages.c.workspace_id, messages.c.channel, messages.c.ts, literal(until, UtcDateTime)
        ).where(messages.c.workspace_id == self._workspace_id, messages.c.user_id == user_id)
        self._copy_once(tombstones, ["workspace_id", "channel", "ts", "kept_until"], mine)

    def bury(self, channel: str, ts: str, until: datetime) -> None:
        """Remember for a while that this message was deleted: it may yet arrive."""
        self._insert_once(tombstones, channel=channel, ts=ts, kept_until=until)

    def is_buried(self, channel: str, ts: str) -> bool:
        """Whether the message was deleted before it arrived."""
        return self._ask(_IS_BURIED, channel=channel, ts=ts).first() is not None

    def _delete_at(self, table: Table, places: Select[*tuple[object, ...]]) -> None:
        """Delete what stands at these (channel, ts)."""
        there = tuple_(table.c.channel, table.c.ts).in_(places)
        self._connection.execute(delete(table).where(table.c.workspace_id == self._workspace_id, there))

    def _forget_clips(self, channel: str, ts: str) -> None:
        self._connection.execute(
            delete(clips).where(
                clips.c.workspace_id == self._workspace_id, clips.c.channel == channel, clips.c.ts == ts
            )
        )

    def _select(self) -> Select[*tuple[object, ...]]:
        return select_record(Message, messages).where(messages.c.workspace_id == self._workspace_id)

    def _is(self, channel: str, ts: str) -> ColumnElement[bool]:
        return and_(
            messages.c.workspace_id == self._workspace_id, messages.c.channel == channel, messages.c.ts == ts
        )
