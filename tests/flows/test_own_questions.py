"""A question of the team's own: suggested, decided on by who runs the practice, told to its author, asked."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.engine.choosing import EngineName
from bot.sandbox.driver.modals import Modal
from bot.sandbox.driver.people import Person
from bot.sandbox.errors import CannotDo
from bot.sandbox.world.message import Message
from content.questions import Kind
from storage.additions import Addition
from storage.database import Database
from storage.suggestions import Suggestion
from tests.flows.scene import LIBRARY, TEAM_ANSWER, Scene, form_of, notes, scene, whispers
from tests.flows.test_hostile_text import HOSTILE, harmless, shown

OWN = "When did you last change your mind about a colleague, and what changed it?"
BETTER = "Whose work did you once judge wrongly, and how did you find out?"
REASON = "We ask nearly this every autumn; *try* a smaller one."


@pytest.fixture
async def bare(database: Database, engine: EngineName) -> AsyncIterator[Scene]:
    """The team, with a library that holds no question: what comes up is the team's own."""
    async with scene(database, engine, library=replace(LIBRARY, questions={})) as made:
        yield made


async def opened(team: Scene, person: Person, words: str = "suggest") -> Modal:
    """The window behind these words."""
    assert await team.says(person, words) == ""
    return form_of(person)


async def suggested(team: Scene, person: Person, text: str = OWN, **typed: object) -> str:
    """What a person reads after sending the form."""
    form = await opened(team, person)
    assert await form.submit({"text": text, **typed}), form.errors
    read = form_of(person).shown
    await form_of(person).dismiss()
    await team.wait(seconds=1)
    return read


def told(person: Person) -> list[Message]:
    """What the app wrote to a person, daily notes left out."""
    written = [message for message in person.dm.messages() if message.user != person.id]
    return [message for message in written if not message.text.startswith("Your note of today")]


async def press(team: Scene, person: Person, button: str) -> None:
    """Press a button of the one message that the app wrote to this person."""
    (card,) = told(person)
    assert await person.click(person.dm, card.ts, button)
    await team.wait(seconds=1)


async def send(team: Scene, person: Person, **typed: object) -> str:
    """Submit the window on top, close it, and tell what it said."""
    assert await form_of(person).submit(typed), form_of(person).errors
    read = form_of(person).shown
    await form_of(person).dismiss()
    await team.wait(minutes=1)
    return read


async def own(team: Scene) -> list[str]:
    """The texts of the team's own questions."""
    added: tuple[Addition, ...] = await team.room(lambda room: room.additions.all("question"))
    return [str(addition.content["text"]) for addition in added]


async def of(team: Scene, person: Person) -> tuple[Suggestion, ...]:
    """What a person suggested."""
    return await team.room(lambda room: room.suggestions.of_person(person.id))


async def lead(team: Scene, *people: Person) -> None:
    """From now on these people run the practice."""
    ids = [person.id for person in people]
    await team.room(lambda room: room.routines.set_facilitators(1, ids))


async def test_a_question_is_suggested_taken_asked_answered_and_coached(bare: Scene) -> None:
    form = await opened(bare, bare.jo)
    assert "stays, without your name, even if you erase yours" in form.shown
    read = await send_first(bare, form)
    assert "you are told what becomes of it" in read
    (card,) = told(bare.mara)
    assert bare.jo.id in card.text
    assert OWN in card.text
    assert OWN in card.shown
    assert told(bare.jo) == []
    await press(bare, bare.mara, "Take it")
    assert "it will come up in" in whispers(bare.mara)
    (card,) = told(bare.mara)
    assert f"Taken up by <@{bare.mara.id}>." in card.text
    asked = await bare.asked()
    assert asked.text.startswith(f"Today's question: {OWN}")
    (note,) = told(bare.jo)
    for words in (OWN, f"taken up by <@{bare.mara.id}>", f"will come up in <#{bare.channel.id}>"):
        assert words in note.text
    await bare.jo.post(bare.channel, TEAM_ANSWER, thread_ts=asked.ts)
    await bare.wait(seconds=65)
    assert bare.jo.id in bare.coach(asked.ts)[0].text
    await bare.wait(hours=24)
    closed = bare.channel.message(asked.ts).text
    assert closed.startswith(f"Closed: {OWN}")
    assert "Whether you can be wrong." in closed


async def send_first(team: Scene, form: Modal) -> str:
    """Send a whole question through this window."""
    typed = {
        "text": OWN,
        "kind": "past",
        "intent": "Whether you can be wrong.",
        "hint": "What you saw first, what you saw later.",
        "plain": "Whom did you see wrongly, and what did you learn?",
        "competency": "judgment",
    }
    assert await form.submit(typed), form.errors
    read = form_of(team.jo).shown
    await form_of(team.jo).dismiss()
    await team.wait(seconds=1)
    return read


async def test_a_question_is_taken_up_with_changes(bare: Scene) -> None:
    await suggested(bare, bare.jo)
    await press(bare, bare.mara, "Change it")
    assert OWN in str(form_of(bare.mara).view)
    assert BETTER in await send(bare, bare.mara, text=BETTER, competency="judgment")
    (card,) = told(bare.mara)
    for words in (OWN, BETTER, f"Taken up by <@{bare.mara.id}>, with changes."):
        assert words in card.text
    (note,) = told(bare.jo)
    for words in (OWN, "with changes", f"It reads now: {BETTER}"):
        assert words in note.text
    assert await own(bare) == [BETTER]
    assert BETTER in (await bare.asked()).text


async def test_a_change_is_held_against_the_rules_too(team: Scene) -> None:
    await suggested(team, team.jo)
    await press(team, team.mara, "Change it")
    assert not await form_of(team.mara).submit({"text": "Tell me more."})
    assert "question mark" in form_of(team.mara).errors["text"]
    assert await own(team) == []


async def test_a_question_is_declined_with_a_reason_that_its_author_reads_once(team: Scene) -> None:
    await suggested(team, team.jo)
    await press(team, team.mara, "Decline")
    assert not await form_of(team.mara).submit({"reason": "  \n"})
    assert "word for word" in form_of(team.mara).errors["reason"]
    assert "Its author reads your reason" in await send(team, team.mara, reason=REASON)
    (note,) = told(team.jo)
    for words in (OWN, f"declined by <@{team.mara.id}>", REASON):
        assert words in note.text
    (card,) = told(team.mara)
    assert f"Declined by <@{team.mara.id}>." in card.text
    with pytest.raises(CannotDo):
        await team.mara.click(team.mara.dm, card.ts, "Take it")
    await team.wait(days=2)
    assert notes(team.jo).count(REASON) == 1
    assert await own(team) == []


async def test_the_first_decision_holds_and_everybody_sees_it(team: Scene) -> None:
    await lead(team, team.mara, lee := team.slack.team.add_person("Lee Park", tz="Europe/Berlin"))
    await suggested(team, team.jo)
    assert [len(told(person)) for person in (team.mara, lee)] == [1, 1]
    waiting = await opened(team, lee, "suggestions")
    await press(team, team.mara, "Decline")
    reason = form_of(team.mara)
    assert await waiting.click("Take it")
    assert OWN not in form_of(lee).shown, "nothing waits any more"
    assert await reason.submit({"reason": REASON})
    assert f"decided already. Taken up by <@{lee.id}>" in form_of(team.mara).shown
    await team.wait(minutes=1)
    for person in (team.mara, lee):
        assert f"Taken up by <@{lee.id}>." in told(person)[0].text
        with pytest.raises(CannotDo):
            await person.click(person.dm, told(person)[0].ts, "Take it")
    assert len(told(team.jo)) == 1
    assert REASON not in notes(team.jo)
    assert len(await own(team)) == 1


async def test_two_who_decide_at_one_moment_are_told_apart_in_an_old_window(team: Scene) -> None:
    await suggested(team, team.jo)
    waiting = await opened(team, team.mara, "suggestions")
    assert await waiting.click("Change it")
    change = form_of(team.mara)
    await press(team, team.mara, "Take it")
    assert await change.submit({"text": BETTER})
    assert "decided already. Taken up by" in form_of(team.mara).shown
    assert await own(team) == [OWN]


async def test_only_who_runs_the_practice_decides(team: Scene) -> None:
    await suggested(team, team.jo)
    waiting = await opened(team, team.mara, "suggestions")
    await lead(team, team.jo)
    await waiting.click("Take it")
    assert f"Only who runs the practice in <#{team.channel.id}> can do that: <@{team.jo.id}>." in (
        form_of(team.mara).shown
    )
    await press(team, team.mara, "Decline")
    assert "Only who runs the practice" in whispers(team.mara)
    assert "Only who runs the practice" in await team.says(team.mara, "suggestions")
    assert OWN in (await opened(team, team.jo, "suggestions")).shown


async def test_what_waits_is_listed_with_the_same_buttons(team: Scene) -> None:
    assert "Nothing waits" in (await opened(team, team.mara, "suggestions")).shown
    await form_of(team.mara).close()
    for text in (OWN, BETTER):
        await suggested(team, team.jo, text)
    waiting = await opened(team, team.mara, "suggestions")
    assert waiting.shown.index(OWN) < waiting.shown.index(BETTER)
    (first, second) = await of(team, team.jo)
    assert await waiting.click("Take it", value=str(second.id))
    assert BETTER not in form_of(team.mara).shown
    assert await form_of(team.mara).click("Decline", value=str(first.id))
    assert await form_of(team.mara).submit({"reason": REASON})
    assert [each.state for each in await of(team, team.jo)] == ["declined", "taken"]
    assert "no practice in this channel" in (await team.mara.command("/understudy", "suggestions")).text


async def test_more_than_a_window_holds_come_when_the_first_are_decided_on(team: Scene) -> None:
    for number in range(12):
        await team.room(
            lambda room, n=number: room.suggestions.make(  # type: ignore[misc]
                1, team.jo.id, "question", {"text": f"Why {n}?"}, team.slack.clock.now()
            )
        )
    waiting = await opened(team, team.mara, "suggestions")
    assert "Why 9?" in waiting.shown
    assert "Why 10?" not in waiting.shown
    assert "2 more wait" in waiting.shown


async def test_what_is_close_is_shown_before_it_is_sent_all_the_same(team: Scene) -> None:
    there = next(iter(LIBRARY.questions.values())).text
    form = await opened(team, team.jo)
    assert await form.submit({"text": (close := there.replace("?", ", in short?")), "intent": "Doubt."})
    assert "This is close to:" in form_of(team.jo).shown
    assert there in form_of(team.jo).shown
    assert await of(team, team.jo) == ()
    assert await form_of(team.jo).submit({})
    (kept,) = await of(team, team.jo)
    assert kept.content == {"text": close, "kind": "past", "intent": "Doubt."}
    await team.wait(seconds=1)
    assert f"This is close to: “{there}”" in told(team.mara)[0].shown


async def test_what_is_close_can_be_changed_and_an_own_question_is_close_too(team: Scene) -> None:
    await suggested(team, team.mara)
    form = await opened(team, team.jo)
    assert await form.submit({"text": OWN.upper()})
    assert OWN in form_of(team.jo).shown
    assert await form_of(team.jo).submit({"text": BETTER})
    assert [each.content["text"] for each in await of(team, team.jo)] == [BETTER]


async def test_a_changed_text_that_is_close_to_something_else_is_shown_again(team: Scene) -> None:
    first, second = (question.text for question in list(LIBRARY.questions.values())[:2])
    form = await opened(team, team.jo)
    for text in (first, second):
        assert await form.submit({"text": text})
        assert "This is close to:" in form_of(team.jo).shown
        assert await of(team, team.jo) == ()
    assert await form_of(team.jo).submit({})
    assert len(await of(team, team.jo)) == 1


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"text": "Tell me more."}, "text", "End with a question mark."),
        ({"text": "Why " * 100 + "?"}, "text", "at most 300"),
        ({"text": HOSTILE["mrkdwn"][:3000]}, "text", "one line"),
        ({"text": " ?! "}, "text", "Write the question"),
        ({"text": OWN, "hint": "h" * 201}, "hint", "at most 200"),
        ({"text": OWN, "plain": "why " * 21}, "plain", "at most 20 words"),
        ({"text": OWN, "intent": "what changed it"}, "text", "tells the intent"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    team: Scene, typed: dict[str, str], field: str, says: str
) -> None:
    form = await opened(team, team.jo)
    assert not await form.submit(typed)
    assert says in form.errors[field]
    assert form.is_open
    assert await of(team, team.jo) == ()


async def test_the_same_window_sent_twice_counts_once(team: Scene) -> None:
    for person in (team.jo, team.mara):
        form = await opened(team, person)
        form.fill({"text": OWN if person == team.jo else BETTER})
        payload = form._submission()
        for _ in range(2):
            assert (await form.place.ask(person.account, payload)).accepted
    await team.wait(seconds=1)
    assert len(await of(team, team.jo)) == 1
    assert len(told(team.mara)) == 1
    assert await own(team) == [BETTER]


async def test_who_runs_the_practice_adds_a_question_at_once(bare: Scene) -> None:
    assert "it will come up in" in await suggested(bare, bare.mara)
    assert await of(bare, bare.mara) == ()
    assert told(bare.mara) == []
    assert OWN in (await bare.asked()).text


async def test_two_with_the_same_first_words_have_ids_of_their_own(team: Scene) -> None:
    await suggested(team, team.mara)
    form = await opened(team, team.mara)
    assert await form.submit({"text": OWN.replace("colleague", "plan")})
    assert await form_of(team.mara).submit({})
    added: tuple[Addition, ...] = await team.room(lambda room: room.additions.all("question"))
    slug = "when-did-you-last-change-your-mind-about"
    assert [addition.item_id for addition in added] == [slug, f"{slug}-2"]
    assert {addition.pack for addition in added} == {"ours"}


async def test_what_is_for_private_practice_never_comes_up_in_a_channel(bare: Scene) -> None:
    await suggested(bare, bare.jo, "Why do you want to leave your job?", kind="self")
    (card,) = told(bare.mara)
    assert "If it is about pay or leaving" in card.shown
    await press(bare, bare.mara, "Change it")
    assert "never comes up in a channel" in await send(bare, bare.mara, private_only=["yes"])
    assert "never comes up in a channel" in notes(bare.jo)
    await bare.wait(hours=2)
    assert bare.cards() == []


async def test_pay_stays_private_by_itself_and_only_who_decides_may_tick(team: Scene) -> None:
    assert "Only in private" not in (await opened(team, team.jo)).shown
    await form_of(team.jo).close()
    assert "Only in private" in (await opened(team, team.mara)).shown
    await form_of(team.mara).close()
    await suggested(team, team.jo, "What would you ask for in May?", kind="self", competency="compensation")
    assert "Only in private" in told(team.mara)[0].shown
    (kept,) = await of(team, team.jo)
    assert (kept.content["private_only"], kept.content["kind"]) == (True, Kind.SELF)


async def test_where_no_practice_is_nothing_can_be_suggested(team: Scene) -> None:
    elsewhere = team.slack.team.add_channel("random", members=[team.jo])
    for words in ("suggest", "suggestions"):
        assert "no practice in this channel" in await team.says(team.jo, words, elsewhere)
        assert team.jo.modal is None


async def test_of_whoever_is_kept_out_nothing_is_taken(team: Scene) -> None:
    form = await opened(team, team.jo)
    await team.says(team.jo, "keep me out")
    assert not await form.submit({"text": OWN})
    assert "kept out" in form.errors["text"]
    await form.close()
    assert "kept out" in await team.says(team.jo, "suggest")
    assert team.jo.modal is None
    assert await of(team, team.jo) == ()
    assert told(team.mara) == []


async def test_until_it_is_decided_on_its_author_takes_a_suggestion_back(team: Scene) -> None:
    await lead(team, team.mara)
    assert "take it back" in await suggested(team, team.jo)
    await suggested(team, team.jo, BETTER)
    await opened(team, team.jo, "suggestions")
    assert [OWN in form_of(team.jo).shown, BETTER in form_of(team.jo).shown] == [True, True]
    (first, _) = await of(team, team.jo)
    await form_of(team.jo).click("Take it back", value=str(first.id))
    assert [OWN in form_of(team.jo).shown, BETTER in form_of(team.jo).shown] == [False, True]
    await form_of(team.jo).dismiss()
    await team.wait(seconds=1)
    assert [BETTER in card.shown for card in told(team.mara)] == [True]
    await press(team, team.mara, "Take it")
    assert await own(team) == [BETTER]
    assert "Only who runs the practice" in await team.says(team.jo, "suggestions")


async def test_what_was_decided_on_meanwhile_is_not_taken_back(team: Scene) -> None:
    await lead(team, team.mara)
    await suggested(team, team.jo)
    await opened(team, team.jo, "suggestions")
    await press(team, team.mara, "Take it")
    await form_of(team.jo).click("Take it back")
    assert "decided already" in form_of(team.jo).shown
    assert await own(team) == [OWN]


async def test_nobody_takes_back_what_another_suggested(team: Scene) -> None:
    await lead(team, team.mara)
    await suggested(team, team.jo)
    await opened(team, team.jo, "suggestions")
    lee = team.slack.team.add_person("Lee Park")
    await team.channel.join(lee)
    assert "Only who runs the practice" in await team.says(lee, "suggestions")


async def test_who_runs_a_practice_and_is_kept_out_is_told_nothing_and_decides_nothing(team: Scene) -> None:
    await lead(team, team.mara, lee := team.slack.team.add_person("Lee Park", tz="Europe/Berlin"))
    await team.says(lee, "keep me out")
    await suggested(team, team.jo)
    assert told(lee) == []
    await opened(team, lee, "suggestions")
    await form_of(lee).click("Take it")
    assert "kept out" in form_of(lee).shown
    assert await own(team) == []


async def test_who_wants_no_daily_notes_is_told_what_somebody_waits_for_and_who_has_left_is_not(
    team: Scene,
) -> None:
    team_of = team.slack.team
    await lead(team, lee := team_of.add_person("Lee Park"), di := team_of.add_person("Di Weber"), team.mara)
    await team.room(lambda room: room.people.allow_notes(lee.id, allowed=False))
    await team.channel.join(di)
    await team.settle()
    await di.change(deleted=True)
    await suggested(team, team.jo)
    assert [len(told(person)) for person in (lee, di, team.mara)] == [1, 0, 1]


async def test_a_suggestion_is_told_in_working_hours_and_not_at_all_once_it_is_decided_on(
    team: Scene,
) -> None:
    await team.wait(hours=14)
    await suggested(team, team.jo)
    await suggested(team, team.jo, BETTER)
    assert told(team.mara) == []
    (first, _) = await of(team, team.jo)
    await opened(team, team.mara, "suggestions")
    assert await form_of(team.mara).click("Take it", value=str(first.id))
    await team.wait(hours=8)
    assert told(team.jo) == []
    await team.wait(hours=4)
    (card,) = told(team.mara)
    assert BETTER in card.text
    assert OWN in notes(team.jo)


async def test_keeping_out_takes_back_what_waits_and_every_word_of_it(team: Scene) -> None:
    await suggested(team, team.jo)
    await suggested(team, team.jo, BETTER)
    first, _ = told(team.mara)
    assert await team.mara.click(team.mara.dm, first.ts, "Take it")
    waiting = await opened(team, team.mara, "suggestions")
    await team.says(team.jo, "keep me out")
    await team.wait(seconds=5)
    assert told(team.mara) == []
    assert [each.state for each in await of(team, team.jo)] == ["taken", "withdrawn"]
    await waiting.click("Take it")
    assert "its author took it back" in form_of(team.mara).shown
    assert await own(team) == [OWN], "what was taken up stays"
    await form_of(team.mara).dismiss()
    assert "Nothing waits" in (await opened(team, team.mara, "suggestions")).shown


async def test_erasing_oneself_takes_every_word_from_the_messages_and_leaves_what_was_taken_up(
    bare: Scene,
) -> None:
    await suggested(bare, bare.jo)
    await suggested(bare, bare.jo, BETTER)
    first, _ = told(bare.mara)
    assert await bare.mara.click(bare.mara.dm, first.ts, "Take it")
    await bare.wait(minutes=2)
    assert len(told(bare.jo)) == 1
    await erased(bare, bare.jo)
    assert told(bare.mara) == []
    assert told(bare.jo) == []
    assert await of(bare, bare.jo) == ()
    (stays,) = await bare.room(lambda room: room.additions.all("question"))
    assert (stays.content["text"], bare.jo.id in str(stays)) == (OWN, False)
    assert OWN in bare.cards()[-1].text


async def erased(team: Scene, person: Person) -> None:
    """Somebody erases everything of theirs."""
    reply = await person.command("/understudy", "erase", team.channel)
    (question,) = reply.messages
    assert await person.click(team.channel, question.ts, "privacy:erase")
    await team.wait(seconds=5)


@pytest.mark.parametrize("leaves", ["erase", "keep me out"])
async def test_the_name_and_the_reason_of_who_declined_go_with_them(team: Scene, leaves: str) -> None:
    lee = team.slack.team.add_person("Lee Park", tz="Europe/Berlin")
    await lead(team, team.mara, lee)
    await suggested(team, team.jo)
    await press(team, lee, "Decline")
    await send(team, lee, reason=REASON)
    assert REASON in notes(team.jo)
    if leaves == "erase":
        await erased(team, lee)
    else:
        await team.says(lee, leaves)
        await team.wait(seconds=5)
    assert "was declined:" in notes(team.jo)
    for person in (team.jo, team.mara):
        assert REASON not in notes(person)
        assert lee.id not in notes(person)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
async def test_hostile_words_are_shown_as_they_were_typed(team: Scene, words: str) -> None:
    line = " ".join(words.split())[:100].strip()
    form = await opened(team, team.jo)
    if not await form.submit({"text": f"{line} a?", "intent": f"{line}.", "hint": line, "plain": line}):
        assert await form.submit({"text": f"{line} a?", "intent": "", "hint": "", "plain": ""}), form.errors
    assert not form.trouble
    await form_of(team.jo).dismiss()
    await team.wait(seconds=1)
    (card,) = told(team.mara)
    assert shown(f"{line} a?") in card.shown
    await press(team, team.mara, "Decline")
    await send(team, team.mara, reason=f"{words[:900]}.")
    assert shown(f"{words[:900]}.")[:80] in told(team.jo)[0].shown
    assert harmless(team)
