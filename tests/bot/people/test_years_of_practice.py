"""However much a workspace keeps, what a person or the tick waits for asks the database no more for it."""

import pytest

from bot.home.messages import MOST_PRACTICES
from bot.home.use_cases import practices_of
from bot.people.use_cases import write_notes
from bot.privacy.use_cases import erase_person, own_answers
from bot.slack.interactions import Whisper
from storage.database import Database
from storage.notes import PRAISE
from storage.tables import answers
from storage.work import Room
from tests.bot.people.house import CHANNEL, JO, LEE, House
from tests.counting import statements_of

MANY = 40  # practices
WORDS = str(answers.c.form)


@pytest.fixture
def house(database: Database) -> House:
    made = House(database)
    made.know(JO, "Jo Abara")
    return made


def answered(house: House, times: int) -> list[int]:
    """Jo answers so many questions; the numbers of their postings."""
    routine = house.practice()
    asked = [house.ask(routine, f"day {number}", f"question {number}") for number in range(times)]
    for posting_id in asked:
        house.reply(posting_id, JO, "I called the two leads myself.")
    return asked


def grow(house: House) -> None:
    """Jo is in many practices."""
    for number in range(MANY):
        house.practice(f"C0MANY{number}")


def test_a_daily_note_reads_no_answer_to_learn_whether_there_is_one(house: House) -> None:
    (posting_id,) = answered(house, 1)

    def praise(room: Room) -> None:
        room.notes.add(JO, PRAISE, str(posting_id))
        room.people.put_off_note(JO, house.clock.at)

    house.do(praise)
    with statements_of(house.database) as asked:
        assert house.database.run_here(lambda work: write_notes(work, house.clock.at)) == 1
    assert "daily_note" in {saying.kind for saying in house.do(lambda room: room.sayings.of_audience(JO))}
    assert [statement for statement in asked if WORDS in statement] == []


def test_who_never_answered_gets_no_daily_note(house: House) -> None:
    house.practice()
    house.do(lambda room: room.notes.add(LEE, PRAISE, "1"))
    house.do(lambda room: room.people.put_off_note(LEE, house.clock.at))
    house.database.run_here(lambda work: write_notes(work, house.clock.at))
    assert house.do(lambda room: room.sayings.of_audience(LEE)) == ()


def test_what_is_stored_is_shown_from_the_newest_answers_alone(house: House) -> None:
    answered(house, 5)
    with statements_of(house.database) as asked:
        total, newest = house.do(lambda room: own_answers(room, JO, 2))
    assert (total, [written.question_id for written in newest]) == (5, ["question 4", "question 3"])
    assert len([statement for statement in asked if WORDS in statement]) == 2


def test_erasing_asks_as_much_in_a_workspace_of_many_practices(house: House) -> None:
    house.practice()

    def erased() -> int:
        with statements_of(house.database) as asked:
            house.do(lambda room: erase_person(room, JO, house.clock.at, house.kit))
        return len(asked)

    in_one = erased()
    grow(house)
    assert erased() == in_one


def test_the_rosters_of_somebody_erased_are_read_again_and_no_others(house: House) -> None:
    theirs, other = house.practice(), house.practice("C0OTHER")

    def apart(room: Room) -> None:
        room.people.leave("C0OTHER", JO)
        for routine in (theirs, other):
            room.routines.mark_members_read(routine.id, house.clock.at)

    house.do(apart)
    house.do(lambda room: erase_person(room, JO, house.clock.at, house.kit))
    read = house.do(lambda room: [room.routines.get(each.id).members_read_at for each in (theirs, other)])
    assert read == [None, house.clock.at]


async def test_the_picker_asks_as_much_of_somebody_in_many_practices(house: House) -> None:
    house.practice()

    async def picked() -> int:
        with statements_of(house.database) as asked:
            assert isinstance(await house.type("", JO, CHANNEL), Whisper)
        return len(asked)

    in_one = await picked()
    grow(house)
    assert await picked() == in_one


def test_home_looks_at_the_practices_that_it_shows_and_counts_the_others(house: House) -> None:
    grow(house)

    def shown() -> tuple[int, int, int]:
        with statements_of(house.database) as asked:
            practices, left = house.do(lambda room: practices_of(room, JO, house.clock.at, MOST_PRACTICES))
        return len(practices), left, len(asked)

    first = shown()
    assert first[:2] == (MOST_PRACTICES, MANY - MOST_PRACTICES)
    house.practice("C0YET")
    house.practice("C0ANOTHER")
    assert shown()[1:] == (first[1] + 2, first[2])
