"""A practice that should have posted and has not is noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.operations.doctor import examine
from bot.operations.silence import Silence, silences
from bot.settings import Settings
from storage.database import Database
from storage.routines import Settings as RoutineSettings
from storage.work import Room, Work

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WEEKDAYS = RoutineSettings(
    days="12345", at="10:00", zone="Europe/Berlin", country=None, region=None,
    open_minutes=1440, grace_minutes=120, coach_place="thread",
)  # fmt: skip


def practise(work: Work, *, first: datetime = MONDAY, days: str = "12345") -> Room:
    """A practice that posts at ten in Berlin on working days or on those given, from `first` on."""
    workspace = work.workspaces.know(team_id="T1", bot_user_id="U0", bot_id="B0", app_id="A0")
    room = work.room(workspace.id)
    routine = room.routines.set_up("C1", replace(WEEKDAYS, days=days))
    room.routines.due_next(routine.id, first)
    return room


def post(room: Room, at: datetime, *, said: bool = True) -> None:
    (routine,) = room.routines.all()
    slot = {"routine_id": routine.id, "slot": at.date().isoformat(), "channel": "C1", "planned_at": at}
    if not said:
        room.postings.record_skip(**slot, because="late")  # type: ignore[arg-type]
        return
    posting = room.postings.claim(**slot, question_id="q", reason="")  # type: ignore[arg-type]
    assert posting is not None
    room.postings.mark_open(posting.id, ts=f"{at.timestamp():.6f}", closes_at=at + timedelta(days=1))


def is_silent(database: Database, now: datetime) -> bool:
    return stands(database, now).is_too_long


def stands(database: Database, now: datetime) -> Silence:
    (found,) = database.run_here(lambda work: silences(work, now))
    return found


@pytest.mark.parametrize(("days", "silent"), [(0, False), (1, False), (2, False), (3, True), (30, True)])
def test_three_posts_that_did_not_come_are_too_many(database: Database, days: int, silent: bool) -> None:  # noqa: FBT001
    database.run_here(lambda work: post(practise(work), MONDAY))
    assert is_silent(database, MONDAY + timedelta(days=days, hours=3)) == silent


def test_a_weekend_is_no_silence(database: Database) -> None:
    friday = MONDAY + timedelta(days=4)
    database.run_here(lambda work: post(practise(work), friday))
    assert not is_silent(database, friday + timedelta(days=4, hours=3))
    assert is_silent(database, friday + timedelta(days=5, hours=3))


def test_a_practice_that_was_only_just_set_up_is_not_silent(database: Database) -> None:
    database.run_here(lambda work: practise(work, first=MONDAY + timedelta(days=1)))
    assert not is_silent(database, MONDAY)
    assert is_silent(database, MONDAY + timedelta(days=7)), "but it is if its first posts never came"


def test_a_paused_practice_is_not_silent(database: Database) -> None:
    def paused(work: Work) -> None:
        room = practise(work)
        post(room, MONDAY)
        room.routines.pause(1, date(2026, 12, 24))

    database.run_here(paused)
    found = stands(database, MONDAY + timedelta(days=20))
    assert (found.days, found.missed, found.is_too_long) == (20, 0, False)


def test_a_weekly_practice_misses_nothing_in_its_week(database: Database) -> None:
    database.run_here(lambda work: post(practise(work, days="1"), MONDAY))
    assert [
        stands(database, MONDAY + timedelta(days=days, hours=3)).missed for days in (0, 6, 7, 14, 21)
    ] == [0, 0, 1, 2, 3]


def test_posts_that_were_skipped_as_late_are_missing(database: Database) -> None:
    def skipped(work: Work) -> None:
        room = practise(work)
        post(room, MONDAY)
        for day in (1, 2, 3):
            post(room, MONDAY + timedelta(days=day), said=False)

    database.run_here(skipped)
    assert is_silent(database, MONDAY + timedelta(days=3, hours=3))


async def test_the_doctor_says_it(database: Database, database_url: str) -> None:
    database.run_here(lambda work: post(practise(work), MONDAY))
    settings = Settings(database_url=database_url)
    well = {f.what: f for f in await examine(settings, MONDAY + timedelta(days=1))}
    assert well["practices"].is_fine
    assert well["practices"].say == "1 of 1 post as planned, the longest without a post for 1 days"
    ill = {f.what: f for f in await examine(settings, MONDAY + timedelta(days=7, hours=3))}
    silent = ill["practice 1 of workspace 1"]
    assert not silent.is_fine
    assert "last posted 7 days ago" in silent.say


def test_what_is_owed_is_counted_by_age(database: Database) -> None:
    def owe(work: Work) -> None:
        room = practise(work)
        for number, age in enumerate((-5, 0, 30, 61, 601, 3601, 86400)):
            room.sayings.owe(
                saying_id=f"s{number}", kind="question", subject=str(number), surface="post", urgency=0,
                not_before=MONDAY - timedelta(seconds=age), channel="C1",
            )  # fmt: skip

    database.run_here(owe)
    assert database.run_here(lambda work: work.overview.owed(MONDAY)) == {
        "1m": 2,
        "10m": 1,
        "1h": 1,
        "older": 2,
    }
