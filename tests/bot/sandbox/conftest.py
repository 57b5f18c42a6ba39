from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.ear import Ear

T0 = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox.open(start=T0, ack_timeout=0.3) as opened:
        yield opened


@pytest.fixture
def web(slack: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=slack.team.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5)


@pytest.fixture
async def ear(slack: Sandbox) -> AsyncIterator[Ear]:
    listening = Ear(slack)
    await listening.connect()
    await slack.connected()
    yield listening
    await listening.close()


@pytest.fixture
def mara(slack: Sandbox) -> Person:
    return slack.team.add_person("Mara Lindqvist", tz="Europe/Berlin")


@pytest.fixture
async def room(slack: Sandbox, mara: Person) -> Channel:
    channel = slack.team.add_channel("leadership", members=[mara])
    channel.conversation.members.append(slack.team.bot_user_id)
    return channel
