"""Answering in the form: posted under the author's name or kept private, edited, deleted, praised."""

import pytest

from bot.sandbox.driver.modals import Modal
from bot.sandbox.driver.people import Person
from bot.sandbox.errors import CannotDo
from bot.sandbox.world.message import Message
from tests.flows.scene import Scene, form_of, notes, whispers

ACTIONS = "I cut the release checklist from 40 to 12 steps and I told both leads why."
OTHER_ACTIONS = "I asked each lead for the one step that they would never drop."


async def form(team: Scene, person: Person, card: Message) -> Modal:
    """The form, opened from the question's card."""
    assert await person.click(team.channel, card.ts, "Answer in a form or privately")
    return form_of(person)


async def sent(
    team: Scene, person: Person, card: Message, where: str = "thread", actions: str = ACTIONS
) -> str:
    """What a person reads after sending the form."""
    opened = await form(team, person, card)
    assert await opened.submit({"actions": actions, "results": "We ship weekly.", "where": where}), (
        opened.errors
    )
    read = form_of(person).shown
    await form_of(person).dismiss()
    await team.wait(seconds=3)
    return read


def copies(team: Scene, card: Message) -> list[Message]:
    """The form answers that stand in a question's thread."""
    return [message for message in team.coach(card.ts) if message.text.startswith("Answer by")]


async def test_a_form_is_posted_under_its_authors_name_and_coached_at_once(team: Scene) -> None:
    card = await team.asked()
    await sent(team, team.jo, card)
    (copy,) = copies(team, card)
    assert copy.text.startswith("Answer by Jo Abara")
    assert f"Actions: {ACTIONS}" in copy.text
    assert "Challenge" not in copy.text
    assert len(team.coach(card.ts)) <= 2, "the copy, and one question"


async def test_the_form_offers_four_silent_ticks_and_six_fields(team: Scene) -> None:
    opened = await form(team, team.jo, await team.asked())
    for words in ("Context", "Challenge", "Actions", "Results", "Learnings", "My method in a line"):
        assert words in opened.shown
    assert [tick in opened.shown for tick in ("I answer what they really ask", "I say where I apply it now")]
    assert "not kept" in opened.shown


async def test_after_ones_own_answer_the_page_tells_what_would_have_given_the_intent_away(
    team: Scene,
) -> None:
    card = await team.asked()
    posting = await team.room(lambda room: room.postings.find_by_thread(team.channel.id, card.ts))
    assert posting is not None
    question = team.app.kit.library.questions[posting.question_id]
    read = await sent(team, team.jo, card, where="private")
    for told in (question.intent, question.competency.replace("-", " "), posting.reason):
        assert told in read


async def test_an_empty_form_gets_a_sentence_and_stays(team: Scene) -> None:
    card = await team.asked()
    opened = await form(team, team.jo, card)
    for values in ({}, {"actions": "  \n "}):
        assert not await opened.submit(values)
        assert "Nothing is written yet" in opened.errors["actions"]
        assert opened.is_open
    assert await team.room(lambda room: room.answers.of_person(team.jo.id)) == ()


async def test_what_was_typed_is_offered_again_after_a_close_to_its_author_alone(team: Scene) -> None:
    card = await team.asked()
    opened = await form(team, team.jo, card)
    opened.fill({"actions": ACTIONS, "where": "private"})
    await opened.close()
    assert ACTIONS not in str((await form(team, team.mara, card)).view)
    again = await form(team, team.jo, card)
    assert "Your draft from before is filled in" in again.shown
    assert await again.submit({})
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    assert answer.form is not None
    assert (answer.form["actions"], answer.visibility) == (ACTIONS, "private")
    await form_of(team.jo).dismiss()
    assert ACTIONS not in str((await form(team, team.jo, card)).view), (
        "a draft that was sent is none any more"
    )


async def test_the_same_form_sent_twice_counts_once(team: Scene) -> None:
    card = await team.asked()
    opened = await form(team, team.jo, card)
    opened.fill({"actions": ACTIONS})
    payload = opened._submission()
    for _ in range(2):
        answer = await opened.place.ask(opened.account, payload)
        assert answer.accepted
    await team.wait(seconds=5)
    assert len(await team.room(lambda room: room.answers.of_person(team.jo.id))) == 1
    assert len(copies(team, card)) == 1


async def test_only_its_author_sees_edit_and_delete(team: Scene) -> None:
    card = await team.asked()
    await sent(team, team.jo, card)
    (copy,) = copies(team, card)
    for button in ("Edit", "Delete"):
        with pytest.raises(CannotDo):
            await team.mara.click(team.channel, copy.ts, button)


async def test_an_edit_changes_the_copy_and_no_earlier_wording_is_kept(team: Scene) -> None:
    card = await team.asked()
    await sent(team, team.jo, card)
    (copy,) = copies(team, card)
    await team.jo.click(team.channel, copy.ts, "Edit")
    opened = form_of(team.jo)
    assert ACTIONS in str(opened.view)
    assert await opened.submit({"actions": OTHER_ACTIONS})
    await form_of(team.jo).dismiss()
    await team.wait(seconds=3)
    (after,) = copies(team, card)
    assert (after.ts, OTHER_ACTIONS in after.text, ACTIONS in after.shown) == (copy.ts, True, False)
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    assert ACTIONS not in str(answer)
    assert all(ACTIONS[:30] not in message.text for message in team.coach(card.ts)), "no question quotes it"


async def test_a_deleted_form_takes_its_copy_and_its_questions_along(team: Scene) -> None:
    card = await team.asked()
    await sent(team, team.jo, card)
    (copy,) = copies(team, card)
    await team.jo.click(team.channel, copy.ts, "Delete")
    assert "Deleted" in whispers(team.jo)
    await team.wait(seconds=3)
    assert team.coach(card.ts) == []
    assert await team.room(lambda room: room.answers.of_person(team.jo.id)) == ()


async def test_an_answer_made_private_by_an_edit_leaves_the_thread_with_its_praise(team: Scene) -> None:
    card = await team.asked()
    await sent(team, team.jo, card)
    (copy,) = copies(team, card)
    await team.mara.react(team.channel, copy.ts, "dart")
    await team.jo.click(team.channel, copy.ts, "Edit")
    assert await form_of(team.jo).submit({"where": "private"})
    await team.wait(seconds=5)
    assert team.coach(card.ts) == [], "the copy is gone, and the question that quoted it"
    assert await team.room(lambda room: room.feedback.received_by(team.jo.id)) == ()
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    assert (answer.visibility, ACTIONS in str(answer.form)) == ("private", True)


async def test_praise_on_the_copy_is_praise_of_its_author(team: Scene) -> None:
    card = await team.asked()
    await sent(team, team.jo, card)
    (copy,) = copies(team, card)
    await team.mara.react(team.channel, copy.ts, "straight_ruler")
    await team.jo.react(team.channel, copy.ts, "dart")
    praised = await team.room(lambda room: room.feedback.received_by(team.jo.id))
    assert [(praise.giver, praise.emoji) for praise in praised] == [(team.mara.id, "straight_ruler")]
    await team.wait(days=1, hours=2)
    assert "1 said “a clear result”" in notes(team.jo)
    assert "Mara" not in notes(team.jo)


async def test_a_private_answer_is_not_posted_not_counted_and_coached_in_private(team: Scene) -> None:
    lee = team.slack.team.add_person("Lee Park", tz="Europe/Berlin")
    await team.channel.join(lee)
    card = await team.asked()
    for person in (team.mara, team.jo, lee):
        await sent(team, person, card, where="private" if person == lee else "thread")
    assert len(copies(team, card)) == 2
    assert all(lee.name not in m.text and lee.id not in m.text for m in team.coach(card.ts))
    assert f"“{ACTIONS[:10]}" in notes(lee) or "?" in notes(lee)
    await team.wait(days=1)
    closed = team.channel.message(card.ts).text
    assert closed.startswith("Closed")
    assert "answered" not in closed, "two in the thread are too few to count"


async def test_a_private_answer_is_posted_when_its_author_says_so(team: Scene) -> None:
    card = await team.asked()
    await sent(team, team.jo, card, where="private")
    assert copies(team, card) == []
    await team.says(team.jo, "export")
    assert await form_of(team.jo).click("Edit")
    assert await form_of(team.jo).submit({"where": "thread"})
    await form_of(team.jo).dismiss()
    await team.wait(seconds=5)
    (copy,) = copies(team, card)
    assert ACTIONS in copy.text
    await team.mara.react(team.channel, copy.ts, "dart")
    assert len(await team.room(lambda room: room.feedback.received_by(team.jo.id))) == 1


async def test_a_second_form_is_a_new_attempt_and_a_kept_out_person_gets_none(team: Scene) -> None:
    card = await team.asked()
    await sent(team, team.jo, card)
    await sent(team, team.jo, card, actions=OTHER_ACTIONS)
    attempts = await team.room(lambda room: room.answers.of_person(team.jo.id))
    assert [answer.attempt for answer in attempts] == [1, 2]
    await team.says(team.mara, "keep me out")
    await team.mara.click(team.channel, card.ts, "Answer in a form or privately")
    assert team.mara.modal is None
    assert "kept out" in whispers(team.mara)
