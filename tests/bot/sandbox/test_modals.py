import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver.modals import Modal
from bot.sandbox.driver.people import Person
from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import Json, as_object, as_text
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.asking import ZONE, a_trigger, last, offer
from tests.bot.sandbox.ear import Ear
from tests.bot.sandbox.payloads import actions, button, modal, option, section, text_input


@pytest.fixture
async def form(ear: Ear, web: AsyncWebClient, mara: Person) -> Modal:
    await web.views_open(trigger_id=await a_trigger(ear, mara), view=modal(text_input(), ZONE))
    assert mara.modal
    return mara.modal


async def test_a_trigger_opens_one_view(ear: Ear, web: AsyncWebClient, mara: Person) -> None:
    trigger = await a_trigger(ear, mara)
    await web.views_open(trigger_id=trigger, view=modal())
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await web.views_open(trigger_id=trigger, view=modal())


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


async def test_wrong_suggestions_are_refused_and_nothing_is_offered(
    slack: Sandbox, ear: Ear, form: Modal
) -> None:
    ear.answer = lambda _request: {"options": [option("z" * 76)]}
    assert await form.suggest("zones", "zz") == []
    assert slack.refused[0].where == "block_suggestion"


async def test_an_external_id_stays_taken_when_the_person_reloads(
    ear: Ear, web: AsyncWebClient, mara: Person
) -> None:
    await web.views_open(trigger_id=await a_trigger(ear, mara), view=modal(external_id="only"))
    mara.reload()
    assert mara.modal is None
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await web.views_open(trigger_id=await a_trigger(ear, mara), view=modal(external_id="only"))
