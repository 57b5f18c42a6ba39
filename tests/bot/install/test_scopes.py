"""Whoever installs the app is told once what it may not do, and later what changed."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.operations.doctor import examine
from bot.operations.tenants import tenants
from bot.sandbox.driver.people import Person
from bot.sandbox.driver.teams import Team
from bot.sandbox.slack import Sandbox
from bot.settings import Settings
from bot.slack.scopes import SCOPES, optional_scopes
from tests.bot.install.hosted import MONDAY, Hosted, settings_of

PRIVATE = ("groups:history", "groups:read")
PUBLIC_ONLY = "Practice works in public channels only."


def told(person: Person) -> list[str]:
    return [message.text for message in person.dm.messages()]


async def install(house: Hosted, team: Team, by: Person, *leave_out: str) -> None:
    house.slack.clock.advance(timedelta(minutes=1))
    await house.install(team, by, leave_out=leave_out)
    await house.settle()


async def test_whoever_grants_everything_is_told_nothing(house: Hosted, team: Team, mara: Person) -> None:
    await install(house, team, mara)
    await install(house, team, mara)
    assert told(mara) == []


async def test_what_was_not_granted_is_said_once(house: Hosted, team: Team, mara: Person) -> None:
    await install(house, team, mara, *optional_scopes())
    (said,) = told(mara)
    assert said.count(PUBLIC_ONLY) == 1
    assert all(f"`{name}`" in said for name in optional_scopes())
    assert "Now possible" not in said
    await install(house, team, mara, *optional_scopes())
    assert told(mara) == [said], "nothing changed"


async def test_what_became_possible_is_said_to_whoever_installed_it_again(
    house: Hosted, team: Team, mara: Person
) -> None:
    await install(house, team, mara, *PRIVATE)
    jo = team.add_person("Jo Abara")
    await install(house, team, jo, "groups:read")
    (halfway,) = told(jo)
    assert PUBLIC_ONLY in halfway
    assert "Now possible" not in halfway, "one of two is not enough"
    await install(house, team, jo)
    assert "Private channels can practise too" in told(jo)[-1]
    assert PUBLIC_ONLY not in told(jo)[-1]
    assert len(told(mara)) == 1


async def test_what_is_lost_by_installing_it_anew_is_said(house: Hosted, team: Team, mara: Person) -> None:
    await install(house, team, mara)
    await team.uninstall()
    await install(house, team, mara, *PRIVATE)
    assert [PUBLIC_ONLY in text for text in told(mara)].count(True) == 1


@pytest.mark.parametrize("scope", [scope.name for scope in SCOPES])
async def test_no_scope_that_is_left_out_breaks_the_installation(
    house: Hosted, team: Team, mara: Person, scope: str
) -> None:
    await install(house, team, mara, scope)
    (lost,) = (each.without for each in SCOPES if each.name == scope)
    heard = told(mara)
    assert [lost in text for text in heard] == ([] if scope in {"chat:write", "im:write"} else [True])


async def test_doctor_tells_in_which_workspaces_something_is_missing(
    house: Hosted, team: Team, mara: Person, database_url: str
) -> None:
    await install(house, team, mara, *PRIVATE)
    settings = settings_of(house.slack, database_url=database_url)
    is_fine, say = tenants(settings)
    assert is_fine, "the app works without"
    assert "groups:read is missing in workspaces 1: Practice works in public channels only" in say
    quay = house.slack.add_team("Quay", installed=False)
    await install(house, quay, quay.add_person("Lee Park"), "users:read")
    is_fine, say = tenants(settings)
    assert not is_fine
    assert "users:read is missing in workspaces 2" in say


async def test_doctor_tells_what_the_one_token_may_not(database_url: str) -> None:
    async with Sandbox.open(start=MONDAY) as slack:
        quay = slack.add_team("Quay", scopes=[s.name for s in SCOPES if s.name not in PRIVATE])
        settings = Settings(
            slack_bot_token=SecretStr(quay.bot_token),
            slack_app_token=SecretStr(slack.app_token),
            slack_api_url=slack.api_url,
            database_url=database_url,
        )
        (found,) = [finding for finding in await examine(settings) if finding.what == "scopes"]
    assert found.is_fine
    assert PUBLIC_ONLY in found.say
