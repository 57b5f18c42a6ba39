"""A form's answer and its copy in the thread: the one outlives the other, and where a copy is wanted there is one."""

from __future__ import annotations

import asyncio

from bot.forms.use_cases import show
from bot.sandbox.world.message import Message
from bot.slack.events import MessageDeleted
from storage.answers import Answer
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene, form_of, notes

ACTIONS = "I cut the release checklist from 40 to 12 steps and I told both leads why."
TEAM_ACTIONS = "Our release kept slipping. The team looked at the pipeline and we moved to weekly releases, and everyone was happier."


async def send_form(team: Scene, card: Message, where: str = "thread", actions: str = ACTIONS) -> None:
    """Jo sends the form."""
    await team.jo.click(team.channel, card.ts, "Answer in a form or privately")
    assert await form_of(team.jo).submit({"actions": actions, "where": where})
    await form_of(team.jo).dismiss()


async def posted(team: Scene, card: Message) -> Message:
    """The copy of the form that Jo sent to the thread."""
    await send_form(team, card)
    await team.wait(seconds=5)
    (copy,) = copies(team, card)
    return copy


async def edit(team: Scene, copy: Message, where: str) -> None:
    """Jo edits the answer from its copy."""
    await team.jo.click(team.channel, copy.ts, "Edit")
    assert await form_of(team.jo).submit({"where": where})
    await form_of(team.jo).dismiss()


def copies(team: Scene, card: Message) -> list[Message]:
    """The form answers that stand in a question's thread."""
    return [message for message in team.coach(card.ts) if message.text.startswith("Answer by")]


async def answer_of(team: Scene) -> Answer:
    """Jo's only answer."""
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    return answer


async def counted(team: Scene, card: Message) -> int:
    """How many people answered where the channel can see it."""
    posting = await team.room(lambda room: room.postings.find_by_thread(team.channel.id, card.ts))
    assert posting is not None
    return await team.room(lambda room: room.answers.count_in_thread(posting.id))


async def unheard(team: Scene, card: Message) -> Message:
    """The copy of the form that Jo sent to the thread; the app does not know that it stands there until `heard`."""
    faults = team.slack.faults
    faults.hold()
    faults.drop_after_write("chat.postMessage")
    faults.fail("conversations.replies", times=10_000)
    await send_form(team, card)
    await team.stage.turn()
    (copy,) = copies(team, card)
    return copy


async def heard(team: Scene) -> None:
    """The app hears of the copy, and of what became of it."""
    team.slack.faults.lift("conversations.replies")
    team.slack.faults.release()
    await team.wait(minutes=3)


async def deleting(team: Scene, copy: Message) -> None:
    """Return once Slack is asked to delete the copy."""

    def is_asked() -> bool:
        return any(call.args["ts"] == copy.ts for call in team.slack.calls("chat.delete"))

    async with asyncio.timeout(30):
        while not is_asked():  # noqa: ASYNC110 (a call that hangs has no event)
            await asyncio.sleep(0)


async def refused_notes(team: Scene) -> list[Message]:
    """What tells Jo that a copy was not posted."""
    return [message for message in team.jo.dm.messages() if "did not let me post" in message.text]


async def test_keep_me_out_takes_the_copy_away_and_leaves_the_answer(team: Scene) -> None:
    card = await team.asked()
    copy = await posted(team, card)
    await team.mara.react(team.channel, copy.ts, "dart")
    await team.says(team.jo, "keep me out")
    await team.wait(minutes=2)
    assert copies(team, card) == []
    assert (await answer_of(team)).form == {"actions": ACTIONS}
    assert await team.room(lambda room: room.feedback.given_by(team.mara.id)) == ()


async def test_a_closed_question_counts_no_form_of_somebody_kept_out(team: Scene) -> None:
    lee = team.slack.team.add_person("Lee Park")
    await team.channel.join(lee)
    card = await team.asked()
    await send_form(team, card)
    for person in (team.mara, lee):
        await person.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(hours=24)
    assert "3 people answered" in team.channel.message(card.ts).text
    await team.says(team.jo, "keep me out")
    await team.wait(minutes=1)
    assert "people answered" not in team.channel.message(card.ts).text


async def test_keep_me_out_while_the_copy_is_on_its_way_leaves_the_answer(team: Scene) -> None:
    card = await team.asked()
    await unheard(team, card)
    await team.says(team.jo, "keep me out")
    await heard(team)
    assert copies(team, card) == []
    assert (await answer_of(team)).form == {"actions": ACTIONS}


async def test_back_in_the_practice_the_answer_can_be_sent_to_the_thread_again(team: Scene) -> None:
    card = await team.asked()
    copy = await posted(team, card)
    team.slack.faults.rate_limit("chat.delete", 30, times=10)
    await team.says(team.jo, "keep me out")
    await team.settle()
    await team.says(team.jo, "let me in")
    await edit(team, copy, "thread")
    team.slack.faults.lift("chat.delete")
    await team.wait(minutes=2)
    (again,) = copies(team, card)
    assert again.ts != copy.ts
    assert await counted(team, card) == 1


async def test_an_answer_made_private_before_it_is_known_that_its_copy_stands_is_kept(team: Scene) -> None:
    card = await team.asked()
    copy = await unheard(team, card)
    await edit(team, copy, "private")
    await heard(team)
    assert copies(team, card) == []
    answer = await answer_of(team)
    assert (answer.visibility, answer.form) == ("private", {"actions": ACTIONS})


async def test_an_answer_whose_copy_slack_refused_reaches_the_thread_when_it_is_sent_again(
    team: Scene,
) -> None:
    card = await team.asked()
    team.slack.faults.refuse("chat.postMessage", "restricted_action")
    await send_form(team, card)
    await team.wait(seconds=5)
    (told,) = await refused_notes(team)
    await team.jo.click(team.jo.dm, told.ts, "Edit")
    assert await form_of(team.jo).submit({"where": "thread"})
    assert "on its way to the thread" in form_of(team.jo).shown
    await team.wait(minutes=2)
    assert len(copies(team, card)) == 1
    assert await counted(team, card) == 1
    assert "kept for you alone" not in notes(team.jo), "what is no longer so is not said any more"


async def test_a_copy_that_slack_refuses_again_is_told_again(team: Scene) -> None:
    card = await team.asked()
    team.slack.faults.refuse("chat.postMessage", "restricted_action")
    await send_form(team, card)
    await team.wait(seconds=5)
    (told,) = await refused_notes(team)
    team.slack.faults.refuse("chat.postMessage", "restricted_action")
    await team.jo.click(team.jo.dm, told.ts, "Edit")
    assert await form_of(team.jo).submit({"where": "thread"})
    await team.wait(minutes=2)
    (again,) = await refused_notes(team)
    assert again.ts != told.ts
    assert (await answer_of(team)).visibility == "private"


async def test_an_answer_sent_to_the_thread_while_its_copy_is_being_deleted_gets_another_copy(
    team: Scene,
) -> None:
    card = await team.asked()
    copy = await posted(team, card)
    team.slack.faults.hang("chat.delete", 1, times=10)
    await edit(team, copy, "private")
    await deleting(team, copy)
    answer, now = await answer_of(team), await team.app.clock.now()
    await team.room(lambda room: show(room, answer, "thread", now, team.app.kit))
    team.slack.faults.lift("chat.delete")
    await team.wait(minutes=2)
    (again,) = copies(team, card)
    assert again.ts != copy.ts
    assert await counted(team, card) == 1


async def test_an_answer_sent_to_the_thread_before_its_copy_could_be_deleted_stands_there_once_and_counts(
    team: Scene,
) -> None:
    card = await team.asked()
    copy = await posted(team, card)
    team.slack.faults.rate_limit("chat.delete", 30, times=10)
    for where in ("private", "thread"):
        await edit(team, copy, where)
        await team.settle()
    team.slack.faults.lift("chat.delete")
    await team.wait(minutes=2)
    assert len(copies(team, card)) == 1
    assert await counted(team, card) == 1


async def test_what_was_replied_to_the_coach_does_not_come_back_after_the_answer_was_deleted(
    team: Scene,
) -> None:
    card = await team.asked()
    await send_form(team, card, actions=TEAM_ACTIONS)
    await team.wait(minutes=2)
    reply = await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await team.mara.react(team.channel, reply, "dart")
    await team.wait(minutes=2)
    (copy,) = copies(team, card)
    await team.jo.click(team.channel, copy.ts, "Delete")
    await team.settle()
    assert await team.room(lambda room: room.feedback.given_by(team.mara.id)) == ()
    await team.wait(minutes=70)
    asks = f"<@{team.jo.id}> what did you do yourself?"
    await team.mara.post(team.channel, asks, thread_ts=card.ts)
    await team.wait(minutes=3)
    assert await team.room(lambda room: room.answers.of_person(team.jo.id)) == ()
    kept = await team.room(lambda room: room.messages.of_person(team.jo.id))
    assert [(message.ts, message.text) for message in kept] == [(reply, "")], "only that it is no answer"


async def test_what_was_replied_to_the_coach_does_not_come_back_after_the_copy_was_deleted_in_slack(
    team: Scene,
) -> None:
    card = await team.asked()
    await send_form(team, card, actions=TEAM_ACTIONS)
    await team.wait(minutes=2)
    reply = await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await team.wait(minutes=2)
    (copy,) = copies(team, card)
    deleted, now = MessageDeleted(team.channel.id, copy.ts, is_direct=False), await team.app.clock.now()
    await team.room(lambda room: team.app.kit.doors.hear(room, deleted, now))
    await team.wait(minutes=2)
    assert await team.room(lambda room: room.answers.of_person(team.jo.id)) == ()
    await team.jo.edit(team.channel, reply, f"{OWN_REPLY} It took me a week.")
    await team.wait(minutes=2)
    assert await team.room(lambda room: room.answers.of_person(team.jo.id)) == ()
