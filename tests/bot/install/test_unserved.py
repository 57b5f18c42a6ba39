"""A workspace whose token is nowhere holds up nobody, and is not asked for again and again."""

from datetime import timedelta

from pydantic import SecretStr

from bot.app import opened
from bot.sandbox.driver.people import Person
from bot.sandbox.driver.teams import Team
from bot.sandbox.slack import Sandbox
from bot.settings import Settings
from content.questions import load_library
from storage.database import Database
from storage.sayings import Saying
from storage.work import Room, Work
from tests.bot.install.hosted import MONDAY, Hosted

PEOPLE = 60  # more than are looked up in one tick


def forgotten(work: Work) -> Room:
    """A workspace of which no installation is known."""
    known = work.workspaces.know(team_id="T0GONE", bot_user_id="U0BOT", bot_id="B0BOT", app_id="A0")
    return work.room(known.id)


def fill(work: Work, house: Hosted) -> None:
    """Much that is to be asked and said there."""
    room = forgotten(work)
    for number in range(PEOPLE):
        room.people.meet(f"U0{number}")
        owe(room, f"said-{number}", house)


def owe(room: Room, saying_id: str, house: Hosted) -> None:
    room.sayings.owe(
        saying_id=saying_id,
        kind="welcome",
        subject=f"C{saying_id}",
        surface="post",
        urgency=1,
        not_before=house.slack.clock.now(),
        channel=f"C{saying_id}",
    )


async def test_others_are_spoken_to_and_looked_up_all_the_same(
    house: Hosted, team: Team, mara: Person
) -> None:
    await house.app.database.run(lambda work: fill(work, house))
    await house.install(team, mara)
    channel = team.add_channel("leadership", members=[mara])
    await channel.invite_app(by=mara)
    await house.room(team.team_id, lambda room: room.people.meet(mara.id))
    await house.settle()
    assert "Hello, this is Understudy" in channel.messages()[0].text
    known = await house.room(team.team_id, lambda room: room.people.get(mara.id))
    assert known.name == "Mara Lindqvist"


async def test_what_cannot_be_said_there_is_put_off(house: Hosted) -> None:
    await house.app.database.run(lambda work: fill(work, house))
    await house.settle()
    said: Saying | None = await house.app.database.run(lambda work: forgotten(work).sayings.get("said-0"))
    assert said is not None
    assert (said.state, said.reason) == ("owed", "not_installed")
    assert said.not_before > house.slack.clock.now()
    assert house.slack.record == []


async def test_with_another_workspace_s_token_the_earlier_one_is_left_alone_and_kept(
    database: Database,
) -> None:
    async with Sandbox.open(start=MONDAY) as slack:
        other = slack.add_team("Quay")
        for token in (slack.team.bot_token, other.bot_token):
            settings = Settings(
                slack_bot_token=SecretStr(token),
                slack_app_token=SecretStr(slack.app_token),
                slack_api_url=slack.api_url,
                clock_url=f"{slack.url}/clock",
                port=0,
            )
            async with opened(settings, library=load_library(), database=database) as app:
                await app.meet_slack()
                served = [each.bot.team_id for each in app.reach.installations.all()]
                slack.clock.advance(timedelta(days=60))
                await app.tick()
        assert served == [other.team_id]
        left = await database.run(lambda work: work.installations.find("", slack.team.team_id))
        assert left is not None
        assert (left.uninstalled_at is None, left.purge_at) == (False, None)
