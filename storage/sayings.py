"""Sayings: everything that is owed to people, from owed to said (law 3).

owed → sending → said(ts) | given_up(reason). A withdrawn saying was never said and need not be.
A said one that is `stale` is rendered again: updated in place, or deleted when nothing is left to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, or_, select, update

from storage.repository import Repository, given, here, record, records, select_record
from storage.tables import answers, sayings


@dataclass(frozen=True)
class Saying:
    """One message that is owed. `subject` is a row's number; `audience` is who alone reads it, or empty."""

    id: str
    workspace_id: int
    kind: str
    subject: str
    audience: str
    surface: str
    channel: str | None
    thread_ts: str | None
    urgency: int
    state: str
    not_before: datetime
    good_until: datetime | None
    attempted_at: datetime | None
    lease_until: datetime | None
    ts: str | None
    reason: str | None
    stale: bool

    @property
    def is_unnamed(self) -> bool:
        """Whether the person whom it was for was erased: then there is nothing to say in it."""
        return self.audience == self.id

    @property
    def is_unknown(self) -> bool:
        """Whether Slack was asked to take it and never told where it stands: it may be heard late."""
        return self.attempted_at is not None and self.ts is None

    @property
    def is_retired(self) -> bool:
        """Whether the same may be owed anew, in another saying (see `Sayings.retire`)."""
        return self.subject == self.id


_REFRESH = update(sayings).where(
    here(sayings),
    sayings.c.kind == given("kind"),
    sayings.c.subject == given("subject"),
    sayings.c.state.in_(("said", "sending")),
    sayings.c.surface != "whisper",
)


_GET = select_record(Saying, sayings).where(here(sayings), sayings.c.id == given("saying_id"))


class Sayings(Repository):
    """The sayings of one workspace."""

    def owe(
        self,
        *,
        saying_id: str,
        kind: str,
        subject: str,
        surface: str,
        urgency: int,
        not_before: datetime,
        audience: str = "",
        channel: str | None = None,
        thread_ts: str | None = None,
        good_until: datetime | None = None,
    ) -> bool:
        """Whether the saying is new; what is owed or was said is never owed twice."""
        return self._insert_once(
            sayings,
            id=saying_id,
            kind=kind,
            subject=subject,
            audience=audience,
            surface=surface,
            channel=channel,
            thread_ts=thread_ts,
            urgency=urgency,
            state="owed",
            not_before=not_before,
            good_until=good_until,
        )

    def find(self, kind: str, subject: str, audience: str = "") -> Saying | None:
        """The saying of this kind about this subject, or None."""
        statement = self._select().where(self._is(kind, subject, audience))
        return record(Saying, self._connection.execute(statement).first())

    def get(self, saying_id: str) -> Saying | None:
        """The saying of this id, or None."""
        return record(Saying, self._ask(_GET, saying_id=saying_id).first())

    def find_said(self, channel: str, ts: str) -> Saying | None:
        """What the app said there, or None."""
        statement = self._select().where(sayings.c.channel == channel, sayings.c.ts == ts)
        return record(Saying, self._connection.execute(statement).first())

    def in_flight(self, channel: str, kind: str) -> bool:
        """Whether a saying of this kind may just now be appearing in the channel."""
        statement = select(sayings.c.id).where(
            sayings.c.workspace_id == self._workspace_id,
            sayings.c.channel == channel,
            sayings.c.kind == kind,
            sayings.c.state == "sending",
        )
        return self._connection.execute(statement).first() is not None

    def about(self, kind: str, subject: str) -> tuple[Saying, ...]:
        """All sayings of this kind about this subject, whoever reads them."""
        statement = self._select().where(sayings.c.kind == kind, sayings.c.subject == subject)
        return records(Saying, self._connection.execute(statement).all())

    def refresh(self, kind: str, subject: str, at: datetime) -> None:
        """What was said is out of date: render it again (what only flashes up in a channel cannot be).

        What is still owed is rendered at the last moment anyway.
        """
        self._ask(_REFRESH, {"stale": True, "not_before": at}, kind=kind, subject=subject)

    def withdraw(self, kind: str, subject: str) -> bool:
        """Whether it was owed and now need not be said; what was said or is being said stays."""
        statement = (
            update(sayings)
            .where(
                self._is_about(kind, subject),
                sayings.c.state == "owed",
            )
            .values(state="withdrawn")
        )
        return self._connection.execute(statement).rowcount > 0

    def hasten(self, kind: str, subject: str, at: datetime) -> bool:
        """Whether it is still owed, and Slack was never asked to take it: then it is said from `at` on.

        Until this transaction ends nobody else takes it up.
        """
        statement = (
            update(sayings)
            .where(
                self._is_about(kind, subject),
                sayings.c.state == "owed",
                sayings.c.attempted_at.is_(None),
            )
            .values(not_before=at)
        )
        return self._connection.execute(statement).rowcount > 0

    def forget(self, kind: str, subject: str) -> bool:
        """Delete what was never attempted, so that it can be owed anew; whether there was such a thing."""
        statement = sayings.delete().where(
            self._is_about(kind, subject),
            sayings.c.state.in_(("owed", "withdrawn")),
        )
        return self._connection.execute(statement).rowcount > 0

    def retire(self, kind: str, subject: str) -> None:
        """What was said stays as it is, and the same may be owed anew: its own id becomes its subject."""
        for saying in self.about(kind, subject):
            self._change(saying.id, subject=saying.id)

    def retire_about_answers(self, kind: str, user_id: str) -> None:
        """The same for what was said about all answers of this person."""
        mine = select(cast(answers.c.id, String)).where(
            answers.c.workspace_id == self._workspace_id, answers.c.user_id == user_id
        )
        self._connection.execute(
            update(sayings)
            .where(
                sayings.c.workspace_id == self._workspace_id,
                sayings.c.kind == kind,
                sayings.c.subject.in_(mine),
            )
            .values(subject=sayings.c.id)
        )

    def owe_again(self, kind: str, subject: str, at: datetime) -> None:
        """What was given up or withdrawn is owed once more; only for what may be repeated, such as a Home."""
        self._connection.execute(
            update(sayings)
            .where(
                self._is_about(kind, subject),
                sayings.c.state.in_(("given_up", "withdrawn")),
            )
            .values(state="owed", not_before=at, stale=False, reason=None)
        )

    def of_audience(self, user_id: str) -> tuple[Saying, ...]:
        """Everything that was for this person alone, whatever became of it."""
        statement = self._select().where(sayings.c.audience == user_id)
        return records(Saying, self._connection.execute(statement.order_by(sayings.c.id)).all())

    def unname(self, user_id: str, at: datetime) -> None:
        """Forget whom these sayings were for or about. Direct messages are rendered again, to be deleted.

        What Slack shows, or may yet turn out to show, stays as a row with its own id for an audience (see
        `Saying.is_unnamed`), so that nothing is left to say in it; everything else is deleted.
        """
        for saying in self._of_or_about(user_id):
            sending, may_stand = saying.state == "sending", saying.state == "said" or saying.is_unknown
            is_direct = saying.surface == "direct"
            if not sending and not (may_stand and (is_direct or saying.surface == "post")):
                self._connection.execute(sayings.delete().where(self._has(saying.id)))
                continue
            subject = saying.id if user_id in saying.subject.split(":") else saying.subject
            self._change(saying.id, audience=saying.id, subject=subject, stale=is_direct, not_before=at)

    def _of_or_about(self, user_id: str) -> tuple[Saying, ...]:
        """Sayings for this person, and those whose subject names them (whole ids, joined by colons)."""
        statement = self._select().where(
            or_(sayings.c.audience == user_id, sayings.c.subject.contains(user_id, autoescape=True))
        )
        found = records(Saying, self._connection.execute(statement).all())
        return tuple(s for s in found if user_id in (s.audience, *s.subject.split(":")))

    def _change(self, saying_id: str, **values: object) -> None:
        self._connection.execute(update(sayings).where(self._has(saying_id)).values(**values))

    def _has(self, saying_id: str) -> ColumnElement[bool]:
        return and_(sayings.c.workspace_id == self._workspace_id, sayings.c.id == saying_id)

    def _is_about(self, kind: str, subject: str) -> ColumnElement[bool]:
        return and_(
            sayings.c.workspace_id == self._workspace_id,
            sayings.c.kind == kind,
            sayings.c.subject == subject,
        )

    def _is(self, kind: str, subject: str, audience: str) -> ColumnElement[bool]:
        return and_(sayings.c.kind == kind, sayings.c.subject == subject, sayings.c.audience == audience)

    def _select(self) -> Select[*tuple[object, ...]]:
        return select_record(Saying, sayings).where(sayings.c.workspace_id == self._workspace_id)
