from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.modals import Modal
from bot.sandbox.driver.people import Person
from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import Json, as_object, as_objects, as_text
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.conftest import T0
from tests.bot.sandbox.ear import Ear
from tests.bot.sandbox.payloads import actions, button, home, modal, option, plain, section, text_input

ZONES = ("Europe/Berlin", "Europe/Bern", "Asia/Tokyo")
ZONE: Json = {
    "type": "input",
    "block_id": "zone",
    "label": plain("Zone"),
    "element": {"type": "external_select", "action_id": "zones", "min_query_length": 2},
}


def offer(request: SocketModeRequest) -> Json:
    typed = as_text(request.payload.get("value")).lower()
    return {"options": [option(zone) for zone in ZONES if typed in zone.lower()]}


def last(ear: Ear) -> Json:
    return ear.heard[-1].payload


async def a_trigger(ear: Ear, person: Person) -> str:
    await person.global_shortcut("practice")
    return as_text(last(ear)["trigger_id"])


@pytest.fixture
async def form(ear: Ear, web: AsyncWebClient, mara: Person) -> Modal:
    await web.views_open(trigger_id=await a_trigger(ear, mara), view=modal(text_input(), ZONE))
    assert mara.modal
    return mara.modal


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


async def test_a_trigger_opens_one_view(ear: Ear, web: AsyncWebClient, mara: Person) -> None:
    trigger = await a_trigger(ear, mara)
    await web.views_open(trigger_id=trigger, view=modal())
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await web.views_open(trigger_id=trigger, view=modal())


async def test_a_trigger_dies_after_its_lifetime() -> None:
    async with Sandbox.open(start=T0, ack_timeout=0.3, trigger_lifetime=0.0) as slack:
        ear = Ear(slack)
        await ear.connect()
        web = AsyncWebClient(token=slack.team.bot_token, base_url=slack.api_url)
        trigger = await a_trigger(ear, slack.team.add_person("Mara Lindqvist"))
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await web.views_open(trigger_id=trigger, view=modal())
        await ear.close()


async def test_a_form_arrives_raw_and_closes(ear: Ear, mara: Person, form: Modal) -> None:
    ear.answer = offer
    await form.suggest("zones", "be")
    ear.answer = lambda _request: None
    assert await form.submit({"answer": "5 < 6 & more", "zone": "Europe/Berlin"})
    values = as_object(as_object(as_object(last(ear)["view"])["state"])["values"])
    assert as_object(as_object(values["answer"])["typed"])["value"] == "5 < 6 & more"
    assert (
        as_object(as_object(as_object(values["zone"])["zones"])["selected_option"])["value"]
        == "Europe/Berlin"
    )
    assert mara.modal is None


async def test_a_searchable_select_offers_what_the_app_finds(ear: Ear, form: Modal) -> None:
    ear.answer = offer
    assert [found.value for found in await form.suggest("zones", "ber")] == ["Europe/Berlin", "Europe/Bern"]
    asked = len(ear.heard)
    assert await form.suggest("zones", "b") == []
    assert len(ear.heard) == asked
    with pytest.raises(CannotDo, match="no option"):
        await form.choose("zones", "Mars/Base")


async def test_errors_stand_at_their_fields_and_the_input_is_kept(
    ear: Ear, mara: Person, form: Modal
) -> None:
    ear.answer = lambda request: (
        offer(request)
        if request.payload["type"] == "block_suggestion"
        else {"response_action": "errors", "errors": {"answer": "Say more."}}
    )
    assert not await form.submit({"answer": "Short", "zone": "Asia/Tokyo"})
    assert form.errors == {"answer": "Say more."}
    assert mara.modal == form
    assert as_object(as_object(form.seen.state_values()["answer"])["typed"])["value"] == "Short"


async def test_what_slack_itself_refuses_is_not_sent(ear: Ear, form: Modal) -> None:
    heard = len(ear.heard)
    assert not await form.submit({"answer": ""})
    assert set(form.errors) == {"answer", "zone"}
    assert len(ear.heard) == heard


async def test_an_unanswered_form_stays_open_with_its_input(
    ear: Ear, web: AsyncWebClient, mara: Person
) -> None:
    await web.views_open(trigger_id=await a_trigger(ear, mara), view=modal())
    ear.acks = False
    form = mara.modal
    assert form
    assert not await form.submit({"answer": "Long work"})
    assert form.trouble == "We had some trouble connecting. Try again?"
    assert form.is_open
    ear.acks = True
    assert await form.submit()


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "No."}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "explode"},
    ],
)
async def test_a_wrong_answer_to_a_form_is_trouble(
    slack: Sandbox, ear: Ear, web: AsyncWebClient, mara: Person, answer: Json
) -> None:
    await web.views_open(trigger_id=await a_trigger(ear, mara), view=modal())
    ear.answer = lambda _request: answer
    form = mara.modal
    assert form
    assert not await form.submit({"answer": "x1"})
    assert form.trouble
    assert slack.refused


async def test_an_answer_can_update_push_and_clear(ear: Ear, web: AsyncWebClient, mara: Person) -> None:
    await web.views_open(trigger_id=await a_trigger(ear, mara), view=modal())
    first = mara.modal
    assert first
    ear.answer = lambda _request: {"response_action": "push", "view": modal(section("Sure?"))}
    await first.submit({"answer": "x1"})
    second = mara.modal
    assert second
    assert second.texts() == ["Answer", "Send", "Sure?"]
    ear.answer = lambda _request: {"response_action": "update", "view": modal(section("Really?"))}
    await second.submit()
    assert second.shown.endswith("Really?")
    ear.answer = lambda _request: {"response_action": "clear"}
    await second.submit()
    assert mara.modal is None


async def test_the_stack_takes_three_views(ear: Ear, web: AsyncWebClient, mara: Person) -> None:
    view = modal(actions(button("Deeper", "deeper")))
    await web.views_open(trigger_id=await a_trigger(ear, mara), view=view)
    for _ in range(2):
        assert mara.modal
        await mara.modal.click("deeper")
        await web.views_push(trigger_id=as_text(last(ear)["trigger_id"]), view=view)
    assert mara.modal
    await mara.modal.click("Deeper")
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await web.views_push(trigger_id=as_text(last(ear)["trigger_id"]), view=view)
    top = mara.modal
    await top.close()
    assert mara.modal.view["id"] == top.view["previous_view_id"]


async def test_an_update_keeps_what_was_typed_and_minds_the_hash(
    web: AsyncWebClient, mara: Person, form: Modal
) -> None:
    form.fill({"answer": "Half a sentence"})
    stale = as_text(form.view["hash"])
    await web.views_update(
        view_id=as_text(form.view["id"]), view=modal(section("Hint"), text_input()), hash=stale
    )
    assert as_object(as_object(form.seen.state_values()["answer"])["typed"])["value"] == "Half a sentence"
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await web.views_update(view_id=as_text(form.view["id"]), view=modal(), hash=stale)
    assert mara.modal == form


async def test_an_external_id_is_taken_once(
    ear: Ear, web: AsyncWebClient, mara: Person, slack: Sandbox
) -> None:
    jun = slack.team.add_person("Jun Takeda")
    await web.views_open(trigger_id=await a_trigger(ear, mara), view=modal(external_id="only"))
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await web.views_open(trigger_id=await a_trigger(ear, jun), view=modal(external_id="only"))
    await web.views_update(external_id="only", view=modal(section("Found by name")))
    assert mara.modal
    assert "Found by name" in mara.modal.texts()


async def test_closing_is_told_only_where_asked_for(ear: Ear, web: AsyncWebClient, mara: Person) -> None:
    await web.views_open(trigger_id=await a_trigger(ear, mara), view=modal(notify_on_close=True))
    assert mara.modal
    await mara.modal.dismiss()
    assert (last(ear)["type"], last(ear)["is_cleared"]) == ("view_closed", True)


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


async def test_wrong_suggestions_are_refused_and_nothing_is_offered(
    slack: Sandbox, ear: Ear, form: Modal
) -> None:
    ear.answer = lambda _request: {"options": [option("z" * 76)]}
    assert await form.suggest("zones", "zz") == []
    assert slack.refused[0].where == "block_suggestion"


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


async def test_an_external_id_stays_taken_when_the_person_reloads(
    ear: Ear, web: AsyncWebClient, mara: Person
) -> None:
    await web.views_open(trigger_id=await a_trigger(ear, mara), view=modal(external_id="only"))
    mara.reload()
    assert mara.modal is None
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await web.views_open(trigger_id=await a_trigger(ear, mara), view=modal(external_id="only"))
