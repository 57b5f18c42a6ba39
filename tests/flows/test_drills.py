"""Drills: each kind from its card or alone, what is amiss at its field, and what many tries may tell."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.engine.choosing import EngineName
from bot.sandbox.driver.modals import Modal
from bot.sandbox.driver.people import Person
from bot.sandbox.world.message import Message
from content.library.exercises import DRILL_TITLES, KINDS_WITH_OPTIONS, Drill, DrillKind
from storage.database import Database
from storage.tries import Try
from tests.flows.scene import DAILY, LIBRARY, TEAM_ANSWER, Scene, form_of, notes, scene, whispers

FEW, ENOUGH = 4, 5  # people of whom no figure is told, and of whom one is

RIGHT: dict[DrillKind, dict[str, str]] = {
    DrillKind.ASK_THEM: {"words": "What would you have told the last lead on day one?"},
    DrillKind.CLARIFY_FIRST: {
        "words": "Who books?\nHow many a day?\nWhat is promised?\nWhich rules are fixed?\nWhat is better then?"
    },
    DrillKind.DECODE: {"words": "Whom I told, since they doubt that."},
    DrillKind.FROM_WE_TO_I: {"words": "I proposed to drop three, and the team agreed."},
    DrillKind.INTERVIEWERS_CHAIR: {
        "hire": "Keeping five people.",
        "worry": "One more who leaves.",
        "success": "The audit is passed.",
        "questions": "How do you bring bad news?\nWhat comes first?\nWho stays?",
    },
    DrillKind.NEGOTIATE: {
        "number": "84 thousand for base",
        "reason": "The money lasts for fourteen months.",
        "walk_away": "Under 78 thousand I stay where I am.",
    },
    DrillKind.OTHER_WORDS: {"words": "The story of the torn plan; the morning itself."},
    DrillKind.PICK_THE_STORY: {"words": "It proves that I can name my own waiting."},
    DrillKind.PLAIN_WORDS: {
        "words": "Releases wait for each other. That costs four weeks. One part comes first."
    },
    DrillKind.SAY_YOUR_SYSTEM: {
        "signals": "Two dates that moved.",
        "trigger": "The second one in a month.",
        "steps": "Ask why.\nAgree on a date.",
        "cadence": "Every Thursday.",
        "proof": "No date moves twice.",
    },
    DrillKind.SHARPEN_THE_LEARNING: {"words": "When two systems are alive at once, I ask for a second look."},
    DrillKind.THIRTY_SECONDS: {"words": "We make orders arrive a day earlier. The risk is the port."},
    DrillKind.TWIST: {"words": "I keep the early word. I ask both why they leave."},
}
WRONG: dict[DrillKind, tuple[str, str]] = {
    DrillKind.CLARIFY_FIRST: (
        "Who books?\nThe team.\nHow many?",
        "Questions so far: two. Five are asked for",
    ),
    DrillKind.FROM_WE_TO_I: ("The team then decided to drop three.", "still no “I” in it"),
    DrillKind.PLAIN_WORDS: (
        "It waits. It costs. It breaks. It ends.",
        "That is four sentences. Three are enough",
    ),
    DrillKind.SHARPEN_THE_LEARNING: ("I learned that the tests are crucial.", "no “When …, I …” in it yet"),
    DrillKind.THIRTY_SECONDS: ("We ship. It holds. Nobody waits.", "That is three sentences. Two are enough"),
}


def drill_of(kind: DrillKind) -> Drill:
    return next(drill for drill in LIBRARY.drills.values() if drill.kind is kind)


@asynccontextmanager
async def drilling(database: Database, engine: EngineName, drills: dict[str, Drill]) -> AsyncIterator[Scene]:
    """A practice whose every day brings a drill; the library has these and no others."""
    async with scene(
        database, engine, library=replace(LIBRARY, drills=drills, twins=MappingProxyType({}))
    ) as team:
        await team.room(
            lambda room: room.routines.set_up(team.channel.id, replace(DAILY, drill_days="12345"))
        )
        yield team


@pytest.fixture
async def decoding(database: Database, engine: EngineName) -> AsyncIterator[Scene]:
    """A practice whose only drill has options."""
    drill = drill_of(DrillKind.DECODE)
    async with drilling(database, engine, {drill.id: drill}) as team:
        yield team


def cards(team: Scene) -> list[Message]:
    """The drills that stand in the channel."""
    return [message for message in team.channel.messages() if "drill: " in message.text[:20]]


async def card_of(team: Scene) -> Message:
    await team.wait(minutes=2)
    return cards(team)[-1]


async def opened(team: Scene, person: Person, card: Message) -> Modal:
    assert await person.click(team.channel, card.ts, "Try it")
    return form_of(person)


async def asked_for(team: Scene, person: Person, words: str) -> Modal:
    reply = await person.command("/understudy", words, team.channel)
    assert not reply.failed, reply.failed
    return form_of(person)


async def sent(window: Modal, values: dict[str, str]) -> str:
    """What stands in the window after sending it."""
    assert await window.submit(values), window.errors
    return window.shown


async def tried(team: Scene, person: Person, card: Message, option: int = 0) -> str:
    """What a person reads after choosing that option; the window is closed."""
    read = await sent(await opened(team, person, card), {"option": str(option)})
    await form_of(person).dismiss()
    return read


async def tries(team: Scene, person: Person) -> tuple[Try, ...]:
    return await team.room(lambda room: room.tries.of_person(person.id))


def crowd(team: Scene, count: int) -> list[Person]:
    names = ("Adaeze Obi", "Bodil Brandt", "Ciro Castro", "Diara Dubois")
    added = [team.slack.team.add_person(name, tz="Europe/Berlin") for name in names]
    return [team.mara, team.jo, *added][:count]


@pytest.mark.parametrize("practised", DrillKind)
async def test_each_kind_is_tried_shows_what_fits_and_closes_with_what_to_look_for(
    database: Database, engine: EngineName, practised: DrillKind
) -> None:
    drill, right = drill_of(practised), RIGHT[practised]
    async with drilling(database, engine, {drill.id: drill}) as team:
        alone = practised is DrillKind.NEGOTIATE
        window = await (
            asked_for(team, team.jo, "drill negotiate")
            if alone
            else opened(team, team.jo, await card_of(team))
        )
        for told in (DRILL_TITLES[practised], drill.text, drill.task):
            assert told in window.shown
        assert drill.look_for[0] not in window.shown
        if practised in WRONG:
            await refuses(window, *WRONG[practised])
        choice = {"option": "0"} if practised in KINDS_WITH_OPTIONS else {}
        read = await sent(window, {**choice, **right})
        for told in (*right.values(), *drill.look_for):
            assert told in read
        if drill.options:
            fitting = next(option for option in drill.options if option.fits)
            assert drill.options[0].why in read
            assert f"{fitting.text}\n{fitting.why}" in read
        (kept,) = await tries(team, team.jo)
        assert all(words in kept.words for words in right.values())
        assert (kept.drill_id, kept.option) == (drill.id, 0 if drill.options else None)
        assert (kept.posting_id is None) == alone
        await form_of(team.jo).dismiss()
        await team.wait(days=1)
        await closes(team, drill, right)


async def refuses(window: Modal, wrong: str, sentence: str) -> None:
    """What does not meet the drill's form gets a sentence at its field; the window keeps its input."""
    for text, told in ((wrong, sentence), (" \n ", "Nothing is written here yet")):
        assert not await window.submit({"words": text})
        assert told in window.errors["words"]
        assert window.is_open
        assert window.seen.state["words", "words"]["value"] == text, "what was typed stays"


async def closes(team: Scene, drill: Drill, written: dict[str, str]) -> None:
    """After a day the card tells what to look for, and nothing that was written; of pay there is no card."""
    if drill.kind is DrillKind.NEGOTIATE:
        assert cards(team) == []
        return
    closed, *_ = cards(team)
    assert closed.text.startswith("Closed drill")
    assert all(thing in closed.text for thing in drill.look_for)
    for message in team.channel.messages():
        assert all(words not in message.shown for words in written.values())


async def test_the_same_form_sent_twice_counts_once(decoding: Scene) -> None:
    window = await opened(decoding, decoding.jo, await card_of(decoding))
    window.fill({"option": "0"})
    payload = window._submission()
    for _ in range(2):
        assert (await window.place.ask(window.account, payload)).accepted
    assert len(await tries(decoding, decoding.jo)) == 1


async def test_who_tries_again_in_the_window_finds_it_empty_and_each_attempt_is_kept(decoding: Scene) -> None:
    window = await opened(decoding, decoding.jo, await card_of(decoding))
    for number in range(4):
        await sent(window, {"option": str(number % 3), "words": f"Thought number {number}."})
        assert await window.click("Try again")
        assert f"Thought number {number}." in window.shown
        assert not await window.submit({}), "the fields are empty again"
        assert list(window.errors) == ["option"]
    kept = await tries(decoding, decoding.jo)
    assert [(one.attempt, one.option) for one in kept] == [(1, 0), (2, 1), (3, 2), (4, 0)]


async def test_who_opens_it_once_more_sees_their_own_try_and_nobody_elses(decoding: Scene) -> None:
    card = await card_of(decoding)
    words = "Whom I told, <!channel> & why: *that* is @U0EVIL1 to me."
    read = await sent(await opened(decoding, decoding.jo, card), {"option": "1", "words": words})
    assert words in read
    await form_of(decoding.jo).dismiss()
    again = (await opened(decoding, decoding.jo, card)).shown
    assert "You tried this before" in again
    assert words in again
    assert f"You chose: {drill_of(DrillKind.DECODE).options[1].text}" in again
    hers = (await opened(decoding, decoding.mara, card)).shown
    assert "You tried this before" not in hers
    assert words not in hers


async def test_of_whoever_is_kept_out_nothing_is_stored_and_they_see_all_the_same(decoding: Scene) -> None:
    card = await card_of(decoding)
    await decoding.says(decoding.jo, "keep me out")
    window = await opened(decoding, decoding.jo, card)
    for _ in range(2):
        assert "nothing of this is stored" in window.shown
        read = await sent(window, {"option": "0", "words": "My own view."})
        assert "nothing of this is stored" in read
        assert "My own view." in read
        assert all(thing in read for thing in drill_of(DrillKind.DECODE).look_for)
        assert await window.click("Try again")
    assert await tries(decoding, decoding.jo) == ()


async def test_replies_under_a_drill_are_not_stored_and_the_coach_says_nothing(decoding: Scene) -> None:
    card = await card_of(decoding)
    await decoding.jo.post(decoding.channel, TEAM_ANSWER, thread_ts=card.ts)
    await decoding.wait(minutes=5)
    assert decoding.coach(card.ts) == []
    assert (whispers(decoding.jo), notes(decoding.jo)) == ("", "")
    assert await decoding.room(lambda room: room.answers.of_person(decoding.jo.id)) == ()
    assert await decoding.room(lambda room: room.messages.of_person(decoding.jo.id)) == ()


async def test_from_five_people_up_each_learns_how_it_was_read_and_the_closed_card_tells_it(
    decoding: Scene,
) -> None:
    drill, card = drill_of(DrillKind.DECODE), await card_of(decoding)
    fitting = next(number for number, option in enumerate(drill.options) if option.fits)
    *others, last = crowd(decoding, ENOUGH)
    for person in others:
        assert "here read it" not in await tried(decoding, person, card, fitting)
        await tried(decoding, person, card, 0)
    read = await tried(decoding, last, card)
    assert "How the first 5 here read it" in read
    assert f"4 × {drill.options[fitting].text}" in read
    assert f"1 × {drill.options[0].text}" in read
    await decoding.wait(days=1)
    closed, *_ = cards(decoding)
    assert "Of the first 5 people who tried it, 4 chose what fits at once" in closed.text
    for person in (*others, last):
        assert person.id not in read + closed.text
        assert person.name not in read + closed.text


async def test_a_closed_card_counts_nobody_who_is_kept_out_or_erased_since(decoding: Scene) -> None:
    card, people = await card_of(decoding), crowd(decoding, ENOUGH + 1)
    for person in people:
        await tried(decoding, person, card)
    await decoding.wait(days=1)
    assert "5 people" in cards(decoding)[0].text
    await decoding.says(decoding.jo, "keep me out")
    await decoding.wait(seconds=5)
    assert "5 people" in cards(decoding)[0].text
    reply = await people[-1].command("/understudy", "erase", decoding.channel)
    await people[-1].click(decoding.channel, reply.messages[-1].ts, "Erase what is stored")
    await decoding.wait(seconds=5)
    assert "5 people" not in cards(decoding)[0].text


async def test_a_closed_card_tells_no_figure_once_one_of_the_five_is_kept_out(decoding: Scene) -> None:
    card = await card_of(decoding)
    for person in crowd(decoding, ENOUGH):
        await tried(decoding, person, card)
    await decoding.wait(days=1)
    await decoding.says(decoding.jo, "keep me out")
    await decoding.wait(seconds=5)
    assert "5 people" not in cards(decoding)[0].text


async def test_of_fewer_than_five_no_figure_is_told_and_a_sixth_changes_none(decoding: Scene) -> None:
    drill, card = drill_of(DrillKind.DECODE), await card_of(decoding)
    people = crowd(decoding, ENOUGH + 1)
    for person in people[:FEW]:
        assert "here read it" not in await tried(decoding, person, card)
    await decoding.wait(days=1)
    closed, *_ = cards(decoding)
    assert "tried" not in closed.text.replace("you can still try it", "")
    reads = [await tried(decoding, person, card, number) for number, person in enumerate(people[FEW:], 1)]
    for read in reads:
        assert "How the first 5 here read it" in read
        assert f"0 × {drill.options[2].text}" in read, "what the sixth chose is not told"


async def test_alone_each_drill_of_a_kind_comes_once_before_one_comes_again(
    database: Database, engine: EngineName
) -> None:
    pay = [drill for drill in LIBRARY.drills.values() if drill.kind is DrillKind.NEGOTIATE][:2]
    other = drill_of(DrillKind.FROM_WE_TO_I)
    async with drilling(database, engine, {drill.id: drill for drill in (*pay, other)}) as team:
        for words in ("drill negotiate", "drill  NEGOTIATE", "drill Negotiate"):
            window = await asked_for(team, team.jo, words)
            await sent(window, RIGHT[DrillKind.NEGOTIATE])
            await window.dismiss()
        kept = [one.drill_id for one in await tries(team, team.jo)]
        assert set(kept[:2]) == {drill.id for drill in pay}
        assert kept[2] == kept[0]
        for words in ("drill", "drill from-we-to-i", "drill We to I"):
            window = await asked_for(team, team.jo, words)
            assert other.text in window.shown, "of all kinds, the one that was not there yet"
            await window.dismiss()
        assert await tries(team, team.mara) == ()


async def test_words_that_name_no_kind_are_answered_with_the_kinds(decoding: Scene) -> None:
    told = await decoding.says(decoding.jo, "drill salary")
    assert decoding.jo.modal is None
    for kind, title in DRILL_TITLES.items():
        assert f"/understudy drill {kind}" in told
        assert title in told
    assert "no drill of this kind" in await decoding.says(decoding.jo, "drill we to i")


async def test_a_drill_that_left_the_library_is_told_so_and_what_was_typed_stays(
    database: Database, engine: EngineName
) -> None:
    drill = drill_of(DrillKind.TWIST)
    shelf = {drill.id: drill}
    async with drilling(database, engine, shelf) as team:
        card = await card_of(team)
        window = await opened(team, team.jo, card)
        window.fill(RIGHT[DrillKind.TWIST])
        shelf.clear()
        assert await window.submit()
        assert "no longer in the library" in form_of(team.jo).shown
        await form_of(team.jo).close()
        assert RIGHT[DrillKind.TWIST]["words"] in str(form_of(team.jo)._submission())
        await team.mara.click(team.channel, card.ts, "Try it")
        assert "no longer in the library" in whispers(team.mara)
        assert await tries(team, team.jo) == ()


async def test_an_option_longer_than_slack_shows_is_chosen_by_its_letter(
    database: Database, engine: EngineName
) -> None:
    short = drill_of(DrillKind.DECODE)
    first, *rest = short.options
    long = first.model_copy(update={"text": "Do you know what a rule is for? " * 4 + "End"})
    drill = short.model_copy(update={"options": (long, *rest)})
    async with drilling(database, engine, {drill.id: drill}) as team:
        window = await opened(team, team.jo, await card_of(team))
        assert f"A. {long.text}" in window.shown
        assert f"B. {rest[0].text}" in window.shown
        read = await sent(window, {"option": "A"})
        assert f"You chose: {long.text}" in read


async def test_fields_that_are_full_to_the_brim_are_shown_whole_then_and_later(
    database: Database, engine: EngineName
) -> None:
    drill = drill_of(DrillKind.SAY_YOUR_SYSTEM)
    full = {key: f"<{key}> " + "&" * (3000 - len(key) - 3) for key in RIGHT[drill.kind]}
    async with drilling(database, engine, {drill.id: drill}) as team:
        card = await card_of(team)
        read = await sent(await opened(team, team.jo, card), full)
        await form_of(team.jo).dismiss()
        again = (await opened(team, team.jo, card)).shown
        for words in full.values():
            assert words in read
            assert words in again.replace("\n", "")
