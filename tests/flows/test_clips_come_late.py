"""Clips whose deliveries come twice, late or in another order, and an outage while one is looked for."""

from datetime import timedelta

from tests.flows.scene import TEAM_ANSWER, Scene, notes, whispers
from tests.flows.test_clips import LENGTH, NO_TRANSCRIPT, clips_of, recorded

REMARK = "I can tell you more about it."


async def test_a_clip_whose_file_was_deleted_stays_gone_when_its_message_is_told_of_again(
    team: Scene,
) -> None:
    card = await team.asked()
    faults = team.slack.faults
    faults.hold()
    clip = await team.jo.record(team.channel, card.ts, REMARK)
    told = list(faults.held)
    faults.release()
    await team.settle()
    assert len(await clips_of(team, clip)) == 1
    await clip.delete()
    await team.settle()
    faults.held = told
    faults.release()
    await team.slack.delivered()
    assert await clips_of(team, clip) == ()
    (kept,) = await team.room(lambda room: room.messages.of_person(team.jo.id))
    assert kept.text == REMARK, "what was typed beside it stays"
    await team.wait(hours=2)
    assert NO_TRANSCRIPT not in whispers(team.jo)


async def test_after_an_outage_one_passing_error_is_no_reason_to_give_a_clip_up(team: Scene) -> None:
    _thread, clip = await recorded(team)
    await team.wait(seconds=15)
    await clip.transcribe(TEAM_ANSWER, tell=False)
    team.slack.faults.fail("files.info", 503)
    team.slack.clock.advance(timedelta(hours=1, minutes=5))
    await team.settle()
    assert NO_TRANSCRIPT not in whispers(team.jo)
    await team.wait(minutes=3)
    assert LENGTH in whispers(team.jo)
    assert NO_TRANSCRIPT not in whispers(team.jo)


async def test_after_an_outage_a_transcript_that_never_comes_is_still_given_up(team: Scene) -> None:
    await recorded(team)
    await team.wait(seconds=15)
    team.slack.clock.advance(timedelta(hours=5))
    await team.wait(minutes=11)
    assert whispers(team.jo).count(NO_TRANSCRIPT) == 1


async def test_a_clip_in_an_edit_that_comes_before_its_message_and_its_question_is_found(team: Scene) -> None:
    card, faults = await team.asked_unheard(), team.slack.faults
    clip = await team.jo.record(team.channel, card.ts, REMARK)
    await team.jo.edit(team.channel, clip.ts, "")
    faults.release([1, 0])
    await team.slack.delivered()
    faults.lift("conversations.history")
    await clip.transcribe(TEAM_ANSWER)
    await team.wait(minutes=2)
    assert whispers(team.jo).count(LENGTH) == 1


async def test_a_clip_in_an_edit_that_comes_before_it_is_known_what_it_answers_is_found(team: Scene) -> None:
    await team.asked()
    await team.says(team.mara, "ask now")
    await team.settle()
    faults = team.slack.faults
    faults.hold()
    clip = await team.jo.record(team.jo.dm, text=REMARK)
    await team.jo.edit(team.jo.dm, clip.ts, "")
    faults.release([1, 0])
    await clip.transcribe(TEAM_ANSWER)
    await team.settle()
    which = next(message for message in team.jo.dm.messages() if "Which question" in message.text)
    await team.jo.click(team.jo.dm, which.ts, "Question 2")
    await team.settle()
    assert LENGTH in notes(team.jo)
