"""Who erases while Slack has not told what became of a line to them alone is rid of it, however that is found out."""

from datetime import timedelta

from tests.flows.scene import TEAM_ANSWER, Scene, notes

QUOTE = "weekly releases"


async def quoted_unknown(team: Scene) -> None:
    """The coach quotes Jo to Jo alone; Slack takes it and never says so, and the app hears nothing from here on."""
    card = await team.asked()
    await team.says(team.jo, "coach private")
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=30)
    faults = team.slack.faults
    faults.fail("conversations.history", times=10_000)
    faults.drop_after_write("chat.postMessage")
    faults.hold()
    team.slack.clock.advance(timedelta(seconds=45))
    await team.stage.turn()
    assert QUOTE in notes(team.jo)


async def given_up(team: Scene) -> None:
    """It cannot be looked for where it was said: that is given up, while it stands there."""
    team.slack.faults.lift("conversations.history")
    team.slack.faults.refuse("conversations.history", "channel_not_found", times=10_000)
    await team.settle()
    assert QUOTE in notes(team.jo)


async def erase(team: Scene) -> None:
    """Jo erases what is stored."""
    reply = await team.jo.command("/understudy", "erase", team.channel)
    await team.jo.click(team.channel, reply.messages[-1].ts, "Erase what is stored")


async def test_a_quote_that_was_never_heard_of_is_found_and_deleted(team: Scene) -> None:
    await quoted_unknown(team)
    team.slack.faults.held.clear()
    team.slack.faults.release()
    await erase(team)
    team.slack.faults.lift("conversations.history")
    await team.wait(minutes=5)
    assert QUOTE not in notes(team.jo)


async def test_a_quote_that_could_not_be_looked_for_is_deleted_once_it_is_heard(team: Scene) -> None:
    await quoted_unknown(team)
    await erase(team)
    await given_up(team)
    team.slack.faults.release()
    await team.wait(minutes=5)
    assert QUOTE not in notes(team.jo)


async def test_a_quote_that_was_given_up_before_the_erasure_is_deleted_once_it_is_heard(team: Scene) -> None:
    await quoted_unknown(team)
    await given_up(team)
    await erase(team)
    team.slack.faults.release()
    await team.wait(minutes=5)
    assert QUOTE not in notes(team.jo)
