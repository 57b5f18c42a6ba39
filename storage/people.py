"""People: what Slack says of them and what they chose; and who is in which practice channel."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, select, update

from storage.repository import Repository, given, here, record, records, select_record
from storage.tables import answers, fresh_starts, members, people


@dataclass(frozen=True)
class Person:
    """One member of a workspace. `name` and `zone` are empty until they were looked up."""

    user_id: str
    name: str = ""
    zone: str = ""
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_gone: bool = False
    looked_up_at: datetime | None = None
    kept_out_at: datetime | None = None
    met_at: datetime | None = None
    coach_place: str | None = None
    direct_notes: bool = True
    away_until: date | None = None
    dm_channel: str | None = None
    note_at: datetime | None = None
    model_consent: str | None = None

    @property
    def is_kept_out(self) -> bool:
        """Whether they said *keep me out*."""
        return self.kept_out_at is not None

    @property
    def is_out(self) -> bool:
        """Whether they take no part: kept out, a bot, or of another company."""
        return self.is_kept_out or self.is_bot or self.is_stranger


@dataclass(frozen=True)
class Profile:
    """What Slack says of a person; `is_admin` is as true as it is new, so it is not kept."""

    user_id: str
    name: str
    zone: str
    is_bot: bool
    is_guest: bool
    is_stranger: bool
    is_gone: bool
    is_admin: bool = False


_GET = select_record(Person, people).where(here(people), people.c.user_id == given("user_id"))
_MARK_MET = update(people).where(
    here(people), people.c.user_id == given("user_id"), people.c.met_at.is_(None)
)


class People(Repository):
    """The people of one workspace."""

    def get(self, user_id: str) -> Person:
        """The person; somebody never met before is a person without a name."""
        return record(Person, self._ask(_GET, user_id=user_id).first()) or Person(user_id)

    def meet(self, user_id: str) -> None:
        """Make sure there is a row, so that the person is looked up soon."""
        self._insert_once(people, user_id=user_id)

    def know(self, profile: Profile, now: datetime) -> None:
        """Keep what Slack says of a person."""
        self._put(
            people,
            {"user_id": profile.user_id},
            name=profile.name,
            zone=profile.zone,
            is_bot=profile.is_bot,
            is_guest=profile.is_guest,
            is_stranger=profile.is_stranger,
            is_gone=profile.is_gone,
            looked_up_at=now,
        )

    def mark_met(self, user_id: str, now: datetime) -> bool:
        """Whether this is the first contact; true once only."""
        return self._insert_once(people, user_id=user_id, met_at=now) or (
            self._ask(_MARK_MET, {"met_at": now}, user_id=user_id).rowcount == 1
        )

    def keep_out(self, user_id: str, now: datetime) -> None:
        """From now on nothing of theirs is stored."""
        self._put(people, {"user_id": user_id}, kept_out_at=now)

    def let_in(self, user_id: str) -> None:
        """They take part again."""
        self._put(people, {"user_id": user_id}, kept_out_at=None)

    def start_afresh(self, user_id: str, ts: str) -> None:
        """What they wrote by then and is not kept is never kept any more; `forget` leaves this."""
        self._put(fresh_starts, {"user_id": user_id}, ts=ts)

    def fresh_starts(self, user_ids: Collection[str]) -> Mapping[str, str]:
        """The ts at which each of these people last started afresh; nothing of those who never did."""
        rows = self._connection.execute(
            select(fresh_starts.c.user_id, fresh_starts.c.ts).where(
                fresh_starts.c.workspace_id == self._workspace_id, fresh_starts.c.user_id.in_(user_ids)
            )
        )
        return {row.user_id: row.ts for row in rows}

    def choose_place(self, user_id: str, place: str | None) -> None:
        """Where the coach asks this person; None means wherever the routine says."""
        self._put(people, {"user_id": user_id}, coach_place=place)

    def allow_notes(self, user_id: str, allowed: bool) -> None:  # noqa: FBT001 (it is the choice itself)
        """Whether the app may write to them unasked."""
        self._put(people, {"user_id": user_id}, direct_notes=allowed)

    def be_away(self, user_id: str, until: date | None) -> None:
        """Away until that day (they are back on it), or here."""
        self._put(people, {"user_id": user_id}, away_until=until)

    def set_dm(self, user_id: str, channel: str) -> None:
        """The conversation that Slack opened with them."""
        self._put(people, {"user_id": user_id}, dm_channel=channel)

    def note_due(self, user_id: str, at: datetime | None) -> None:
        """When the daily note is to be written, unless an earlier one is planned; None: it was."""
        if at is None:
            self._put(people, {"user_id": user_id}, note_at=None)
            return
        self.meet(user_id)
        self._connection.execute(
            update(people).where(self._is(user_id), people.c.note_at.is_(None)).values(note_at=at)
        )

    def put_off_note(self, user_id: str, at: datetime) -> None:
        """Write the daily note then."""
        self._put(people, {"user_id": user_id}, note_at=at)

    def join(self, channel: str, user_ids: Iterable[str]) -> None:
        """These people are in the channel."""
        for user_id in user_ids:
            self.meet(user_id)
            self._insert_once(members, channel=channel, user_id=user_id)

    def leave(self, channel: str, user_id: str) -> None:
        """This person is no longer in the channel."""
        self._connection.execute(
            delete(members).where(
                members.c.workspace_id == self._workspace_id,
                members.c.channel == channel,
                members.c.user_id == user_id,
            )
        )

    def in_channel(self, channel: str) -> tuple[Person, ...]:
        """The people of a practice channel."""
        there = select(members.c.user_id).where(
            members.c.workspace_id == self._workspace_id, members.c.channel == channel
        )
        rows = self._connection.execute(
            select_record(Person, people)
            .where(people.c.workspace_id == self._workspace_id, people.c.user_id.in_(there))
            .order_by(people.c.user_id)
        ).all()
        return records(Person, rows)

    def channels_of(self, user_id: str) -> tuple[str, ...]:
        """The practice channels that this person is in."""
        return tuple(
            self._connection.scalars(
                select(members.c.channel)
                .where(members.c.workspace_id == self._workspace_id, members.c.user_id == user_id)
                .order_by(members.c.channel)
            )
        )

    def leave_all(self, user_id: str) -> None:
        """Forget which practice channels this person is in."""
        self._connection.execute(
            delete(members).where(members.c.workspace_id == self._workspace_id, members.c.user_id == user_id)
        )

    def look_up_anew(self, user_id: str) -> None:
        """What Slack says of this person is to be asked once more; somebody unknown stays unknown."""
        self._connection.execute(update(people).where(self._is(user_id)).values(looked_up_at=None))

    def forget(self, user_id: str) -> None:
        """Delete what is known of a person, keeping only that they are kept out, if they are."""
        kept_out_at = self.get(user_id).kept_out_at
        self._connection.execute(delete(people).where(self._is(user_id)))
        if kept_out_at is not None:
            self.keep_out(user_id, kept_out_at)

    def answered_before(self, user_id: str, answer_id: int) -> bool:
        """Whether an answer of this person is older than that one; what was taken for a remark is none."""
        older = select(answers.c.id).where(
            answers.c.workspace_id == self._workspace_id,
            answers.c.user_id == user_id,
            answers.c.id < answer_id,
            answers.c.outcome.is_distinct_from("not_an_answer"),
            answers.c.outcome.is_distinct_from("unknown_language"),
        )
        return self._connection.execute(older.limit(1)).first() is not None

    def _is(self, user_id: str) -> ColumnElement[bool]:
        return and_(people.c.workspace_id == self._workspace_id, people.c.user_id == user_id)
