"""`run` starts while Slack is away, and ends with a sentence where waiting would not help: real processes."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.engine.choosing import EngineName
from bot.sandbox.slack import Sandbox
from tests.bot.cli.test_running import PATIENCE, Running, cards, practice, running, until
from tests.flows.scene import MONDAY


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox.open(start=MONDAY) as opened:
        yield opened


async def ready(run: Running) -> tuple[int, dict[str, str]]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{run.port()}/readyz") as answer,
    ):
        return answer.status, await answer.json()


async def ends_in_a_sentence(run: Running) -> str:
    """All that it says beside its log."""
    assert await run.ended() == 1, run.said
    (told, *more) = [line for line in run.said if not line.startswith("{")]
    assert not more, run.said
    return told


def problems(run: Running) -> list[object]:
    return [
        line.get("problem") for line in run.lines if line["event"] in {"slack_unwell", "slack_not_reached"}
    ]


WEATHER: dict[str, Callable[[Sandbox], None]] = {
    "unwell": lambda slack: slack.faults.fail("auth.test"),
    "at its limit": lambda slack: slack.faults.rate_limit("auth.test", retry_after=1),
    "at odds with itself": lambda slack: slack.faults.refuse("auth.test", "internal_error"),
    "cut off": lambda slack: slack.faults.drop_after_write("auth.test"),
}


@pytest.mark.parametrize("begin", WEATHER.values(), ids=WEATHER)
async def test_it_serves_as_soon_as_slack_is_well_again(
    slack: Sandbox, tmp_path: Path, begin: Callable[[Sandbox], None]
) -> None:
    begin(slack)
    async with running(slack, f"sqlite:///{tmp_path}/understudy.db") as run:
        await asyncio.wait_for(slack.connected(), PATIENCE)
        assert len(problems(run)) == 1, run.said
        run.process.send_signal(signal.SIGTERM)
        assert await run.ended() == 0, run.said


async def test_it_answers_for_itself_and_obeys_while_slack_says_nothing(
    slack: Sandbox, database_url: str, engine: EngineName
) -> None:
    slack.faults.hang("auth.test", 15)
    async with running(slack, database_url, engine=engine) as run:
        await until(run.port)
        status, said = await ready(run)
        assert (status, said["slack"]) == (503, "not connected")
        run.process.send_signal(signal.SIGTERM)
        assert await run.ended() == 0, run.said
        assert not problems(run)


@pytest.mark.parametrize("nowhere", ["http://127.0.0.1:1/", "no API"])
async def test_it_waits_where_nobody_is_slack(slack: Sandbox, tmp_path: Path, nowhere: str) -> None:
    api_url = nowhere if nowhere.startswith("http") else f"{slack.url}/"
    async with running(slack, f"sqlite:///{tmp_path}/understudy.db", slack_api_url=api_url) as run:
        await until(lambda: problems(run))
        assert run.port(), run.said
        run.process.send_signal(signal.SIGTERM)
        assert await run.ended() == 0, run.said
        assert problems(run)[0] in {"ClientConnectorError", "status 404"}
        assert "Traceback" not in "".join(run.said)


@pytest.mark.parametrize("code", ["account_inactive", "token_expired"])
async def test_it_ends_when_slack_refuses_its_token(slack: Sandbox, tmp_path: Path, code: str) -> None:
    slack.faults.refuse("auth.test", code)
    async with running(slack, f"sqlite:///{tmp_path}/understudy.db") as run:
        told = await ends_in_a_sentence(run)
    assert told == f"Slack refused UNDERSTUDY_SLACK_BOT_TOKEN ({code}). `python -m bot doctor` tells more.\n"


async def test_it_ends_when_slack_refuses_the_token_of_its_socket(slack: Sandbox, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/understudy.db"
    for token, code in (("xapp-wrong", "invalid_auth"), (slack.team.bot_token, "not_allowed_token_type")):
        async with running(slack, url, slack_app_token=token) as run:
            told = await ends_in_a_sentence(run)
        assert f"Slack refused UNDERSTUDY_SLACK_APP_TOKEN ({code})" in told


async def test_what_is_due_is_done_though_no_socket_opens(
    slack: Sandbox, database_url: str, engine: EngineName
) -> None:
    channel, _jo = await practice(slack, database_url)
    slack.faults.fail("apps.connections.open", times=10_000)
    async with running(slack, database_url, engine=engine) as run:
        await until(lambda: cards(channel), slack)
        status, said = await ready(run)
        assert (status, said["slack"]) == (503, "not connected")


async def test_it_ends_where_another_listens(slack: Sandbox, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/understudy.db"
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        async with running(slack, url, port=port) as run:
            told = await ends_in_a_sentence(run)
    assert f"Nothing can listen at 127.0.0.1, port {port} (Address already in use)" in told
    assert "UNDERSTUDY_PORT" in told
    async with running(slack, url, host="192.0.2.1") as run:
        assert "Nothing can listen at 192.0.2.1" in await ends_in_a_sentence(run)
    async with running(slack, url, port="99999") as run:
        assert "UNDERSTUDY_PORT: " in await ends_in_a_sentence(run)


async def test_one_sqlite_file_serves_one_process(slack: Sandbox, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/understudy.db"
    async with running(slack, url) as first:
        await asyncio.wait_for(slack.connected(), PATIENCE)
        async with running(slack, url) as second:
            told = await ends_in_a_sentence(second)
        assert f"Another `run` is at work on {tmp_path}/understudy.db" in told
        first.process.kill()
        await first.ended()
    async with running(slack, url) as third:
        await until(third.port)


@pytest.mark.parametrize(
    ("settings", "empty"),
    [
        ({"slack_bot_token": ""}, {"BOT_TOKEN"}),
        ({"slack_app_token": ""}, {"APP_TOKEN"}),
        ({"slack_app_token": "", "slack_bot_token": ""}, {"APP_TOKEN", "BOT_TOKEN"}),
        ({"slack_app_token": "", "slack_signing_secret": "", "transport": "http"}, {"SIGNING_SECRET"}),
        (
            {
                "slack_client_id": "1.2",
                "slack_client_secret": "s",
                "encryption_keys": "k",
                "slack_bot_token": "",
                "slack_app_token": "",
                "slack_signing_secret": "",
                "transport": "http",
            },
            {"SIGNING_SECRET"},
        ),
    ],
)
async def test_it_names_what_is_empty_and_nothing_else(
    slack: Sandbox, tmp_path: Path, settings: dict[str, str], empty: set[str]
) -> None:
    async with running(slack, f"sqlite:///{tmp_path}/understudy.db", **settings) as run:
        assert await run.ended() == 1
    said = "".join(run.said)
    assert {
        name for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET") if f"UNDERSTUDY_SLACK_{name}" in said
    } == empty
