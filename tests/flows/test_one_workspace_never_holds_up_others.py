"""Where Slack refuses one workspace everything, people and channels of the others are known all the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.engine.choosing import EngineName
from bot.sandbox.driver.teams import Team
from bot.slack.shelf import Installation
from storage.database import Database
from storage.work import Room
from tests.bot.install.hosted import DAILY, Hosted, hosted

MANY = 60  # more people and practices than are asked about in one tick


@pytest.fixture
async def house(database: Database, engine: EngineName) -> AsyncIterator[Hosted]:
    """A hosted app in which nobody practises yet."""
    async with hosted(database, engine) as opened:
        yield opened


async def installed(house: Hosted, name: str) -> Team:
    """A team that has the app."""
    team = house.slack.add_team(name, installed=False)
    await house.install(team, team.add_person("Ada Quist"))
    await house.settle()
    return team


async def with_a_refused_token(house: Hosted, name: str) -> Installation:
    """A team whose token Slack does not take just now, with much to ask there; how it stands otherwise."""
    team = await installed(house, name)
    known = house.app.reach.installations
    found = await known.of_envelope(None, team.team_id)
    known.know(replace(found, token="xoxb-of-nobody"))
    await house.room(team.team_id, grow)
    return found


def grow(room: Room) -> None:
    for number in range(MANY):
        room.people.meet(f"U0{number}")
        room.routines.set_up(f"C0{number}", DAILY)


async def test_people_and_rosters_of_others_are_read_while_one_workspace_is_refused(house: Hosted) -> None:
    await with_a_refused_token(house, "Quay")
    await with_a_refused_token(house, "Pier")
    team = await installed(house, "Harbour")
    mara, jo = team.add_person("Mara Lindqvist"), team.add_person("Jo Abara")
    channel = team.add_channel("leadership", members=[mara, jo])
    await channel.invite_app(by=mara)
    await house.room(team.team_id, lambda room: room.routines.set_up(channel.id, DAILY))
    await house.settle()
    here = await house.room(team.team_id, lambda room: room.people.in_channel(channel.id))
    assert {person.name for person in here} == {"Mara Lindqvist", "Jo Abara"}


async def test_a_refused_workspace_is_asked_once_a_round_and_all_of_it_when_it_is_refused_no_more(
    house: Hosted,
) -> None:
    quay = await with_a_refused_token(house, "Quay")
    await house.app.tick()
    assert [len(house.slack.calls(method)) for method in ("users.info", "conversations.members")] == [1, 1]
    house.app.reach.installations.know(quay)
    await house.settle()
    left = await house.app.database.run(lambda work: (work.due.profiles(1), work.due.rosters(1)))
    assert left == ((), ())


async def test_a_large_workspace_leaves_others_their_turn(house: Hosted) -> None:
    large, small = await installed(house, "Quay"), await installed(house, "Pier")
    await house.room(large.team_id, grow)
    await house.room(small.team_id, lambda room: room.people.meet("U0NEW"))
    found = await house.app.database.run(lambda work: work.due.profiles(2))
    assert len({workspace_id for workspace_id, _ in found}) == 2
