import asyncio

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.shapes import Json
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.payloads import home, modal, section
from tests.bot.sandbox.refusals import NOWHERE, error_of


async def test_a_token_must_be_there_and_be_known(slack: Sandbox, web: AsyncWebClient) -> None:
    assert (await web.auth_test())["bot_id"] == slack.team.bot_id
    assert await error_of(AsyncWebClient(base_url=slack.api_url).auth_test()) == "not_authed"
    assert (
        await error_of(AsyncWebClient(token="xoxb-no", base_url=slack.api_url).auth_test()) == "invalid_auth"
    )
    assert (
        await error_of(web.apps_connections_open(app_token=slack.team.bot_token)) == "not_allowed_token_type"
    )


async def test_the_bot_and_the_workspace_of_a_token_can_be_asked_for(
    slack: Sandbox, web: AsyncWebClient
) -> None:
    bot = (await web.bots_info(bot=slack.team.bot_id))["bot"]
    assert bot["user_id"] == slack.team.bot_user_id
    assert bot["app_id"] == slack.app_id
    assert await error_of(web.bots_info(bot="B0NOBODY")) == "bot_not_found"
    assert await error_of(web.team_info()) == "missing_scope"
    curious = slack.add_team("Curious Co", scopes=["team:read"])
    theirs = AsyncWebClient(token=curious.bot_token, base_url=slack.api_url)
    assert (await theirs.team_info())["team"]["name"] == "Curious Co"
    assert await error_of(theirs.team_info(team=slack.team.team_id)) == "team_not_found"


async def test_a_channel_tells_its_topic_and_purpose_though_nobody_sets_them(
    web: AsyncWebClient, room: Channel
) -> None:
    told = (await web.conversations_info(channel=room.id))["channel"]
    assert told["topic"]["value"] == told["purpose"]["value"] == ""
    assert told["is_org_shared"] is False


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


async def test_control_sequences_in_what_the_app_says_are_found(web: AsyncWebClient, room: Channel) -> None:
    text = "Hello <!channel>"
    await web.chat_postMessage(channel=room.id, text=text, blocks=[section(text)])
    assert room.messages()[0].controls == ["<!channel>", "<!channel>"]
