from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import Json, as_object, as_objects
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.asking import a_trigger, last, offer
from tests.bot.sandbox.conftest import T0
from tests.bot.sandbox.ear import Ear
from tests.bot.sandbox.payloads import actions, button, home, modal, option, plain, section


@pytest.fixture
async def said(web: AsyncWebClient, room: Channel) -> str:
    blocks = [section("Your answer"), actions(button(value="a1"), button("Skip", "skip"))]
    return str((await web.chat_postMessage(channel=room.id, text="Your answer", blocks=blocks))["ts"])


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def test_a_button_tells_who_where_and_what(ear: Ear, mara: Person, room: Channel, said: str) -> None:
    assert await mara.click(room, said, "Answer")
    payload = last(ear)
    assert payload["type"] == "block_actions"
    assert as_objects(payload["actions"])[0]["value"] == "a1"
    assert as_object(payload["user"])["id"] == mara.id
    assert as_object(payload["container"])["message_ts"] == as_object(payload["message"])["ts"] == said
    assert payload["response_url"]


async def test_a_select_in_a_message_is_chosen(
    ear: Ear, web: AsyncWebClient, mara: Person, room: Channel
) -> None:
    select: Json = {
        "type": "static_select",
        "action_id": "level",
        "placeholder": plain("Level"),
        "options": [option("Senior", "s")],
    }
    await web.chat_postMessage(
        channel=room.id, text="Pick a level", blocks=[section("Pick a level"), actions(select)]
    )
    await mara.choose(room.messages()[0], "level", "s")
    assert as_object(as_objects(last(ear)["actions"])[0]["selected_option"])["value"] == "s"


async def test_a_trigger_dies_after_its_lifetime() -> None:
    async with Sandbox.open(start=T0, ack_timeout=0.3, trigger_lifetime=0.0) as slack:
        ear = Ear(slack)
        await ear.connect()
        web = AsyncWebClient(token=slack.team.bot_token, base_url=slack.api_url)
        trigger = await a_trigger(ear, slack.team.add_person("Mara Lindqvist"))
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await web.views_open(trigger_id=trigger, view=modal())
        await ear.close()


async def test_a_command_is_escaped_and_its_reply_private(
    slack: Sandbox, ear: Ear, mara: Person, room: Channel
) -> None:
    ear.answer = lambda _request: {"text": "Here is help"}
    reply = await mara.command("/understudy", f"help <now> {mara.mention}", room)
    assert last(ear)["text"] == f"help &lt;now&gt; <@{mara.id}|mara.lindqvist>"
    assert reply.text == "Here is help"
    assert [message.text for message in mara.ephemerals] == ["Here is help"]
    assert room.messages() == []
    assert slack.refused == []


async def test_an_unanswered_command_times_out_in_sight(ear: Ear, mara: Person, room: Channel) -> None:
    ear.acks = False
    assert (
        await mara.command("/understudy", "", room)
    ).failed == "/understudy failed with the error 'operation_timeout'"


async def test_a_response_url_takes_five_messages_within_half_an_hour(
    slack: Sandbox, ear: Ear, mara: Person, room: Channel, session: aiohttp.ClientSession
) -> None:
    async def send(url: object, body: Json) -> int:
        async with session.post(str(url), json=body) as answer:
            return answer.status

    reply = await mara.command("/understudy", "", room)
    url = last(ear)["response_url"]
    assert [await send(url, {"text": f"Number {n}"}) for n in range(6)] == [200] * 5 + [404]
    assert len(reply.messages) == 5
    await mara.command("/understudy", "", room)
    slack.clock.advance(timedelta(minutes=31))
    assert await send(last(ear)["response_url"], {"text": "Too late"}) == 404


async def test_a_response_url_replaces_and_removes_a_whisper(
    ear: Ear, web: AsyncWebClient, mara: Person, room: Channel, session: aiohttp.ClientSession
) -> None:
    blocks = [section("Shall I?"), actions(button())]
    whispered = await web.chat_postEphemeral(channel=room.id, user=mara.id, text="Shall I?", blocks=blocks)
    await mara.click(room, str(whispered["message_ts"]), "answer")
    url = str(last(ear)["response_url"])
    assert as_object(last(ear)["container"])["is_ephemeral"]
    assert "message" not in last(ear)
    async with session.post(url, json={"replace_original": True, "text": "Done"}):
        assert [message.texts() for message in mara.ephemerals] == [["Done"]]
    async with session.post(url, json={"delete_original": True}):
        assert mara.ephemerals == []


async def test_a_message_shortcut_brings_the_message_without_any_history_scope(
    slack: Sandbox, ear: Ear
) -> None:
    small = slack.add_team("Small Co", scopes=["commands"])
    mara = small.add_person("Mara Lindqvist")
    channel = small.add_channel("leadership", [mara])
    ts = await mara.post(channel, "My answer")
    await mara.message_shortcut("give", channel, ts)
    assert (last(ear)["type"], as_object(last(ear)["message"])["text"]) == ("message_action", "My answer")


async def test_the_home_is_opened_shown_and_pressed(ear: Ear, web: AsyncWebClient, mara: Person) -> None:
    await mara.open_home()
    assert ear.events[-1]["tab"] == "home"
    assert "view" not in ear.events[-1]
    await web.views_publish(
        user_id=mara.id, view=home(section("Your practice"), actions(button("Set up", "setup")))
    )
    await mara.open_home()
    assert as_object(ear.events[-1]["view"])["hash"] == as_object(mara.home)["hash"]
    assert await mara.home_tab.click("Set up")
    assert as_object(last(ear)["view"])["type"] == "home"


async def test_a_searchable_select_in_a_message_is_searched_and_chosen(
    ear: Ear, web: AsyncWebClient, mara: Person, room: Channel
) -> None:
    ear.answer = offer
    select: Json = {"type": "external_select", "action_id": "zones", "placeholder": plain("Zone")}
    said = await web.chat_postMessage(
        channel=room.id, text="Pick a zone", blocks=[section("Pick a zone"), actions(select)]
    )
    assert [o.value for o in await mara.suggest(room, str(said["ts"]), "zones", "tok")] == ["Asia/Tokyo"]
    assert await mara.choose(room.messages()[0], "zones", "Asia/Tokyo")
    assert as_object(as_objects(last(ear)["actions"])[0]["selected_option"])["value"] == "Asia/Tokyo"


async def test_people_of_another_company_press_buttons_but_take_no_shortcuts(
    slack: Sandbox, ear: Ear, mara: Person, room: Channel, said: str
) -> None:
    guest = slack.team.add_person("Ines Okafor", external_team="T0OTHER")
    await room.join(guest)
    assert await guest.click(room, said, "answer")
    assert as_object(last(ear)["user"])["team_id"] == "T0OTHER"
    with pytest.raises(CannotDo, match="another company"):
        await guest.command("/understudy", "", room)
    await mara.deactivate()
    with pytest.raises(CannotDo, match="deactivated"):
        await mara.click(room, said, "answer")
