"""After an outage that was longer than Slack's patience, open questions are read again from Slack."""

from datetime import timedelta

from bot.clock import real_now
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene


async def unheard(team: Scene) -> None:
    """What happened since `hold` never reaches the app."""
    team.slack.faults.held.clear()
    team.slack.faults.release()


async def back_after_an_outage(team: Scene) -> None:
    """Slack was last heard ten minutes ago, and is heard again."""
    long_ago = real_now() - timedelta(minutes=10)
    await team.app.database.run(lambda work: work.workspaces.mark_heard([1], long_ago, gap=timedelta(days=1)))
    await team.app.catching_up.note_heard()
    await team.wait(seconds=5)


async def test_answers_and_praise_that_nobody_heard_are_found_with_their_own_ts(team: Scene) -> None:
    card = await team.asked()
    team.slack.faults.hold()
    ts = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.react(team.channel, ts, "dart")
    await unheard(team)
    await team.wait(minutes=5)
    assert await team.room(lambda room: room.messages.of_person(team.jo.id)) == ()
    await back_after_an_outage(team)
    (kept,) = await team.room(lambda room: room.messages.of_person(team.jo.id))
    assert (kept.ts, kept.text) == (ts, TEAM_ANSWER)
    (praise,) = await team.room(lambda room: room.feedback.on_message(team.channel.id, ts))
    assert praise.user_id == team.mara.id
    await team.wait(minutes=2)
    assert len(team.coach(card.ts)) == 1


async def test_edits_deletions_and_praise_taken_back_are_found_too(team: Scene) -> None:
    card = await team.asked()
    edited = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    deleted = await team.mara.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.react(team.channel, edited, "dart")
    await team.wait(seconds=10)
    team.slack.faults.hold()
    await team.jo.edit(team.channel, edited, OWN_REPLY)
    await team.mara.unreact(team.channel, edited, "dart")
    await team.mara.delete(team.channel, deleted)
    await unheard(team)
    await back_after_an_outage(team)
    (kept,) = await team.room(lambda room: room.messages.of_person(team.jo.id))
    assert kept.text == OWN_REPLY
    assert await team.room(lambda room: room.messages.of_person(team.mara.id)) == ()
    assert await team.room(lambda room: room.feedback.on_message(team.channel.id, edited)) == ()


async def test_a_thread_that_may_not_be_read_yet_is_read_later(team: Scene) -> None:
    card = await team.asked()
    team.slack.faults.hold()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await unheard(team)
    team.slack.faults.rate_limit("conversations.replies", retry_after=30)
    await back_after_an_outage(team)
    assert await team.room(lambda room: room.messages.of_person(team.jo.id)) == ()
    await team.wait(minutes=2)
    assert len(await team.room(lambda room: room.messages.of_person(team.jo.id))) == 1


async def test_without_an_outage_no_thread_is_read(team: Scene) -> None:
    await team.asked()
    await team.app.catching_up.note_heard()
    await team.app.catching_up.note_heard()
    await team.wait(seconds=5)
    assert team.slack.calls("conversations.replies") == []
