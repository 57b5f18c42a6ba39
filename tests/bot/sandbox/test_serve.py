import asyncio

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.serve import serve
from tests.bot.sandbox.conftest import T0


async def test_a_served_sandbox_tells_its_addresses_and_tokens_and_ends_when_cancelled() -> None:
    told: asyncio.Queue[str] = asyncio.Queue()
    running = asyncio.create_task(serve("127.0.0.1", 0, T0, told.put_nowait))
    lines = dict([(await told.get()).split(": ", 1) for _ in range(4)])
    web = AsyncWebClient(token=lines["bot token"], base_url=lines["Slack API"])
    assert len((await web.users_list())["members"]) == 5
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
