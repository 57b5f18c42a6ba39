"""Law 2: once is a unique constraint. The second of anything changes nothing and is told so."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Connection

from storage.database import Database
from storage.feedback import Reaction
from storage.people import Profile
from storage.work import Room, Work
from tests.storage.rows import (
    ANSWER,
    CARD,
    CHANNEL,
    DAILY,
    DAY,
    JO,
    LATER,
    MARA,
    NEXT_DAY,
    NOW,
    Seeded,
    message,
    owe,
    say,
    seed,
    workspace,
)

AT_ONCE = 6


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.engine.begin() as open_connection:
        yield open_connection


@pytest.fixture
def work(connection: Connection) -> Work:
    return Work(connection)


@pytest.fixture
def here(work: Work) -> Seeded:
    return seed(workspace(work, "T0"))


@pytest.fixture
def room(here: Seeded) -> Room:
    return here.room


def test_a_slot_has_one_posting(room: Room, here: Seeded) -> None:
    def claim() -> object:
        return room.postings.claim(
            routine_id=here.routine.id,
            slot="2026-11-24",
            channel=CHANNEL,
            question_id="conflict/2",
            reason="next",
            planned_at=NOW,
        )

    assert claim() is not None
    assert claim() is None
    skip = room.postings.record_skip(
        routine_id=here.routine.id, slot="2026-11-24", channel=CHANNEL, planned_at=NOW, because="late"
    )
    assert skip is None


def test_a_skipped_slot_is_not_asked_later(room: Room, here: Seeded) -> None:
    for expected in ("skipped", None):
        made = room.postings.record_skip(
            routine_id=here.routine.id, slot="2026-11-24", channel=CHANNEL, planned_at=NOW, because="late"
        )
        assert (made and made.state) == expected


def test_a_person_has_one_answer_an_attempt(room: Room, here: Seeded) -> None:
    second = room.answers.begin(here.posting.id, MARA, visibility="private")
    assert second.id != here.answer.id
    assert (here.answer.attempt, second.attempt) == (1, 2)
    assert room.answers.latest(here.posting.id, MARA) == second


def test_whoever_writes_on_learns_that_the_answer_was_read_meanwhile(room: Room, here: Seeded) -> None:
    assert not room.answers.settle_at(here.answer.id, NOW)
    room.answers.mark_settled(here.answer.id)
    assert room.answers.settle_at(here.answer.id, NOW)


def test_a_message_is_kept_once(room: Room) -> None:
    assert room.messages.keep(message("1.000001", text="first"))
    assert not room.messages.keep(message("1.000001", text="second"))
    kept = room.messages.find(CHANNEL, "1.000001")
    assert kept is not None
    assert kept.text == "first"


def test_a_turn_has_one_follow_up(room: Room, here: Seeded) -> None:
    assert owe(room, here.answer, turn=here.follow_up.turn, signal="result", at=LATER) is None
    (asked,) = room.follow_ups.of_answer(here.answer.id)
    assert asked.signal == "part"


def test_a_saying_is_owed_once_whatever_became_of_it(room: Room) -> None:
    assert say(room, "a", subject="7")
    assert not say(room, "b", subject="7")
    assert room.sayings.withdraw("question", "7")
    assert not say(room, "c", subject="7")
    room.sayings.forget("question", "7")
    assert say(room, "d", subject="7")


def test_a_saying_is_said_once(room: Room, here: Seeded) -> None:
    assert room.deliveries.mark_said(here.saying_id, CHANNEL, CARD)
    assert not room.deliveries.mark_said(here.saying_id, CHANNEL, "2.000001")
    said = room.sayings.get(here.saying_id)
    assert said is not None
    assert said.ts == CARD
    assert not room.sayings.withdraw("question", "1")


def test_first_contact_is_once(room: Room) -> None:
    assert room.people.mark_met(JO, NOW)
    assert not room.people.mark_met(JO, LATER)
    assert room.people.get(JO).met_at == NOW


def test_a_form_is_taken_once(room: Room) -> None:
    assert room.forms.take_submission("V1", "forms:answer", NOW)
    assert not room.forms.take_submission("V1", "forms:answer", LATER)
    assert room.forms.take_submission("V1", "forms:other", NOW)


def test_an_item_of_the_daily_note_is_told_once(room: Room) -> None:
    assert not room.notes.add(MARA, "praise", "1")
    assert room.notes.take(MARA, DAY, 3) == room.notes.take(MARA, DAY, 3)
    assert room.notes.take(MARA, NEXT_DAY, 3) == ()
    assert not room.notes.add(MARA, "praise", "1")


def test_joining_skipping_burying_and_knowing_twice_change_nothing(room: Room, here: Seeded) -> None:
    profile = Profile(
        JO, "Jo Abara", "Europe/London", is_bot=False, is_guest=False, is_stranger=False, is_gone=False
    )
    for _ in range(2):
        room.people.join(CHANNEL, [MARA, JO])
        room.people.know(profile, NOW)
        room.routines.skip(here.routine.id, DAY)
        room.routines.set_up(CHANNEL, DAILY)
        room.messages.bury(CHANNEL, ANSWER, LATER)
    assert [person.user_id for person in room.people.in_channel(CHANNEL)] == [JO, MARA]
    assert room.routines.skips(here.routine.id) == {DAY}
    assert [routine.id for routine in room.routines.all()] == [here.routine.id]


def test_a_reaction_is_one_row_for_message_person_and_emoji(room: Room) -> None:
    added = Reaction(CHANNEL, ANSWER, JO, "ear", "5.000001", present=True)
    assert room.feedback.keep(added, None)
    assert not room.feedback.keep(added, None)
    assert room.feedback.on_message(CHANNEL, ANSWER).count(added) == 1


def _all_at_once(database: Database, deed: Callable[[Work, int], object]) -> list[object]:
    """What each of several connections got that did the same at the same moment."""
    start = Barrier(AT_ONCE)

    def one(number: int) -> object:
        start.wait()
        return database.run_here(lambda work: deed(work, number))

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_of_many_claims_at_the_same_moment_one_wins(database: Database) -> None:
    here = database.run_here(lambda work: seed(workspace(work, "T0")))

    def claim(work: Work, number: int) -> object:
        return work.room(here.room.workspace_id).postings.claim(
            routine_id=here.routine.id,
            slot="2026-11-24",
            channel=CHANNEL,
            question_id=f"conflict/{number}",
            reason="next",
            planned_at=NOW,
        )

    claims = _all_at_once(database, claim)
    assert sum(claim is not None for claim in claims) == 1


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_of_many_deliveries_at_the_same_moment_one_is_kept(database: Database) -> None:
    here = database.run_here(lambda work: seed(workspace(work, "T0")))
    kept = _all_at_once(
        database,
        lambda work, number: work.room(here.room.workspace_id).messages.keep(
            message("9.000001", text=f"copy {number}")
        ),
    )
    assert kept.count(True) == 1
