"""A workspace installs the app in a browser; nobody can make another's browser do it, or do it twice."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.driver.people import Person
from bot.sandbox.driver.teams import Team
from bot.slack.scopes import optional_scopes, required_scopes
from storage.tables import oauth_states
from tests.bot.install.hosted import PUBLIC, Hosted


async def test_a_workspace_that_installs_the_app_is_served(house: Hosted, team: Team, mara: Person) -> None:
    page = await house.install(team, mara)
    assert page.status == 200
    assert "Understudy is installed in Harbour" in page.text
    assert "/invite @Understudy" in page.text
    room = team.add_channel("leadership", members=[mara])
    await room.invite_app(by=mara)
    await house.settle()
    assert "Hello, this is Understudy" in room.messages()[0].text
    assert "/understudy setup" in (await mara.command("/understudy", "", room)).text


async def test_slack_is_asked_for_all_scopes_and_whoever_installs_may_leave_out_the_optional_ones(
    house: Hosted, team: Team, mara: Person
) -> None:
    asked = parse_qs(urlsplit(await house.own_browser.begin()).query)
    assert asked["scope"] == [",".join((*required_scopes(), *optional_scopes()))]
    assert asked["redirect_uri"] == [PUBLIC + "/slack/oauth_redirect"]
    await house.install(team, mara, leave_out=optional_scopes())
    installed = await house.installed(team.team_id)
    assert set(installed.scopes.split(",")) == set(required_scopes())
    await house.install(team, mara)
    grown = await house.installed(team.team_id)
    assert set(grown.scopes.split(",")) == {*required_scopes(), *optional_scopes()}
    assert grown.workspace_id == installed.workspace_id


async def test_workspaces_with_the_same_people_and_channels_stay_apart(
    house: Hosted, team: Team, mara: Person
) -> None:
    other = house.slack.add_team("Quay", installed=False)
    twin = other.add_person("Mara Lindqvist", user_id=mara.id)
    rooms = []
    for where, who in ((team, mara), (other, twin)):
        await house.install(where, who)
        room = where.add_channel("leadership", members=[who], channel_id="C0SAME")
        await room.invite_app(by=who)
        rooms.append(room)
    await house.settle()
    assert [len(room.messages()) for room in rooms] == [1, 1]
    ids = {(await house.installed(where.team_id)).workspace_id for where in (team, other)}
    assert len(ids) == 2


async def test_a_state_that_was_made_up_installs_nothing(house: Hosted, team: Team, mara: Person) -> None:
    url = team.allow(await house.own_browser.begin(), mara)
    state = parse_qs(urlsplit(url).query)["state"][0]
    house.own_browser.cookie = house.own_browser.cookie.replace(state, "forged")
    page = await house.own_browser.get(url.replace(state, "forged"))
    await _refused(house, page.status, page.text, 401, "more than ten minutes ago")


async def test_a_link_of_somebody_else_installs_nothing(house: Hosted, team: Team, mara: Person) -> None:
    url = team.allow(await house.own_browser.begin(), mara)
    for victim in (house.browser(), house.browser()):
        page = await victim.get(url)
        await _refused(house, page.status, page.text, 400, "not opened in the browser")
        await victim.begin()
    page = await victim.get(url)
    await _refused(house, page.status, page.text, 400, "not opened in the browser")


async def test_a_state_is_good_once(house: Hosted, team: Team, mara: Person) -> None:
    begun = await house.own_browser.begin()
    cookie = house.own_browser.cookie
    assert (await house.own_browser.get(team.allow(begun, mara))).status == 200
    house.own_browser.cookie = cookie
    page = await house.own_browser.get(team.allow(begun, mara))
    assert page.status == 401
    assert "a second time" in page.text
    assert len(house.slack.calls("oauth.v2.access")) == 1


async def test_a_state_is_good_for_ten_minutes(house: Hosted, team: Team, mara: Person) -> None:
    begun = await house.own_browser.begin()
    house.slack.clock.advance(timedelta(minutes=10))
    page = await house.own_browser.get(team.allow(begun, mara))
    await _refused(house, page.status, page.text, 401, "more than ten minutes ago")
    await house.settle()
    assert (
        await house.app.database.run(lambda work: work._connection.execute(oauth_states.select()).all()) == []
    )


async def test_a_code_that_slack_does_not_know_installs_nothing(
    house: Hosted, team: Team, mara: Person
) -> None:
    house.slack.faults.refuse("oauth.v2.access", "invalid_code")
    page = await house.install(team, mara)
    await _refused(house, page.status, page.text, 401, "Slack did not confirm")


async def test_whoever_cancels_reads_that_nothing_was_installed(house: Hosted) -> None:
    page = await house.own_browser.get("/slack/oauth_redirect?error=access_denied&state=x")
    await _refused(house, page.status, page.text, 200, "You cancelled")


async def test_what_stands_in_the_address_is_never_html_of_the_page(house: Hosted) -> None:
    page = await house.own_browser.get("/slack/oauth_redirect?error=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script" not in page.text


async def test_only_a_team_is_passed_on_to_slack(house: Hosted) -> None:
    named = await house.own_browser.get("/slack/install?team=T0HARBOUR")
    assert parse_qs(urlsplit(named.location).query)["team"] == ["T0HARBOUR"]
    odd = await house.own_browser.get("/slack/install?team=T0%0d%0aSet-Cookie:%20a")
    assert odd.status == 302
    assert "team" not in parse_qs(urlsplit(odd.location).query)


async def test_an_organisation_installs_once_for_all_its_workspaces(house: Hosted) -> None:
    part = house.slack.add_team("Harbour", installed=False, enterprise_id="E0HARBOUR")
    mara = part.add_person("Mara Lindqvist")
    page = await house.install(part, mara, org=True)
    assert page.status == 200
    installed = await house.installed(part.team_id, "E0HARBOUR")
    assert (installed.enterprise_id, installed.team_id) == ("E0HARBOUR", "")
    room = part.add_channel("leadership", members=[mara])
    await room.invite_app(by=mara)
    await house.settle()
    assert "Hello, this is Understudy" in room.messages()[0].text
    assert "/understudy setup" in (await mara.command("/understudy", "", room)).text


async def test_an_event_of_an_unknown_workspace_is_not_acknowledged(house: Hosted) -> None:
    await house.slack.add_team("Elsewhere").add_person("Lee Park").open_home()
    await house.slack.delivered()
    assert house.slack.pending_redeliveries() is not None


async def _refused(house: Hosted, status: int, text: str, wanted: int, why: str) -> None:
    assert status == wanted
    assert why in text
    assert "Begin again" in text
    assert await house.app.database.run(lambda work: work.installations.all()) == ()


async def test_a_team_that_joins_an_organisation_keeps_what_it_had(
    house: Hosted, team: Team, mara: Person
) -> None:
    await house.install(team, mara)
    before = await house.installed(team.team_id)
    team.place.workspace.enterprise_id = "E0HARBOUR"
    assert "/understudy setup" in (await mara.command("/understudy", "", mara.dm)).text
    await house.install(team, mara)
    after = await house.installed(team.team_id, "E0HARBOUR")
    assert (after.workspace_id, after.enterprise_id) == (before.workspace_id, "E0HARBOUR")
