"""An organisation has the app and lets it into its workspaces one by one, and puts it out of them again."""

from collections.abc import Mapping
from itertools import permutations

import pytest

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.teams import Team
from tests.bot.install.hosted import Hosted, go, practise

ORGANISATION = "E0HARBOUR"


@pytest.fixture
async def head(house: Hosted) -> Team:
    """The workspace from which the organisation installed the app; tokens last twelve hours."""
    made = house.slack.add_team("Head", installed=False, rotates=True, enterprise_id=ORGANISATION)
    await house.install(made, made.add_person("Ada Admin"), org=True)
    return made


@pytest.fixture
def part(house: Hosted, head: Team) -> Team:
    """Another workspace of it."""
    return house.slack.add_team("Quay", installed=False, enterprise_id=head.place.workspace.enterprise_id)


async def practice(house: Hosted, team: Team) -> Channel:
    """A channel of the team whose practice posts in a minute."""
    return await practise(house, team, team.add_person("Mara Lindqvist"))


async def is_in(house: Hosted, team: Team) -> bool:
    installed = await house.installed(team.team_id)
    assert (installed.enterprise_id, installed.token) == (ORGANISATION, None)
    return installed.uninstalled_at is None


def access(what: str, team: Team, ts: int) -> Mapping[str, object]:
    """What Slack says of the team at this time."""
    return {"type": f"team_access_{what}", "team_ids": [team.team_id], "event_ts": f"{ts}.000000"}


async def test_a_workspace_that_is_let_in_is_known_at_once_and_the_organisation_s_token_speaks_there(
    house: Hosted, head: Team, part: Team
) -> None:
    await head.grant(part)
    assert await is_in(house, part)
    rooms = [await practice(house, team) for team in (head, part)]
    await go(house, minutes=2)
    assert [len(room.messages()) for room in rooms] == [2, 2], "a welcome and a question in each"
    numbers = {(await house.installed(team.team_id)).workspace_id for team in (head, part)}
    assert len(numbers) == 2


async def test_people_of_another_workspace_of_the_organisation_are_no_strangers(
    house: Hosted, head: Team, part: Team
) -> None:
    await head.grant(part)
    ben = part.add_person("Ben Holm", external_team=head.team_id)
    await house.room(part.team_id, lambda room: room.people.meet(ben.id))
    await house.settle()
    known = await house.room(part.team_id, lambda room: room.people.get(ben.id))
    assert (known.name, known.is_stranger) == ("Ben Holm", False)


async def test_a_workspace_that_is_heard_before_we_are_told_of_it_is_known_from_then_on(
    house: Hosted, head: Team, part: Team
) -> None:
    house.slack.faults.hold()
    await head.grant(part)
    mara = part.add_person("Mara Lindqvist")
    room = part.add_channel("leadership", members=[mara])
    await room.invite_app(by=mara)
    held = len(house.slack.faults.held_events())
    house.slack.faults.release(order=list(reversed(range(held))))
    await house.slack.delivered()
    await house.settle()
    assert house.slack.pending_redeliveries() is None
    assert "Hello, this is Understudy" in room.messages()[0].text


async def test_a_workspace_that_is_put_out_is_silent_at_once_and_purged_after_the_grace(
    house: Hosted, head: Team, part: Team
) -> None:
    await head.grant(part)
    rooms = [await practice(house, team) for team in (head, part)]
    gone = (await house.installed(part.team_id)).workspace_id
    await head.revoke(part)
    assert not await is_in(house, part)
    before = len(house.slack.record)
    await go(house, minutes=2)
    assert [len(room.messages()) for room in rooms] == [2, 1], "the others go on"
    asked = {call.team for call in house.slack.record[before:]}
    assert asked == {head.team_id}, "Slack is not even asked"
    await go(house, days=29, hours=23)
    assert gone in await house.app.database.run(lambda work: work.workspaces.all())
    await go(house, hours=2)
    assert gone not in await house.app.database.run(lambda work: work.workspaces.all())
    assert await is_in(house, head)


async def test_a_workspace_that_is_let_in_again_in_time_goes_on_with_what_it_had(
    house: Hosted, head: Team, part: Team
) -> None:
    await head.grant(part)
    room = await practice(house, part)
    await head.revoke(part)
    await go(house, days=5)
    await head.grant(part)
    await go(house, minutes=2)
    for _ in range(40):
        await go(house, days=1)
    assert len(room.messages()) > 20, "a question each working day, long after the grace"


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_every_order_of_being_let_in_and_put_out_ends_as_slack_has_it(
    house: Hosted, head: Team, part: Team, order: tuple[int, ...]
) -> None:
    began = int(house.slack.clock.now().timestamp()) + 60
    told = [access(what, part, began + at) for at, what in enumerate(("granted", "revoked", "granted"))]
    await go(house, hours=1)
    for each in (*order, *order):
        await house.deliver(head, told[each], team_id=None)
    assert await is_in(house, part)
    await house.deliver(head, access("revoked", part, began + 9), team_id=None)
    for each in order:
        await house.deliver(head, told[each], team_id=None)
    assert not await is_in(house, part)


async def test_slack_s_own_example_names_the_organisation_only_inside(
    house: Hosted, head: Team, part: Team
) -> None:
    ts = int(house.slack.clock.now().timestamp()) + 60
    named = [{"enterprise_id": ORGANISATION, "team_id": head.team_id, "is_enterprise_install": False}]
    await house.deliver(head, access("granted", part, ts), enterprise_id=None, authorizations=named)
    assert await is_in(house, part)


async def test_when_the_organisation_removes_the_app_all_its_workspaces_are_silent_and_come_back_together(
    house: Hosted, head: Team, part: Team
) -> None:
    await head.grant(part)
    await practice(house, head)
    room = await practice(house, part)
    part.place.workspace.installed = False
    await head.uninstall()
    assert [await is_in(house, team) for team in (head, part)] == [False, False]
    await go(house, days=5)
    assert len(room.messages()) == 1
    await house.install(head, head.add_person("Bo Admin"), org=True)
    await head.grant()
    assert [await is_in(house, team) for team in (head, part)] == [True, True]


async def test_a_dead_token_of_the_organisation_ends_it_in_all_its_workspaces(
    house: Hosted, head: Team, part: Team
) -> None:
    await head.grant(part)
    await practice(house, part)
    part.place.workspace.installed = False
    house.slack.faults.hold()
    await head.uninstall()
    await go(house, minutes=1)
    assert not await is_in(house, part)
    whole = await house.installed("", ORGANISATION)
    assert whole.uninstalled_at is not None


async def test_a_workspace_that_had_the_app_itself_keeps_what_it_had_under_the_organisation(
    house: Hosted, head: Team
) -> None:
    own = house.slack.add_team("Mole", installed=False, enterprise_id=ORGANISATION)
    mara = own.add_person("Mara Lindqvist")
    await house.install(own, mara)
    before = await house.installed(own.team_id)
    await go(house, minutes=1)
    await head.grant(own)
    assert await is_in(house, own)
    assert (await house.installed(own.team_id)).workspace_id == before.workspace_id
    dead = {"type": "tokens_revoked", "tokens": {"bot": ["U0OLD"]}, "event_ts": "9999999999.000000"}
    named = [{"enterprise_id": ORGANISATION, "team_id": own.team_id, "is_enterprise_install": False}]
    await house.deliver(own, dead, authorizations=named)
    assert await is_in(house, own), "its own token is of before"


async def test_the_organisation_s_token_is_renewed_for_all_its_workspaces(
    house: Hosted, head: Team, part: Team
) -> None:
    await head.grant(part)
    workspace_id = (await house.installed(part.team_id)).workspace_id
    before = await house.app.reach.installations.of(workspace_id)
    await go(house, hours=11)
    after = await house.app.reach.installations.of(workspace_id)
    assert before.token != after.token == head.bot_token
    assert after.workspace_id == workspace_id
