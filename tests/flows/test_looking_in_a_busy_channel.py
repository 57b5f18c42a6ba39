"""Law 3 where much is said: a message of unknown fate is looked for to the end of the time in which it can stand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.engine.choosing import EngineName
from bot.slack.calls import PAGE
from storage.database import Database
from tests.flows.scene import Scene, scene

BUSY = 10 * PAGE + 50  # messages: more than ten pages of them


@pytest.fixture
async def team(database: Database, engine: EngineName) -> AsyncIterator[Scene]:
    """A team whose app is impatient: a call may take half a second."""
    async with scene(database, engine, lease_seconds=1) as made:
        yield made


async def ask_unheard(team: Scene) -> None:
    """Today's question stands in the channel, and the app has not heard so."""
    team.slack.faults.hold()
    team.slack.faults.drop_after_write("chat.postMessage")
    team.slack.clock.advance(timedelta(minutes=1))
    await team.stage.turn()


async def talk(team: Scene, messages: int) -> None:
    """People write to the channel."""
    for number in range(messages):
        await team.jo.post(team.channel, f"Message {number}")


async def test_a_question_under_a_thousand_messages_is_found_and_not_asked_twice(team: Scene) -> None:
    await ask_unheard(team)
    await talk(team, BUSY)
    await team.wait(minutes=2)
    (card,) = team.cards()
    posting = await team.room(lambda room: room.postings.find_by_thread(team.channel.id, card.ts))
    assert posting is not None
    assert posting.state == "open"


async def test_what_was_said_long_after_is_not_read_for_it(team: Scene) -> None:
    await ask_unheard(team)
    team.slack.clock.advance(timedelta(minutes=20))
    await talk(team, 3 * PAGE)
    await team.wait(minutes=2)
    assert len(team.cards()) == 1
    assert len(team.slack.calls("conversations.history")) == 1
