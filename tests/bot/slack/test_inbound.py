"""The way in: whatever arrives is answered, nothing is lost silently, and nobody's words stand in a log.

SQLite and one engine: what the database keeps, and what ticks, is not the point here. Over HTTP, for there anything at all can be sent.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import structlog
from pydantic import SecretStr
from sqlalchemy import text

from bot.logs import set_up_logs
from bot.settings import Settings
from bot.slack.doors import Desk
from bot.slack.events import MessagePosted
from bot.slack.interactions import Command, Press, Response, Submission
from bot.slack.parsing import EVENT_TYPES, Bot
from bot.slack.shelf import Installation
from storage.database import Database
from storage.work import Room
from tests.flows.over_http import Letterbox, scene_over_http
from tests.flows.scene import TEAM_ANSWER, Scene

Hosted = tuple[Scene, Letterbox]
SECRET_WORDS = "my manager Xanthippe shouted"
ODD: tuple[object, ...] = (None, 7, [], {}, {"id": 5}, "x", [[]], True, {"type": "message"})
FIELDS = (
    "channel",
    "ts",
    "user",
    "text",
    "thread_ts",
    "message",
    "item",
    "event_ts",
    "deleted_ts",
    "metadata",
)


@pytest.fixture
async def hosted(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Hosted]:
    shutil.copyfile(sqlite_template, tmp_path / "understudy.db")
    database = Database(f"sqlite:///{tmp_path}/understudy.db")
    async with scene_over_http(database, "apscheduler") as made:
        yield made
    database.close()


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """All that is logged, by the app and by libraries; in the end it is looked through."""
    written = io.StringIO()
    heard = logging.StreamHandler(written)
    logging.getLogger().addHandler(heard)
    with contextlib.redirect_stderr(written):
        set_up_logs("json")
    yield written
    logging.getLogger().removeHandler(heard)
    structlog.reset_defaults()
    told = written.getvalue()
    assert SECRET_WORDS not in told, told
    assert not re.search(r"xox[bp]-|xapp-", told), told


@pytest.mark.usefixtures("logs")
async def test_events_of_any_shape_are_acknowledged_or_refused_and_never_break_it(hosted: Hosted) -> None:
    team, box = hosted
    for kind in (*EVENT_TYPES, "no_such_event", "", None):
        channel = team.channel.id if "message" in str(kind) or "reaction" in str(kind) else "C0OTHER"
        whole = {"channel": channel, "ts": "1795424999.000100", "user": team.jo.id, "text": SECRET_WORDS}
        for broken in FIELDS:
            for odd in ODD[:4]:
                answered = await box.event(team.slack.team.team_id, {"type": kind, **whole, broken: odd})
                assert answered.status in {200, 400, 404}, (kind, broken, odd, answered)
    for odd in ODD:
        assert (await box.event(team.slack.team.team_id, odd)).status in {200, 400, 404, 500}
    assert await team.room(lambda room: room.answers.of_person(team.jo.id)) == ()
    card = await team.asked()
    await team.jo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
    assert len(await team.room(lambda room: room.answers.of_person(team.jo.id))) == 1


async def test_an_event_that_is_not_understood_is_logged_by_its_id(hosted: Hosted, logs: io.StringIO) -> None:
    team, box = hosted
    event = {
        "type": "message",
        "channel": {"odd": SECRET_WORDS},
        "text": SECRET_WORDS,
        "user": "U1",
        "ts": "1.0",
    }
    assert (await box.event(team.slack.team.team_id, event)).status == 200
    assert "event_not_understood" in logs.getvalue()
    assert "Ev0TEST" in logs.getvalue()


async def test_a_message_with_an_empty_or_foreign_metadata_is_a_message_all_the_same(hosted: Hosted) -> None:
    team, box = hosted
    card = await team.asked()
    for number, odd in enumerate(({}, {"event_type": "other", "event_payload": {"saying": 5}}, None)):
        event = {
            "type": "message", "channel": team.channel.id, "channel_type": "channel", "user": team.jo.id,
            "ts": f"179542499{number}.000100", "thread_ts": card.ts, "text": "Mine.", "metadata": odd,
        }  # fmt: skip
        assert (await box.event(team.slack.team.team_id, event)).status == 200
    assert len(await team.room(lambda room: room.messages.of_person(team.jo.id))) == 3


@pytest.mark.usefixtures("logs")
async def test_bodies_that_are_no_payloads_are_refused_quietly(hosted: Hosted) -> None:
    _, box = hosted
    for body in ("", "{", "[]", "null", '"words"', "7", "payload=%7B", "payload=[]", "payload=", "\ufffd"):
        for kind in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
            assert (await box.put(body, kind=kind)).status >= 400, (body, kind)


async def test_interactions_of_any_shape_are_answered(hosted: Hosted, logs: io.StringIO) -> None:
    team, box = hosted
    ids = {"team": {"id": team.slack.team.team_id}, "user": {"id": team.jo.id}, "trigger_id": "1.1"}
    view = {"id": "V1", "type": "modal", "callback_id": "gone:form", "blocks": [], "state": {"values": {}}}
    odd_state = {
        "values": {"actions": {"actions": {"type": "plain_text_input", "value": {"odd": SECRET_WORDS}}}}
    }
    for payload in (
        {"type": "block_actions", "actions": [{"action_id": "no:such:button", "value": "7"}]},
        {"type": "block_actions", "actions": [{"action_id": "forms:open", "value": "no number"}]},
        {"type": "view_submission", "view": view},
        {"type": "view_submission", "view": {**view, "callback_id": "forms:answer", "state": odd_state}},
        {"type": "view_closed", "view": {**view, "callback_id": "forms:answer", "private_metadata": "{"}},
        {"type": "message_action", "callback_id": "no_such_shortcut", "message": {"text": SECRET_WORDS}},
        {"type": "shortcut", "callback_id": "no_such_shortcut"},
        {"type": "block_suggestion", "action_id": "no:such:menu", "value": "x", "block_id": "b"},
    ):  # fmt: skip
        answered = await box.interaction({**ids, **payload})
        assert answered.status == 200, (payload, answered)
    assert "interaction_without_handler" in logs.getvalue()


async def raising(_desk: Desk, _deed: object) -> Response:
    raise RuntimeError("the flaw")


async def test_a_handler_that_raises_leaves_a_sentence_with_an_id_that_the_log_has_too(
    hosted: Hosted, logs: io.StringIO
) -> None:
    team, _ = hosted
    card = await team.asked()
    doors = team.app.kit.doors
    await team.jo.click(team.channel, card.ts, "forms:open")
    doors._deeds[Submission, "forms:answer"] = raising
    doors._deeds[Command, ""] = raising
    doors._deeds[Press, "postings:hint"] = raising
    form = team.jo.modal
    assert form is not None
    assert not await form.submit({"actions": SECRET_WORDS})
    (sentence,) = form.errors.values()
    told = [incident_of(sentence)]
    assert form.is_open
    assert SECRET_WORDS in json.dumps(form.view), "what was typed is still in the form"
    told.append(incident_of((await team.jo.command("/understudy", SECRET_WORDS, team.channel)).text))
    await form.close()
    await team.jo.click(team.channel, card.ts, "postings:hint")
    told.append(incident_of(team.jo.ephemerals[-1].text))
    log = logs.getvalue()
    for incident in told:
        assert incident in log
    assert log.count("the flaw") >= 3


def incident_of(sentence: str) -> str:
    found = re.search(r"this id: ([0-9a-f]{8})", sentence)
    assert found, sentence
    return found.group(1)


@pytest.mark.usefixtures("logs")
async def test_an_event_whose_handler_raises_comes_again_and_is_kept_then(hosted: Hosted) -> None:
    team, _ = hosted
    card = await team.asked()
    failures = iter([True, True])

    def sometimes(_room: Room, event: MessagePosted, _now: datetime) -> None:
        if next(failures, False):
            raise RuntimeError("the flaw")
        assert event.text == SECRET_WORDS

    team.app.kit.doors.on_event(MessagePosted, sometimes)
    await team.jo.post(team.channel, SECRET_WORDS, thread_ts=card.ts)
    await team.settle()
    assert await team.room(lambda room: room.messages.of_person(team.jo.id)) == ()
    assert team.slack.pending_redeliveries() is not None
    await team.wait(minutes=2)
    (kept,) = await team.room(lambda room: room.messages.of_person(team.jo.id))
    assert kept.text == SECRET_WORDS


@pytest.mark.usefixtures("logs")
async def test_a_database_that_refuses_logs_no_words(hosted: Hosted) -> None:
    team, _ = hosted
    card = await team.asked()

    def refused(room: Room, event: MessagePosted, _now: datetime) -> None:
        room.messages._connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": event.text})

    team.app.kit.doors.on_event(MessagePosted, refused)
    await team.jo.post(team.channel, SECRET_WORDS, thread_ts=card.ts)
    await team.settle()
    assert await team.room(lambda room: room.messages.of_person(team.jo.id)) == ()


async def test_a_workspace_that_is_not_installed_is_not_acknowledged(hosted: Hosted) -> None:
    _, box = hosted
    assert (await box.event("T0ELSEWHERE", {"type": "app_home_opened", "user": "U1"})).status >= 400
    assert (await box.command({"command": "/understudy", "team_id": "T0ELSEWHERE", "text": ""})).status >= 200


def test_no_token_stands_in_a_repr() -> None:
    settings = Settings(slack_bot_token=SecretStr("xoxb-1"), slack_app_token=SecretStr("xapp-1"))
    installation = Installation(1, "", Bot("U1", "B1", "T1"), "xoxb-1")
    assert not re.search("xoxb|xapp", f"{settings!r} {settings} {installation!r} {[installation]}")
    assert not re.search("xoxb", repr(replace(installation, workspace_id=2)))
