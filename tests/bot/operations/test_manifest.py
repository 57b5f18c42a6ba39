"""The manifest is what Slack's schema allows and what the app's listeners need, no more and no less."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.app import FEATURES
from bot.kit import Kit
from bot.operations.manifest import (
    COMMAND,
    MESSAGE_EVENTS,
    bot_events,
    manifest,
)
from bot.slack.doors import Doors
from bot.slack.interactions import Shortcut
from bot.slack.oauth import REDIRECT_PATH
from bot.slack.parsing import EVENT_TYPES
from bot.slack.scopes import SCOPES, optional_scopes, required_scopes
from bot.slack.transport import EVENTS_PATH
from content.questions import load_library

SCHEMA = Path(__file__).parent / "schemas" / "manifest.schema.2.0.0.json"
PAGE = Path(__file__).parents[3] / "docs" / "manifest.md"
URL = "https://understudy.example.com"
VARIANTS: Mapping[str, str | None] = {"socket": None, "http": URL}


@pytest.fixture(params=VARIANTS)
def made(request: pytest.FixtureRequest) -> Any:
    """The manifest of each variant, as it is written to a file."""
    return json.loads(json.dumps(manifest(VARIANTS[request.param])))


def _kit() -> Kit:
    """Every feature, registered."""
    kit = Kit(Doors(), load_library(), timedelta(seconds=60))
    for feature in FEATURES:
        feature.register(kit)
    return kit


def test_slack_would_take_it(made: Any) -> None:
    schema = json.loads(SCHEMA.read_text())
    Draft7Validator.check_schema(schema)
    assert [error.message for error in Draft7Validator(schema).iter_errors(made)] == []


def test_over_sockets_there_is_no_address_and_over_http_one() -> None:
    assert "https://" not in json.dumps(manifest(None))
    by_browser: Any = manifest(install_url=f"{URL}/")
    assert by_browser["settings"]["socket_mode_enabled"]
    assert by_browser["settings"]["org_deploy_enabled"]
    assert by_browser["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]
    assert "request_url" not in json.dumps(by_browser)
    over_http: Any = manifest(f"{URL}/")
    addresses = {
        over_http["settings"]["event_subscriptions"]["request_url"],
        over_http["settings"]["interactivity"]["request_url"],
        over_http["settings"]["interactivity"]["message_menu_options_url"],
        *(command["url"] for command in over_http["features"]["slash_commands"]),
    }
    assert addresses == {URL + EVENTS_PATH}
    assert over_http["oauth_config"]["redirect_urls"] == [URL + REDIRECT_PATH]
    assert not over_http["settings"]["socket_mode_enabled"]


def test_every_shortcut_that_is_answered_is_offered_and_no_other(made: Any) -> None:
    offered = {shortcut["callback_id"] for shortcut in made["features"]["shortcuts"]}
    assert offered == set(_kit().doors.names(Shortcut))
    assert {shortcut["type"] for shortcut in made["features"]["shortcuts"]} == {"message"}


def test_the_one_command_is_escaped(made: Any) -> None:
    (command,) = made["features"]["slash_commands"]
    assert (command["command"], command["should_escape"]) == (COMMAND, True)


def test_every_event_type_that_is_read_is_subscribed_to_and_no_other(made: Any) -> None:
    subscribed = made["settings"]["event_subscriptions"]["bot_events"]
    assert tuple(subscribed) == bot_events()
    assert {name.split(".")[0] for name in subscribed} == set(EVENT_TYPES)
    assert {name for name in subscribed if "." in name} == set(MESSAGE_EVENTS)


def test_every_message_event_has_the_scope_that_it_needs() -> None:
    needed = {name.replace("message.", "") + ":history" for name in MESSAGE_EVENTS}
    assert needed == {scope.name for scope in SCOPES if scope.name.endswith(":history")}


def test_a_scope_is_required_or_optional(made: Any) -> None:
    scopes = made["oauth_config"]["scopes"]
    assert (tuple(scopes["bot"]), tuple(scopes["bot_optional"])) == (required_scopes(), optional_scopes())
    assert not set(required_scopes()) & set(optional_scopes())
    assert len(SCOPES) == len(set(required_scopes()) | set(optional_scopes()))


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.name)
def test_the_docs_give_each_scope_with_its_reason_and_its_loss(scope: Any) -> None:
    optional = "yes" if scope.is_optional else "no"
    assert f"| `{scope.name}` | {scope.why} | {optional} | {scope.without} |" in PAGE.read_text()
