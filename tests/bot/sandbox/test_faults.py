import asyncio
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.refusals import NOWHERE, error_of


async def test_rate_limits_come_with_retry_after_and_nothing_is_said(
    slack: Sandbox, web: AsyncWebClient, room: Channel
) -> None:
    slack.faults.rate_limit("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as refused:
        await web.chat_postMessage(channel=room.id, text="Hi")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"
    assert refused.value.response["error"] == "ratelimited"
    assert room.messages() == []
    await web.chat_postMessage(channel=room.id, text="Hi")


async def test_a_server_error_says_nothing(slack: Sandbox, web: AsyncWebClient, room: Channel) -> None:
    slack.faults.fail("chat.postMessage", status=503)
    with pytest.raises(SlackApiError):
        await web.chat_postMessage(channel=room.id, text="Hi")
    assert room.messages() == []
    assert slack.record[-1].outcome == "http 503"


async def test_an_answer_can_be_lost_after_the_write(
    slack: Sandbox, web: AsyncWebClient, room: Channel
) -> None:
    slack.faults.drop_after_write("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await web.chat_postMessage(channel=room.id, text="Said all the same")
    assert [message.text for message in room.messages()] == ["Said all the same"]
    assert slack.record[-1].outcome == "done, answer lost"


async def test_a_slow_write_lands_after_the_caller_has_left(slack: Sandbox, room: Channel) -> None:
    slack.faults.hang("chat.postMessage", 0.15)
    hasty = AsyncWebClient(token=slack.team.bot_token, base_url=slack.api_url, retry_handlers=[])
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await hasty.chat_postMessage(channel=room.id, text="Slow")
    assert room.messages() == []
    await slack.calls_done()
    assert [message.text for message in room.messages()] == ["Slow"]


async def test_an_error_can_be_ordered(slack: Sandbox, web: AsyncWebClient, room: Channel) -> None:
    slack.faults.refuse("chat.update", "edit_window_closed")
    assert await error_of(web.chat_update(channel=room.id, ts=NOWHERE, text="Hi")) == "edit_window_closed"


async def test_a_channel_takes_a_short_burst_then_one_message_a_second(
    slack: Sandbox, web: AsyncWebClient, room: Channel
) -> None:
    slack.faults.pace_posts = True
    for number in range(4):
        await web.chat_postMessage(channel=room.id, text=f"Number {number}")
    assert await error_of(web.chat_postMessage(channel=room.id, text="Too soon")) == "ratelimited"
    slack.clock.advance(timedelta(seconds=1))
    await web.chat_postMessage(channel=room.id, text="In time")


async def test_a_methods_tier_counts_calls_of_a_minute(
    slack: Sandbox, web: AsyncWebClient, mara: Person
) -> None:
    slack.faults.tiers = True
    for _ in range(20):
        await web.users_list()
    assert await error_of(web.users_list()) == "ratelimited"
    slack.clock.advance(timedelta(minutes=1))
    await web.users_list()
    assert mara.id


async def test_metadata_can_be_dropped_by_the_server(
    slack: Sandbox, web: AsyncWebClient, room: Channel
) -> None:
    slack.faults.drop_metadata = True
    metadata = {"event_type": "posting", "event_payload": {"id": "p1"}}
    await web.chat_postMessage(channel=room.id, text="Question", metadata=metadata)
    assert room.messages()[0].metadata is None


async def test_history_can_be_rationed_to_one_request_a_minute_of_fifteen_messages(
    slack: Sandbox, web: AsyncWebClient, mara: Person, room: Channel
) -> None:
    slack.faults.ration_history = True
    for number in range(20):
        await mara.post(room, str(number))
    found = await web.conversations_history(channel=room.id, limit=100)
    assert len(found["messages"]) == 15
    assert found["has_more"]
    assert await error_of(web.conversations_history(channel=room.id)) == "ratelimited"
