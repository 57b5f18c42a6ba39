"""The team that every story begins with."""

from collections.abc import AsyncIterator

import pytest

from bot.engine.choosing import EngineName
from storage.database import Database
from tests.flows.scene import Scene, scene


@pytest.fixture
async def team(database: Database, engine: EngineName) -> AsyncIterator[Scene]:
    """A practice that posts at ten on working days; it is a minute before ten on a Monday."""
    async with scene(database, engine) as made:
        yield made


@pytest.fixture
async def newcomers(database: Database, engine: EngineName) -> AsyncIterator[Scene]:
    """A team that has just invited the app to a channel; it is a minute before ten on a Monday."""
    async with scene(database, engine, practising=False) as made:
        yield made
