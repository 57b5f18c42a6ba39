"""What the answers of a channel lack is counted by people, of lately, and of what really was missing."""

from datetime import timedelta

from storage.database import Database
from storage.work import Room, Work
from tests.storage.rows import DAILY, NOW, claimed, message, owe, workspace

SINCE = NOW - timedelta(days=28)


def answered(
    room: Room, routine_id: int, people: int, *, slot: str = "2026-11-23", signal: str = "own"
) -> None:
    """So many people answered a question, and each was asked for this."""
    posting = claimed(room, room.routines.get(routine_id), slot)
    for number in range(people):
        answer = room.answers.begin(posting.id, f"U{number}", visibility="thread")
        room.messages.keep(
            message(f"176388{routine_id}{number:03}.{slot[-2:]}0000", answer_id=answer.id, turn=0)
        )
        owe(room, answer, signal=signal)


def practice(room: Room, channel: str = "C0PRACTICE") -> int:
    return room.routines.set_up(channel, DAILY).id


def test_people_are_counted_once_however_often_they_were_asked(database: Database) -> None:
    def work(unit: Work) -> None:
        room = workspace(unit, "T0A")
        routine = practice(room)
        answered(room, routine, 5)
        answered(room, routine, 3, slot="2026-11-24")
        answered(room, routine, 2, slot="2026-11-25", signal="result")
        assert room.gaps.people(routine, SINCE) == 5
        assert room.gaps.people_asked(routine, SINCE) == {"own": 5, "result": 2}

    database.run_here(work)


def test_other_channels_and_older_questions_do_not_count(database: Database) -> None:
    def work(unit: Work) -> None:
        room = workspace(unit, "T0A")
        here, there = practice(room), practice(room, "C0OTHER")
        answered(room, there, 4)
        assert room.gaps.people(here, SINCE) == 0
        assert room.gaps.people_asked(here, SINCE) == {}
        later = NOW + timedelta(days=1)
        assert room.gaps.people(there, later) == 0
        assert room.gaps.people_asked(there, later) == {}

    database.run_here(work)


def test_what_was_not_right_taken_back_or_asked_further_is_no_gap(database: Database) -> None:
    def work(unit: Work) -> None:
        room = workspace(unit, "T0A")
        routine = practice(room)
        answered(room, routine, 5)
        asked = [found for n in range(5) for found in room.follow_ups.of_person(f"U{n}")]
        room.follow_ups.mark_not_right(asked[0].id, NOW)
        room.follow_ups.withdraw(asked[1].id)
        room.advices.ask_instead(
            asked[2].id,
            advice="chosen",
            signal="own",
            confidence="high",
            goes_deeper=True,
            before="",
            quote=None,
            after="",
        )
        assert room.gaps.people_asked(routine, SINCE) == {"own": 2}

    database.run_here(work)
