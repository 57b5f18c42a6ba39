import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import as_object
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.ear import Ear
from tests.bot.sandbox.payloads import actions, button, section


async def test_what_people_type_arrives_escaped_and_with_mentions(
    ear: Ear, mara: Person, room: Channel
) -> None:
    await mara.post(room, f"5 < 6 & {mara.mention}, <@U1> see https://example.com/?a=1&b=2")
    assert ear.texts == [f"5 &lt; 6 &amp; <@{mara.id}>, &lt;@U1&gt; see <https://example.com/?a=1&amp;b=2>"]


async def test_an_envelope_has_slacks_shape(slack: Sandbox, ear: Ear, mara: Person, room: Channel) -> None:
    await mara.post(room, "Hello")
    payload = ear.heard[0].payload
    assert payload["type"] == "event_callback"
    assert payload["api_app_id"] == slack.app_id
    assert payload["authorizations"][0]["user_id"] == slack.team.bot_user_id
    assert {"token", "team_id", "event_id", "event_time", "event_context"} <= set(payload)
    assert payload["enterprise_id"] is None


async def test_the_app_hears_its_own_message_with_metadata(
    slack: Sandbox, ear: Ear, web: AsyncWebClient, room: Channel
) -> None:
    metadata = {"event_type": "posting", "event_payload": {"id": "p1"}}
    await web.chat_postMessage(channel=room.id, text="Today's question", metadata=metadata)
    await slack.delivered()
    event = ear.events[0]
    assert event["metadata"] == metadata
    assert (event["bot_id"], event["user"]) == (slack.team.bot_id, slack.team.bot_user_id)
    assert event["app_id"] == slack.app_id


async def test_a_reply_carries_its_thread_and_its_parents_author(
    ear: Ear, web: AsyncWebClient, slack: Sandbox, mara: Person, room: Channel
) -> None:
    parent = await web.chat_postMessage(channel=room.id, text="Today's question")
    await mara.post(room, "My answer", thread_ts=str(parent["ts"]))
    await slack.delivered()
    reply = ear.events[-1]
    assert reply["thread_ts"] == parent["ts"]
    assert reply["parent_user_id"] == slack.team.bot_user_id
    assert "subtype" not in reply


async def test_a_broadcast_reply_brings_its_root(ear: Ear, mara: Person, room: Channel) -> None:
    parent = await mara.post(room, "Question")
    await mara.post(room, "To all", thread_ts=parent, broadcast=True)
    assert ear.events[-1]["subtype"] == "thread_broadcast"
    assert as_object(ear.events[-1]["root"])["ts"] == parent
    assert [m.text for m in room.messages()] == ["Question", "To all"]


async def test_a_clip_arrives_as_file_share_with_empty_text(ear: Ear, mara: Person, room: Channel) -> None:
    await mara.post(room, "", files=[{"name": "clip.mp4", "subtype": "slack_audio"}])
    assert ear.events[-1]["subtype"] == "file_share"
    assert ear.texts == [""]


async def test_an_edit_tells_before_and_after(ear: Ear, mara: Person, room: Channel) -> None:
    ts = await mara.post(room, "Frist")
    await mara.edit(room, ts, "First")
    event = ear.events[-1]
    assert event["subtype"] == "message_changed"
    assert as_object(event["message"])["text"] == "First"
    assert as_object(as_object(event["message"])["edited"])["user"] == mara.id
    assert as_object(event["previous_message"])["text"] == "Frist"


async def test_an_unfurl_changes_a_message_without_an_edit(ear: Ear, mara: Person, room: Channel) -> None:
    ts = await mara.post(room, "https://example.com/")
    await room.unfurl(ts)
    assert ear.events[-1]["subtype"] == "message_changed"
    assert "edited" not in as_object(ear.events[-1]["message"])


async def test_a_deleted_reply_tells_what_it_was(ear: Ear, mara: Person, room: Channel) -> None:
    parent = await mara.post(room, "Question")
    ts = await mara.post(room, "Regret", thread_ts=parent)
    await mara.delete(room, ts)
    event = ear.events[-1]
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", ts)
    assert as_object(event["previous_message"])["text"] == "Regret"
    assert room.messages(parent) == []


async def test_a_deleted_parent_with_replies_leaves_a_tombstone(
    ear: Ear, mara: Person, room: Channel
) -> None:
    parent = await mara.post(room, "Question")
    await mara.post(room, "Answer", thread_ts=parent)
    await mara.delete(room, parent)
    event = ear.events[-1]
    assert event["subtype"] == "message_changed"
    assert as_object(event["message"])["subtype"] == "tombstone"
    assert room.message(parent).deleted
    assert len(room.messages(parent)) == 1


async def test_reactions_name_the_message_but_not_its_thread(ear: Ear, mara: Person, room: Channel) -> None:
    ts = await mara.post(room, "Answer")
    await mara.react(room, ts, "dart")
    await mara.unreact(room, ts, "dart")
    added, removed = ear.events[1:]
    assert added["item"] == {"type": "message", "channel": room.id, "ts": ts}
    assert (added["type"], removed["type"]) == ("reaction_added", "reaction_removed")
    assert added["item_user"] == mara.id
    assert str(added["event_ts"]) < str(removed["event_ts"])
    assert room.message(ts).reactions == {}


async def test_another_apps_message_carries_its_bot(slack: Sandbox, ear: Ear, room: Channel) -> None:
    other = slack.team.add_person("Build Bot", is_bot=True)
    await room.join(other)
    await other.post(room, "Build is green")
    assert ear.events[-1]["bot_id"] == other.account.bot_id
    assert ear.events[-1]["bot_id"] != slack.team.bot_id


async def test_the_app_hears_of_its_own_invitation_and_removal(
    slack: Sandbox, ear: Ear, mara: Person
) -> None:
    channel = slack.team.add_channel("managers", [mara])
    await mara.post(channel, "Nobody hears this")
    await channel.invite_app(by=mara)
    await channel.remove_app()
    assert ear.kinds == ["member_joined_channel", "member_left_channel", "channel_left"]
    assert ear.events[0]["user"] == slack.team.bot_user_id


async def test_a_channels_life_is_told(ear: Ear, mara: Person, room: Channel) -> None:
    await room.rename("leads")
    await room.archive(by=mara)
    await room.unarchive(by=mara)
    old = room.id
    new = await room.change_id()
    assert ear.kinds == ["channel_rename", "channel_archive", "channel_unarchive", "channel_id_changed"]
    assert (ear.events[-1]["old_channel_id"], ear.events[-1]["new_channel_id"]) == (old, new)


async def test_a_profile_change_is_told_with_the_whole_person(ear: Ear, mara: Person) -> None:
    await mara.change(tz="Asia/Tokyo")
    await mara.deactivate()
    user = as_object(ear.events[-1]["user"])
    assert (user["tz"], user["deleted"]) == ("Asia/Tokyo", True)
    assert as_object(user["profile"])["display_name"] == "Mara"


@pytest.mark.parametrize("tokens_first", [False, True])
async def test_an_uninstall_is_told_in_either_order_and_kills_the_token(
    slack: Sandbox, ear: Ear, web: AsyncWebClient, *, tokens_first: bool
) -> None:
    await slack.team.uninstall(tokens_first=tokens_first)
    kinds = ["app_uninstalled", "tokens_revoked"]
    assert ear.kinds == (kinds[::-1] if tokens_first else kinds)
    with pytest.raises(SlackApiError, match="account_inactive"):
        await web.auth_test()


async def test_without_the_scope_an_event_does_not_arrive(slack: Sandbox, ear: Ear) -> None:
    small = slack.add_team("Small Co", scopes=["chat:write", "channels:history"])
    mara = small.add_person("Mara Lindqvist")
    channel = small.add_channel("leadership", [mara])
    await channel.invite_app(by=mara)
    ts = await mara.post(channel, "Heard")
    await mara.react(channel, ts, "dart")
    assert ear.kinds == ["message"]


async def test_two_workspaces_may_hold_the_same_ids(slack: Sandbox, ear: Ear) -> None:
    for team in (slack.team, slack.add_team("Other Co", team_id="T2")):
        person = team.add_person("Mara Lindqvist", user_id="U1")
        channel = team.add_channel("leadership", [person], channel_id="C1")
        await channel.invite_app()
        await person.post(channel, team.team_id)
    assert [
        request.payload["team_id"] for request in ear.heard if request.payload["event"]["type"] == "message"
    ] == [slack.team.team_id, "T2"]


async def test_people_cannot_do_what_slack_would_not_let_them(
    slack: Sandbox, web: AsyncWebClient, mara: Person, room: Channel
) -> None:
    stranger = slack.team.add_person("Jun Takeda")
    with pytest.raises(CannotDo, match="is not in"):
        await stranger.post(room, "Hi")
    blocks = [section("Your answer"), actions(button(visible_to_user_ids=[stranger.id]))]
    said = await web.chat_postMessage(channel=room.id, text="Your answer", blocks=blocks)
    with pytest.raises(CannotDo, match="there is: nothing"):
        await mara.click(room, str(said["ts"]), "answer")


async def test_a_direct_message_with_the_app_is_heard_as_im(ear: Ear, mara: Person) -> None:
    await mara.post(mara.dm, "help")
    assert ear.events[-1]["channel_type"] == "im"
    assert mara.dm.messages()[0].text == "help"
