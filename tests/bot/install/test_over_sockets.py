"""Many workspaces over one socket: they install the app by browser all the same, and nothing else comes in by HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app import opened
from bot.engine.choosing import EngineName
from bot.sandbox.slack import Sandbox
from content.questions import load_library
from storage.database import Database
from tests.bot.install.hosted import MONDAY, Hosted, settings_of


@pytest.fixture
async def house(database: Database, engine: EngineName) -> AsyncIterator[Hosted]:
    async with Sandbox.open(start=MONDAY) as slack:
        token = SecretStr(slack.app_token)
        settings = settings_of(
            slack,
            transport="socket",
            slack_app_token=token,
            ping_seconds=0.5,
            engine=engine,
            database_url=database.engine.url.render_as_string(hide_password=False),
        )
        async with (
            opened(settings, library=load_library(), database=database) as app,
            aiohttp.ClientSession() as session,
        ):
            await app.start()
            try:
                yield Hosted(slack, app, session)
            finally:
                await app.stop()


async def test_two_workspaces_are_served_over_one_socket(house: Hosted) -> None:
    await house.slack.connected()
    rooms = []
    for name in ("Harbour", "Quay"):
        team = house.slack.add_team(name, installed=False)
        mara = team.add_person("Mara Lindqvist")
        page = await house.install(team, mara)
        assert page.status == 200
        assert f"Understudy is installed in {name}" in page.text
        room = team.add_channel("leadership", members=[mara])
        await room.invite_app(by=mara)
        rooms.append(room)
    await house.settle()
    assert ["Hello, this is Understudy" in room.messages()[0].text for room in rooms] == [True, True]


async def test_what_claims_to_be_an_event_is_not_taken_by_http(house: Hosted) -> None:
    for path in ("/slack/events", "/slack/", "/slack"):
        body = {"type": "url_verification", "challenge": "x"}
        async with house.session.post(house.address + path, json=body) as answer:
            assert answer.status == 404, path
