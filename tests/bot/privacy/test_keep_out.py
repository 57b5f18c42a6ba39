from bot.sandbox.checks.messages import message_problems
from bot.slack.interactions import OpenView, PushView, Whisper
from tests.bot.people.house import CHANNEL, JO, MARA, House, ids


async def test_from_then_on_nothing_of_theirs_is_stored_reactions_included(house: House) -> None:
    posting_id = house.ask(house.practice())
    ts = house.reply(posting_id, JO, "I heard each of them alone first.")
    before = house.do(lambda room: room.messages.of_person(JO))
    await house.type("keep me out", MARA)
    house.reply(posting_id, MARA, "I told them what I would decide.", after=5)
    house.react(MARA, ts, "dart")
    assert house.do(lambda room: room.messages.of_person(MARA)) == ()
    assert house.do(lambda room: room.feedback.given_by(MARA)) == ()
    assert house.do(lambda room: room.messages.of_person(JO)) == before


async def test_what_holds_is_said_and_export_erase_and_the_way_back_are_offered_at_once(house: House) -> None:
    answer = await house.press("privacy:keep_out", MARA)
    assert isinstance(answer, Whisper)
    assert "whole workspace" in answer.text
    assert "reactions included" in answer.text
    assert ids(answer.blocks) == ["privacy:export", "privacy:erase", "privacy:let_in"]
    assert message_problems({"text": answer.text, "blocks": list(answer.blocks)}) is None


async def test_the_second_time_it_is_said_that_it_holds_already(house: House) -> None:
    await house.type("keep me out", MARA)
    since = house.do(lambda room: room.people.get(MARA).kept_out_at)
    answer = await house.press("privacy:keep_out", MARA)
    assert isinstance(answer, Whisper)
    assert "already" in answer.text
    assert house.do(lambda room: room.people.get(MARA).kept_out_at) == since


async def test_whoever_comes_back_is_heard_again(house: House) -> None:
    posting_id = house.ask(house.practice())
    await house.type("keep me out", MARA)
    back = await house.press("privacy:let_in", MARA)
    assert isinstance(back, Whisper)
    assert "take part again" in back.text
    house.reply(posting_id, MARA, "I told them what I would decide.", after=5)
    assert len(house.do(lambda room: room.answers.of_person(MARA))) == 1
    again = await house.type("let me in", MARA)
    assert isinstance(again, Whisper)
    assert "not kept out" in again.text


async def test_what_was_stored_stays_until_it_is_erased(house: House) -> None:
    house.reply(house.ask(house.practice()), MARA, "I heard each of them alone first.")
    await house.type("keep me out", MARA)
    assert len(house.do(lambda room: room.answers.of_person(MARA))) == 1


async def test_in_a_window_the_export_opens_on_top_of_it(house: House) -> None:
    whisper = await house.press("privacy:keep_out", MARA, view_id="V1")
    assert isinstance(whisper, Whisper)
    values = [element for block in whisper.blocks for element in _elements(block)]
    assert isinstance(await house.press("privacy:export", MARA, str(values[0]["value"]), "V2"), PushView)
    assert isinstance(await house.press("privacy:export", MARA), OpenView)
    assert isinstance(await house.type("export", MARA, CHANNEL), OpenView)


def _elements(block: dict[str, object]) -> list[dict[str, object]]:
    found = block.get("elements")
    return found if isinstance(found, list) else []
