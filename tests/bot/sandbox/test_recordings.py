"""Clips: the app hears of them, and reads their transcripts, as far as Slack lets it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import Json, as_object, as_objects, as_text
from bot.sandbox.slack import Sandbox
from tests.bot.sandbox.ear import Ear
from tests.bot.sandbox.refusals import error_of

LONG = "I called the two leads myself & I cut the release checklist from forty to twelve steps. " * 3


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def read(browser: aiohttp.ClientSession, url: object, token: str) -> tuple[int, str, str]:
    headers = {"Authorization": f"Bearer {token}"}
    async with browser.get(as_text(url), headers=headers) as answer:
        return answer.status, answer.content_type, await answer.text()


async def told_of(web: AsyncWebClient, file_id: str) -> Json:
    return as_object((await web.files_info(file=file_id)).get("file"))


async def test_a_clip_arrives_as_a_file_share_whose_transcript_is_not_there_yet(
    ear: Ear, mara: Person, room: Channel
) -> None:
    clip = await mara.record(room, seconds=130, video=True)
    event = ear.events[-1]
    (file,) = as_objects(event["files"])
    assert (event["subtype"], event["text"], event["ts"]) == ("file_share", "", clip.ts)
    assert (file["id"], file["subtype"], file["duration_ms"]) == (clip.file_id, "slack_video", 130_000)
    assert file["transcription"] == {"status": "processing"}


async def test_a_transcript_is_told_by_the_files_id_alone_and_read_by_asking(
    ear: Ear, web: AsyncWebClient, mara: Person, room: Channel
) -> None:
    clip = await mara.record(room)
    await clip.transcribe("I did.")
    event = ear.events[-1]
    assert (event["type"], event["file_id"]) == ("file_change", clip.file_id)
    assert "I did." not in str(event)
    found = as_object((await told_of(web, clip.file_id))["transcription"])
    assert (found["status"], found["locale"]) == ("complete", "en-US")
    assert found["preview"] == {"content": "I did.", "has_more": False}
    await clip.fail(tell=False)
    assert ear.events[-1] == event, "nobody is told"
    assert (await told_of(web, clip.file_id))["transcription"] == {"status": "failed"}


async def test_a_long_transcript_stands_at_an_address_that_wants_the_token(
    slack: Sandbox, web: AsyncWebClient, browser: aiohttp.ClientSession, mara: Person, room: Channel
) -> None:
    clip = await mara.record(room)
    await clip.transcribe(LONG)
    told = await told_of(web, clip.file_id)
    assert as_object(as_object(told["transcription"])["preview"])["has_more"] is True
    status, kind, words = await read(browser, told["vtt"], slack.team.bot_token)
    assert (status, kind) == (200, "text/vtt")
    assert words.startswith(
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:04.000\nI called the two leads myself &amp; I\n"
    )
    for token in ("", "xoxb-wrong"):
        status, kind, words = await read(browser, told["vtt"], token)
        assert (status, kind) == (200, "text/html")
        assert "Sign in" in words


async def test_without_the_scope_nothing_of_a_file_is_told(
    slack: Sandbox, ear: Ear, web: AsyncWebClient, browser: aiohttp.ClientSession, mara: Person, room: Channel
) -> None:
    workspace = slack.team.place.workspace
    workspace.scopes = tuple(scope for scope in workspace.scopes if scope != "files:read")
    clip = await mara.record(room)
    heard = len(ear.events)
    await clip.transcribe(LONG)
    assert len(ear.events) == heard
    assert await error_of(web.files_info(file=clip.file_id)) == "missing_scope"
    assert (await read(browser, clip.file["vtt"], slack.team.bot_token))[1] == "text/html"


async def test_a_file_is_known_only_where_the_app_is(
    slack: Sandbox, ear: Ear, web: AsyncWebClient, mara: Person
) -> None:
    elsewhere = slack.team.add_channel("elsewhere", members=[mara])
    clip = await mara.record(elsewhere)
    await clip.transcribe("I did.")
    assert ear.events == []
    assert await error_of(web.files_info(file=clip.file_id)) == "file_not_found"
    assert await error_of(web.files_info(file="F0NONE")) == "file_not_found"


async def test_a_deleted_file_leaves_a_trace_in_its_message_and_no_words(
    slack: Sandbox, ear: Ear, web: AsyncWebClient, mara: Person, room: Channel
) -> None:
    clip = await mara.record(room, text="Listen.")
    await clip.transcribe(LONG)
    await clip.delete()
    assert (ear.events[-1]["type"], ear.events[-1]["file_id"]) == ("file_deleted", clip.file_id)
    assert await error_of(web.files_info(file=clip.file_id)) == "file_deleted"
    (file,) = room.message(clip.ts).files
    assert file == {"id": clip.file_id, "mode": "tombstone"}
    with pytest.raises(CannotDo):
        await clip.transcribe("Too late.")
    assert slack.refused == []
