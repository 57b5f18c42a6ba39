"""The engine over several processes while the clock runs on and never waits for it, and when it loses everything."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene

PATIENCE = 60  # real seconds for what should take one or two
MOVING = timedelta(seconds=5)
WIPE = (
    "DROP TABLE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,"
    " procrastinate_workers CASCADE"
)

pytestmark = pytest.mark.parametrize(("kind", "engine"), [("postgres", "procrastinate")], indirect=True)


async def until(team: Scene, holds: Callable[[], object]) -> None:
    """Let the engine turn, and the clock go on, until this holds; it stands while Slack waits for an answer."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.05)
            if not team.slack.in_flight():
                team.slack.clock.advance(MOVING)


async def test_the_whole_loop_runs_while_the_clock_runs_on(team: Scene) -> None:
    await until(team, team.cards)
    (card,) = team.cards()
    first = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.react(team.channel, first, "dart")
    await until(team, lambda: team.coach(card.ts))
    await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await until(team, lambda: any("I called the two leads" in note.text for note in team.jo.ephemerals))
    team.slack.clock.advance(timedelta(hours=24))
    await until(team, lambda: team.channel.message(card.ts).text.startswith("Closed"))
    assert len(team.coach(card.ts)) <= 2, "it asks at most twice"


async def test_nothing_is_lost_when_the_engine_loses_everything(team: Scene) -> None:
    await until(team, team.cards)
    (card,) = team.cards()
    with team.app.database.engine.connect() as connection:
        await asyncio.to_thread(connection.exec_driver_sql, WIPE)
        await asyncio.to_thread(connection.commit)
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await until(team, lambda: team.coach(card.ts))
    assert len(team.cards()) == 1
    assert len(team.coach(card.ts)) == 1
