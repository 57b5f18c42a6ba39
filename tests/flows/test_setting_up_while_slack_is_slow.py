"""Setting a practice up while Slack takes longer to answer than it waits for ours."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.engine.choosing import EngineName
from bot.routines.messages import NOT_TOLD
from storage.database import Database
from tests.flows.scene import Scene, form_of, scene

LONG = 4  # real seconds: longer than a command may take, and shorter than a call


@pytest.fixture
async def newcomers(database: Database, engine: EngineName) -> AsyncIterator[Scene]:
    """A team whose app waits patiently for calls, and has just been invited to a channel."""
    async with scene(database, engine, practising=False, lease_seconds=60) as made:
        yield made
        await made.slack.calls_done()


async def test_whoever_sets_up_is_told_when_slack_says_nothing_of_the_channel_in_time(
    newcomers: Scene,
) -> None:
    newcomers.slack.faults.hang("conversations.info", LONG)
    assert await newcomers.says(newcomers.mara, "setup") == NOT_TOLD
    assert newcomers.mara.modal is None
    await newcomers.mara.command("/understudy", "setup", newcomers.channel)
    assert "Europe/Berlin" in form_of(newcomers.mara).shown


async def test_the_form_opens_without_a_zone_when_slack_does_not_say_it_in_time(newcomers: Scene) -> None:
    newcomers.slack.faults.hang("users.info", LONG)
    await newcomers.mara.command("/understudy", "setup", newcomers.channel)
    form = form_of(newcomers.mara)
    assert "Europe" not in form.shown
    assert await form.submit({"zone": "Europe/Berlin"}), form.errors
