"""What belongs to a person, and whom the token is shown to, when an answer is a clip."""

from datetime import timedelta

from bot.clips.use_cases import claim_looks
from bot.privacy.use_cases import export_person
from content.clips import ClipState
from tests.flows.scene import TEAM_ANSWER, Scene, notes, whispers
from tests.flows.test_clips import LENGTH, NO_TRANSCRIPT, asked_of, clips_of, recorded, tick


async def test_a_deleted_message_takes_the_clip_its_words_and_the_question_with_it(team: Scene) -> None:
    thread, clip = await recorded(team)
    await clip.transcribe(TEAM_ANSWER)
    await team.settle()
    await tick(team)
    assert len(team.coach(thread)) == 1
    await team.jo.delete(team.channel, clip.ts)
    await team.settle()
    assert team.coach(thread) == []
    assert await clips_of(team, clip) == ()
    assert TEAM_ANSWER not in str(await team.room(lambda room: export_person(room, team.jo.id)))


async def test_a_clip_that_is_deleted_while_it_is_waited_for_leaves_nothing_to_say(team: Scene) -> None:
    thread, clip = await recorded(team)
    await team.jo.delete(team.channel, clip.ts)
    await clip.transcribe(TEAM_ANSWER)
    await team.wait(minutes=20)
    assert whispers(team.jo) == ""
    assert team.coach(thread) == []


async def test_a_deleted_file_is_forgotten_and_what_was_typed_beside_it_is_read_again(team: Scene) -> None:
    thread, clip = await recorded(team, "I can tell you more about it.")
    await clip.transcribe(TEAM_ANSWER)
    await team.settle()
    await tick(team)
    assert len(team.coach(thread)) == 1
    await clip.delete()
    await team.settle()
    assert await clips_of(team, clip) == ()
    assert team.coach(thread) == [], "it quoted what is gone"
    wordless = await team.jo.record(team.channel, thread)
    await wordless.delete()
    await team.wait(minutes=20)
    kept = await team.room(lambda room: room.messages.of_person(team.jo.id))
    assert [message.ts for message in kept] == [clip.ts]


async def test_of_somebody_kept_out_no_clip_is_stored_and_none_is_waited_for(team: Scene) -> None:
    thread, clip = await recorded(team)
    await team.says(team.jo, "keep me out")
    await clip.transcribe(TEAM_ANSWER)
    later = await team.jo.record(team.channel, thread)
    await later.transcribe(TEAM_ANSWER)
    await team.wait(minutes=20)
    assert [kept.transcript for kept in await clips_of(team, clip)] == [None]
    assert await clips_of(team, later) == ()
    assert LENGTH not in whispers(team.jo)
    assert NO_TRANSCRIPT not in whispers(team.jo)


async def test_the_transcript_and_the_ticks_are_exported_and_erased_with_their_person(team: Scene) -> None:
    _thread, clip = await recorded(team)
    await clip.transcribe(TEAM_ANSWER)
    await team.settle()
    await tick(team, "result")
    exported = str(await team.room(lambda room: export_person(room, team.jo.id)))
    assert TEAM_ANSWER in exported
    assert "'result_heard': True" in exported
    await team.jo.command("/understudy", "erase", team.channel)
    await team.jo.click(team.channel, team.jo.ephemerals[-1].ts, "Erase what is stored")
    assert await clips_of(team, clip) == ()


async def test_a_clip_made_private_keeps_its_words_for_its_author_alone(team: Scene) -> None:
    thread, clip = await recorded(team)
    words = f"{TEAM_ANSWER} Mara Lindqvist was there as well."
    await clip.transcribe(words)
    await team.settle()
    await tick(team)
    await team.wait(seconds=5)
    naming = next(m for m in reversed(team.jo.ephemerals) if "seems to name" in m.text)
    await team.jo.click(team.channel, naming.ts, "Make private")
    await team.settle()
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    assert answer.form == {"answer": words}
    assert await clips_of(team, clip) == ()
    assert team.coach(thread) == []


async def test_nobody_else_ticks_and_a_clip_that_is_gone_takes_no_ticks(team: Scene) -> None:
    _thread, clip = await recorded(team)
    await clip.transcribe(TEAM_ANSWER)
    await team.settle()
    line = team.jo.ephemerals[-1]
    team.mara.account.ephemerals.append(line)
    await team.mara.click(team.channel, line.ts, "Done")
    assert "for the one who recorded" in whispers(team.mara)
    assert [kept.state for kept in await clips_of(team, clip)] == [ClipState.HEARD]
    await team.jo.delete(team.channel, clip.ts)
    await team.settle()
    await team.jo.click(team.channel, line.ts, "Done")
    assert "no longer here" in whispers(team.jo)


async def test_a_page_to_sign_in_is_no_transcript(team: Scene) -> None:
    thread, clip = await recorded(team)
    clip.file["vtt"] = f"{team.slack.url}/files/F0OTHER/file.vtt"
    await clip.transcribe(TEAM_ANSWER)
    await team.wait(minutes=11)
    assert {call.outcome for call in team.slack.calls("captions")} == {"sign in"}
    assert whispers(team.jo).count(NO_TRANSCRIPT) == 1
    assert team.coach(thread) == []
    assert "Sign in" not in str(await clips_of(team, clip))


async def test_the_token_is_shown_to_slack_alone(team: Scene) -> None:
    _thread, clip = await recorded(team)
    clip.file["vtt"] = str(clip.file["vtt"]).replace("127.0.0.1", "localhost")
    await clip.transcribe(TEAM_ANSWER)
    await team.settle()
    assert team.slack.calls("captions") == []
    assert whispers(team.jo).count(NO_TRANSCRIPT) == 1


async def test_while_slack_is_out_of_reach_a_clip_is_looked_for_and_no_longer_than_an_hour(
    team: Scene,
) -> None:
    team.slack.faults.fail("files.info", 503, times=12)
    thread, clip = await recorded(team)
    await team.wait(minutes=15)
    assert whispers(team.jo) == ""
    await clip.transcribe(TEAM_ANSWER, tell=False)
    await team.wait(minutes=15)
    assert LENGTH in whispers(team.jo)
    team.slack.faults.fail("files.info", 503, times=1000)
    await team.jo.record(team.channel, thread)
    await team.wait(hours=2)
    assert whispers(team.jo).count(NO_TRANSCRIPT) == 1
    assert len(await asked_of(team, team.jo)) == 1


async def test_a_process_that_dies_while_it_looks_has_left_the_next_look_behind(team: Scene) -> None:
    _thread, clip = await recorded(team)
    await clip.transcribe(TEAM_ANSWER, tell=False)
    team.slack.clock.advance(timedelta(seconds=10))
    now = team.slack.clock.now()
    assert len(await team.app.database.run(lambda work: claim_looks(work, now))) == 1
    await team.settle()
    assert whispers(team.jo) == ""
    await team.wait(seconds=25)
    assert LENGTH in whispers(team.jo)


async def test_a_clip_that_comes_before_its_question_is_known_finds_it(team: Scene) -> None:
    card, faults = await team.asked_unheard(), team.slack.faults
    clip = await team.jo.record(team.channel, card.ts)
    faults.release()
    await team.slack.delivered()
    assert [kept.due_at for kept in await clips_of(team, clip)] == [None]
    faults.lift("conversations.history")
    await clip.transcribe(TEAM_ANSWER)
    await team.wait(minutes=2)
    assert whispers(team.jo).count(LENGTH) == 1


async def test_a_clip_that_was_taken_for_conversation_can_be_claimed(team: Scene) -> None:
    card = await team.asked()
    clip = await team.jo.record(team.channel, card.ts, f"{team.mara.mention} what do you think?")
    await clip.transcribe(TEAM_ANSWER)
    await team.wait(minutes=2)
    assert whispers(team.jo) == ""
    assert await clips_of(team, clip) == ()
    for _ in range(2):
        await team.jo.message_shortcut("answers:mine", team.channel, clip.ts)
        await team.settle()
    assert whispers(team.jo).count(LENGTH) == 1
    await team.jo.message_shortcut("answers:not_mine", team.channel, clip.ts)
    assert await clips_of(team, clip) == ()


async def test_nothing_is_asked_of_a_clip_before_it_is_known_what_it_answers(team: Scene) -> None:
    await team.asked()
    await team.says(team.mara, "ask now")
    await team.settle()
    clip = await team.jo.record(team.jo.dm)
    await clip.transcribe(TEAM_ANSWER)
    await team.wait(minutes=2)
    assert team.slack.calls("files.info") == []
    which = next(message for message in team.jo.dm.messages() if "Which question" in message.text)
    await team.jo.click(team.jo.dm, which.ts, "Question 2")
    await team.settle()
    assert LENGTH in notes(team.jo)
