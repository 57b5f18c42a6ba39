"""A question practised alone: chosen for one person, read at once, shown to nobody, kept for its author."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.engine.choosing import EngineName
from bot.privacy.use_cases import export_person
from bot.sandbox.driver.modals import Modal
from bot.sandbox.driver.people import Person
from content.questions import CoachSignal, Probe, Question
from storage.database import Database
from storage.tries import Try
from tests.flows.scene import LIBRARY, TEAM_ANSWER, Scene, form_of, notes, scene, whispers

QUOTED = "the pipeline and we moved to weekly releases"
STRONG = (
    "In March two of our leads stopped talking to each other over one release, and Ana wanted to leave. I called both of "
    "them into a room myself and I asked each to say what they feared. I decided to split the release in two. "
    "Ana stayed, and the failed deploys went from nine to two a month. Since then I ask for the fear first."
)
DISTRESS = "That spring I had a panic attack before every review."
ELSEWHERE = (
    "Wir haben die Freigabe zweimal verschoben, und ich habe mit den beiden Leitungen darüber gesprochen."
)
REMARK = "Good question, I will think about it and answer tonight."

PAST = LIBRARY.questions["sure-and-unsure"]
PAY = tuple(q for q in LIBRARY.questions.values() if q.competency == "compensation")


@asynccontextmanager
async def practising(
    database: Database, engine: EngineName, questions: Iterable[Question]
) -> AsyncIterator[Scene]:
    """A practice whose library has these questions and no others."""
    library = replace(LIBRARY, questions={question.id: question for question in questions})
    async with scene(database, engine, library=library) as team:
        yield team


@pytest.fixture
async def team(database: Database, engine: EngineName) -> AsyncIterator[Scene]:
    """A practice whose only question asks for a past occasion."""
    async with practising(database, engine, [PAST]) as team:
        yield team


async def asked_for(team: Scene, person: Person, words: str = "practise") -> Modal:
    reply = await person.command("/understudy", words, team.channel)
    assert not reply.failed, reply.failed
    return form_of(person)


async def sent(window: Modal, words: str) -> str:
    """What stands in the window after sending it."""
    assert await window.submit({"answer": words}), window.errors
    return window.shown


async def tries(team: Scene, person: Person) -> tuple[Try, ...]:
    return await team.room(lambda room: room.tries.of_person(person.id))


def question_in(window: Modal, questions: Iterable[Question]) -> Question:
    (found,) = [question for question in questions if question.text in window.shown]
    return found


async def test_the_coach_asks_at_once_about_the_persons_own_words_and_they_are_kept(team: Scene) -> None:
    window = await asked_for(team, team.jo)
    for told in (PAST.text, PAST.plain, PAST.hint, "kept for you alone", "/understudy erase"):
        assert told in window.shown
    assert PAST.intent not in window.shown
    read = await sent(window, TEAM_ANSWER)
    assert TEAM_ANSWER in read
    asks = read.split(TEAM_ANSWER)[1].split("What they are really asking")[0]
    assert QUOTED in asks
    assert asks.count("?") == 1
    assert f"What they are really asking: {PAST.intent}" in read
    assert all(facet.name in read for facet in PAST.facets)
    (kept,) = await tries(team, team.jo)
    assert (kept.drill_id, kept.words, kept.posting_id) == (PAST.id, TEAM_ANSWER, None)


async def test_nothing_of_it_appears_anywhere_else_then_or_later(team: Scene) -> None:
    before = [message.ts for message in team.channel.messages()]
    window = await asked_for(team, team.jo)
    await sent(window, TEAM_ANSWER)
    await window.dismiss()
    await team.settle()
    assert [message.ts for message in team.channel.messages()] == before
    await team.wait(days=1)
    shown = [message.shown for message in team.channel.messages()]
    told = "\n".join([*shown, *(notes(one) + whispers(one) for one in (team.jo, team.mara))])
    assert QUOTED not in told
    assert notes(team.jo) == ""
    assert await team.room(lambda room: room.answers.of_person(team.jo.id)) == ()
    assert await team.room(lambda room: room.messages.of_person(team.jo.id)) == ()
    assert await team.room(lambda room: room.follow_ups.of_person(team.jo.id)) == ()
    assert await team.room(lambda room: room.notes.of_person(team.jo.id)) == ()


async def test_no_question_comes_again_until_all_came(database: Database, engine: EngineName) -> None:
    shelf = [PAST, *PAY[:2]]
    async with practising(database, engine, shelf) as team:
        came = []
        for words in ("practise", "practice", "PRACTISE", "practise"):
            window = await asked_for(team, team.jo, words)
            came.append(question_in(window, shelf).id)
            await sent(window, TEAM_ANSWER)
            await window.dismiss()
        assert set(came[:3]) == {question.id for question in shelf}
        assert came[3] in came[:2]
        assert await tries(team, team.mara) == ()


async def test_pay_comes_here_and_never_into_a_channel(database: Database, engine: EngineName) -> None:
    async with practising(database, engine, [PAST, *PAY]) as team:
        for words in ("practise pay", "practise  Compensation", "practise salary"):
            window = await asked_for(team, team.jo, words)
            assert question_in(window, PAY).private_only
            await sent(window, TEAM_ANSWER)
            await window.dismiss()
        assert len({one.drill_id for one in await tries(team, team.jo)}) == 3
        await team.wait(days=3)
        assert team.cards(), "the practice asks as ever"
        assert all(question.text not in card.shown for card in team.cards() for question in PAY)


async def test_a_story_or_a_word_of_a_competency_narrows_it_down(
    database: Database, engine: EngineName
) -> None:
    async with scene(database, engine) as team:
        for words, subject in (
            ("practise underperformer", "underperformer"),
            ("practise mentoring", "mentoring"),
            ("practise Hard Feedback", "hard-feedback"),
            ("practise executives", "telling-executives"),
        ):
            window = await asked_for(team, team.jo, words)
            asked = question_in(window, LIBRARY.questions.values())
            assert subject in (asked.story, asked.competency)
            await window.dismiss()


async def test_words_that_name_nothing_are_answered_with_what_can_be_named(team: Scene) -> None:
    told = await team.says(team.jo, "practise astrology")
    assert team.jo.modal is None
    assert PAST.competency in told
    assert all(story in told for story in LIBRARY.stories)


async def test_an_empty_library_is_told(database: Database, engine: EngineName) -> None:
    async with practising(database, engine, []) as team:
        assert "the library is empty" in await team.says(team.jo, "practise pay")
        assert "the library is empty" in await team.says(team.jo, "practise")


async def test_another_question_comes_in_the_same_window_and_about_the_same(
    database: Database, engine: EngineName
) -> None:
    shelf = [PAST, *PAY[:3]]
    async with practising(database, engine, shelf) as team:
        window = await asked_for(team, team.jo, "practise pay")
        came = []
        for _ in range(3):
            came.append(question_in(window, shelf).id)
            await sent(window, TEAM_ANSWER)
            assert await window.click("Another question")
        assert set(came) == {question.id for question in PAY[:3]}
        assert [one.drill_id for one in await tries(team, team.jo)] == came
        assert "You answered this before" in window.shown


async def test_who_tries_again_sees_the_last_try_above_an_empty_field_and_both_are_kept(team: Scene) -> None:
    window = await asked_for(team, team.jo)
    await sent(window, TEAM_ANSWER)
    assert await window.click("Try again")
    assert "You answered this before" in window.shown
    assert TEAM_ANSWER in window.shown
    assert not await window.submit({})
    await sent(window, STRONG)
    kept = await tries(team, team.jo)
    assert [(one.attempt, one.words) for one in kept] == [(1, TEAM_ANSWER), (2, STRONG)]


async def test_the_same_form_sent_twice_is_kept_once(team: Scene) -> None:
    window = await asked_for(team, team.jo)
    window.fill({"answer": TEAM_ANSWER})
    payload = window._submission()
    for _ in range(2):
        assert (await window.place.ask(window.account, payload)).accepted
    assert len(await tries(team, team.jo)) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"), [(" \n ", "Nothing is written here yet"), ("I called them.", "too short to read")]
)
async def test_what_is_too_short_gets_a_sentence_at_the_field_and_stays(
    team: Scene, typed: str, sentence: str
) -> None:
    window = await asked_for(team, team.jo)
    assert not await window.submit({"answer": typed})
    assert sentence in window.errors["answer"]
    assert window.seen.state["answer", "answer"]["value"] == typed
    assert await tries(team, team.jo) == ()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (DISTRESS, "matters more than practice"),
        ("I had panic attacks.", "matters more than practice"),
        (ELSEWHERE, "I read English alone"),
        (REMARK, "I took this for a remark"),
    ],
)
async def test_where_the_coach_is_silent_it_says_so_kindly_and_asks_nothing(
    team: Scene, typed: str, sentence: str
) -> None:
    read = await sent(await asked_for(team, team.jo), typed)
    said = read.split(typed)[1].split("What they are really asking")[0]
    assert sentence in said
    assert "?" not in said
    assert [one.words for one in await tries(team, team.jo)] == [typed]


async def test_a_strong_answer_reads_what_its_words_show(team: Scene) -> None:
    read = await sent(await asked_for(team, team.jo), STRONG)
    said = read.split(STRONG)[1].split("What they are really asking")[0]
    assert "from nine to two a month" in said


async def test_whom_the_coach_is_to_ask_nothing_it_asks_nothing(team: Scene) -> None:
    await team.says(team.jo, "coach off")
    read = await sent(await asked_for(team, team.jo), TEAM_ANSWER)
    assert "You asked me to ask you nothing" in read
    assert QUOTED not in read.split(TEAM_ANSWER)[1]


async def test_of_whoever_is_kept_out_nothing_is_stored_and_other_questions_come_all_the_same(
    database: Database, engine: EngineName
) -> None:
    shelf = PAY[:3]
    async with practising(database, engine, shelf) as team:
        await team.says(team.jo, "keep me out")
        window = await asked_for(team, team.jo)
        came = []
        for _ in shelf:
            assert "nothing of this is stored" in window.shown
            asked = question_in(window, shelf)
            came.append(asked.id)
            read = await sent(window, TEAM_ANSWER)
            assert "nothing of this is stored" in read
            assert asked.intent in read
            assert await window.click("Another question")
        assert len(set(came)) == len(shelf)
        assert question_in(window, shelf).id == came[0]
        assert await tries(team, team.jo) == ()


async def test_what_was_written_is_exported_and_erased_with_its_person(team: Scene) -> None:
    await sent(await asked_for(team, team.jo), TEAM_ANSWER)
    await form_of(team.jo).dismiss()
    assert TEAM_ANSWER in str(await team.room(lambda room: export_person(room, team.jo.id)))
    await team.jo.command("/understudy", "erase", team.channel)
    await team.jo.click(team.channel, team.jo.ephemerals[-1].ts, "Erase what is stored")
    assert await tries(team, team.jo) == ()
    assert "You answered this before" not in (await asked_for(team, team.jo)).shown


async def test_what_the_coach_asked_in_threads_lately_is_practised_first(
    database: Database, engine: EngineName
) -> None:
    serving, *others = [
        PAST.model_copy(update={"id": f"copy-{n}", "text": f"{PAST.text} ({n})", "branch": (), "leaf": ()})
        for n in range(30)
    ]
    probe = Probe(ask="What was your own part in it?", serves=CoachSignal.OWN)
    serving = serving.model_copy(update={"branch": (probe,)})
    async with practising(database, engine, [serving, *others]) as team:
        card = await team.asked()
        await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
        await team.wait(minutes=5)
        (asked,) = await team.room(lambda room: room.follow_ups.of_person(team.jo.id))
        assert asked.signal == CoachSignal.OWN
        assert serving.text in (await asked_for(team, team.jo)).shown


async def test_markup_in_an_answer_is_shown_as_it_was_typed_and_stands_in_rich_text_alone(
    team: Scene,
) -> None:
    words = f"<!channel> & *that* is @U0EVIL1 to me. {TEAM_ANSWER}"
    window = await asked_for(team, team.jo)
    assert words in await sent(window, words)
    for submitted in (True, False):
        rest = [block for block in window.blocks if block["type"] != "rich_text"]
        assert "EVIL1" not in str(rest)
        assert QUOTED not in str(rest)
        assert words in window.shown
        if submitted:
            assert await window.click("Try again")


async def test_an_answer_and_a_pack_that_are_full_to_the_brim_are_shown(
    database: Database, engine: EngineName
) -> None:
    full = "I called them & asked. " * 130
    long = PAST.model_copy(update={"id": "i" * 150, "hint": full * 3, "plain": full, "competency": full})
    async with practising(database, engine, [long]) as team:
        await team.says(team.jo, "practise astrology")
        window = await asked_for(team, team.jo)
        assert full[:3000] in await sent(window, full[:3000])
        assert await window.click("Another question")
        assert full[:3000] in window.shown


async def test_a_question_that_left_the_library_is_told_so_and_what_was_typed_stays(
    database: Database, engine: EngineName
) -> None:
    shelf = {PAST.id: PAST}
    async with scene(database, engine, library=replace(LIBRARY, questions=shelf)) as team:
        window = await asked_for(team, team.jo)
        window.fill({"answer": TEAM_ANSWER})
        shelf.clear()
        assert await window.submit()
        assert "no longer in the library" in form_of(team.jo).shown
        await form_of(team.jo).close()
        assert TEAM_ANSWER in str(form_of(team.jo)._submission())
        assert await tries(team, team.jo) == ()
