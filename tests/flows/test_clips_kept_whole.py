"""What an answer with a clip loses in no order of things, and what is said of it no more than once."""

from datetime import timedelta

from bot.answers.corrections import make_private
from bot.answers.messages import CLIP_OPEN, NOW_PRIVATE
from bot.clips.use_cases import keep_clips
from bot.forms.use_cases import show
from bot.sandbox.driver.recordings import Recording
from bot.slack.events import MessagePosted, SharedClip
from storage.answers import Answer
from tests.flows.scene import TEAM_ANSWER, Scene, form_of, notes, whispers
from tests.flows.test_clips import LENGTH, NO_TRANSCRIPT, clips_of, recorded, tick
from tests.flows.test_second_thoughts import visible

REMARK = "On it, will answer after lunch."


async def answer_of(team: Scene) -> Answer:
    """Jo's only answer."""
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    return answer


async def made_private(team: Scene) -> str:
    """What Jo is told on making the answer private."""
    answer, now = await answer_of(team), await team.app.clock.now()
    return await team.room(lambda room: make_private(room, answer.id, team.jo.id, now, team.app.kit))


async def deliver_again(team: Scene, thread: str, recording: Recording, file_id: str) -> None:
    """Slack tells of the clip's message once more."""
    clips = (SharedClip(file_id, 130),)
    event = MessagePosted(
        channel=team.channel.id,
        ts=recording.ts,
        user_id=team.jo.id,
        text="",
        thread_ts=thread,
        edited_ts=None,
        is_direct=False,
        clips=clips,
    )
    now = await team.app.clock.now()
    await team.room(lambda room: keep_clips(room, event, now))


async def with_form(team: Scene) -> Recording:
    """Jo's form in the thread, and a clip without a word beside it."""
    card = await team.asked()
    await team.jo.click(team.channel, card.ts, "Answer in a form or privately")
    assert await form_of(team.jo).submit({"actions": REMARK, "where": "thread"})
    await form_of(team.jo).dismiss()
    await team.wait(seconds=5)
    clip = await team.jo.record(team.channel, card.ts)
    await team.settle()
    return clip


async def test_a_clip_deleted_beside_a_form_leaves_the_form_alone(team: Scene) -> None:
    clip = await with_form(team)
    await clip.delete()
    await team.settle()
    assert await clips_of(team, clip) == ()
    ((visibility, words),) = await visible(team, team.jo)
    assert visibility == "thread"
    assert any(REMARK in text for text in words)


async def test_a_form_that_is_made_private_keeps_the_clip_beside_it(team: Scene) -> None:
    clip = await with_form(team)
    answer, now = await answer_of(team), await team.app.clock.now()
    await team.room(lambda room: show(room, answer, "private", now, team.app.kit))
    (message,) = await team.room(lambda room: room.messages.of_answer(answer.id))
    assert message.ts == clip.ts, "the form's copy is gone"
    assert len(await clips_of(team, clip)) == 1


async def test_whoever_goes_on_typing_after_the_ticks_is_not_interrupted(team: Scene) -> None:
    thread, clip = await recorded(team)
    await clip.transcribe(TEAM_ANSWER)
    await team.settle()
    await team.wait(seconds=50)
    await team.jo.post(team.channel, "There is one thing more that I want to tell.", thread)
    await tick(team, "result", done=False)
    await team.jo.click(team.channel, team.jo.ephemerals[-1].ts, "Done")
    await team.wait(seconds=50)
    assert team.coach(thread) == []
    await team.wait(seconds=15)
    assert len(team.coach(thread)) == 1


async def test_whoever_has_typed_already_is_not_asked_to_type_and_is_read_in_quiet(team: Scene) -> None:
    thread, clip = await recorded(team)
    await team.jo.post(team.channel, TEAM_ANSWER, thread)
    await clip.fail()
    await team.settle()
    assert team.coach(thread) == []
    await team.wait(seconds=65)
    assert len(team.coach(thread)) == 1
    assert NO_TRANSCRIPT not in whispers(team.jo)


async def test_whoever_is_not_coached_is_not_asked_to_type(team: Scene) -> None:
    await team.says(team.jo, "coach off")
    _thread, clip = await recorded(team)
    await clip.fail()
    await team.wait(minutes=2)
    assert NO_TRANSCRIPT not in whispers(team.jo) + notes(team.jo)


async def test_of_one_answer_it_is_said_once_that_clips_have_no_transcript(team: Scene) -> None:
    thread, clip = await recorded(team)
    await clip.fail()
    await team.settle()
    again = await team.jo.record(team.channel, thread)
    await again.fail()
    await team.settle()
    assert whispers(team.jo).count(NO_TRANSCRIPT) == 1


async def test_a_clip_that_was_disowned_or_became_conversation_does_not_come_back(team: Scene) -> None:
    thread, clip = await recorded(team)
    await team.jo.message_shortcut("answers:not_mine", team.channel, clip.ts)
    await deliver_again(team, thread, clip, clip.file_id)
    assert await clips_of(team, clip) == ()
    other = await team.jo.record(team.channel, thread, "Here is my answer.")
    await team.jo.edit(team.channel, other.ts, f"{team.mara.mention} what do you think?")
    await team.settle()
    assert await clips_of(team, other) == ()


async def test_of_whoever_is_kept_out_no_clip_is_kept_with_an_earlier_message(team: Scene) -> None:
    thread, clip = await recorded(team)
    await team.says(team.jo, "keep me out")
    await deliver_again(team, thread, clip, "F0ANOTHER")
    kept = await team.room(lambda room: room.clips.on_message(team.channel.id, clip.ts))
    assert [one.file_id for one in kept] == [clip.file_id]


async def test_an_answer_is_not_made_private_while_its_clip_is_waited_for(team: Scene) -> None:
    _thread, clip = await recorded(team)
    assert await made_private(team) == CLIP_OPEN
    await clip.transcribe(TEAM_ANSWER)
    await team.settle()
    assert await made_private(team) == CLIP_OPEN, "the ticks are still awaited"
    await tick(team)
    assert await made_private(team) == NOW_PRIVATE
    assert (await answer_of(team)).form == {"answer": TEAM_ANSWER}


async def test_a_clip_without_a_transcript_is_not_told_of_as_a_form(team: Scene) -> None:
    _thread, clip = await recorded(team)
    await clip.fail()
    await team.settle()
    assert await made_private(team) == NOW_PRIVATE


async def test_a_clip_that_is_heard_of_hours_late_is_looked_for_as_long_as_any_other(team: Scene) -> None:
    card = await team.asked()
    faults = team.slack.faults
    faults.hold()
    clip = await team.jo.record(team.channel, card.ts)
    await clip.transcribe(TEAM_ANSWER, tell=False)
    team.slack.clock.advance(timedelta(hours=2))
    faults.fail("files.info", 503, times=2)
    faults.release()
    await team.slack.delivered()
    await team.settle()
    assert NO_TRANSCRIPT not in whispers(team.jo)
    await team.wait(minutes=3)
    assert LENGTH in whispers(team.jo)
