"""The daily loop with the engine that spreads over processes: nobody but it turns the tick."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from bot.cli.stage import staged
from storage.database import Database
from tests.conftest import PostgresDatabases
from tests.flows.scene import LIBRARY, MONDAY, OWN_REPLY, TEAM_ANSWER, Scene, set_up

PATIENCE = 60  # real seconds for what should take one or two
MOVING = timedelta(seconds=5)
WIPE = (
    "DROP TABLE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,"
    " procrastinate_workers CASCADE"
)


@pytest.fixture
async def team(postgres_databases: PostgresDatabases) -> AsyncIterator[Scene]:
    name = postgres_databases.lend()
    database = Database(postgres_databases.url(name))
    async with staged(database, start=MONDAY, library=LIBRARY, engine="procrastinate") as stage:
        mara = stage.slack.team.add_person("Mara Lindqvist", tz="Europe/Berlin")
        jo = stage.slack.team.add_person("Jo Abara", tz="Europe/London")
        channel = stage.slack.team.add_channel("leadership", members=[mara, jo])
        await channel.invite_app(by=mara)
        await database.run(lambda work: set_up(work, channel.id, mara.id, MONDAY + timedelta(minutes=1)))
        yield Scene(stage, channel, mara, jo)
        assert not stage.slack.refused, stage.slack.refused
    database.close()
    postgres_databases.give_back(name)


async def until(team: Scene, holds: Callable[[], object]) -> None:
    """Let the engine turn, and the clock go on, until this holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.05)
            team.slack.clock.advance(MOVING)


async def test_the_whole_loop_runs_by_the_engine_alone(team: Scene) -> None:
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
