import json

from bot.privacy.use_cases import export_person
from bot.sandbox.checks.views import view_problems
from bot.slack.interactions import OpenView
from tests.bot.people.house import JO, LEE, MARA, House, texts


async def stored(house: House, user_id: str = MARA) -> dict[str, object]:
    answer = await house.press("privacy:export", user_id)
    assert isinstance(answer, OpenView)
    assert view_problems(answer.view, "modal") == []
    return answer.view


async def test_the_window_shows_the_question_in_full_and_the_words_as_they_were_typed(house: House) -> None:
    house.reply(house.ask(house.practice()), MARA, "<!channel> *I* heard & asked each of them.")
    shown = texts(await stored(house))
    assert "Tell me about two people on your team" in shown
    assert "<!channel> *I* heard & asked each of them." in shown
    assert "1 answer" in shown


async def test_somebody_without_answers_reads_that_nothing_is_stored(house: House) -> None:
    assert "No answer of yours is stored." in texts(await stored(house))


async def test_the_newest_come_first_and_a_window_that_is_full_says_so(house: House) -> None:
    routine = house.practice()
    for number in range(1, 29):
        posting_id = house.ask(routine, slot=f"2026-10-{number:02}")
        house.reply(posting_id, MARA, f"Answer number {number}. " + "🌱 I asked. " * 150, after=0.5)
    view = await stored(house)
    shown = texts(view)
    assert "more than this window takes" in shown
    assert "python -m bot export --person U0MARA" in shown
    assert shown.index("Answer number 28.") < shown.index("Answer number 27.")
    assert "Answer number 1." not in shown
    assert len(json.dumps(view)) < 250_000


async def test_one_answer_of_twelve_thousand_characters_is_shown_in_pieces(house: House) -> None:
    house.reply(house.ask(house.practice()), MARA, "I" * 12_000)
    assert "more than this window takes" not in texts(await stored(house))


async def test_the_whole_file_is_json_and_names_nobody_else(house: House) -> None:
    posting_id = house.ask(house.practice())
    ts = house.reply(posting_id, MARA, "I heard each of them alone first.")
    other = house.reply(posting_id, LEE, "I did nothing about it.", after=3)
    house.react(JO, ts, "dart")
    house.react(MARA, other, "seedling")
    house.do(lambda room: room.forms.keep_draft(MARA, posting_id, {"actions": "I wrote half a draft"}))
    await house.tick()
    whole = json.dumps(house.do(lambda room: export_person(room, MARA)))
    for expected in ("could-not-agree", "alone first", "dart", "seedling", "half a draft", "first_contact"):
        assert expected in whole
    for others in (JO, LEE, "Abara", "I did nothing"):
        assert others not in whole
