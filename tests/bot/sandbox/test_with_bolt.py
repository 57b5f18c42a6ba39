"""One story through the real Bolt app and its real Socket Mode handler."""

from collections.abc import AsyncIterator

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.shapes import Json
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.payloads import actions, button, modal, section

QUESTION = "What did you decide?"


@pytest.fixture
async def app(slack: Sandbox, web: AsyncWebClient) -> AsyncIterator[AsyncApp]:
    bolt = AsyncApp(client=web, process_before_response=True)
    handler = AsyncSocketModeHandler(bolt, slack.app_token)
    handler.client.web_client = web
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.connected()
    yield bolt
    await handler.close_async()  # type: ignore[no-untyped-call]


async def test_a_message_is_answered_a_button_opens_a_form_and_a_command_replies(
    slack: Sandbox, app: AsyncApp, mara: Person, room: Channel
) -> None:
    async def ask(event: Json, client: AsyncWebClient) -> None:
        blocks = [section(QUESTION), actions(button("Answer here"))]
        await client.chat_postMessage(
            channel=str(event["channel"]), thread_ts=str(event["ts"]), text=QUESTION, blocks=blocks
        )

    async def open_form(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=str(body["trigger_id"]), view=modal())
        await ack()

    async def refuse(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"answer": "Say more."})

    async def help_(ack: AsyncAck, respond: AsyncRespond) -> None:
        await respond("More help")
        await ack("Help")

    app.event("message")(ask)
    app.action("answer")(open_form)
    app.view("answers:form")(refuse)
    app.command("/understudy")(help_)

    ts = await mara.post(room, "I am ready")
    reply = room.messages(ts)[0]
    assert reply.texts() == [QUESTION, "Answer here"]
    assert await mara.click(room, reply.ts, "Answer here")
    assert mara.modal
    await mara.modal.submit({"answer": "Yes"})
    assert mara.modal.errors == {"answer": "Say more."}
    said = await mara.command("/understudy", "help", room)
    assert said.text == "More help\nHelp"
    assert slack.refused == []
