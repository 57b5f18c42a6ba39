from datetime import date

import pytest

from bot.sandbox.checks.messages import message_problems
from bot.slack.interactions import Whisper
from tests.bot.people.house import CHANNEL, MARA, House, ids, texts


async def picked(house: House, words: str = "", channel: str = CHANNEL) -> Whisper:
    answer = await house.type(words, MARA, channel)
    assert isinstance(answer, Whisper)
    assert message_problems({"text": answer.text, "blocks": list(answer.blocks)}) is None
    return answer


@pytest.mark.parametrize("words", ["", "help", "Help me please"])
async def test_the_bare_command_shows_what_can_be_done_here_as_buttons_and_as_words(
    house: House, words: str
) -> None:
    house.practice()
    answer = await picked(house, words)
    assert ids(answer.blocks)[:5] == [
        "routines:preview",
        "postings:ask_now",
        "routines:skip",
        "routines:pause",
        "routines:setup",
    ]
    assert "privacy:keep_out" in ids(answer.blocks)
    assert "I do not know" not in answer.text
    for typed in ("setup", "ask now", "skip next", "pause until", "resume", "keep me out", "let me in"):
        assert typed in answer.text
        assert typed in texts(answer.blocks)


async def test_every_button_for_the_channel_carries_the_channel(house: House) -> None:
    house.practice()
    answer = await picked(house)
    values = {
        str(element["action_id"]): element.get("value")
        for block in answer.blocks
        if isinstance(found := block.get("elements"), list)
        for element in found
        if "action_id" in element
    }
    assert values["postings:ask_now"] == f"{CHANNEL} extra"
    assert {values[f"routines:{deed}"] for deed in ("preview", "skip", "pause", "setup")} == {CHANNEL}


async def test_a_channel_without_a_practice_offers_to_set_one_up(house: House) -> None:
    shown = ids((await picked(house)).blocks)
    assert "routines:setup" in shown
    assert "routines:skip" not in shown


async def test_a_direct_message_has_nothing_to_set_up(house: House) -> None:
    assert "routines:setup" not in ids((await picked(house, channel="D0MARA")).blocks)


async def test_a_paused_practice_offers_to_resume(house: House) -> None:
    routine = house.practice()
    house.do(lambda room: room.routines.pause(routine.id, date.max))
    shown = ids((await picked(house)).blocks)
    assert "routines:resume" in shown
    assert "routines:pause" not in shown


async def test_somebody_kept_out_is_offered_the_way_back(house: House) -> None:
    await house.type("keep me out", MARA)
    shown = ids((await picked(house)).blocks)
    assert "privacy:let_in" in shown
    assert "privacy:keep_out" not in shown


async def test_words_that_mean_nothing_are_quoted_back_and_ping_nobody(house: House) -> None:
    answer = await picked(house, "<!channel> dance & sing " + "x" * 4000)
    assert "I do not know “&lt;!channel&gt; dance &amp; sing" in answer.text
    assert "I do not know “<!channel> dance & sing" in texts(answer.blocks[0])
    assert answer.blocks[0]["type"] == "rich_text"
