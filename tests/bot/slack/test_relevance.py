"""What an app hears in a busy channel costs nothing, and never an answer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from typing_extensions import override

from bot.slack.events import FileChanged, FileDeleted, MessageDeleted, MessagePosted, Reacted
from bot.slack.relevance import LOOK_AGAIN, Look, Relevance, look_at
from content.answers import ts_of
from storage.database import Database
from storage.deliveries import Deliveries
from storage.postings import Postings
from storage.routines import Settings
from storage.work import Room, Work
from tests.counting import CountingDatabase
from tests.storage.rows import LATER, say

T = TypeVar("T")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(hours=3)


def said(thread: datetime | None, *, channel: str = "C1", is_direct: bool = False) -> MessagePosted:
    return MessagePosted(
        channel=channel,
        ts=ts_of(NOW),
        user_id="U1",
        text="hello",
        thread_ts=ts_of(thread) if thread else None,
        edited_ts=None,
        is_direct=is_direct,
    )


def practise(work: Work) -> Room:
    """A workspace whose channel C1 has a practice and one question, from three hours ago."""
    workspace = work.workspaces.know(team_id="T1", bot_user_id="U0", bot_id="B0", app_id="A0")
    room = work.room(workspace.id)
    routine = room.routines.set_up(
        "C1",
        Settings(
            days="1",
            at="10:00",
            zone="UTC",
            country=None,
            region=None,
            open_minutes=60,
            grace_minutes=60,
            coach_place="thread",
        ),
    )
    put(room, routine.id, LONG_AGO)
    return room


def practise_and_ask(work: Work, at: datetime) -> int:
    """The same, with one more question at `at`; the workspace's number."""
    room = practise(work)
    routine = room.routines.find_by_channel("C1")
    assert routine is not None
    put(room, routine.id, at)
    return room.workspace_id


def put(room: Room, routine_id: int, at: datetime) -> None:
    """A question that stands in C1 since then."""
    posting = room.postings.claim(
        routine_id=routine_id, slot=at.isoformat(), channel="C1", question_id="q", reason="", planned_at=at
    )
    assert posting is not None
    room.postings.mark_open(posting.id, ts=ts_of(at), closes_at=at + timedelta(days=1))


async def test_many_first_replies_to_a_young_question_share_their_looks(database_url: str) -> None:
    database = CountingDatabase(database_url)
    young = NOW - timedelta(seconds=20)
    room_id = database.run_here(lambda work: practise_and_ask(work, young))
    relevance = Relevance(database)
    for thread in (young, young - timedelta(seconds=5)):
        database.units = 0
        needed = await asyncio.gather(*(relevance.needs_work(room_id, said(thread), NOW) for _ in range(50)))
        assert set(needed) == {thread == young}
        assert database.units <= 2
    database.close()


async def test_plain_messages_and_old_threads_cost_one_look_a_minute(database_url: str) -> None:
    database = CountingDatabase(database_url)
    database.run_here(practise)
    relevance = Relevance(database)
    for second in range(50):
        now = NOW + timedelta(seconds=second)
        assert not await relevance.needs_work(1, said(None), now)
        assert not await relevance.needs_work(1, said(LONG_AGO - timedelta(hours=1)), now)
        assert not await relevance.needs_work(1, said(LONG_AGO, channel="C2"), now)
        assert not await relevance.needs_work(
            1, Reacted("C2", ts_of(LONG_AGO), "U1", "dart", "1", present=True), now
        )
    assert database.units == 2, "one look at each channel"
    await relevance.needs_work(1, said(LONG_AGO), NOW + LOOK_AGAIN)
    assert database.units == 3
    database.close()


async def test_replies_to_a_question_and_direct_messages_are_never_passed_over(database: Database) -> None:
    database.run_here(practise)
    relevance = Relevance(database)
    for second in range(3):
        now = NOW + timedelta(seconds=second)
        assert await relevance.needs_work(1, said(LONG_AGO), now)
        assert await relevance.needs_work(
            1, Reacted("C1", ts_of(LONG_AGO), "U1", "dart", "1", present=True), now
        )
        assert await relevance.needs_work(1, said(None, channel="D1", is_direct=True), now)
        assert await relevance.needs_work(1, MessageDeleted("D1", ts_of(LONG_AGO), is_direct=True), now)
        assert await relevance.needs_work(1, MessageDeleted("C1", ts_of(LONG_AGO), is_direct=False), now)


async def test_a_file_that_is_no_clip_costs_one_look_and_a_clip_is_never_passed_over(
    database_url: str,
) -> None:
    database = CountingDatabase(database_url)

    def answer_with_a_clip(work: Work) -> None:
        room = practise(work)
        room.messages.keep(said(LONG_AGO).kept())
        room.clips.keep("C1", ts_of(NOW), "F1", None)

    database.run_here(answer_with_a_clip)
    relevance = Relevance(database)
    for unknown in (FileChanged("F2"), FileDeleted("F2")):
        database.units = 0
        assert not await relevance.needs_work(1, unknown, NOW)
        assert database.units == 1
    assert await relevance.needs_work(1, FileChanged("F1"), NOW)
    assert await relevance.needs_work(1, FileDeleted("F1"), NOW)
    assert not await relevance.needs_work(2, FileChanged("F1"), NOW), "another workspace's"
    database.close()


async def test_a_question_that_another_process_put_up_after_the_last_look_is_found(
    database: Database,
) -> None:
    database.run_here(practise)
    relevance = Relevance(database)
    assert not await relevance.needs_work(1, said(LONG_AGO - timedelta(hours=1)), NOW)
    new = NOW + timedelta(seconds=5)
    database.run_here(lambda work: put(work.room(1), 1, new))
    assert await relevance.needs_work(1, said(new), NOW + timedelta(seconds=6))


async def test_while_a_question_is_on_its_way_every_reply_is_looked_at(database: Database) -> None:
    database.run_here(practise)

    def on_its_way(work: Work) -> None:
        work.room(1).sayings.owe(
            saying_id="s1",
            kind="question",
            subject="9",
            surface="post",
            urgency=1,
            not_before=NOW,
            channel="C1",
        )
        work.due.claim_sayings(NOW, lease_until=NOW + timedelta(minutes=1), limit=1)

    database.run_here(on_its_way)
    relevance = Relevance(database)
    assert await relevance.needs_work(1, said(LONG_AGO - timedelta(hours=1)), NOW)


class RecordedMeanwhile(Postings):
    """Questions, one of which is recorded by another process right after somebody read which there are."""

    deliveries: Deliveries

    @override
    def threads(self, channel: str) -> frozenset[str]:
        found = super().threads(channel)
        assert self.deliveries.mark_said("s1", channel, ts_of(NOW))
        return found


def test_a_question_that_is_recorded_during_a_look_is_not_taken_for_none(database: Database) -> None:
    def look(work: Work) -> Look:
        room = practise(work)
        say(room, "s1", channel="C1")
        work.due.claim_sayings(LATER, lease_until=LATER + timedelta(seconds=8), limit=1)
        assert room.sayings.in_flight("C1", "question")
        postings = RecordedMeanwhile(work._connection, room.workspace_id)
        postings.deliveries, room.postings = room.deliveries, postings
        return look_at(room, "C1", NOW, 1)

    assert not database.run_here(look).is_settled
