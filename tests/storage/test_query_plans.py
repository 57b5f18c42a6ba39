"""No question that is asked of every event or tick reads a grown table from end to end, nor all of a workspace."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Connection, event

from content.clips import ClipState
from storage.answers import Answer
from storage.database import Database
from storage.feedback import Reaction
from storage.postings import Posting
from storage.work import Room, Work
from tests.storage.grown import analyze, card_of, grow, message_of
from tests.storage.rows import DAY, LATER, NOW

SIZE = 20_000  # answers
TEAM = 2
CARD = 500  # the open posting of channel C5, which is in that workspace
ANSWER = 4_991  # the first answer to it
CHANNEL = "C5"
PERSON = "U1"

GROWN = {
    "answers",
    "clips",
    "drafts",
    "feedback",
    "follow_ups",
    "members",
    "messages",
    "note_items",
    "people",
    "postings",
    "routines",
    "sayings",
    "submissions",
    "tombstones",
}
FEW = {
    "ix_follow_ups_to_advise",
    "ix_installations_out",
    "ix_postings_open",
    "ix_people_not_looked_up",
    "ix_routines_not_read",
    "ix_sayings_owed",
    "ix_sayings_leased",
    "ix_sayings_stale",
}
"""Indexes that hold only what is at hand now: to read one from end to end is the question itself."""

Asked = Callable[[Room], object]
ROOM: Mapping[str, Asked] = {
    "postings.find_by_thread": lambda r: r.postings.find_by_thread(CHANNEL, card_of(CARD)),
    "postings.find": lambda r: r.postings.find(CARD),
    "postings.find_by_slot": lambda r: r.postings.find_by_slot(5, "slot 500"),
    "postings.asked": lambda r: r.postings.asked(5, 400),
    "postings.latest": lambda r: r.postings.latest(5),
    "postings.open_for": lambda r: r.postings.open_for(PERSON),
    "postings.threads": lambda r: r.postings.threads(CHANNEL),
    "arrivals.message": lambda r: r.arrivals.message(
        CHANNEL, message_of(ANSWER), thread_ts=card_of(CARD), user_id=PERSON
    ),
    "arrivals.reaction": lambda r: r.arrivals.reaction(CHANNEL, message_of(ANSWER), user_id=PERSON),
    "routines.find_by_channel": lambda r: r.routines.find_by_channel(CHANNEL),
    "messages.find": lambda r: r.messages.find(CHANNEL, message_of(ANSWER)),
    "messages.of_answer": lambda r: r.messages.of_answer(ANSWER),
    "messages.is_buried": lambda r: r.messages.is_buried(CHANNEL, message_of(ANSWER)),
    "messages.waiting_for": lambda r: r.messages.waiting_for(CHANNEL, card_of(CARD)),
    "messages.in_thread": lambda r: r.messages.in_thread(CHANNEL, card_of(CARD)),
    "messages.rewrite": lambda r: r.messages.rewrite(CHANNEL, message_of(ANSWER), "words", "2"),
    "messages.belongs": lambda r: r.messages.belongs(CHANNEL, message_of(ANSWER), ANSWER, 0),
    "messages.delete": lambda r: r.messages.delete(CHANNEL, message_of(ANSWER)),
    "messages.disown_all": lambda r: r.messages.disown_all(ANSWER),
    "messages.forget_copies_of": lambda r: r.messages.forget_copies_of("question", PERSON),
    "clips.on_message": lambda r: r.clips.on_message(CHANNEL, message_of(ANSWER)),
    "clips.of_file": lambda r: r.clips.of_file("F1"),
    "clips.of_answer": lambda r: r.clips.of_answer(ANSWER),
    "clips.get": lambda r: r.clips.get(ANSWER),
    "answers.get": lambda r: r.answers.get(ANSWER),
    "answers.latest": lambda r: r.answers.latest(CARD, PERSON),
    "answers.of_person": lambda r: r.answers.of_person(PERSON),
    "own_answers.exist": lambda r: r.own_answers.exist(PERSON),
    "own_answers.numbers": lambda r: r.own_answers.numbers(PERSON),
    "answers.count_in_thread": lambda r: r.answers.count_in_thread(CARD),
    "answers.question_of": lambda r: r.answers.question_of(ANSWER),
    "answers.begin": lambda r: r.answers.begin(CARD, "U9", visibility="thread"),
    "answers.settle_at": lambda r: r.answers.settle_at(ANSWER, LATER),
    "answers.is_left_empty": lambda r: r.answers.is_left_empty(ANSWER),
    "gaps.people": lambda r: r.gaps.people(5, NOW),
    "gaps.people_asked": lambda r: r.gaps.people_asked(5, NOW),
    "additions.all": lambda r: r.additions.all("question"),
    "additions.left_out": lambda r: r.additions.left_out(5),
    "tries.of": lambda r: r.tries.of(PERSON, "drill"),
    "conversations.turns": lambda r: r.conversations.turns(_answer(r)),
    "conversations.parts": lambda r: r.conversations.parts(_answer(r)),
    "follow_ups.of_answer": lambda r: r.follow_ups.of_answer(ANSWER),
    "follow_ups.asked_lately": lambda r: r.follow_ups.asked_lately(PERSON, NOW),
    "follow_ups.not_right_lately": lambda r: r.follow_ups.not_right_lately(PERSON, NOW),
    "follow_ups.newest_asked": lambda r: r.follow_ups.newest_asked(PERSON),
    "follow_ups.mark_not_right": lambda r: r.follow_ups.mark_not_right(ANSWER, NOW),
    "follow_ups.waiting_in_private": lambda r: r.follow_ups.waiting_in_private(PERSON),
    "follow_ups.find_asked": lambda r: r.follow_ups.find_asked(CHANNEL, card_of(CARD)),
    "feedback.keep": lambda r: _praise(r, message_of(ANSWER)),
    "feedback.adopt": lambda r: r.feedback.adopt(CHANNEL, message_of(ANSWER), author=PERSON),
    "feedback.on_message": lambda r: r.feedback.on_message(CHANNEL, message_of(ANSWER)),
    "feedback.on_posting": lambda r: r.feedback.on_posting(CARD),
    "people.get": lambda r: r.people.get(PERSON),
    "people.answered_before": lambda r: r.people.answered_before(PERSON, ANSWER),
    "people.in_channel": lambda r: r.people.in_channel(CHANNEL),
    "people.channels_of": lambda r: r.people.channels_of(PERSON),
    "sayings.find": lambda r: r.sayings.find("question", str(CARD)),
    "sayings.find_said": lambda r: r.sayings.find_said(CHANNEL, card_of(CARD)),
    "sayings.in_flight": lambda r: r.sayings.in_flight(CHANNEL, "question"),
    "sayings.hasten": lambda r: r.sayings.hasten("question", str(CARD), NOW),
    "consents.of_workspace": lambda r: r.consents.of_workspace(),
    "consents.holds": lambda r: r.consents.holds(PERSON, "there"),
    "advices.mark": lambda r: r.advices.mark(ANSWER, None),
    "sayings.about": lambda r: r.sayings.about("question", str(CARD)),
    "sayings.refresh": lambda r: r.sayings.refresh("question", str(CARD), NOW),
    "sayings.withdraw": lambda r: r.sayings.withdraw("question", str(CARD)),
    "sayings.retire_about_answers": lambda r: r.sayings.retire_about_answers("question", PERSON),
    "notes.of_day": lambda r: r.notes.of_day(PERSON, DAY),
    "notes.waiting": lambda r: r.notes.waiting(PERSON),
}
DUE: Mapping[str, Callable[[Work], object]] = {
    "routines": lambda w: w.due.routines(NOW, 100),
    "answers": lambda w: w.due.answers(NOW, 50),
    "clips": lambda w: w.due.clips(ClipState.WAITING, NOW, 10),
    "closings": lambda w: w.due.closings(NOW, 100),
    "catch_ups": lambda w: w.due.catch_ups(NOW, 100),
    "notes": lambda w: w.due.notes(NOW, 100),
    "profiles": lambda w: w.due.profiles(20),
    "rosters": lambda w: w.due.rosters(20),
    "claim_sayings": lambda w: w.due.claim_sayings(NOW, lease_until=LATER, limit=50),
    "claim_stale": lambda w: w.due.claim_stale(NOW, lease_until=LATER, alive_at=NOW, limit=50),
    "claim_unknown": lambda w: w.due.claim_unknown(alive_at=NOW, lease_until=LATER, limit=50),
    "sweep": lambda w: w.due.sweep(NOW),
    "next_at": lambda w: w.due.next_at(),
}
ALL: Mapping[str, Callable[[Work], object]] = {
    **{name: lambda work, ask=ask: ask(work.room(TEAM)) for name, ask in ROOM.items()},  # type: ignore[misc]
    **{f"due.{name}": ask for name, ask in DUE.items()},
    "advices.wanted": lambda work: work.advices.wanted(8),
}


def _answer(room: Room) -> Answer:
    found = room.answers.get(ANSWER)
    assert found is not None
    return found


def _praise(room: Room, ts: str) -> None:
    """Once as news, once more as an older removal."""
    room.feedback.keep(Reaction(CHANNEL, ts, "U9", "tada", "2", present=True), None)
    room.feedback.keep(Reaction(CHANNEL, ts, "U9", "tada", "1", present=False), None)


@pytest.fixture
def grown(database: Database) -> Database:
    """Years of a few workspaces."""
    with database.engine.begin() as connection:
        grow(connection, SIZE)
    with database.engine.connect() as connection:
        analyze(connection)
        connection.commit()
    return database


def statements_of(database: Database, ask: Callable[[Work], object]) -> list[tuple[str, Any]]:
    """What the database is asked, with the values; it stays as it was."""
    heard: list[tuple[str, Any]] = []

    def hear(*told: Any) -> None:
        _connection, _cursor, statement, parameters, _context, _many = told
        if re.match(r"SELECT|UPDATE|DELETE|INSERT", statement):
            heard.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", hear)
    with database.engine.connect() as connection:
        ask(Work(connection))
        connection.rollback()
    event.remove(database.engine, "before_cursor_execute", hear)
    return heard


def scans(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    """Steps of the plan that read a grown table, or a workspace's part of it, from end to end."""
    if connection.dialect.name == "sqlite":
        for *_, step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
            if _is_scan_in_sqlite(step):
                yield step
        return
    connection.exec_driver_sql("SET enable_seqscan = off")  # some of the tables are small here
    told = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    plan = json.loads(told) if isinstance(told, str) else told
    for node in _nodes(plan[0]["Plan"]):
        if _is_scan_in_postgres(node):
            yield f"{node['Node Type']} {node.get('Index Name', '')} {node.get('Index Cond', '')}"


def _is_scan_in_sqlite(step: str) -> bool:
    found = re.match(r"(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", step)
    if found is None or found[2] not in GROWN or found[3] in FEW:
        return False
    return found[1] == "SCAN" or step.endswith("(workspace_id=?)")


def _is_scan_in_postgres(node: Mapping[str, Any]) -> bool:
    if node["Node Type"] == "Seq Scan":
        return node["Relation Name"] in GROWN
    if "Index Name" not in node or node["Index Name"] in FEW:
        return False
    return not set(re.findall(r"\(+(\w+)\)?(?:::\w+)? (?:[=<>]|IS)", node.get("Index Cond", ""))) - {
        "workspace_id"
    }


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)


def test_no_hot_question_reads_a_grown_table_from_end_to_end(grown: Database) -> None:
    slow = {}
    for name, ask in ALL.items():
        asked = statements_of(grown, ask)
        assert asked, name
        with grown.engine.connect() as connection:
            found = [step for statement, values in asked for step in scans(connection, statement, values)]
        if found:
            slow[name] = found
    assert slow == {}


def test_the_grown_database_is_as_the_questions_expect(grown: Database) -> None:
    def look(work: Work) -> tuple[Posting | None, int, tuple[Posting, ...]]:
        room = work.room(TEAM)
        posting = room.postings.find_by_thread(CHANNEL, card_of(CARD))
        return posting, room.answers.count_in_thread(CARD), room.postings.open_for(PERSON)

    posting, answered, open_now = grown.run_here(look)
    assert posting is not None
    assert (posting.id, posting.state, answered, len(open_now)) == (CARD, "open", 10, 4)


def test_a_scan_is_seen(grown: Database) -> None:
    with grown.engine.connect() as connection:
        for statement in (
            "SELECT * FROM messages WHERE text = 'x'",
            "SELECT name FROM people WHERE workspace_id = 2 AND name = 'x'",
        ):
            assert list(scans(connection, statement, ())), statement
