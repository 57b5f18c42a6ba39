"""Answering and being asked in private: messages to the app, the coach in direct messages, where it asks."""

from bot.sandbox.driver.people import Person
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene, notes, whispers


def questions(person: Person) -> list[str]:
    """The coach's questions to a person in their direct messages."""
    return [m.text for m in person.dm.messages() if "A question is no verdict" in m.text]


async def test_a_message_to_the_app_answers_the_one_open_question_in_private(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.jo.dm, TEAM_ANSWER)
    await team.jo.post(team.jo.dm, "So it was.")
    await team.wait(seconds=65)
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    assert answer.visibility == "private"
    assert notes(team.jo).count("I keep this as your private answer to") == 1
    assert len(questions(team.jo)) == 1
    assert team.coach(card.ts) == []
    await team.wait(days=1)
    assert "answered" not in team.channel.message(card.ts).text


async def test_a_reply_in_private_is_read_with_the_answer_and_a_second_question_is_the_last(
    team: Scene,
) -> None:
    await team.asked()
    await team.jo.post(team.jo.dm, TEAM_ANSWER)
    await team.wait(seconds=65)
    for text in (
        OWN_REPLY,
        "It just went well for everybody.",
        "We were all happy about it.",
        "It was fine.",
    ):
        await team.jo.post(team.jo.dm, text)
        await team.wait(minutes=2)
    assert "I called the two leads myself" in notes(team.jo), "what is clear now is said"
    assert len(questions(team.jo)) <= 2
    assert len(await team.room(lambda room: room.answers.of_person(team.jo.id))) == 1, (
        "one answer and its replies"
    )


async def test_what_is_said_in_private_once_the_coach_is_done_is_no_second_answer(team: Scene) -> None:
    await team.asked()
    await team.jo.post(team.jo.dm, TEAM_ANSWER)
    await team.wait(seconds=65)
    for text in (OWN_REPLY, "It went as I said.", "It was as it was.", "Thanks, that helps me."):
        await team.jo.post(team.jo.dm, text)
        await team.wait(minutes=2)
    assert len(questions(team.jo)) <= 2
    assert "I keep nothing of this" in team.jo.dm.messages()[-1].text
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    kept = await team.room(lambda room: room.messages.of_answer(answer.id))
    assert "Thanks, that helps me." not in [message.text for message in kept]


async def test_with_several_open_questions_the_app_asks_which_one_is_meant(team: Scene) -> None:
    await team.asked()
    await team.says(team.mara, "ask now")
    await team.settle()
    await team.jo.post(team.jo.dm, TEAM_ANSWER)
    await team.settle()
    which = team.jo.dm.messages()[-1]
    assert "Which question is this your answer to?" in which.text
    for card in team.cards():
        assert card.text.split("\n")[0].removeprefix("Today's question: ") in which.text
    assert await team.jo.click(team.jo.dm, which.ts, "Question 2")
    await team.wait(seconds=65)
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    first = await team.room(lambda room: room.postings.find_by_thread(team.channel.id, team.cards()[0].ts))
    assert first is not None
    assert (answer.posting_id, answer.visibility) == (first.id, "private")
    assert len(questions(team.jo)) == 1
    assert len(await team.room(lambda room: room.answers.of_person(team.jo.id))) == 1


async def test_with_no_open_question_nothing_is_kept_and_that_is_said(team: Scene) -> None:
    await team.jo.post(team.jo.dm, TEAM_ANSWER)
    await team.settle()
    assert "I keep nothing of this" in notes(team.jo)
    assert await team.room(lambda room: room.messages.of_person(team.jo.id)) == ()


async def test_an_edit_and_a_deletion_in_private_hold_there_too(team: Scene) -> None:
    await team.asked()
    ts = await team.jo.post(team.jo.dm, TEAM_ANSWER)
    await team.wait(seconds=65)
    await team.jo.edit(team.jo.dm, ts, "I moved us to weekly releases, and I told both leads why.")
    await team.wait(seconds=65)
    (kept,) = await team.room(lambda room: room.messages.of_person(team.jo.id))
    assert kept.text.startswith("I moved us")
    await team.jo.delete(team.jo.dm, ts)
    await team.wait(seconds=65)
    assert await team.room(lambda room: room.messages.of_person(team.jo.id)) == ()
    assert questions(team.jo) == []


async def test_the_first_contact_offers_where_the_coach_asks_and_privately_is_kept_to(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=10)
    (hello,) = team.jo.dm.messages()
    for button in ("Ask me in the thread", "Ask me privately", "Ask me nothing", "Keep me out"):
        assert button in hello.shown
    for _ in range(2):
        assert await team.jo.click(team.jo.dm, hello.ts, "Ask me privately")
    await team.wait(seconds=60)
    assert team.coach(card.ts) == []
    assert len(questions(team.jo)) == 1
    await team.jo.post(team.jo.dm, OWN_REPLY)
    await team.wait(seconds=65)
    assert "I called the two leads myself" in notes(team.jo)
    assert team.coach(card.ts) == []
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    assert answer.visibility == "thread"


async def test_asked_to_ask_nothing_the_coach_asks_nothing(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=10)
    await team.jo.click(team.jo.dm, team.jo.dm.messages()[0].ts, "Ask me nothing")
    await team.wait(minutes=5)
    assert team.coach(card.ts) == []
    assert questions(team.jo) == []
    assert whispers(team.jo).count("asks you nothing") == 1 or "asks you nothing" in notes(team.jo)


async def test_a_question_in_the_thread_offers_to_go_on_in_private(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    (question,) = team.coach(card.ts)
    await team.mara.click(team.channel, question.ts, "Ask me privately")
    assert "for the person it names" in whispers(team.mara)
    assert await team.jo.click(team.channel, question.ts, "Ask me privately")
    assert "From now on I ask you privately" in whispers(team.jo)
    await team.jo.post(team.jo.dm, OWN_REPLY)
    await team.wait(minutes=3)
    assert len(await team.room(lambda room: room.answers.of_person(team.jo.id))) == 1, "it is the reply"
    assert "I called the two leads myself" in whispers(team.jo) + notes(team.jo)
    assert len(team.coach(card.ts)) == 1


async def test_what_was_replied_in_private_is_not_quoted_in_the_thread_later(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    (question,) = team.coach(card.ts)
    await team.jo.click(team.channel, question.ts, "Ask me privately")
    await team.jo.post(team.jo.dm, "It was all decided together by the team, and the team was happy.")
    await team.says(team.jo, "coach thread")
    await team.wait(minutes=3)
    assert len(team.coach(card.ts)) == 1
    assert "happy" not in str(team.coach(card.ts))


async def test_an_unanswered_question_of_yesterday_does_not_swallow_todays_answer(team: Scene) -> None:
    await team.asked()
    await team.jo.post(team.jo.dm, TEAM_ANSWER)
    await team.wait(days=1)
    assert len(questions(team.jo)) == 1
    await team.jo.post(team.jo.dm, "I moved us to weekly releases, and I told both leads why.")
    await team.wait(minutes=2)
    first, second = await team.room(lambda room: room.answers.of_person(team.jo.id))
    assert second.posting_id != first.posting_id


async def test_a_practice_may_ask_in_private_and_a_person_may_choose_the_thread(team: Scene) -> None:
    await team.says(team.mara, "setup")
    form = team.mara.modal
    assert form is not None
    await form.click("More")
    assert await form.submit({"coach": "private"})
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.says(team.mara, "coach thread")
    await team.mara.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=70)
    assert len(questions(team.jo)) == 1
    (question,) = team.coach(card.ts)
    assert team.mara.id in question.text
