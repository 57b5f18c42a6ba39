import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.refusals import NOWHERE, error_of


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
