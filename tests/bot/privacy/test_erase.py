"""After erasing no table knows the person, but when that was, and that they are kept out; everybody else's rows are as before."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.happenings import PostingClosed
from bot.privacy.use_cases import erase_person
from bot.slack.events import HomeOpened
from bot.slack.interactions import Whisper
from bot.slack.scripts import Surface, Urgency, owe
from storage.tables import metadata
from storage.work import Room
from tests.bot.people.house import JO, LEE, MARA, House, ids

Rows = dict[str, list[str]]
PEOPLE = (MARA, JO, LEE)
DEEDS = ("answer", "praise", "choose", "time", "traces")
LATER = datetime(2027, 1, 1, tzinfo=UTC)


def rows(house: House) -> Rows:
    """Every row of every table, as text."""
    with house.database.engine.connect() as connection:
        return {
            table.name: [repr(tuple(row)) for row in connection.execute(table.select())]
            for table in metadata.sorted_tables
        }


def said_by(user_id: str) -> str:
    """A word that only this person uses."""
    return f"As {user_id[2:].lower()}, I"


def words_of(user_id: str, number: int) -> str:
    return (
        f"{said_by(user_id)} heard {number} of them alone first. We were involved in the decision to split."
    )


def erase(house: House, user_id: str) -> None:
    house.do(lambda room: erase_person(room, user_id, house.clock.at, house.kit))


async def play(house: House, deeds: list[tuple[str, str]], posting_id: int) -> None:
    """What people do, in this order."""
    written: dict[str, str] = {}
    for number, (deed, user_id) in enumerate(deeds):
        if deed == "answer":
            text = words_of(user_id, number)
            written[user_id] = house.reply(posting_id, user_id, text, after=1 + number)
        elif deed == "praise":
            for ts in written.values():
                house.react(user_id, ts, "straight_ruler")
        elif deed == "choose":
            await house.type("away until 2026-12-01", user_id)
            await house.type("back", user_id)
        elif deed == "time":
            house.clock.at += timedelta(minutes=2)
            house.hear(PostingClosed(posting_id))
            await house.tick()
        else:
            house.hear(HomeOpened(user_id))
            house.do(partial(leave_traces, user_id=user_id, posting_id=posting_id, number=number))


def leave_traces(room: Room, *, user_id: str, posting_id: int, number: int) -> None:
    """A draft, a practice to run, something to be told of, and a message in the channel that names the person."""
    room.forms.keep_draft(user_id, posting_id, {"actions": words_of(user_id, number)})
    room.routines.set_facilitators(room.postings.get(posting_id).routine_id, [user_id])
    room.notes.add(user_id, "skipped", str(posting_id))
    subject = f"1:{user_id}:{number}"
    owe(room, "took_over", subject, surface=Surface.POST, urgency=Urgency.WHENEVER, at=LATER, channel="C0X")


def theirs(found: Rows, user_id: str) -> Rows:
    """The rows of one person, but for reactions to what is erased."""
    return {
        name: [row for row in table if user_id in row] for name, table in found.items() if name != "feedback"
    }


@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(PEOPLE)), min_size=4, max_size=20),
    erased=st.sampled_from(PEOPLE),
    kept_out=st.booleans(),
)
async def test_no_table_knows_the_erased_person_and_the_rows_of_others_are_as_before(
    deeds: list[tuple[str, str]], erased: str, *, kept_out: bool
) -> None:
    with TemporaryDirectory() as folder, closing(House.at(Path(folder))) as house:
        for user_id in PEOPLE:
            house.know(user_id, f"Name of {user_id}")
        await play(house, deeds, house.ask(house.practice()))
        if kept_out:
            await house.type("keep me out", erased)
        before = rows(house)
        erase(house, erased)
        after = rows(house)
        known = {
            name: len(left) for name, table in after.items() if (left := [r for r in table if erased in r])
        }
        assert known == {"fresh_starts": 1, **({"people": 1} if kept_out else {})}
        assert all(f"Name of {erased}" not in row for table in after.values() for row in table)
        assert said_by(erased) not in "\n".join(row for table in after.values() for row in table)
        for other in set(PEOPLE) - {erased}:
            assert theirs(after, other) == theirs(before, other)
        await house.tick()
        assert house.slack.told(erased) == []
        assert all(said_by(erased) not in message.text for message in house.slack.stands.values())


async def test_the_button_erases_and_says_what_it_cannot_reach(house: House) -> None:
    house.reply(house.ask(house.practice()), MARA, words_of(MARA, 1))
    answer = await house.press("privacy:erase", MARA)
    assert isinstance(answer, Whisper)
    assert "Your answer is erased" in answer.text
    assert "stays there until you delete it there" in answer.text
    assert house.do(lambda room: room.answers.of_person(MARA)) == ()


async def test_typed_words_erase_nothing_before_they_are_confirmed(house: House) -> None:
    house.reply(house.ask(house.practice()), MARA, words_of(MARA, 1))
    answer = await house.type("erase", MARA)
    assert isinstance(answer, Whisper)
    assert ids(answer.blocks) == ["privacy:erase"]
    assert "confirm" in str(answer.blocks)
    assert len(house.do(lambda room: room.answers.of_person(MARA))) == 1


async def test_what_slack_delivers_again_after_erasing_is_not_kept_again(house: House) -> None:
    posting_id = house.ask(house.practice())
    house.reply(posting_id, MARA, words_of(MARA, 1))
    erase(house, MARA)
    house.reply(posting_id, MARA, words_of(MARA, 1))
    assert house.do(lambda room: room.answers.of_person(MARA)) == ()


async def test_a_first_note_that_stands_is_taken_back_and_comes_again_with_a_new_first_answer(
    house: House,
) -> None:
    posting_id = house.ask(house.practice())
    house.reply(posting_id, MARA, words_of(MARA, 1))
    await house.tick()
    assert len(house.slack.told(MARA)) == 1
    erase(house, MARA)
    await house.tick()
    assert house.slack.told(MARA) == []
    house.reply(posting_id, MARA, words_of(MARA, 2), after=9)
    await house.tick()
    assert len(house.slack.told(MARA)) == 1


async def test_a_closed_card_counts_anew_once_an_answer_is_erased(house: House) -> None:
    posting_id = house.ask(house.practice())
    for number, user_id in enumerate(PEOPLE):
        house.reply(posting_id, user_id, words_of(user_id, number), after=number + 1)
    house.do(lambda room: room.postings.mark_closed(posting_id))
    posting = house.do(lambda room: room.postings.get(posting_id))

    def say_card(room: Room) -> None:
        owe(
            room,
            "question",
            posting_id,
            surface=Surface.POST,
            urgency=Urgency.ON_TIME,
            at=house.clock.at,
            channel=posting.channel,
        )
        found = room.sayings.find("question", str(posting_id))
        assert found is not None
        room.deliveries.mark_said(found.id, posting.channel, posting.ts)

    house.do(say_card)
    erase(house, LEE)
    card = house.do(lambda room: room.sayings.find("question", str(posting_id)))
    assert card is not None
    assert card.stale
