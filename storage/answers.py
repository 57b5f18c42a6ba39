"""Answers: one attempt of one person at one posting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update

from storage.repository import Repository, given, here, record, records, select_record
from storage.tables import answers, follow_ups, messages, postings


@dataclass(frozen=True)
class Answer:
    """One attempt. `settles_at` is set while it is to be read; `closed_ts` once what follows is conversation."""

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


_OF_ONE = select_record(Answer, answers).where(
    here(answers), answers.c.posting_id == given("posting_id"), answers.c.user_id == given("user_id")
)
_ATTEMPT = _OF_ONE.where(answers.c.attempt == given("attempt"))
_LATEST = _OF_ONE.order_by(answers.c.attempt.desc()).limit(1)
_GET = select_record(Answer, answers).where(here(answers), answers.c.id == given("answer_id"))
_SETTLE_AT = update(answers).where(here(answers), answers.c.id == given("answer_id"))


class Answers(Repository):
    """The answers of one workspace."""

    def begin(
        self,
        posting_id: int,
        user_id: str,
        *,
        visibility: str,
        attempt: int = 1,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """The person's answer to this posting, made if there was none."""
        self._insert_once(
            answers, posting_id=posting_id, user_id=user_id, attempt=attempt, visibility=visibility, form=form
        )
        found = self._ask(_ATTEMPT, posting_id=posting_id, user_id=user_id, attempt=attempt).one()
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

    def settle_at(self, answer_id: int, at: datetime | None) -> None:
        """When the answer is to be read; None: it was."""
        self._ask(_SETTLE_AT, {"settles_at": at}, answer_id=answer_id)

    def mark_read(self, answer_id: int, *, outcome: str, version: str) -> None:
        """What the coach decided and with which words and rules."""
        self._change(answer_id, outcome=outcome, reading_version=version)

    def close(self, answer_id: int, ts: str) -> None:
        """What its author says after `ts` is conversation; an earlier closing stays."""
        self._connection.execute(
            update(answers)
            .where(
                answers.c.workspace_id == self._workspace_id,
                answers.c.id == answer_id,
                answers.c.closed_ts.is_(None),
            )
            .values(closed_ts=ts)
        )

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
        statement = (
            self._select()
            .where(
                answers.c.posting_id == posting_id,
                answers.c.user_id == user_id,
                answers.c.visibility == "thread",
            )
            .order_by(answers.c.attempt.desc())
            .limit(1)
        )
        return record(Answer, self._connection.execute(statement).first())

    def _select(self) -> Select[*tuple[object, ...]]:
        return select_record(Answer, answers).where(answers.c.workspace_id == self._workspace_id)

    def _change(self, answer_id: int, **values: object) -> None:
        self._connection.execute(
            update(answers)
            .where(answers.c.workspace_id == self._workspace_id, answers.c.id == answer_id)
            .values(**values)
        )
