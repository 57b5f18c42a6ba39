"""What people called not right: kept once, found for a while, and counted by rule, not by person."""

from datetime import timedelta

import pytest

from storage.database import Database
from storage.overview import RuleRecord
from storage.work import Room, Work
from tests.storage.rows import JO, LATER, MARA, NOW, Seeded, owe, seed, workspace


def asked(room: Room, a: Seeded, signal: str, ts: str) -> int:
    """A question of this signal that stands in the thread."""
    answer = room.answers.begin(a.posting.id, MARA, visibility="thread")
    made = owe(room, answer, signal=signal)
    assert made is not None
    room.follow_ups.mark_asked(made.id, channel="C1", ts=ts)
    return made.id


def test_it_is_kept_once_and_the_first_time_stays(database: Database) -> None:
    def work(unit: Work) -> None:
        a = seed(workspace(unit, "T0A"))
        assert a.room.follow_ups.mark_not_right(a.follow_up.id, NOW)
        assert not a.room.follow_ups.mark_not_right(a.follow_up.id, LATER)
        kept = a.room.follow_ups.find(a.follow_up.id)
        assert kept is not None
        assert kept.not_right_at == NOW

    database.run_here(work)


def test_it_is_found_for_a_while_each_signal_once_and_of_its_person_alone(database: Database) -> None:
    def work(unit: Work) -> None:
        a = seed(workspace(unit, "T0A"))
        for signal, at in (("own", NOW), ("own", LATER), ("people", NOW - timedelta(days=31))):
            a.room.follow_ups.mark_not_right(asked(a.room, a, signal, "1"), at)
        asked(a.room, a, "result", "2")
        assert a.room.follow_ups.not_right_lately(MARA, NOW - timedelta(days=30)) == ("own",)
        assert a.room.follow_ups.not_right_lately(JO, NOW - timedelta(days=30)) == ()

    database.run_here(work)


def test_the_newest_question_is_the_last_that_was_said_and_not_taken_back(database: Database) -> None:
    def work(unit: Work) -> None:
        a = seed(workspace(unit, "T0A"))
        standing = asked(a.room, a, "own", "2")
        a.room.follow_ups.withdraw(asked(a.room, a, "people", "3"))
        owe(a.room, a.room.answers.begin(a.posting.id, MARA, visibility="thread"))
        found = a.room.follow_ups.newest_asked(MARA)
        assert found is not None
        assert found.id == standing

    database.run_here(work)


def test_rules_are_counted_over_all_workspaces_by_what_was_said(database: Database) -> None:
    def work(unit: Work) -> tuple[RuleRecord, ...]:
        for team in ("T0A", "T0B"):
            a = seed(workspace(unit, team))  # one question that was said
            owe(a.room, a.room.answers.begin(a.posting.id, MARA, visibility="thread"))  # one that was not
            a.room.follow_ups.mark_not_right(asked(a.room, a, "own", "1"), NOW)
            asked(a.room, a, "own", "2")
        return unit.overview.rule_records()

    assert database.run_here(work) == (
        RuleRecord("own", "sure", people=2, asked=4, not_right=2),
        RuleRecord("part", "sure", people=2, asked=2, not_right=0),
    )


@pytest.mark.parametrize("outcome", ["not_an_answer", "unknown_language"])
def test_a_remark_is_no_earlier_answer_and_everything_else_is(database: Database, outcome: str) -> None:
    def work(unit: Work) -> None:
        a = seed(workspace(unit, "T0A"))
        later = a.room.answers.begin(a.posting.id, MARA, visibility="thread").id
        assert not a.room.people.answered_before(MARA, a.answer.id)
        assert a.room.people.answered_before(MARA, later), "what was not read yet may be one"
        assert not a.room.people.answered_before(JO, later)
        a.room.answers.mark_read(a.answer.id, outcome=outcome, version="1")
        assert not a.room.people.answered_before(MARA, later)

    database.run_here(work)
