from collections.abc import AsyncIterator

import pytest

from bot.engine.choosing import EngineName
from bot.sandbox.driver.people import Person
from bot.sandbox.driver.teams import Team
from storage.database import Database
from tests.bot.install.hosted import Hosted, hosted


@pytest.fixture
async def house(database: Database, engine: EngineName) -> AsyncIterator[Hosted]:
    async with hosted(database, engine) as opened:
        yield opened


@pytest.fixture
def team(house: Hosted) -> Team:
    return house.slack.add_team("Harbour", installed=False)


@pytest.fixture
def mara(team: Team) -> Person:
    return team.add_person("Mara Lindqvist")
