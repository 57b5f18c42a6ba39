"""Tokens that expire are renewed ahead of time, once over all processes, for what is said by the clock too."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from bot.clock import real_now
from bot.sandbox.driver.people import Person
from bot.sandbox.driver.teams import Team
from bot.slack.clients import Clients
from bot.slack.installations import Installations, NotInstalledError
from bot.slack.network import clock_of, open_session
from bot.slack.renewal import Renewal
from bot.slack.shelf import Installation, Shelf
from bot.slack.standing import vault_of
from storage.database import Database
from storage.tables import installations
from tests.bot.install.hosted import Hosted, settings_of

ACCESS = "oauth.v2.access"


@pytest.fixture
def team(house: Hosted) -> Team:
    return house.slack.add_team("Harbour", installed=False, rotates=True)


@pytest.fixture
async def others(house: Hosted, database: Database) -> AsyncIterator[list[Installations]]:
    """Two more processes on the same database."""
    settings = settings_of(house.slack)
    async with open_session(settings) as session:
        shelf = Shelf(database, vault_of(settings))
        client = Clients(settings.slack_api_url, session).of(None)
        clock = clock_of(settings, session)
        secret = settings.slack_client_secret
        yield [
            Installations(shelf, Renewal(shelf, clock, client, settings.slack_client_id, secret, real_now))
            for _ in range(2)
        ]


def renewals(house: Hosted) -> int:
    return sum(call.args.get("grant_type") == "refresh_token" for call in house.slack.calls(ACCESS))


async def test_a_token_is_used_while_it_is_good_for_two_hours_more(
    house: Hosted, team: Team, mara: Person
) -> None:
    await house.install(team, mara)
    workspace_id = (await house.installed(team.team_id)).workspace_id
    house.slack.clock.advance(timedelta(hours=9, minutes=59))
    before = await house.app.reach.installations.of(workspace_id)
    assert renewals(house) == 0
    house.slack.clock.advance(timedelta(minutes=2))
    after = await house.app.reach.installations.of(workspace_id)
    assert renewals(house) == 1
    assert after.token not in {"", before.token}
    assert after.token == team.bot_token


async def test_two_processes_renew_once(
    house: Hosted, team: Team, mara: Person, others: list[Installations]
) -> None:
    await house.install(team, mara)
    workspace_id = (await house.installed(team.team_id)).workspace_id
    house.slack.clock.advance(timedelta(hours=11))
    found = await asyncio.gather(*(each.of(workspace_id) for each in others * 5))
    assert renewals(house) == 1
    assert len({each.token for each in found}) <= 2, "the old one is good yet"


@pytest.mark.parametrize(("kind", "engine"), [("postgres", "apscheduler")], indirect=True)
async def test_who_comes_while_another_process_keeps_the_new_token_does_not_renew_it_again(
    house: Hosted, team: Team, mara: Person, others: list[Installations], database: Database
) -> None:
    """PostgreSQL only: on SQLite there is one writer."""
    await house.install(team, mara)
    await house.settle()
    workspace_id = (await house.installed(team.team_id)).workspace_id
    house.slack.clock.advance(timedelta(hours=11))
    good_until = house.slack.clock.now() + timedelta(hours=12)
    with database.engine.connect() as other:
        other.execute(installations.update().values(expires_at=good_until))
        waiting = asyncio.create_task(others[0].of(workspace_id))
        async with asyncio.timeout(60):
            while not await database.ask(is_somebody_waiting):  # noqa: ASYNC110 (another connection has no event)
                await asyncio.sleep(0)
        other.commit()
    assert (await waiting).expires_at == good_until
    assert renewals(house) == 0


def is_somebody_waiting(engine: Engine) -> bool:
    """Whether a connection waits for another's lock on this database."""
    blocked = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with engine.connect() as connection:
        return connection.execute(text(blocked)).first() is not None


async def test_who_needs_a_token_that_is_over_waits_for_whoever_renews_it(
    house: Hosted, team: Team, mara: Person, others: list[Installations]
) -> None:
    await house.install(team, mara)
    workspace_id = (await house.installed(team.team_id)).workspace_id
    house.slack.clock.advance(timedelta(days=3))
    house.slack.faults.hang(ACCESS, 0.3)
    found = await asyncio.gather(*(each.of(workspace_id) for each in others * 3))
    assert renewals(house) == 1
    assert {each.token for each in found} == {team.bot_token}


async def test_what_the_clock_says_after_a_long_silence_is_said(
    house: Hosted, team: Team, mara: Person
) -> None:
    await house.install(team, mara)
    room = team.add_channel("leadership", members=[mara])
    house.slack.clock.advance(timedelta(days=3))
    await room.invite_app(by=mara)
    await house.settle()
    assert "Hello, this is Understudy" in room.messages()[0].text
    assert renewals(house) == 1
    assert "/understudy setup" in (await mara.command("/understudy", "", room)).text


async def test_a_refusal_is_no_end_while_the_token_is_good(
    house: Hosted, team: Team, mara: Person, others: list[Installations]
) -> None:
    await house.install(team, mara)
    workspace_id = (await house.installed(team.team_id)).workspace_id
    house.slack.clock.advance(timedelta(hours=11))
    house.slack.faults.refuse(ACCESS, "internal_error")
    before = await others[0].of(workspace_id)
    assert before.token == team.bot_token
    after = await others[0].of(workspace_id)
    assert after.token == team.bot_token
    assert after.token != before.token
    house.slack.clock.advance(timedelta(days=1))
    house.slack.faults.refuse(ACCESS, "internal_error")
    with pytest.raises(NotInstalledError):
        await others[0].of(workspace_id)
    assert (await others[1].of(workspace_id)).token == team.bot_token


async def test_nothing_is_renewed_where_the_app_was_put_out(
    house: Hosted, team: Team, mara: Person, others: list[Installations]
) -> None:
    await house.install(team, mara)
    workspace_id = (await house.installed(team.team_id)).workspace_id
    known = await others[0].of(workspace_id)
    await team.uninstall()
    house.slack.clock.advance(timedelta(days=1))
    with pytest.raises(NotInstalledError):
        await _renewal_of(others[0]).fresh(known)
    assert renewals(house) == 0


async def test_what_another_process_changed_is_known_within_seconds_and_without_asking_each_time(
    house: Hosted, team: Team, mara: Person, database: Database
) -> None:
    seconds = [0.0]
    shelf = CountingShelf(database, vault_of(settings_of(house.slack)))
    other = Installations(shelf, patience=lambda: seconds[0])
    await house.install(team, mara)
    assert (await other.of_envelope(None, team.team_id)).is_in
    looked = shelf.looks
    for _ in range(100):
        await other.of_envelope(None, team.team_id)
    assert shelf.looks == looked, "the steady state costs no query"
    await team.uninstall()
    seconds[0] += 3
    assert not (await other.of_envelope(None, team.team_id)).is_in
    await house.install(team, mara)
    seconds[0] += 3
    found = await other.of_envelope(None, team.team_id)
    assert (found.is_in, found.token) == (True, team.bot_token)


class CountingShelf(Shelf):
    """Counts its queries."""

    looks = 0

    async def newer_than(self, version: int) -> list[Installation]:
        CountingShelf.looks += 1
        return await super().newer_than(version)


def _renewal_of(installations: Installations) -> Renewal:
    renewal = installations._renewal
    assert isinstance(renewal, Renewal)
    return renewal
