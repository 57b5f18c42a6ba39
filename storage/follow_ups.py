"""Follow-ups: the coach's questions, at most two an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, select, update

from storage.repository import Repository, given, here, record, records, select_record
from storage.tables import answers, follow_ups


@dataclass(frozen=True)
class FollowUp:
    """One question of the coach, worded. `quote` is the person's own; `place` is `thread` or `private`.

    `goes_deeper`: nothing was missing, and it asks further into what is there. `not_right_at`: when its person said
    that it was not right; None if they never did. `advice`: what a language model had to do with it, see `storage.advices`;
    None: nothing.
    """

    id: int
    answer_id: int
    turn: int
    user_id: str
    signal: str
    confidence: str
    goes_deeper: bool
    before: str
    quote: str | None
    after: str
    place: str
    version: str
    owed_at: datetime
    asked_ts: str | None
    asked_channel: str | None
    closed_ts: str | None
    withdrawn: bool
    not_right_at: datetime | None
    advice: str | None


_OF_ANSWER = (
    select_record(FollowUp, follow_ups)
    .where(here(follow_ups), follow_ups.c.answer_id == given("answer_id"))
    .order_by(follow_ups.c.turn)
)


class FollowUps(Repository):
    """The follow-ups of one workspace."""

    def owe(
        self,
        *,
        answer_id: int,
        turn: int,
        user_id: str,
        signal: str,
        confidence: str,
        goes_deeper: bool,
        before: str,
        quote: str | None,
        after: str,
        place: str,
        version: str,
        owed_at: datetime,
        advice: str | None = None,
    ) -> FollowUp | None:
        """The new follow-up of this turn, or None when the turn has one."""
        return self._insert_record(
            FollowUp,
            follow_ups,
            answer_id=answer_id,
            turn=turn,
            user_id=user_id,
            signal=signal,
            confidence=confidence,
            goes_deeper=goes_deeper,
            before=before,
            quote=quote,
            after=after,
            place=place,
            version=version,
            owed_at=owed_at,
            advice=advice,
        )

    def find(self, follow_up_id: int) -> FollowUp | None:
        """The follow-up of this number, or None when it is gone."""
        statement = self._select().where(follow_ups.c.id == follow_up_id)
        return record(FollowUp, self._connection.execute(statement).first())

    def of_answer(self, answer_id: int) -> tuple[FollowUp, ...]:
        """The follow-ups of an answer by turn."""
        return records(FollowUp, self._ask(_OF_ANSWER, answer_id=answer_id).all())

    def of_person(self, user_id: str) -> tuple[FollowUp, ...]:
        """What the coach asked a person, oldest first."""
        statement = self._select().where(follow_ups.c.user_id == user_id).order_by(follow_ups.c.id)
        return records(FollowUp, self._connection.execute(statement).all())

    def asked_lately(self, user_id: str, since: datetime) -> tuple[str, ...]:
        """The signals that this person was asked about since then, newest first."""
        return tuple(
            self._connection.scalars(
                select(follow_ups.c.signal)
                .where(
                    follow_ups.c.workspace_id == self._workspace_id,
                    follow_ups.c.user_id == user_id,
                    follow_ups.c.owed_at >= since,
                )
                .order_by(follow_ups.c.owed_at.desc())
            )
        )

    def not_right_lately(self, user_id: str, since: datetime) -> tuple[str, ...]:
        """The signals of the questions that this person called not right since then, each once."""
        return tuple(
            self._connection.scalars(
                select(follow_ups.c.signal)
                .where(
                    follow_ups.c.workspace_id == self._workspace_id,
                    follow_ups.c.user_id == user_id,
                    follow_ups.c.not_right_at >= since,
                )
                .distinct()
                .order_by(follow_ups.c.signal)
            )
        )

    def newest_asked(self, user_id: str) -> FollowUp | None:
        """The newest question to this person that was said and still stands, or None."""
        statement = (
            self._select()
            .where(
                follow_ups.c.user_id == user_id,
                follow_ups.c.asked_ts.is_not(None),
                follow_ups.c.withdrawn.is_(False),
            )
            .order_by(follow_ups.c.owed_at.desc(), follow_ups.c.id.desc())
            .limit(1)
        )
        return record(FollowUp, self._connection.execute(statement).first())

    def waiting_in_private(self, user_id: str) -> FollowUp | None:
        """The newest question to this person that still takes replies in private, or None."""
        statement = (
            self._select()
            .join(answers, answers.c.id == follow_ups.c.answer_id)
            .where(
                follow_ups.c.place == "private",
                follow_ups.c.asked_ts.is_not(None),
                follow_ups.c.user_id == user_id,
                follow_ups.c.closed_ts.is_(None),
                follow_ups.c.withdrawn.is_(False),
            )
            .order_by(follow_ups.c.asked_ts.desc())
            .limit(1)
        )
        return record(FollowUp, self._connection.execute(statement).first())

    def find_asked(self, channel: str, ts: str) -> FollowUp | None:
        """The follow-up that was said there, or None."""
        statement = self._select().where(follow_ups.c.asked_channel == channel, follow_ups.c.asked_ts == ts)
        return record(FollowUp, self._connection.execute(statement).first())

    def mark_asked(self, follow_up_id: int, *, channel: str, ts: str) -> None:
        """The question stands there; what its person says afterwards is the reply."""
        self._change(follow_up_id, asked_ts=ts, asked_channel=channel)

    def mark_not_right(self, follow_up_id: int, at: datetime) -> bool:
        """Whether this is new: its person said that the question was not right; the first time stays."""
        statement = (
            update(follow_ups)
            .where(
                follow_ups.c.workspace_id == self._workspace_id,
                follow_ups.c.id == follow_up_id,
                follow_ups.c.not_right_at.is_(None),
            )
            .values(not_right_at=at)
        )
        return self._connection.execute(statement).rowcount > 0

    def close(self, follow_up_id: int, ts: str) -> None:
        """The reply was read; what is said after `ts` is conversation."""
        self._change(follow_up_id, closed_ts=ts)

    def move_to(self, follow_up_id: int, place: str) -> None:
        """Where its reply is taken: in the thread, or privately too."""
        self._change(follow_up_id, place=place)

    def withdraw(self, follow_up_id: int) -> None:
        """The question is taken back, and with it every word that it quoted."""
        self._change(follow_up_id, withdrawn=True, quote=None, before="", after="")

    def withdraw_of(self, user_id: str) -> None:
        """Take back every question to this person, and with them every word that they quoted."""
        self._connection.execute(
            update(follow_ups)
            .where(follow_ups.c.workspace_id == self._workspace_id, follow_ups.c.user_id == user_id)
            .values(withdrawn=True, quote=None, before="", after="")
        )

    def delete(self, follow_up_id: int) -> None:
        """Forget a question that was never asked, so that its turn is free again."""
        self._connection.execute(
            delete(follow_ups).where(
                follow_ups.c.workspace_id == self._workspace_id, follow_ups.c.id == follow_up_id
            )
        )

    def _select(self) -> Select[*tuple[object, ...]]:
        return select_record(FollowUp, follow_ups).where(follow_ups.c.workspace_id == self._workspace_id)

    def _change(self, follow_up_id: int, **values: object) -> None:
        self._change_one(follow_ups, follow_up_id, **values)
