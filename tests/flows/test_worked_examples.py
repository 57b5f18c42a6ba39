"""Worked examples: after one's own answer, and whenever somebody asks for them; never before an answer."""

from collections.abc import AsyncIterator
from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.engine.choosing import EngineName
from content.questions import StorySlug
from storage.database import Database
from tests.flows.scene import LIBRARY, TEAM_ANSWER, Scene, form_of, scene

PAIRS = LIBRARY.worked
OF_CONFLICT = next(q for q in LIBRARY.questions.values() if q.story is StorySlug.CONFLICT)


@pytest.fixture
async def asked(database: Database, engine: EngineName) -> AsyncIterator[Scene]:
    """A practice whose only question is about a conflict, asked."""
    library = replace(LIBRARY, questions=MappingProxyType({OF_CONFLICT.id: OF_CONFLICT}))
    async with scene(database, engine, library=library) as team:
        await team.asked()
        yield team


async def test_the_examples_show_a_weak_try_the_coachs_question_and_a_better_try(team: Scene) -> None:
    await team.jo.command("/understudy", "examples", team.channel)
    first, second, *_ = PAIRS.values()
    for text in (first.question, first.weak, first.asks, first.better, first.marks[0].shows):
        assert text in form_of(team.jo).shown
    assert "invented" in form_of(team.jo).shown
    assert await form_of(team.jo).click(LIBRARY.stories[second.story].title)
    assert second.better in form_of(team.jo).shown
    assert first.better not in form_of(team.jo).shown


async def test_the_example_of_a_story_is_offered_after_ones_own_answer_and_not_before(asked: Scene) -> None:
    card = asked.cards()[-1]
    await asked.jo.click(asked.channel, card.ts, "What are they really asking?")
    assert "worked example" not in form_of(asked.jo).shown
    await form_of(asked.jo).dismiss()
    await asked.jo.post(asked.channel, TEAM_ANSWER, thread_ts=card.ts)
    await asked.jo.click(asked.channel, card.ts, "What are they really asking?")
    assert await form_of(asked.jo).click("See a worked example")
    assert PAIRS["conflict"].better in form_of(asked.jo).shown


async def test_who_answers_in_the_form_is_offered_it_too(asked: Scene) -> None:
    card = asked.cards()[-1]
    await asked.jo.click(asked.channel, card.ts, "Answer in a form or privately")
    assert await form_of(asked.jo).submit({"actions": "I asked both what they needed.", "where": "private"})
    assert await form_of(asked.jo).click("See a worked example")
    assert PAIRS["conflict"].better in form_of(asked.jo).shown
