"""The HTTP transport: the whole loop over signed requests, and nothing without a fresh signature."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from bot.engine.choosing import EngineName
from storage.database import Database
from tests.flows.over_http import Letterbox, scene_over_http
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER, Scene

Hosted = tuple[Scene, Letterbox]


@pytest.fixture
async def hosted(database: Database, engine: EngineName) -> AsyncIterator[Hosted]:
    async with scene_over_http(database, engine) as made:
        yield made


async def test_the_whole_loop_runs_over_http(hosted: Hosted) -> None:
    team, _ = hosted
    card = await team.asked()
    first = await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    await team.mara.react(team.channel, first, "dart")
    await team.wait(seconds=65)
    assert len(team.coach(card.ts)) == 1
    await team.jo.post(team.channel, OWN_REPLY, thread_ts=card.ts)
    await team.wait(seconds=65)
    assert any("I called the two leads myself" in note.text for note in team.jo.ephemerals)
    await team.wait(hours=24)
    assert team.channel.message(card.ts).text.startswith("Closed")


async def test_forms_and_commands_are_answered_over_http(hosted: Hosted) -> None:
    team, _ = hosted
    card = await team.asked()
    assert await team.jo.click(team.channel, card.ts, "forms:open")
    form = team.jo.modal
    assert form is not None
    assert not await form.submit({})
    assert form.errors, "an empty form gets a sentence"
    assert await form.submit({"actions": "I called both leads.", "where": "thread"})
    await team.settle()
    assert any("I called both leads." in message.text for message in team.coach(card.ts))
    reply = await team.mara.command("/understudy", "preview", team.channel)
    assert not reply.failed
    assert (await team.mara.command("/understudy", "no such thing", team.channel)).text


async def test_a_request_without_a_fresh_signature_of_ours_changes_nothing(hosted: Hosted) -> None:
    team, box = hosted
    card = await team.asked()
    event = {
        "type": "message", "channel": team.channel.id, "user": team.jo.id, "text": "forged", "ts": "1795424999.000100",
        "thread_ts": card.ts, "channel_type": "channel",
    }  # fmt: skip
    body = json.dumps({"type": "event_callback", "team_id": team.slack.team.team_id, "event": event})
    assert (await box.put(body, secret="another")).status == 401
    assert (await box.put(body, age=600)).status == 401
    assert (await box.put(body, age=-600)).status == 401
    assert (await box.put(body, signed=False)).status == 401
    assert (await box.put(body, signed=False, more={"X-Slack-Signature": "v0=00"})).status == 401
    assert (await box.put("{not json", signed=False)).status in {400, 401}
    assert await team.room(lambda room: room.messages.of_person(team.jo.id)) == ()
    assert (await box.put(body)).status == 200
    (kept,) = await team.room(lambda room: room.messages.of_person(team.jo.id))
    assert kept.text == "forged"


async def test_slack_may_check_the_address(hosted: Hosted) -> None:
    _, box = hosted
    answered = await box.put(json.dumps({"type": "url_verification", "challenge": "abc"}))
    assert (answered.status, "abc" in answered.text) == (200, True)
