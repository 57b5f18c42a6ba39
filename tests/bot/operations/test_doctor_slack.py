"""What `doctor` tells of Slack where it has no token to ask with, and to a process that hears nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.operations.doctor import Finding, examine
from bot.sandbox.slack import Sandbox
from bot.settings import Settings
from tests.bot.install.keys import KEY
from tests.flows.scene import MONDAY


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox.open(start=MONDAY) as opened:
        yield opened


async def told(settings: Settings) -> dict[str, Finding]:
    return {finding.what: finding for finding in await examine(settings)}


def serving_many(database_url: str, api_url: str) -> Settings:
    """Settings with which workspaces install the app themselves, and Slack comes by HTTP."""
    return Settings(
        database_url=database_url, slack_api_url=api_url, transport="http", encryption_keys=SecretStr(KEY),
        slack_client_id="1.2", slack_client_secret=SecretStr("s"), slack_signing_secret=SecretStr("s"),
    )  # fmt: skip


async def test_with_many_workspaces_over_http_it_asks_slack_whether_it_is_there(
    slack: Sandbox, database_url: str
) -> None:
    found = await told(serving_many(database_url, slack.api_url))
    assert found["Slack"] == Finding("Slack", True, "answers")
    assert found["clock"].is_fine
    slack.faults.fail("api.test", times=1)
    found = await told(serving_many(database_url, slack.api_url))
    assert not found["Slack"].is_fine
    assert "Slack is unwell" in found["Slack"].say
    found = await told(serving_many(database_url, "http://127.0.0.1:1/api/"))
    assert not found["Slack"].is_fine
    assert "cannot be reached" in found["Slack"].say


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
async def test_a_worker_needs_no_way_in(slack: Sandbox, database_url: str) -> None:
    settings = Settings(
        database_url=database_url, slack_api_url=slack.api_url, engine="procrastinate", role="worker",
        slack_bot_token=SecretStr(slack.team.bot_token),
    )  # fmt: skip
    found = await told(settings)
    assert "app token" not in found
    assert all(finding.is_fine for finding in found.values())
