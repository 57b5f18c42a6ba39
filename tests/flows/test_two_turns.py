"""A conversation of two turns for each signal: asked, replied to, told what is clear now, and then left alone."""

import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter

from bot.engine.choosing import EngineName
from content.coaching.coach import Signal, guess_kind
from content.questions import Kind, bare_question
from storage.database import Database
from storage.follow_ups import FollowUp
from tests.flows.scene import LIBRARY, Scene, scene, whispers

THANKS = "Thanks for asking, that is all that I remember."


class Conversation(BaseModel):
    """What is said in one thread, and what the coach makes of it."""

    question: str
    answer: str
    reply: str
    clear: str
    second: str


CONVERSATIONS = TypeAdapter(dict[str, Conversation]).validate_python(
    tomllib.loads((Path(__file__).parent / "two_turns.toml").read_text())
)
each = pytest.mark.parametrize("signal", CONVERSATIONS)


def test_there_is_a_conversation_for_every_signal() -> None:
    never_asked_for = {Signal.ANSWER, Signal.NONE}
    assert set(CONVERSATIONS) == {signal.value for signal in set(Signal) - never_asked_for}


@asynccontextmanager
async def asked(database: Database, engine: EngineName, signal: str) -> AsyncIterator[tuple[Scene, str]]:
    """A team whose question of the day is the one of this conversation, and the ts of its card."""
    text = CONVERSATIONS[signal].question
    question = bare_question("of-the-day", text, kind=Kind(guess_kind(text).value))
    async with scene(database, engine, library=LIBRARY.only([question])) as team:
        yield team, (await team.asked()).ts


async def follow_ups(team: Scene) -> tuple[FollowUp, ...]:
    return await team.room(lambda room: room.follow_ups.of_person(team.jo.id))


@each
async def test_what_is_missing_is_asked_for_and_once_told_never_again(
    database: Database, engine: EngineName, signal: str
) -> None:
    told = CONVERSATIONS[signal]
    async with asked(database, engine, signal) as (team, card):
        await team.jo.post(team.channel, told.answer, thread_ts=card)
        await team.wait(seconds=65)
        (first,) = await follow_ups(team)
        assert first.signal == signal
        assert first.quote is None or first.quote in told.answer

        await team.jo.post(team.channel, told.reply, thread_ts=card)
        await team.wait(seconds=65)
        assert told.clear in whispers(team.jo)
        assert [f.signal for f in await follow_ups(team)] == [signal, told.second][: 1 + bool(told.second)]

        await team.jo.post(team.channel, THANKS, thread_ts=card)
        await team.wait(minutes=5)
        assert len(await follow_ups(team)) == 1 + bool(told.second)
        assert len(team.coach(card)) == 1 + bool(told.second), (
            "every question stands in the thread, and no more"
        )
        (answer,) = await team.room(lambda room: room.answers.of_person(team.jo.id))
        parts = await team.room(lambda room: room.conversations.parts(answer))
        assert [part.text for part in parts][:2] == [told.answer, told.reply]
