"""Routines: a channel's schedule and settings, its facilitators and the days it skips."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, delete, select, update

from content.cadence import Schedule
from content.holiday_calendar import HolidayCalendar
from content.questions import Level
from content.zones import CadenceError
from storage.postings import CASE, DRILL, QUESTION
from storage.repository import Repository, given, here, record, records, select_record
from storage.tables import facilitators, members, routines, skips


@dataclass(frozen=True)
class Settings:
    """What a facilitator chose. `days` are ISO weekdays as digits, `at` is HH:MM in `zone`.

    `drill_days` and `case_days` are those of the days that bring a drill or a case in place of a question; `levels` are
    slugs with a space between, none for all.
    """

    days: str
    at: str
    zone: str
    country: str | None
    region: str | None
    open_minutes: int
    grace_minutes: int
    coach_place: str
    levels: str = ""
    drill_days: str = ""
    case_days: str = ""


@dataclass(frozen=True)
class Routine:
    """A channel's practice. `next_at` is when something is due (None: nothing); `lost` says why it cannot post."""

    id: int
    channel: str
    days: str
    at: str
    zone: str
    country: str | None
    region: str | None
    open_minutes: int
    grace_minutes: int
    coach_place: str
    paused_until: date | None
    next_at: datetime | None
    members_read_at: datetime | None
    lost: str | None
    levels: str
    drill_days: str
    case_days: str

    def exercise_on(self, day: date) -> str:
        """What that day brings: a question, a drill or a case."""
        weekday = str(day.isoweekday())
        if weekday in self.case_days:
            return CASE
        return DRILL if weekday in self.drill_days else QUESTION

    @property
    def wanted_levels(self) -> tuple[Level, ...]:
        """Whose interviews its questions are of; none for everybody's."""
        return tuple(map(Level, self.levels.split()))

    @property
    def holidays(self) -> HolidayCalendar | None:
        """The calendar of its country; None without one, or with one that the library no longer knows."""
        try:
            return HolidayCalendar(self.country, self.region) if self.country else None
        except CadenceError:
            return None

    def schedule(self, skipped: frozenset[date]) -> Schedule:
        """When it asks, as `content.cadence` reads it."""
        return Schedule(
            days=frozenset(map(int, self.days)),
            at=time.fromisoformat(self.at),
            zone=self.zone,
            holidays=self.holidays,
            paused_until=self.paused_until,
            skipped=skipped,
            grace=timedelta(minutes=self.grace_minutes),
        )


_FIND_BY_CHANNEL = select_record(Routine, routines).where(
    here(routines), routines.c.channel == given("channel")
)


_GET = select_record(Routine, routines).where(here(routines), routines.c.id == given("routine_id"))
_CHANGE = update(routines).where(here(routines), routines.c.id == given("routine_id"))
_SKIPS = select(skips.c.day).where(here(skips), skips.c.routine_id == given("routine_id"))


class Routines(Repository):
    """The routines of one workspace."""

    def find_by_channel(self, channel: str) -> Routine | None:
        """The routine of a channel, or None."""
        return record(Routine, self._ask(_FIND_BY_CHANNEL, channel=channel).first())

    def find(self, routine_id: int) -> Routine | None:
        """The routine of this number, or None."""
        return record(Routine, self._ask(_GET, routine_id=routine_id).first())

    def get(self, routine_id: int) -> Routine:
        """The routine of this number."""
        found = self.find(routine_id)
        assert found is not None, f"no routine {routine_id}"
        return found

    def all(self) -> tuple[Routine, ...]:
        """Every routine of the workspace."""
        rows = self._connection.execute(self._select().order_by(routines.c.id)).all()
        return records(Routine, rows)

    def set_up(self, channel: str, settings: Settings) -> Routine:
        """The channel's routine with these settings, made if there was none."""
        self._put(routines, {"channel": channel}, **asdict(settings), lost=None)
        found = self.find_by_channel(channel)
        assert found is not None
        return found

    def due_next(self, routine_id: int, at: datetime | None) -> None:
        """When the tick is to look at this routine again."""
        self._change(routine_id, next_at=at)

    def pause(self, routine_id: int, until: date | None) -> None:
        """Paused until that day (it posts again on it); None resumes."""
        self._change(routine_id, paused_until=until)

    def lose(self, routine_id: int, why: str | None) -> None:
        """The channel cannot be posted to, and why; None: it can again."""
        self._change(routine_id, lost=why)

    def mark_members_read(self, routine_id: int, now: datetime | None) -> None:
        """The channel's people are known as of now; None: they are to be read again."""
        self._change(routine_id, members_read_at=now)

    def read_members_anew(self, user_id: str) -> None:
        """The people of every channel that this person is in are to be read again."""
        theirs = update(routines).where(
            routines.c.workspace_id == self._workspace_id, routines.c.channel.in_(self._channels_of(user_id))
        )
        self._connection.execute(theirs.values(members_read_at=None))

    def facilitators(self, routine_id: int) -> tuple[str, ...]:
        """Who may change this routine."""
        return tuple(
            self._connection.scalars(
                select(facilitators.c.user_id)
                .where(
                    facilitators.c.workspace_id == self._workspace_id,
                    facilitators.c.routine_id == routine_id,
                )
                .order_by(facilitators.c.user_id)
            )
        )

    def set_facilitators(self, routine_id: int, user_ids: Iterable[str]) -> None:
        """Exactly these people may change this routine."""
        self._connection.execute(
            delete(facilitators).where(
                facilitators.c.workspace_id == self._workspace_id, facilitators.c.routine_id == routine_id
            )
        )
        for user_id in user_ids:
            self._insert_once(facilitators, routine_id=routine_id, user_id=user_id)

    def joined_by(self, user_id: str) -> tuple[Routine, ...]:
        """The routines of the channels that this person is in, by channel."""
        statement = self._select().where(routines.c.channel.in_(self._channels_of(user_id)))
        rows = self._connection.execute(statement.order_by(routines.c.channel)).all()
        return records(Routine, rows)

    def run_by(self, user_id: str) -> tuple[Routine, ...]:
        """The routines that this person may change."""
        theirs = select(facilitators.c.routine_id).where(
            facilitators.c.workspace_id == self._workspace_id, facilitators.c.user_id == user_id
        )
        statement = self._select().where(routines.c.id.in_(theirs)).order_by(routines.c.id)
        return records(Routine, self._connection.execute(statement).all())

    def drop_facilitator(self, user_id: str) -> None:
        """This person may change no routine any more."""
        self._connection.execute(
            delete(facilitators).where(
                facilitators.c.workspace_id == self._workspace_id, facilitators.c.user_id == user_id
            )
        )

    def skips(self, routine_id: int) -> frozenset[date]:
        """The days that somebody asked to leave out."""
        return frozenset(self._ask(_SKIPS, routine_id=routine_id).scalars())

    def skip(self, routine_id: int, day: date) -> None:
        """Leave this day out."""
        self._insert_once(skips, routine_id=routine_id, day=day)

    def _channels_of(self, user_id: str) -> Select[str]:
        return select(members.c.channel).where(
            members.c.workspace_id == self._workspace_id, members.c.user_id == user_id
        )

    def _select(self) -> Select[*tuple[object, ...]]:
        return select_record(Routine, routines).where(routines.c.workspace_id == self._workspace_id)

    def _change(self, routine_id: int, **values: object) -> None:
        self._ask(_CHANGE, values, routine_id=routine_id)
