"""What a person changes their mind about while the app is at work: nothing of it is lost, and nothing of it stays."""

from __future__ import annotations

from bot.answers.corrections import make_private
from bot.sandbox.driver.people import Person
from bot.sandbox.world.message import Message
from storage.work import Work
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene, form_of, notes

ACTIONS = "I cut the checklist from 40 to 12 steps and I told the two leads why."


async def send_form(team: Scene, person: Person, card: Message, where: str) -> None:
    await person.click(team.channel, card.ts, "Answer in a form or privately")
    assert await form_of(person).submit({"actions": ACTIONS, "where": where})
    await form_of(person).dismiss()
    await team.wait(seconds=5)


def said_of(team: Scene, card: Message) -> str:
    return "\n".join(message.text for message in team.coach(card.ts))


async def visible(team: Scene, person: Person) -> list[tuple[str, list[str]]]:
    """Each answer's visibility with its words."""
    return await team.room(
        lambda room: [
            (answer.visibility, [part.text for part in room.conversations.parts(answer)])
            for answer in room.answers.of_person(person.id)
        ]
    )


async def test_with_the_coach_off_a_first_remark_does_not_keep_the_answer_out(team: Scene) -> None:
    card = await team.asked()
    await team.says(team.jo, "coach off")
    await team.jo.post(team.channel, "On it, will answer after lunch.", thread_ts=card.ts)
    await team.wait(minutes=2)
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(minutes=2)
    ((_visibility, words),) = await visible(team, team.jo)
    assert TEAM_ANSWER in words
    assert team.coach(card.ts) == []


async def test_a_remark_in_another_language_does_not_keep_the_answer_out(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(
        team.channel, "Gute Frage, das mache ich nach dem Mittagessen, danke!", thread_ts=card.ts
    )
    await team.wait(minutes=2)
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(minutes=2)
    ((_visibility, words),) = await visible(team, team.jo)
    assert TEAM_ANSWER in words


async def test_an_answer_in_the_thread_after_a_private_one_is_an_answer_of_its_own(team: Scene) -> None:
    card = await team.asked()
    await send_form(team, team.jo, card, "private")
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(minutes=2)
    assert [(visibility, len(words)) for visibility, words in await visible(team, team.jo)] == [
        ("private", 1),
        ("thread", 1),
    ]
    assert "I cut the checklist" not in said_of(team, card)


async def test_a_reply_in_the_thread_belongs_to_the_question_there_whatever_was_written_to_the_app(
    team: Scene,
) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=70)
    await team.jo.post(team.jo.dm, "Hi, what can you do?")
    await team.wait(minutes=2)
    await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await team.wait(minutes=2)
    replies = await team.room(
        lambda room: [m.turn for m in room.messages.of_person(team.jo.id) if m.text == OWN_REPLY]
    )
    assert replies == [1]


async def test_keeping_out_takes_the_copy_of_a_form_out_of_the_thread(team: Scene) -> None:
    card = await team.asked()
    await send_form(team, team.jo, card, "thread")
    assert "I cut the checklist" in said_of(team, card)
    await team.says(team.jo, "keep me out")
    await team.wait(seconds=10)
    assert "I cut the checklist" not in said_of(team, card)


async def test_making_a_form_private_keeps_the_replies_to_the_coach(team: Scene) -> None:
    card = await team.asked()
    await send_form(team, team.jo, card, "thread")
    await team.jo.post(
        team.channel, f"{OWN_REPLY} {team.mara.account.real_name} helped me.", thread_ts=card.ts
    )
    await team.wait(minutes=2)
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    now = await team.app.clock.now()
    await team.room(lambda room: make_private(room, answer.id, team.jo.id, now, team.app.kit))
    await team.wait(seconds=10)
    ((visibility, words),) = await visible(team, team.jo)
    assert visibility == "private"
    assert any(OWN_REPLY in text for text in words)
    assert any(ACTIONS in text for text in words)


async def test_a_copy_that_slack_refuses_is_kept_privately_and_its_author_told(team: Scene) -> None:
    card = await team.asked()
    team.slack.faults.refuse("chat.postMessage", "restricted_action", times=1)
    await send_form(team, team.jo, card, "thread")
    await team.wait(seconds=10)
    assert "kept for you alone" in notes(team.jo)
    assert "I cut the checklist" not in said_of(team, card)
    ((visibility, _words),) = await visible(team, team.jo)
    assert visibility == "private"


async def test_a_closed_question_counts_again_when_an_answer_is_deleted(team: Scene) -> None:
    lee = team.slack.team.add_person("Lee Park")
    await team.channel.join(lee)
    card = await team.asked()
    sent = [
        await person.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
        for person in (team.mara, team.jo, lee)
    ]
    await team.wait(hours=24)
    assert "3 people answered" in team.channel.message(card.ts).text
    await lee.delete(team.channel, sent[2])
    await team.wait(minutes=1)
    assert "people answered" not in team.channel.message(card.ts).text


async def test_what_changes_during_an_update_is_seen_to_afterwards(team: Scene) -> None:
    card = await team.asked()
    await send_form(team, team.jo, card, "thread")
    (saying,) = await team.room(lambda room: room.sayings.about("form_answer", "1"))
    now = await team.app.clock.now()
    lease = now.replace(year=2100)

    def claimed_then_changed(work: Work) -> None:
        room = work.room(1)
        room.sayings.refresh("form_answer", "1", now)
        (taken,) = work.due.claim_stale(now, lease_until=lease, alive_at=now, limit=9)
        room.sayings.refresh("form_answer", "1", now)
        room.deliveries.mark_fresh(taken.id)

    await team.app.database.run(claimed_then_changed)
    kept = await team.room(lambda room: room.sayings.get(saying.id))
    assert kept is not None
    assert kept.stale


async def test_a_process_that_died_at_an_update_leaves_it_to_be_done(team: Scene) -> None:
    card = await team.asked()
    await send_form(team, team.jo, card, "thread")
    now = await team.app.clock.now()

    def died(work: Work) -> int:
        work.room(1).sayings.refresh("form_answer", "1", now)
        work.due.claim_stale(now, lease_until=now, alive_at=now, limit=9)
        return len(work.due.claim_stale(now, lease_until=now.replace(year=2100), alive_at=now, limit=9))

    assert await team.app.database.run(died) == 1
