"""The record of the coach's rules: about rules, never about people, and silent where too few were asked."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.operations.coach_record import FEW_ASKED, Rule, by_signal, coach_record
from content.choice import ENOUGH_PEOPLE
from storage.database import Database
from storage.follow_ups import FollowUp
from storage.work import Room, Work
from tests.storage.rows import NOW, claimed, seed, workspace


def ask(room: Room, user_id: str, *, posting_id: int, signal: str) -> FollowUp:
    """A question that was said to this person."""
    answer = room.answers.begin(posting_id, user_id, visibility="thread")
    made = room.follow_ups.owe(
        answer_id=answer.id, turn=1, user_id=user_id, signal=signal, confidence="high", goes_deeper=False,
        before="", quote=None, after="?", place="thread", version="1", owed_at=NOW,
    )  # fmt: skip
    assert made is not None
    room.follow_ups.mark_asked(made.id, channel="C1", ts=f"{made.id}")
    return made


def ask_many(work: Work, *, people: int, questions: int, not_right: int, signal: str = "own") -> None:
    """So many questions of one rule, to so many people."""
    room = workspace(work, f"T0{signal.upper()}")
    posting = claimed(room, seed(room).routine, "another")
    for number in range(questions):
        asked = ask(room, f"U0{number % people}", posting_id=posting.id, signal=signal)
        if number < not_right:
            room.follow_ups.mark_not_right(asked.id, NOW)


def of(rules: tuple[Rule, ...], signal: str) -> Rule:
    return next(rule for rule in rules if rule.signal == signal)


def test_precision_is_the_share_that_nobody_called_not_right(database: Database) -> None:
    database.run_here(lambda work: ask_many(work, people=5, questions=FEW_ASKED, not_right=5))
    rule = of(database.run_here(coach_record), "own")
    assert (rule.asked, rule.not_right) == (20, 5)
    assert rule.precision == pytest.approx(0.75)


def test_too_few_questions_or_people_give_no_figure(database: Database) -> None:
    def work(unit: Work) -> tuple[Rule, ...]:
        ask_many(unit, people=5, questions=FEW_ASKED - 1, not_right=1, signal="own")
        ask_many(unit, people=ENOUGH_PEOPLE - 1, questions=30, not_right=1, signal="mess")
        return coach_record(unit)

    rules = database.run_here(work)
    own, mess = of(rules, "own"), of(rules, "mess")
    assert (own.asked, own.not_right, own.precision) == (19, 1, None)
    assert (mess.asked, mess.not_right, mess.precision) == (30, None, None)
    assert by_signal(rules) == {"own": (19, 1)}


def test_the_command_prints_rules_and_names_nobody(tmp_path: Path, database: Database) -> None:
    database.run_here(lambda work: ask_many(work, people=5, questions=25, not_right=5))
    url = database.engine.url.render_as_string(hide_password=False)
    found = CliRunner().invoke(
        app, ["coach-record", "--database", url], env={"COLUMNS": "120", "HOME": str(tmp_path)}
    )
    assert found.exit_code == 0, found.output
    (row,) = [line for line in found.output.splitlines() if "own" in line]
    assert [cell.strip() for cell in row.split("│")[1:-1]] == ["own", "high", "25", "5", "0.80"]
    assert "too few" in found.output
    assert "U0" not in found.output
    assert "T0" not in found.output
