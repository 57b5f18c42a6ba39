"""A clip as an answer: its transcript comes late, never, or in another language; its author ticks before the coach asks."""

from collections.abc import Mapping

from bot.clips.messages import ASK, LANGUAGE
from bot.sandbox.driver.people import Person
from bot.sandbox.driver.recordings import Recording
from bot.slack.interactions import Block
from content.clips import ClipState
from storage.clips import Clip
from storage.follow_ups import FollowUp
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene, notes, whispers

GERMAN = (
    "Also ich habe damals mit dem Team gesprochen und wir haben den Prozess geändert, weil die Auslieferung nicht "
    "mehr ging, und danach war es für alle besser."
)
LENGTH = "Your clip is 2 min 10 s long."
NO_TRANSCRIPT = "I got no transcript of your clip"


async def recorded(team: Scene, text: str = "") -> tuple[str, Recording]:
    """The question's thread, and Jo's clip in it."""
    card = await team.asked()
    clip = await team.jo.record(team.channel, card.ts, text)
    await team.settle()
    return card.ts, clip


async def clips_of(team: Scene, recording: Recording) -> tuple[Clip, ...]:
    return await team.room(lambda room: room.clips.of_file(recording.file_id))


async def asked_of(team: Scene, person: Person) -> tuple[FollowUp, ...]:
    return await team.room(lambda room: room.follow_ups.of_person(person.id))


async def tick(team: Scene, *choices: str, done: bool = True) -> None:
    """Tick in the newest private line of Jo's, press *Done*, and be quiet."""
    line = team.jo.ephemerals[-1]
    (choosing,) = [name for name in actions(line.blocks) if name.startswith("clips:tick:")]
    for count in range(1, len(choices) + 1):
        await team.jo.choose(line, choosing, choices[:count])
    if done:
        await team.jo.click(team.channel, line.ts, "Done")
        await team.wait(seconds=60)
    await team.settle()


def actions(blocks: list[Block]) -> list[str]:
    """The action ids in a message."""
    elements = [element for block in blocks for element in as_list(block.get("elements"))]
    return [str(element["action_id"]) for element in elements if "action_id" in element]


def as_list(found: object) -> list[Mapping[str, object]]:
    return found if isinstance(found, list) else []


async def test_a_late_transcript_is_ticked_by_its_author_alone_and_then_read_by_the_coach(
    team: Scene,
) -> None:
    thread, clip = await recorded(team)
    await team.wait(seconds=70)
    assert whispers(team.jo) == "", "nothing is said before there is something to say"
    await clip.transcribe(TEAM_ANSWER)
    await team.wait(minutes=4)
    assert whispers(team.jo).count(LENGTH) == 1
    assert team.coach(thread) == [], "the author comes first"
    await tick(team, "own_part", "learning")
    (question,) = team.coach(thread)
    (asked,) = await asked_of(team, team.jo)
    assert asked.quote
    assert asked.quote in TEAM_ANSWER
    assert asked.quote in question.shown
    assert whispers(team.mara) == ""
    (kept,) = await clips_of(team, clip)
    assert (kept.own_part_heard, kept.result_heard, kept.learning_heard) == (True, False, True)
    await team.wait(minutes=30)
    assert len(team.coach(thread)) == 1
    assert NO_TRANSCRIPT not in whispers(team.jo)


async def test_a_transcript_that_slack_does_not_announce_is_found_by_looking_again(team: Scene) -> None:
    _thread, clip = await recorded(team)
    await team.wait(seconds=15)
    await clip.transcribe(TEAM_ANSWER, tell=False)
    await team.wait(seconds=10)
    assert whispers(team.jo) == ""
    await team.wait(seconds=10)
    assert LENGTH in whispers(team.jo)
    assert len(team.slack.calls("files.info")) == 3, "at once, after ten seconds and after thirty"


async def test_a_short_transcript_needs_no_second_call(team: Scene) -> None:
    _thread, clip = await recorded(team)
    await clip.transcribe(OWN_REPLY)
    await team.settle()
    assert [kept.transcript for kept in await clips_of(team, clip)] == [OWN_REPLY]
    assert team.slack.calls("captions") == []


async def test_without_ticks_the_transcript_is_read_after_ten_minutes(team: Scene) -> None:
    thread, clip = await recorded(team)
    await clip.transcribe(TEAM_ANSWER)
    await team.wait(minutes=9)
    await tick(team, "result", done=False)
    assert team.coach(thread) == []
    await team.wait(minutes=2)
    assert len(team.coach(thread)) == 1
    await tick(team)
    assert "Your ticks are kept" in whispers(team.jo)
    assert [kept.state for kept in await clips_of(team, clip)] == [ClipState.READABLE]


async def test_a_transcript_that_never_comes_costs_one_line_and_two_sentences(team: Scene) -> None:
    thread, clip = await recorded(team)
    await team.wait(minutes=9)
    assert whispers(team.jo) == ""
    await team.wait(hours=3)
    assert whispers(team.jo).count(NO_TRANSCRIPT) == 1
    assert "two sentences in the thread" in whispers(team.jo)
    looks = len(team.slack.calls("files.info"))
    await clip.transcribe(TEAM_ANSWER)
    await team.wait(minutes=20)
    assert len(team.slack.calls("files.info")) == looks
    assert team.coach(thread) == []
    await team.jo.post(team.channel, TEAM_ANSWER, thread)
    await team.wait(seconds=65)
    assert len(team.coach(thread)) == 1, "what is typed is read"


async def test_a_failed_transcript_is_told_at_once(team: Scene) -> None:
    _thread, clip = await recorded(team)
    await clip.fail()
    await team.settle()
    assert whispers(team.jo).count(NO_TRANSCRIPT) == 1


async def test_an_empty_transcript_is_told_at_once(team: Scene) -> None:
    _thread, clip = await recorded(team)
    await clip.transcribe("")
    await team.settle()
    assert whispers(team.jo).count(NO_TRANSCRIPT) == 1


async def test_without_the_scope_the_author_is_asked_to_type_at_once(team: Scene) -> None:
    workspace = team.slack.team.place.workspace
    workspace.scopes = tuple(scope for scope in workspace.scopes if scope != "files:read")
    _thread, clip = await recorded(team)
    assert whispers(team.jo).count(NO_TRANSCRIPT) == 1
    await clip.transcribe(TEAM_ANSWER)
    await team.wait(minutes=20)
    assert len(team.slack.calls("files.info")) == 1
    assert [kept.transcript for kept in await clips_of(team, clip)] == [None]


async def test_another_language_is_met_with_one_friendly_line_and_no_question(team: Scene) -> None:
    thread, clip = await recorded(team)
    await clip.transcribe(GERMAN, "de-DE")
    await team.wait(minutes=20)
    assert whispers(team.jo) == LANGUAGE
    again = await team.jo.record(team.channel, thread)
    await again.transcribe(GERMAN, "de-DE")
    await team.wait(minutes=20)
    assert whispers(team.jo) == LANGUAGE, "said once"
    assert team.coach(thread) == []
    assert [kept.transcript for kept in await clips_of(team, clip)] == [GERMAN], (
        "it is an answer all the same"
    )


async def test_what_is_typed_beside_a_clip_waits_for_it_and_is_kept_too(team: Scene) -> None:
    thread, clip = await recorded(team, "Here is my answer.")
    await team.wait(minutes=3)
    assert whispers(team.jo) == "", "a remark beside a clip is not taken for all there is"
    await clip.transcribe(TEAM_ANSWER)
    await team.settle()
    await tick(team)
    assert len(team.coach(thread)) == 1
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    parts = await team.room(lambda room: room.conversations.parts(answer))
    assert [part.text for part in parts] == ["Here is my answer.", TEAM_ANSWER]


async def test_a_reply_to_the_coach_may_be_a_clip(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, card.ts)
    await team.wait(seconds=65)
    clip = await team.jo.record(team.channel, card.ts, video=True)
    await clip.transcribe(OWN_REPLY)
    await team.settle()
    await tick(team, "own_part")
    await team.wait(seconds=5)
    assert "I called the two leads myself" in whispers(team.jo)


async def test_in_private_all_of_it_stays_in_the_conversation_with_the_app(team: Scene) -> None:
    card = await team.asked()
    clip = await team.jo.record(team.jo.dm)
    await team.settle()
    await clip.transcribe(TEAM_ANSWER)
    await team.settle()
    assert LENGTH in notes(team.jo)
    line = next(message for message in team.jo.dm.messages() if ASK in message.text)
    await team.jo.click(team.jo.dm, line.ts, "Done")
    await team.wait(seconds=60)
    (asked,) = await asked_of(team, team.jo)
    assert asked.quote
    assert asked.quote in notes(team.jo)
    assert team.coach(card.ts) == []
    assert whispers(team.jo).count(LENGTH) == 0


async def test_whoever_is_not_coached_is_asked_for_no_ticks(team: Scene) -> None:
    await team.says(team.jo, "coach off")
    thread, clip = await recorded(team)
    await clip.transcribe(TEAM_ANSWER)
    await team.wait(minutes=20)
    assert whispers(team.jo).count("\n") == 0, "what the command answered is all"
    assert team.coach(thread) == []
    assert [kept.transcript for kept in await clips_of(team, clip)] == [TEAM_ANSWER]
