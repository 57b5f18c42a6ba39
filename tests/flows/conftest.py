"""The team that every story begins with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.flows.scene import Scene, scene


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Scene]:
    """A practice that posts at ten on working days; it is a minute before ten on a Monday."""
    async with scene(tmp_path) as made:
        yield made
