"""What the two databases must hold to: aware time, references, whole transactions, nothing lost on a power cut."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from storage.database import Database
from storage.errors import NaiveTimeError
from storage.work import Work
from tests.storage.rows import CHANNEL, DAILY, MARA, NOW, claimed, seed, workspace


def test_a_naive_datetime_is_refused(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError) as refusal:
        database.run_here(lambda work: workspace(work, "T0").people.keep_out(MARA, naive))
    assert isinstance(refusal.value.orig, NaiveTimeError)


@given(
    st.datetimes(
        min_value=datetime(1970, 1, 2),  # noqa: DTZ001 (hypothesis wants it naive and adds the zone)
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001 (the same)
        timezones=st.sampled_from(
            [UTC, ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/Santiago"), timezone(timedelta(hours=-11))]
        ),
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_an_aware_datetime_comes_back_as_the_same_instant_in_utc(database: Database, at: datetime) -> None:
    def keep_and_read(work: Work) -> datetime | None:
        room = workspace(work, "T0")
        room.people.keep_out(MARA, at)
        return room.people.get(MARA).kept_out_at

    kept = database.run_here(keep_and_read)
    assert kept == at.astimezone(UTC)
    assert kept is not None
    assert kept.tzinfo is UTC


def test_a_reference_to_nothing_is_refused(database: Database) -> None:
    def point_nowhere(work: Work) -> None:
        workspace(work, "T0").answers.begin(404, MARA, visibility="thread")

    with pytest.raises(IntegrityError):
        database.run_here(point_nowhere)


def test_a_unit_of_work_that_fails_leaves_nothing(database: Database) -> None:
    def fail_late(work: Work) -> None:
        seed(workspace(work, "T0"))
        raise LookupError

    with pytest.raises(LookupError):
        database.run_here(fail_late)
    assert database.run_here(lambda work: work.workspaces.all()) == ()


def test_an_attempt_that_fails_spares_the_rest(database: Database) -> None:
    def try_and_go_on(work: Work) -> tuple[str, ...]:
        room = workspace(work, "T0")
        room.people.join(CHANNEL, [MARA])
        with suppress(LookupError), work.attempt():
            room.people.leave_all(MARA)
            raise LookupError
        return room.people.channels_of(MARA)

    assert database.run_here(try_and_go_on) == (CHANNEL,)


async def test_what_run_returns_was_committed(database: Database) -> None:
    await database.run(lambda work: workspace(work, "T0").people.keep_out(MARA, NOW))
    person = await database.run(lambda work: work.room(1).people.get(MARA))
    assert person.is_kept_out


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_sqlite_survives_a_power_cut_and_checks_references(database: Database) -> None:
    with database.engine.connect() as connection:
        told = {
            pragma: connection.execute(text(f"PRAGMA {pragma}")).scalar()
            for pragma in ("synchronous", "foreign_keys", "journal_mode")
        }
    assert told == {"synchronous": 2, "foreign_keys": 1, "journal_mode": "wal"}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_another_process_reads_what_was_committed(database: Database, database_url: str) -> None:
    database.run_here(lambda work: workspace(work, "T0").routines.set_up(CHANNEL, DAILY))
    other = Database(database_url)
    routine = other.run_here(lambda work: work.room(1).routines.get(1))
    assert claimed_in(other, routine.id) == claimed_in(database, routine.id)
    other.close()


def claimed_in(database: Database, routine_id: int) -> int | None:
    """The posting of one slot, whoever claimed it first."""

    def claim(work: Work) -> int | None:
        room = work.room(1)
        found = room.postings.find_by_slot(routine_id, "2026-11-23")
        return (found or claimed(room, room.routines.get(routine_id))).id

    return database.run_here(claim)
