"""Law 2 over the wire: events that Slack holds back and then delivers in any order, some of them twice."""

from __future__ import annotations

import pytest

from storage.work import Room
from tests.flows.scene import TEAM_ANSWER, Scene

REVERSED = tuple(range(7, -1, -1))
ORDERS = (tuple(range(8)), REVERSED, (5, 5, 0, 7, 0, 2, 1, 1), (3, 6, 7, 4, 0, 2, 3, 3, 1, 5))


@pytest.mark.parametrize("order", ORDERS)
async def test_a_thread_that_arrives_in_any_order_is_kept_as_it_was_written(
    team: Scene, order: tuple[int, ...]
) -> None:
    card = await team.asked()
    team.slack.faults.hold()
    first = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    second = await team.jo.post(team.channel, "Then we shipped every week.", thread_ts=card.ts)
    await team.jo.edit(team.channel, second, "Then I shipped every Friday.")
    gone = await team.jo.post(team.channel, "Forget this.", thread_ts=card.ts)
    await team.jo.delete(team.channel, gone)
    await team.mara.react(team.channel, first, "dart")
    await team.mara.unreact(team.channel, first, "dart")
    await team.mara.react(team.channel, second, "dart")
    team.slack.faults.release(order)
    await team.settle()

    def kept(room: Room) -> object:
        (answer,) = room.answers.of_person(team.jo.id)
        parts = [(part.turn, part.text) for part in room.messages.of_answer(answer.id)]
        praise = [(p.giver, p.emoji) for p in room.feedback.on_posting(answer.posting_id)]
        return parts, praise, room.messages.find(team.channel.id, gone)

    assert await team.room(kept) == (
        [(0, TEAM_ANSWER), (0, "Then I shipped every Friday.")],
        [(team.mara.id, "dart")],
        None,
    )
    await team.wait(minutes=3)
    assert len(team.coach(card.ts)) <= 1


async def test_a_message_that_arrives_after_the_coach_has_asked_brings_no_second_question(
    team: Scene,
) -> None:
    card = await team.asked()
    team.slack.faults.hold()
    await team.jo.post(team.channel, "It began in spring.", thread_ts=card.ts)
    late = team.slack.faults.held_events()
    team.slack.faults.holding = False
    first = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    (asked,) = team.coach(card.ts)
    team.slack.faults.release()
    await team.jo.edit(team.channel, first, f"{TEAM_ANSWER} So it was.")
    await team.wait(minutes=10)
    assert late
    assert [message.ts for message in team.coach(card.ts)] == [asked.ts]
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    parts = await team.room(lambda room: room.conversations.parts(answer))
    assert [part.turn for part in parts] == [0, 0]
    assert parts[0].text == "It began in spring."


async def test_a_direct_message_that_was_deleted_before_it_arrived_is_not_kept(team: Scene) -> None:
    await team.asked()
    team.slack.faults.hold()
    ts = await team.jo.post(team.jo.dm, TEAM_ANSWER)
    await team.jo.delete(team.jo.dm, ts)
    team.slack.faults.release([1, 0])
    await team.wait(minutes=3)
    assert await team.room(lambda room: room.answers.of_person(team.jo.id)) == ()
    assert await team.room(lambda room: room.messages.of_person(team.jo.id)) == ()


async def test_an_edit_of_a_direct_message_may_come_first(team: Scene) -> None:
    await team.asked()
    team.slack.faults.hold()
    ts = await team.jo.post(team.jo.dm, "We did it.")
    await team.jo.edit(team.jo.dm, ts, TEAM_ANSWER)
    team.slack.faults.release([1, 0, 1])
    await team.settle()
    (kept,) = await team.room(lambda room: room.messages.of_person(team.jo.id))
    assert kept.text == TEAM_ANSWER
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    assert answer.visibility == "private"
