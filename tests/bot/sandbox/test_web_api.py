import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.shapes import Json
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.payloads import home, modal, section

NOWHERE = "1000000000.000001"


async def error_of(call: Awaitable[AsyncSlackResponse]) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_a_token_must_be_there_and_be_known(slack: Sandbox, web: AsyncWebClient) -> None:
    assert (await web.auth_test())["bot_id"] == slack.team.bot_id
    assert await error_of(AsyncWebClient(base_url=slack.api_url).auth_test()) == "not_authed"
    assert (
        await error_of(AsyncWebClient(token="xoxb-no", base_url=slack.api_url).auth_test()) == "invalid_auth"
    )
    assert (
        await error_of(web.apps_connections_open(app_token=slack.team.bot_token)) == "not_allowed_token_type"
    )


async def test_an_unknown_method_is_told(web: AsyncWebClient) -> None:
    assert await error_of(web.api_call("chat.shout")) == "unknown_method"


async def test_arguments_are_read_from_json_form_and_query_alike(
    slack: Sandbox, web: AsyncWebClient, room: Channel
) -> None:
    said = {"channel": room.id, "text": "Hello"}
    await web.api_call("chat.postMessage", json=said)
    await web.api_call("chat.postMessage", data=said)
    await web.api_call("chat.postMessage", params=said)
    assert [message.text for message in room.messages()] == ["Hello"] * 3
    assert slack.calls("chat.postMessage")[0].args == said


async def test_the_channel_must_be_known_joined_and_open(
    slack: Sandbox, web: AsyncWebClient, mara: Person, room: Channel
) -> None:
    elsewhere = slack.team.add_channel("elsewhere", [mara])
    secret = slack.team.add_channel("secret", [mara], private=True)
    assert await error_of(web.chat_postMessage(channel="C0NOWHERE", text="Hi")) == "channel_not_found"
    assert await error_of(web.chat_postMessage(channel=elsewhere.id, text="Hi")) == "not_in_channel"
    assert await error_of(web.chat_postMessage(channel=secret.id, text="Hi")) == "channel_not_found"
    await room.archive()
    assert await error_of(web.chat_postMessage(channel=room.id, text="Hi")) == "is_archived"


async def test_a_missing_scope_is_named(slack: Sandbox) -> None:
    small = slack.add_team("Small Co", scopes=["chat:write"])
    web = AsyncWebClient(token=small.bot_token, base_url=slack.api_url)
    with pytest.raises(SlackApiError) as refused:
        await web.users_list()
    assert refused.value.response["needed"] == "users:read"
    assert refused.value.response["provided"] == "chat:write"


async def test_stamps_are_unique_and_increase_while_the_clock_stands(
    web: AsyncWebClient, room: Channel
) -> None:
    said = await asyncio.gather(
        *(web.chat_postMessage(channel=room.id, text=f"Number {n}") for n in range(5))
    )
    stamps = [str(answer["ts"]) for answer in said]
    assert len(set(stamps)) == 5
    assert [m.ts for m in room.messages()] == sorted(stamps)


async def test_long_text_is_cut_on_post_and_refused_on_update(
    slack: Sandbox, web: AsyncWebClient, room: Channel
) -> None:
    said = await web.chat_postMessage(channel=room.id, text="a" * 40_001)
    assert len(room.messages()[0].text) == 40_000
    again = web.chat_update(channel=room.id, ts=str(said["ts"]), text="a" * 4_001)
    assert await error_of(again) == "msg_too_long"
    assert [refusal.where for refusal in slack.refused] == ["chat.update"]


async def test_an_update_keeps_metadata_and_drops_blocks_that_are_left_out(
    web: AsyncWebClient, room: Channel
) -> None:
    metadata = {"event_type": "posting", "event_payload": {"id": "p1"}}
    said = await web.chat_postMessage(
        channel=room.id, text="What did you decide?", blocks=[section()], metadata=metadata
    )
    await web.chat_update(channel=room.id, ts=str(said["ts"]), text="Closed")
    message = room.messages()[0]
    assert (message.text, message.blocks, message.metadata) == ("Closed", [], metadata)


async def test_only_own_messages_can_be_updated_and_deleted(
    web: AsyncWebClient, mara: Person, room: Channel
) -> None:
    ts = await mara.post(room, "Mine")
    assert await error_of(web.chat_update(channel=room.id, ts=ts, text="Yours")) == "cant_update_message"
    assert await error_of(web.chat_delete(channel=room.id, ts=ts)) == "cant_delete_message"
    assert await error_of(web.chat_update(channel=room.id, ts=NOWHERE, text="Gone")) == "message_not_found"
    assert await error_of(web.chat_delete(channel=room.id, ts=NOWHERE)) == "message_not_found"


async def test_a_message_needs_text_and_a_thread_needs_a_parent(web: AsyncWebClient, room: Channel) -> None:
    assert await error_of(web.api_call("chat.postMessage", json={"channel": room.id})) == "no_text"
    assert (
        await error_of(web.chat_postMessage(channel=room.id, text="Hi", thread_ts=NOWHERE))
        == "thread_not_found"
    )


async def test_an_ephemeral_is_seen_by_one_member_and_kept_in_no_history(
    web: AsyncWebClient, slack: Sandbox, mara: Person, room: Channel
) -> None:
    stranger = slack.team.add_person("Jun Takeda")
    whispered = await web.chat_postEphemeral(channel=room.id, user=mara.id, text="Only you")
    assert [message.text for message in mara.ephemerals] == ["Only you"]
    assert room.messages() == []
    assert (
        await error_of(web.chat_update(channel=room.id, ts=str(whispered["message_ts"]), text="No"))
        == "message_not_found"
    )
    assert (
        await error_of(web.chat_postEphemeral(channel=room.id, user=stranger.id, text="x1"))
        == "user_not_in_channel"
    )


async def test_metadata_is_told_in_full_only_on_request(web: AsyncWebClient, room: Channel) -> None:
    metadata = {"event_type": "posting", "event_payload": {"id": "p1"}}
    said = await web.chat_postMessage(channel=room.id, text="Question", metadata=metadata)
    bare = await web.conversations_history(channel=room.id)
    full = await web.conversations_replies(channel=room.id, ts=str(said["ts"]), include_all_metadata=True)
    assert bare["messages"][0]["metadata"] == {"event_type": "posting"}
    assert full["messages"][0]["metadata"] == metadata


async def test_history_comes_newest_first_in_pages(web: AsyncWebClient, mara: Person, room: Channel) -> None:
    stamps = [await mara.post(room, str(number)) for number in range(5)]
    await mara.post(room, "hidden in the thread", thread_ts=stamps[0])
    texts: list[str] = []
    async for page in await web.conversations_history(channel=room.id, limit=2):
        texts += [message["text"] for message in page["messages"]]
    assert texts == ["4", "3", "2", "1", "0"]
    assert await error_of(web.conversations_history(channel=room.id, cursor="nonsense")) == "invalid_cursor"


@pytest.mark.parametrize(("inclusive", "texts"), [(False, ["2"]), (True, ["3", "2", "1"])])
async def test_history_has_open_ends_unless_inclusive(
    web: AsyncWebClient, mara: Person, room: Channel, *, inclusive: bool, texts: list[str]
) -> None:
    stamps = [await mara.post(room, str(number)) for number in range(5)]
    found = await web.conversations_history(
        channel=room.id, oldest=stamps[1], latest=stamps[3], inclusive=inclusive
    )
    assert [message["text"] for message in found["messages"]] == texts


async def test_replies_begin_with_the_parent_that_counts_them(
    web: AsyncWebClient, mara: Person, room: Channel
) -> None:
    parent = await mara.post(room, "Question")
    await mara.post(room, "Answer", thread_ts=parent)
    found = await web.conversations_replies(channel=room.id, ts=parent)
    assert [message["text"] for message in found["messages"]] == ["Question", "Answer"]
    assert found["messages"][0]["reply_count"] == 1
    assert await error_of(web.conversations_replies(channel=room.id, ts=NOWHERE)) == "thread_not_found"


async def test_the_same_people_share_one_direct_message(
    web: AsyncWebClient, slack: Sandbox, mara: Person
) -> None:
    jun = slack.team.add_person("Jun Takeda")
    first = await web.conversations_open(users=[mara.id])
    again = await web.conversations_open(users=mara.id, return_im=True)
    group = await web.conversations_open(users=[jun.id, mara.id])
    assert first["channel"]["id"] == again["channel"]["id"] == mara.dm.id
    assert again["already_open"]
    assert again["channel"]["user"] == mara.id
    assert group["channel"]["id"] != first["channel"]["id"]
    await jun.deactivate()
    assert await error_of(web.conversations_open(users=[jun.id])) == "user_disabled"
    assert await error_of(web.conversations_open(users=["U0NOBODY"])) == "user_not_found"


async def test_posting_to_a_person_reaches_the_direct_message(web: AsyncWebClient, mara: Person) -> None:
    await web.chat_postMessage(channel=mara.id, text="Good morning")
    assert [message.text for message in mara.dm.messages()] == ["Good morning"]


async def test_channels_and_people_are_listed_in_pages(
    web: AsyncWebClient, slack: Sandbox, mara: Person, room: Channel
) -> None:
    slack.team.add_channel("hidden", [mara], private=True)
    slack.team.add_channel("open", [mara])
    listed = await web.conversations_list(types="public_channel,private_channel", limit=1)
    assert listed["response_metadata"]["next_cursor"]
    names = [channel["name"] async for page in listed for channel in page["channels"]]
    assert names == ["leadership", "open"]
    assert [
        m async for page in await web.conversations_members(channel=room.id, limit=1) for m in page["members"]
    ] == room.members
    people = [user["id"] async for page in await web.users_list(limit=1) for user in page["members"]]
    assert people == [slack.team.bot_user_id, mara.id]


async def test_a_person_is_told_with_zone_and_kind(web: AsyncWebClient, slack: Sandbox) -> None:
    guest = slack.team.add_person("Ines Okafor", tz="Africa/Lagos", is_guest=True)
    user = (await web.users_info(user=guest.id))["user"]
    assert (user["tz"], user["tz_offset"]) == ("Africa/Lagos", 3600)
    assert (user["is_restricted"], user["is_bot"], user["deleted"]) == (True, False, False)
    assert user["profile"]["display_name"] == "Ines"
    assert await error_of(web.users_info(user="U0NOBODY")) == "user_not_found"


async def test_the_number_of_members_is_told_on_request(web: AsyncWebClient, room: Channel) -> None:
    assert "num_members" not in (await web.conversations_info(channel=room.id))["channel"]
    told = await web.conversations_info(channel=room.id, include_num_members=True)
    assert told["channel"]["num_members"] == 2


async def test_the_app_reacts_once_and_sees_who_else_did(
    web: AsyncWebClient, mara: Person, room: Channel
) -> None:
    ts = await mara.post(room, "Answer")
    await web.reactions_add(channel=room.id, timestamp=ts, name="dart")
    await mara.react(room, ts, "dart")
    got = await web.reactions_get(channel=room.id, timestamp=ts)
    assert got["message"]["reactions"][0]["count"] == 2
    assert await error_of(web.reactions_add(channel=room.id, timestamp=ts, name="dart")) == "already_reacted"
    assert (
        await error_of(web.reactions_add(channel=room.id, timestamp=NOWHERE, name="dart"))
        == "message_not_found"
    )
    assert (
        await error_of(web.reactions_add(channel=room.id, timestamp=ts, name="no such name!"))
        == "invalid_name"
    )


async def test_a_permalink_names_channel_and_stamp(web: AsyncWebClient, mara: Person, room: Channel) -> None:
    ts = await mara.post(room, "Question")
    link = (await web.chat_getPermalink(channel=room.id, message_ts=ts))["permalink"]
    assert link == f"https://practice-co.slack.com/archives/{room.id}/p{ts.replace('.', '')}"


async def test_a_home_is_published_and_a_stale_hash_refused(web: AsyncWebClient, mara: Person) -> None:
    first = await web.views_publish(user_id=mara.id, view=home())
    await web.views_publish(user_id=mara.id, view=home(section("Newer")), hash=first["view"]["hash"])
    assert mara.home_tab.texts() == ["Newer"]
    stale = web.views_publish(user_id=mara.id, view=home(), hash=first["view"]["hash"])
    assert await error_of(stale) == "hash_conflict"


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


async def test_metadata_needs_a_type_and_a_payload(web: AsyncWebClient, room: Channel) -> None:
    half: Json = {"event_type": "posting"}
    assert (
        await error_of(web.chat_postMessage(channel=room.id, text="Hi", metadata=half))
        == "invalid_metadata_format"
    )


async def test_a_view_over_250_kb_is_too_large(web: AsyncWebClient, mara: Person) -> None:
    big = home(*[section("word " * 590) for _ in range(99)])
    assert await error_of(web.views_publish(user_id=mara.id, view=big)) == "view_too_large"


async def test_a_trigger_must_be_known(web: AsyncWebClient) -> None:
    assert await error_of(web.views_open(trigger_id="made.up", view=modal())) == "invalid_trigger_id"


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


async def test_control_sequences_in_what_the_app_says_are_found(web: AsyncWebClient, room: Channel) -> None:
    text = "Hello <!channel>"
    await web.chat_postMessage(channel=room.id, text=text, blocks=[section(text)])
    assert room.messages()[0].controls == ["<!channel>", "<!channel>"]
