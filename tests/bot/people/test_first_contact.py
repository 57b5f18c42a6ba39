import pytest

from bot.sandbox.checks.messages import message_problems
from bot.slack.interactions import Whisper
from tests.bot.people.house import JO, MARA, House, ids
from tests.bot.people.slack_by_hand import direct


async def test_the_first_answer_brings_one_private_note_and_later_ones_none(house: House) -> None:
    routine = house.practice()
    first = house.ask(routine)
    house.reply(first, MARA, "I asked both of them to lunch and heard each alone first.")
    house.reply(first, MARA, "Then I told them what I would decide.", after=2)
    second = house.ask(routine, slot="2026-11-03", question_id="sure-and-unsure")
    house.reply(second, MARA, "I doubted the capacity figure and measured it myself.", after=500)
    await house.tick()
    [note] = house.slack.told(MARA)
    assert "whoever leads you included" in note
    assert "/understudy keep me out" in note
    assert house.slack.told(JO) == []


async def test_the_note_offers_where_the_coach_asks_and_the_way_out_in_blocks_that_slack_takes(
    house: House,
) -> None:
    house.reply(house.ask(house.practice()), MARA, "I heard each of them alone first.")
    await house.tick()
    [note] = [message for message in house.slack.stands.values() if message.channel == direct(MARA)]
    assert ids(note.blocks) == [
        "people:place:thread",
        "people:place:private",
        "people:place:off",
        "privacy:keep_out",
    ]
    assert message_problems({"text": note.text, "blocks": list(note.blocks)}) is None


async def test_somebody_kept_out_before_the_note_is_said_gets_none(house: House) -> None:
    house.reply(house.ask(house.practice()), MARA, "I heard each of them alone first.")
    await house.type("keep me out", MARA)
    await house.tick()
    assert house.slack.told(MARA) == []


@pytest.mark.parametrize(
    ("word", "place"), [("thread", "thread"), ("private", "private"), ("off", "off"), ("on", None)]
)
async def test_a_button_and_its_words_choose_the_same_place(
    house: House, word: str, place: str | None
) -> None:
    pressed = await house.press(f"people:place:{word}", MARA)
    typed = await house.type(f"Coach {word.upper()}", JO)
    assert isinstance(pressed, Whisper)
    assert pressed == typed == await house.press(f"people:place:{word}", MARA)
    assert house.do(lambda room: room.people.get(MARA).coach_place) == place
    assert house.do(lambda room: room.people.get(JO).coach_place) == place


@pytest.mark.parametrize(
    ("typed", "example"),
    [
        ("coach", "/understudy coach private"),
        ("coach louder", "/understudy coach private"),
        ("notes perhaps", "/understudy notes off"),
        ("away", "/understudy away until 2026-12-01"),
        ("away until tomorrow", "/understudy away until 2026-12-01"),
        ("away until 2026-11-02", "/understudy away until 2026-12-01"),
        ("away until 9999-12-31", "up to 2028-11-01"),
    ],
)
async def test_wrong_words_get_a_sentence_with_an_example_and_change_nothing(
    house: House, typed: str, example: str
) -> None:
    before = house.do(lambda room: room.people.get(MARA))
    answer = await house.type(typed, MARA)
    assert isinstance(answer, Whisper)
    assert example in answer.text
    assert house.do(lambda room: room.people.get(MARA)) == before


async def test_away_has_an_end_that_is_said_and_back_ends_it_sooner(house: House) -> None:
    answer = await house.type("away until 2026-11-16", MARA)
    assert isinstance(answer, Whisper)
    assert "Monday 16 November 2026" in answer.text
    assert str(house.do(lambda room: room.people.get(MARA).away_until)) == "2026-11-16"
    await house.type("back", MARA)
    assert house.do(lambda room: room.people.get(MARA).away_until) is None
