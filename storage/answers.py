"""Answers: one attempt of one person at one posting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, case, delete, func, literal, select, update

from storage.repository import (
    Repository,
    columns_of,
    given,
    here,
    insert_into,
    record,
    records,
    select_record,
)
from storage.tables import answers, follow_ups, messages, postings
from storage.types import UtcDateTime


@dataclass(frozen=True)
class Answer:
    """One attempt. `settles_at` is set while it is to be read; `closed_ts` once what follows is conversation.

    `outcome` is what became of it when it was read last; None before it was read for the first time. `asked_by_peer`:
    a colleague asked about it, and the coach leaves the talk to them.
    """

    id: int
    posting_id: int
    user_id: str
    attempt: int
    visibility: str
    form: Mapping[str, str] | None
    claimed: bool
    settles_at: datetime | None
    closed_ts: str | None
    outcome: str | None
    asked_by_peer: bool

    @property
    def was_read(self) -> bool:
        """Whether the app may have said something about it, in any way."""
        return self.outcome is not None


_OF_ONE = and_(
    here(answers), answers.c.posting_id == given("posting_id"), answers.c.user_id == given("user_id")
)
_LATEST = select_record(Answer, answers).where(_OF_ONE).order_by(answers.c.attempt.desc()).limit(1)
_LATEST_IN_THREAD = _LATEST.where(answers.c.visibility == "thread")
_NEXT_ATTEMPT = select(func.coalesce(func.max(answers.c.attempt), 0) + 1).where(_OF_ONE).scalar_subquery()
_BEGINNING = {
    "workspace_id": given("workspace_id"),
    "posting_id": given("posting_id"),
    "user_id": given("user_id"),
    "attempt": _NEXT_ATTEMPT,
    "visibility": given("visibility"),
    "form": given("form"),
    "settles_at": given("settles_at"),
}
_BEGIN = {
    dialect: insert_into(dialect, answers)
    .values(_BEGINNING)
    .on_conflict_do_nothing()
    .returning(*columns_of(Answer, answers))
    for dialect in ("sqlite", "postgresql")
}
_GET = select_record(Answer, answers).where(here(answers), answers.c.id == given("answer_id"))
_SETTLE_AT = (
    update(answers)
    .where(here(answers), answers.c.id == given("answer_id"))
    .returning(answers.c.outcome)  # SQLite gets IS NOT NULL wrong here
)


class Answers(Repository):
    """The answers of one workspace."""

    def begin(
        self,
        posting_id: int,
        user_id: str,
        *,
        visibility: str,
        form: Mapping[str, str] | None = None,
        settles_at: datetime | None = None,
    ) -> Answer:
        """The person's next attempt at this posting; it is read at `settles_at`, if that is known already.

        Who meets another attempt of the same person at the same moment takes the number after it.
        """
        found = None
        while found is None:
            found = self._ask(
                _BEGIN[self._connection.dialect.name],
                posting_id=posting_id,
                user_id=user_id,
                visibility=visibility,
                form=form,
                settles_at=settles_at,
            ).first()
        return Answer(*found)  # type: ignore[arg-type]

    def get(self, answer_id: int) -> Answer | None:
        """The answer of this number, or None when it was deleted."""
        return record(Answer, self._ask(_GET, answer_id=answer_id).first())

    def latest(self, posting_id: int, user_id: str) -> Answer | None:
        """The person's newest attempt at this posting, or None."""
        return record(Answer, self._ask(_LATEST, posting_id=posting_id, user_id=user_id).first())

    def of_person(self, user_id: str) -> tuple[Answer, ...]:
        """All answers of a person, oldest first."""
        statement = self._select().where(answers.c.user_id == user_id).order_by(answers.c.id)
        return records(Answer, self._connection.execute(statement).all())

    def count_in_thread(self, posting_id: int) -> int:
        """How many people answered where the channel can see it."""
        said = select(messages.c.ts).where(
            messages.c.workspace_id == self._workspace_id,
            messages.c.answer_id == answers.c.id,
            messages.c.turn == 0,
        )
        counted = select(func.count(answers.c.user_id.distinct())).where(
            answers.c.workspace_id == self._workspace_id,
            answers.c.posting_id == posting_id,
            answers.c.visibility == "thread",
            answers.c.outcome.is_distinct_from("not_an_answer"),
            said.exists(),
        )
        return self._connection.scalar(counted) or 0

    def question_of(self, answer_id: int) -> str:
        """The id of the question that this answers."""
        found = self._connection.scalar(
            select(postings.c.question_id)
            .join(answers, answers.c.posting_id == postings.c.id)
            .where(answers.c.workspace_id == self._workspace_id, answers.c.id == answer_id)
        )
        return found or ""

    def settle_at(self, answer_id: int, at: datetime) -> bool:
        """When the answer is to be read; whether it was read before, so that the app may have said something of it."""
        found = self._ask(_SETTLE_AT, {"settles_at": at}, answer_id=answer_id).first()
        return found is not None and found.outcome is not None

    def settle_from(self, answer_id: int, at: datetime) -> None:
        """Read the answer at `at`, or later if it is to be read later already: its author still writes."""
        later = case((answers.c.settles_at > at, answers.c.settles_at), else_=literal(at, UtcDateTime))
        self._change(answer_id, settles_at=later)

    def mark_settled(self, answer_id: int) -> None:
        """The answer is read now: from here on something may have been said about it."""
        outcome = func.coalesce(answers.c.outcome, "settled")
        self._change(answer_id, settles_at=None, outcome=outcome)

    def mark_read(self, answer_id: int, *, outcome: str, version: str) -> None:
        """What the coach decided and with which words and rules."""
        self._change(answer_id, outcome=outcome, reading_version=version)

    def close(self, answer_id: int, ts: str) -> None:
        """What its author says after `ts` is conversation; an earlier closing stays."""
        self._change(answer_id, closed_ts=func.coalesce(answers.c.closed_ts, ts))

    def leave_to_peers(self, answer_id: int) -> None:
        """A colleague asked about it."""
        self._change(answer_id, asked_by_peer=True)

    def claim(self, answer_id: int) -> None:
        """Its author said: this is my answer."""
        self._change(answer_id, claimed=True, closed_ts=None)

    def show(self, answer_id: int, visibility: str) -> None:
        """Whether it is the thread's (`thread`) or its author's alone (`private`)."""
        self._change(answer_id, visibility=visibility)

    def rewrite_form(self, answer_id: int, form: Mapping[str, str]) -> None:
        """Replace what was typed; earlier wording is not kept."""
        self._change(answer_id, form=dict(form))

    def delete(self, answer_id: int) -> None:
        """Delete the answer with its messages, follow-ups and their quotes."""
        self._connection.execute(
            delete(answers).where(answers.c.workspace_id == self._workspace_id, answers.c.id == answer_id)
        )

    def is_left_empty(self, answer_id: int) -> bool:
        """Whether nothing is left of the answer.

        One that the coach has asked about is kept without words: what its author says next is still a reply.
        """
        left = select(messages.c.ts).where(
            messages.c.workspace_id == self._workspace_id, messages.c.answer_id == answer_id
        )
        asked = select(follow_ups.c.id).where(
            follow_ups.c.workspace_id == self._workspace_id,
            follow_ups.c.answer_id == answer_id,
            follow_ups.c.asked_ts.is_not(None),
        )
        statement = select(answers.c.id).where(
            answers.c.workspace_id == self._workspace_id,
            answers.c.id == answer_id,
            answers.c.form.is_(None),
            ~left.exists(),
            ~asked.exists(),
        )
        return self._connection.execute(statement).first() is not None

    def delete_of_person(self, user_id: str) -> int:
        """Delete all answers of a person with what belongs to them; how many there were."""
        statement = delete(answers).where(
            answers.c.workspace_id == self._workspace_id, answers.c.user_id == user_id
        )
        return self._connection.execute(statement).rowcount

    def let_rest(self, user_id: str) -> None:
        """Read no answer of this person any more."""
        self._connection.execute(
            update(answers)
            .where(
                answers.c.workspace_id == self._workspace_id,
                answers.c.user_id == user_id,
                answers.c.settles_at.is_not(None),
            )
            .values(settles_at=None)
        )

    def latest_in_thread(self, posting_id: int, user_id: str) -> Answer | None:
        """The person's newest attempt at this posting that the thread can see, or None."""
        return record(Answer, self._ask(_LATEST_IN_THREAD, posting_id=posting_id, user_id=user_id).first())

    def _select(self) -> Select[*tuple[object, ...]]:
        return select_record(Answer, answers).where(answers.c.workspace_id == self._workspace_id)

    def _change(self, answer_id: int, **values: object) -> None:
        self._change_one(answers, answer_id, **values)
