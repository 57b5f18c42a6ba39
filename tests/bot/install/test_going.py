"""The app is put out of a workspace, comes back, or never does."""

import pytest

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.driver.teams import Team
from tests.bot.install.hosted import Hosted, go, practise


@pytest.fixture
async def channel(house: Hosted, team: Team, mara: Person) -> Channel:
    """A channel whose practice posts in a minute."""
    await house.install(team, mara)
    return await practise(house, team, mara)


@pytest.mark.parametrize("tokens_first", [False, True], ids=["uninstalled first", "revoked first"])
async def test_nothing_more_is_said_after_the_app_was_put_out(
    house: Hosted, team: Team, channel: Channel, *, tokens_first: bool
) -> None:
    before = len(house.slack.record)
    await team.uninstall(tokens_first=tokens_first)
    await house.slack.delivered()
    assert house.slack.pending_redeliveries() is None, "both events are acknowledged"
    await go(house, hours=3)
    assert len(house.slack.record) == before, "Slack is not even asked"
    assert len(channel.messages()) == 1
    installed = await house.installed(team.team_id)
    assert (installed.token, installed.refresh_token) == (None, None), "a dead token is not kept"


async def test_an_event_after_the_app_was_put_out_is_acknowledged_and_dropped(
    house: Hosted, team: Team, mara: Person, channel: Channel
) -> None:
    house.slack.faults.hold()
    await mara.open_home()
    held = house.slack.faults.held_events()
    await team.uninstall()
    house.slack.faults.release(order=list(reversed(range(len(held) + 2))))
    await house.slack.delivered()
    assert house.slack.pending_redeliveries() is None
    await house.settle()
    assert mara.home is None
    assert len(channel.messages()) == 1


async def test_what_belongs_to_the_workspace_is_deleted_after_the_grace(
    house: Hosted, team: Team, channel: Channel
) -> None:
    workspace_id = (await house.installed(team.team_id)).workspace_id
    await team.uninstall()
    await go(house, days=29, hours=23)
    assert await house.app.database.run(lambda work: work.workspaces.all()) == (workspace_id,)
    await go(house, hours=2)
    assert await house.app.database.run(lambda work: work.workspaces.all()) == ()
    assert channel.id


async def test_whoever_brings_the_app_back_in_time_is_told_and_practice_goes_on(
    house: Hosted, team: Team, mara: Person, channel: Channel
) -> None:
    await team.uninstall()
    await go(house, days=5)
    assert (await house.install(team, mara)).status == 200
    await house.settle()
    told = "\n".join(message.text for message in mara.dm.messages())
    assert "Understudy is back" in told
    assert channel.id in told
    assert told.count("Understudy is back") == 1
    await go(house, minutes=2)
    for _ in range(50):
        await go(house, days=1)
    assert len(channel.messages()) > 20, "a question each working day, long after the grace"


async def test_somebody_else_who_installs_it_once_more_changes_nothing_and_is_told_nothing(
    house: Hosted, team: Team, mara: Person, channel: Channel
) -> None:
    jo = team.add_person("Jo Abara")
    await house.install(team, jo)
    await go(house, minutes=2)
    assert jo.dm.messages() == []
    assert mara.dm.messages() == []
    assert len(channel.messages()) == 2, "the welcome and today's question"


async def test_word_of_an_earlier_removal_changes_nothing(
    house: Hosted, team: Team, mara: Person, channel: Channel
) -> None:
    house.slack.faults.hold()
    await team.uninstall()
    await go(house, minutes=30)
    await house.install(team, mara)
    house.slack.faults.release()
    await house.slack.delivered()
    assert (await house.installed(team.team_id)).uninstalled_at is None
    assert channel.id


async def test_a_token_that_slack_calls_dead_ends_it_though_nobody_told_us(
    house: Hosted, team: Team, channel: Channel
) -> None:
    house.slack.faults.hold()
    await team.uninstall()
    await go(house, minutes=1)
    assert (await house.installed(team.team_id)).uninstalled_at is not None
    asked = len(house.slack.record)
    await go(house, days=3)
    assert len(house.slack.record) == asked
    assert len(channel.messages()) == 1


async def test_a_token_of_before_does_not_end_what_was_installed_since(
    house: Hosted, team: Team, mara: Person, channel: Channel
) -> None:
    installed = await house.installed(team.team_id)
    await team.uninstall()
    await house.install(team, mara)
    await house.app.reach.calls._dead(installed.workspace_id, "xoxb-of-before")
    assert (await house.installed(team.team_id)).uninstalled_at is None
    assert channel.id


async def test_people_s_own_tokens_are_none_of_ours(house: Hosted, team: Team, channel: Channel) -> None:
    event = {
        "type": "tokens_revoked",
        "tokens": {"oauth": ["U1"], "bot": []},
        "event_ts": "9999999999.000000",
    }
    await house.deliver(team, event)
    assert (await house.installed(team.team_id)).uninstalled_at is None
    removed = {"type": "app_uninstalled"}
    await house.deliver(team, removed, event_time=9_999_999_999)
    assert (await house.installed(team.team_id)).uninstalled_at is not None
    assert channel.id
