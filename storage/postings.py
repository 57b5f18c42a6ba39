"""Postings: a question put into one slot of a routine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import Select, select, update

from storage.repository import Repository, columns_of, given, here, record, records, select_record
from storage.tables import members, postings

QUESTION, DRILL, CASE = "question", "drill", "case"
"""What a slot can bring; also the kinds of the messages that bring it."""


@dataclass(frozen=True)
class Posting:
    """What fills one slot. `state`: owed, open, closed or skipped; `ts` is known once it was said.

    `question_id` is the id of the question, the drill or the case, as `exercise` says.
    """

    id: int
    routine_id: int
    slot: str
    channel: str
    question_id: str
    reason: str
    planned_at: datetime
    state: str
    skipped_because: str | None
    ts: str | None
    closes_at: datetime | None
    exercise: str

    @property
    def is_closed(self) -> bool:
        """Whether its time is over."""
        return self.state == "closed"


_FIND_BY_THREAD = select_record(Posting, postings).where(
    here(postings),
    postings.c.channel == given("channel"),
    postings.c.ts == given("ts"),
    postings.c.exercise == QUESTION,
)
_FIND = select_record(Posting, postings).where(here(postings), postings.c.id == given("posting_id"))
_FIND_BY_SLOT = select_record(Posting, postings).where(
    here(postings), postings.c.routine_id == given("routine_id"), postings.c.slot == given("slot")
)
_ASKED = (
    select(postings.c.question_id, postings.c.planned_at)
    .where(
        here(postings),
        postings.c.routine_id == given("routine_id"),
        postings.c.state != "skipped",
        postings.c.exercise == given("exercise"),
    )
    .order_by(postings.c.id.desc())
    .limit(given("limit"))
)
_CHANGE = update(postings).where(here(postings), postings.c.id == given("posting_id"))
_OPEN = _CHANGE.returning(*columns_of(Posting, postings))


class Postings(Repository):
    """The postings of one workspace."""

    def claim(
        self,
        *,
        routine_id: int,
        slot: str,
        channel: str,
        question_id: str,
        reason: str,
        planned_at: datetime,
        exercise: str = QUESTION,
    ) -> Posting | None:
        """The new posting of this slot, or None when the slot is taken."""
        return self._insert_record(
            Posting,
            postings,
            routine_id=routine_id,
            slot=slot,
            channel=channel,
            question_id=question_id,
            reason=reason,
            planned_at=planned_at,
            state="owed",
            exercise=exercise,
        )

    def record_skip(
        self, *, routine_id: int, slot: str, channel: str, planned_at: datetime, because: str
    ) -> Posting | None:
        """The slot as skipped and why, or None when the slot is taken."""
        return self._insert_record(
            Posting,
            postings,
            routine_id=routine_id,
            slot=slot,
            channel=channel,
            question_id="",
            reason="",
            planned_at=planned_at,
            state="skipped",
            skipped_because=because,
            exercise=QUESTION,
        )

    def get(self, posting_id: int) -> Posting:
        """The posting of this number."""
        found = self.find(posting_id)
        assert found is not None, f"no posting {posting_id}"
        return found

    def find(self, posting_id: int) -> Posting | None:
        """The posting of this number, or None."""
        return record(Posting, self._ask(_FIND, posting_id=posting_id).first())

    def find_by_slot(self, routine_id: int, slot: str) -> Posting | None:
        """The posting of a slot, or None."""
        return record(Posting, self._ask(_FIND_BY_SLOT, routine_id=routine_id, slot=slot).first())

    def find_by_thread(self, channel: str, ts: str) -> Posting | None:
        """The question whose card has this ts, or None."""
        return record(Posting, self._ask(_FIND_BY_THREAD, channel=channel, ts=ts).first())

    def threads(self, channel: str) -> frozenset[str]:
        """The ts of all questions that stand in a channel; drills and cases take no answers in their threads."""
        return frozenset(
            self._connection.scalars(
                select(postings.c.ts).where(
                    postings.c.workspace_id == self._workspace_id,
                    postings.c.channel == channel,
                    postings.c.ts.is_not(None),
                    postings.c.exercise == QUESTION,
                )
            )
        )

    def latest(self, routine_id: int) -> Posting | None:
        """The newest posting that was said in this routine, or None."""
        statement = (
            self._select()
            .where(postings.c.routine_id == routine_id, postings.c.ts.is_not(None))
            .order_by(postings.c.id.desc())
            .limit(1)
        )
        return record(Posting, self._connection.execute(statement).first())

    def latest_skipped(self, routine_id: int, since: datetime) -> Posting | None:
        """The newest posting that was planned since then and never came, or None."""
        statement = (
            self._select()
            .where(
                postings.c.routine_id == routine_id,
                postings.c.state == "skipped",
                postings.c.planned_at >= since,
            )
            .order_by(postings.c.planned_at.desc())
            .limit(1)
        )
        return record(Posting, self._connection.execute(statement).first())

    def open_for(self, user_id: str) -> tuple[Posting, ...]:
        """The open questions of the practice channels that this person is in, newest first."""
        mine = select(members.c.channel).where(
            members.c.workspace_id == self._workspace_id, members.c.user_id == user_id
        )
        statement = (
            self._select()
            .where(
                postings.c.state == "open",
                postings.c.exercise == QUESTION,
                postings.c.channel.in_(mine),
            )
            .order_by(postings.c.id.desc())
        )
        return records(Posting, self._connection.execute(statement).all())

    def asked(self, routine_id: int, limit: int, exercise: str = QUESTION) -> tuple[tuple[str, date], ...]:
        """The last `limit` questions, drills or cases of this routine with their days, oldest first."""
        rows = self._ask(_ASKED, routine_id=routine_id, limit=limit, exercise=exercise).all()
        asked = cast("Sequence[tuple[str, datetime]]", rows)
        return tuple((question_id, at.date()) for question_id, at in reversed(asked))

    def mark_open(self, posting_id: int, *, ts: str, closes_at: datetime) -> Posting | None:
        """The posting, whose card stands in the channel at `ts`; None when there is no such posting."""
        values = {"state": "open", "ts": ts, "closes_at": closes_at}
        return record(Posting, self._ask(_OPEN, values, posting_id=posting_id).first())

    def close_at(self, posting_id: int, at: datetime) -> None:
        """Close the question then."""
        self._change(posting_id, closes_at=at)

    def catch_up_open(self, at: datetime) -> None:
        """Something may have been missed: the threads of all open questions are to be read at `at`."""
        self._connection.execute(
            update(postings)
            .where(
                postings.c.workspace_id == self._workspace_id,
                postings.c.state == "open",
                postings.c.exercise == QUESTION,
            )
            .values(catch_up_at=at)
        )

    def catch_up_at(self, posting_id: int, at: datetime | None) -> None:
        """Read the question's thread then; None: it was read."""
        self._change(posting_id, catch_up_at=at)

    def mark_closed(self, posting_id: int) -> None:
        """The question is over; its thread stays."""
        self._change(posting_id, state="closed")

    def mark_skipped(self, posting_id: int, because: str) -> None:
        """The card never reached the channel."""
        self._change(posting_id, state="skipped", skipped_because=because)

    def _select(self) -> Select[*tuple[object, ...]]:
        return select_record(Posting, postings).where(postings.c.workspace_id == self._workspace_id)

    def _change(self, posting_id: int, **values: object) -> None:
        self._ask(_CHANGE, values, posting_id=posting_id)
