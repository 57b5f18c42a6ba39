"""A team's own pack comes by file while the app runs: the next day asks what is in it, and the coach uses its probes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.cli.content_import import Imported, take_in
from bot.engine.choosing import EngineName
from storage.database import Database
from tests.flows.scene import LIBRARY, TEAM_ANSWER, Scene, scene

NO_QUESTIONS = replace(LIBRARY, questions=MappingProxyType({}))
NIGHT = "Tell me about a night on call that changed how you lead."
PROBES = {
    "own": "Which of these steps at night was yours?",
    "result": "How many nights were calmer after it?",
    "learning": "What do you tell a newcomer about it?",
    "mess": "What went wrong that night?",
}
PACK = f"""
[[question]]
id = "night-on-call"
text = "{NIGHT}"
kind = "past"
leaf = [{", ".join(f'{{ serves = "{signal}", ask = "{ask}" }}' for signal, ask in PROBES.items())}]
"""
OTHER = '[[question]]\nid = "first-hire"\ntext = "Tell me about the first person you hired."\n'


@pytest.fixture
async def team(database: Database, engine: EngineName) -> AsyncIterator[Scene]:
    """A practice that has nothing to ask."""
    async with scene(database, engine, library=NO_QUESTIONS) as made:
        yield made


async def imported(team: Scene, file: str) -> Imported:
    """What the command does, in this team's room."""
    return await team.room(
        lambda room: take_in(room, file.encode(), "team.toml", pack="team", library=NO_QUESTIONS)
    )


async def test_an_imported_question_comes_the_next_day_and_the_coach_asks_with_its_probes(
    team: Scene,
) -> None:
    await team.wait(minutes=2)
    assert team.cards() == []
    assert (await imported(team, PACK)).new == ("night-on-call",)
    await team.wait(hours=24)
    (card,) = team.cards()
    assert NIGHT in card.text
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.wait(seconds=65)
    (asked,) = team.coach(card.ts)
    assert [probe for probe in PROBES.values() if probe in asked.text] != []


async def test_a_question_that_went_comes_no_more_and_its_card_keeps_its_words(team: Scene) -> None:
    await imported(team, PACK)
    card = await team.asked()
    assert NIGHT in card.text
    assert (await imported(team, OTHER)).gone == ("night-on-call",)
    for _day in range(4):
        await team.wait(hours=24)
        assert "first person you hired" in team.cards()[-1].text
    assert team.channel.message(card.ts).text.startswith(f"Closed: {NIGHT}")
    assert [late for late in team.cards() if NIGHT in late.text] == []
