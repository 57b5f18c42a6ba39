"""Law 3 in rough weather: whatever Slack does, a question stands once, and nobody's answer is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from bot.engine.choosing import EngineName
from storage.database import Database
from storage.postings import Posting
from storage.work import Room
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene, scene

PATIENCE = 60  # real seconds for sockets


@pytest.fixture
async def team(database: Database, engine: EngineName) -> AsyncIterator[Scene]:
    """A team whose app is impatient: a call may take half a second."""
    async with scene(database, engine, lease_seconds=1) as made:
        yield made


async def posting_of(team: Scene) -> Posting:
    (found,) = await team.room(_all_postings)
    return found


def _all_postings(room: Room) -> tuple[Posting, ...]:
    return tuple(p for p in (room.postings.find(number) for number in range(1, 5)) if p is not None)


def deaf(team: Scene) -> None:
    """From now on the app does not hear its own messages, so that it has to look for them."""
    team.slack.faults.hold()


async def test_a_limited_question_is_said_once_and_no_sooner_than_slack_asked(team: Scene) -> None:
    team.slack.faults.rate_limit("chat.postMessage", retry_after=30, times=2)
    await team.wait(minutes=5)
    assert len(team.cards()) == 1
    attempts = [call.at for call in team.slack.calls("chat.postMessage")][-3:]
    assert all(later - earlier >= timedelta(seconds=30) for earlier, later in pairwise(attempts))


async def test_a_question_that_slack_failed_to_take_is_looked_for_and_said_once(team: Scene) -> None:
    team.slack.faults.fail("chat.postMessage", status=503)
    await team.wait(minutes=2)
    assert len(team.cards()) == 1
    assert [call.outcome for call in team.slack.calls("chat.postMessage")][-2:] == ["http 503", "ok"]
    assert team.slack.calls("conversations.history"), "it looked before it said it again"
    assert (await posting_of(team)).state == "open"


@pytest.mark.parametrize("drop_metadata", [False, True])
async def test_a_question_whose_answer_was_lost_is_found_by_either_of_its_ids(
    team: Scene, *, drop_metadata: bool
) -> None:
    deaf(team)
    team.slack.faults.drop_metadata = drop_metadata
    team.slack.faults.drop_after_write("chat.postMessage")
    await team.wait(minutes=2)
    (card,) = team.cards()
    assert (await posting_of(team)).ts == card.ts
    assert len(team.slack.calls("conversations.history")) == 1


async def test_its_own_message_settles_what_is_unknown_without_looking(team: Scene) -> None:
    team.slack.faults.drop_after_write("chat.postMessage")
    await team.wait(minutes=2)
    (card,) = team.cards()
    assert (await posting_of(team)).ts == card.ts
    assert team.slack.calls("conversations.history") == []


@pytest.mark.parametrize("fault", ["server error", "limit", "time-out"])
async def test_a_history_that_cannot_be_read_just_now_is_read_later(team: Scene, fault: str) -> None:
    deaf(team)
    team.slack.faults.drop_after_write("chat.postMessage")
    if fault == "server error":
        team.slack.faults.fail("conversations.history", status=503)
    elif fault == "limit":
        team.slack.faults.rate_limit("conversations.history", retry_after=1)
    else:
        team.slack.faults.hang("conversations.history", seconds=0.7)
    await team.wait(minutes=2)
    (card,) = team.cards()
    assert (await posting_of(team)).ts == card.ts
    assert len(team.slack.calls("conversations.history")) == 2


async def test_what_can_never_be_settled_is_given_up_and_the_operator_told(team: Scene) -> None:
    deaf(team)
    team.slack.faults.drop_after_write("chat.postMessage")
    team.slack.faults.refuse("conversations.history", "missing_scope")
    with capture_logs() as logs:
        await team.wait(minutes=2)
    assert [log["error"] for log in logs if log["event"] == "saying_cannot_be_settled"] == ["missing_scope"]
    posting = await posting_of(team)
    assert (posting.state, posting.skipped_because) == ("skipped", "unreadable: missing_scope")
    assert len(team.cards()) == 1


@pytest.mark.parametrize("error", ["channel_not_found", "is_archived", "not_in_channel", "restricted_action"])
async def test_a_refused_question_is_skipped_with_its_reason_and_the_facilitator_hears_of_it(
    team: Scene, error: str
) -> None:
    team.slack.faults.refuse("chat.postMessage", error)
    await team.wait(minutes=2)
    posting = await posting_of(team)
    assert (posting.state, posting.skipped_because) == ("skipped", error)
    assert team.cards() == []
    await team.wait(hours=24)
    assert any("no question was posted" in note.text for note in team.mara.dm.messages())
    assert not any("no question was posted" in note.text for note in team.jo.dm.messages())


@pytest.mark.parametrize("fault", ["limit", "server error", "lost answer"])
async def test_the_close_of_a_question_is_written_again_until_it_stands(team: Scene, fault: str) -> None:
    card = await team.asked()
    if fault == "limit":
        team.slack.faults.rate_limit("chat.update", retry_after=20, times=3)
    elif fault == "server error":
        team.slack.faults.fail("chat.update", status=503, times=3)
    else:
        team.slack.faults.drop_after_write("chat.update", times=3)
    await team.wait(hours=24, minutes=5)
    assert team.channel.message(card.ts).text.startswith("Closed")
    assert len(team.slack.calls("chat.update")) == 4


async def test_what_one_person_sees_in_the_thread_is_tried_once(team: Scene) -> None:
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    team.slack.faults.drop_after_write("chat.postEphemeral")
    await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await team.wait(hours=1)
    assert len(team.slack.calls("chat.postEphemeral")) == 1
    assert len(team.jo.ephemerals) == 1


async def test_a_reply_that_comes_before_the_app_knows_its_own_card_is_not_lost(team: Scene) -> None:
    deaf(team)
    team.slack.faults.drop_after_write("chat.postMessage")
    team.slack.faults.fail("conversations.history", times=10_000)
    team.slack.clock.advance(timedelta(minutes=1))
    await team.stage.turn()
    (card,) = team.cards()
    team.slack.faults.held.clear()  # nothing will ever tell the app of its card
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    team.slack.faults.release()
    await team.slack.delivered()
    assert (await posting_of(team)).ts is None
    team.slack.faults.lift("conversations.history")
    await team.wait(minutes=3)
    (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
    assert [part.text for part in await team.room(lambda room: room.conversations.parts(answer))] == [
        TEAM_ANSWER
    ]
    assert len(team.coach(card.ts)) == 1


async def test_an_event_on_a_cut_socket_comes_again_and_is_kept_once(team: Scene) -> None:
    card = await team.asked()
    team.slack.faults.drop_socket_every = 2
    for words in ("It began in spring.", "We had forty steps.", TEAM_ANSWER):
        await team.jo.post(team.channel, words, thread_ts=card.ts)
        async with asyncio.timeout(PATIENCE):
            await team.slack.connected()
    team.slack.faults.drop_socket_every = 0
    assert team.slack.pending_redeliveries() is not None
    await team.wait(minutes=10)
    assert len(await team.room(lambda room: room.messages.of_person(team.jo.id))) == 3
    assert len(team.coach(card.ts)) == 1


async def test_a_stale_socket_address_is_given_up_for_a_new_one(team: Scene) -> None:
    team.slack.faults.stale_tickets = 1
    await team.slack.faults.drop_sockets()
    async with asyncio.timeout(PATIENCE):
        await team.slack.connected()
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    assert len(team.coach(card.ts)) == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_refreshed_socket_loses_nothing(team: Scene, reason: str) -> None:
    card = await team.asked()
    await team.slack.faults.refresh_sockets(reason)
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    async with asyncio.timeout(PATIENCE):
        await team.slack.connected_afresh()
    await team.wait(minutes=10)
    assert len(await team.room(lambda room: room.answers.of_person(team.jo.id))) == 1
    assert len(team.coach(card.ts)) == 1


async def turned(team: Scene, seconds: float) -> None:
    """Let this pass, and the app do what it can in two turns (what it can never do it would try for ever)."""
    team.slack.clock.advance(timedelta(seconds=seconds))
    for _ in range(2):
        await team.stage.turn()


async def test_a_private_question_that_is_just_being_asked_outlives_a_second_reading(team: Scene) -> None:
    await team.says(team.jo, "coach private")
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=10)  # first contact was made
    deaf(team)
    team.slack.faults.drop_after_write("chat.postMessage")
    team.slack.faults.fail("conversations.history", times=10_000)
    await turned(team, seconds=55)
    assert [s.state for s in await team.room(lambda r: r.sayings.of_audience(team.jo.id))].count(
        "sending"
    ) == 1
    (owed,) = await team.room(lambda room: room.follow_ups.of_person(team.jo.id))
    team.slack.faults.held.clear()  # nothing will ever tell the app of its question
    await team.jo.post(team.channel, "That was in spring.", thread_ts=card.ts)
    team.slack.faults.release()
    await team.slack.delivered()
    await turned(team, seconds=65)
    team.slack.faults.lift("conversations.history")
    await team.wait(minutes=3)
    (asked,) = await team.room(lambda room: room.follow_ups.of_person(team.jo.id))
    assert asked.id == owed.id
    assert asked.asked_ts is not None
    assert len([m for m in team.jo.dm.messages() if "A question is no verdict" in m.text]) == 1
