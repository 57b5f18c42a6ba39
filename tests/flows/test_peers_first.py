"""People before the coach: whoever asks a colleague about an answer takes over, and the coach is silent about it."""

import pytest

from storage.answers import Answer
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene


async def the_answer(team: Scene) -> Answer:
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    return answer


ASKED_IN_ANY_WAY = pytest.mark.parametrize(
    "asking",
    ["@{jo} and which part of that was your own?", "Jo, what did you do there?", "What did you do yourself?"],
    ids=["mentioned", "called by name", "after the answer"],
)


@ASKED_IN_ANY_WAY
async def test_where_a_colleague_asked_first_the_coach_is_silent(team: Scene, asking: str) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=20)
    await team.mara.post(team.channel, asking.format(jo=team.jo.account.real_name), thread_ts=card.ts)
    await team.wait(minutes=5)
    assert team.coach(card.ts) == []
    assert (await the_answer(team)).outcome == "left_to_peers"


@ASKED_IN_ANY_WAY
async def test_a_question_that_overtakes_the_answer_silences_the_coach_too(team: Scene, asking: str) -> None:
    card = await team.asked()
    team.slack.faults.hold()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.post(team.channel, asking.format(jo=team.jo.account.real_name), thread_ts=card.ts)
    answer = team.slack.faults.held.pop(0)
    team.slack.faults.release()
    await team.wait(seconds=20)
    team.slack.faults.held = [answer]
    team.slack.faults.release()
    await team.wait(minutes=5)
    assert team.coach(card.ts) == []
    assert (await the_answer(team)).outcome == "left_to_peers"


async def test_who_is_asked_before_answering_is_coached_and_the_thread_is_read_no_more_than_once(
    team: Scene,
) -> None:
    card = await team.asked()
    reads = len(team.slack.calls("conversations.replies"))
    await team.mara.post(team.channel, "Jo, would you like to begin?", thread_ts=card.ts)
    await team.wait(minutes=5)
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    assert len(team.coach(card.ts)) == 1
    assert len(team.slack.calls("conversations.replies")) == reads + 1


async def test_what_is_told_to_the_colleague_belongs_to_the_answer(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.post(team.channel, "Jo, what did you do there?", thread_ts=card.ts)
    await team.wait(minutes=2)
    await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await team.wait(minutes=2)
    answer = await the_answer(team)
    parts = await team.room(lambda room: room.conversations.parts(answer))
    assert [part.text for part in parts] == [TEAM_ANSWER, OWN_REPLY]
    assert team.coach(card.ts) == []


async def test_where_a_colleague_asks_on_no_second_question_comes(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    await team.mara.post(
        team.channel, f"@{team.jo.account.real_name} how did the leads take it?", thread_ts=card.ts
    )
    await team.jo.post(team.channel, "It was decided by all of us, and we were happy.", thread_ts=card.ts)
    await team.wait(minutes=5)
    assert len(team.coach(card.ts)) == 1


@pytest.mark.parametrize(
    "remark",
    [
        "Nice one, Jo!",
        "Is there coffee left?",
        "@{mara} can you note that?",
        "In May I asked her “What do you need?” and I moved two of her tests into the night.",
    ],
    ids=str,
)
async def test_other_talk_does_not_keep_the_coach_from_asking(team: Scene, remark: str) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.post(team.channel, remark.format(mara=team.mara.account.real_name), thread_ts=card.ts)
    await team.wait(seconds=65)
    assert len([m for m in team.coach(card.ts) if f"<@{team.jo.id}>" in m.text]) == 1


async def test_ones_own_question_to_the_others_does_not_either(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.jo.post(team.channel, "Have you seen that too?", thread_ts=card.ts)
    await team.wait(seconds=65)
    assert len(team.coach(card.ts)) == 1


async def test_a_question_from_before_the_answer_that_comes_late_changes_nothing(team: Scene) -> None:
    card = await team.asked()
    team.slack.faults.hold()
    await team.mara.post(team.channel, "Jo, would you like to begin?", thread_ts=card.ts)
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    team.slack.faults.release([1, 0])
    await team.wait(seconds=65)
    assert len(team.coach(card.ts)) == 1


async def test_of_whoever_is_kept_out_no_question_counts(team: Scene) -> None:
    card = await team.asked()
    await team.says(team.mara, "keep me out")
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.post(team.channel, "Jo, what did you do there?", thread_ts=card.ts)
    await team.wait(seconds=65)
    assert len(team.coach(card.ts)) == 1
