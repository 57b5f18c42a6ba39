"""The manifest from which Slack makes the app: the least that it may do, each scope with its reason."""

from __future__ import annotations

from bot.slack.oauth import REDIRECT_PATH
from bot.slack.parsing import EVENT_TYPES
from bot.slack.scopes import optional_scopes, required_scopes
from bot.slack.transport import EVENTS_PATH

COMMAND = "/understudy"

Section = dict[str, object]


SHORTCUTS = {
    "answers:mine": ("This is my answer", "Take this message of yours as your answer"),
    "answers:not_mine": ("This is not my answer", "Take this message of yours for conversation"),
}
"""Message shortcuts: their names and descriptions by the ids that the features listen to."""

MESSAGE_EVENTS = ("message.channels", "message.groups", "message.im")
"""What Slack calls the event type `message` when one subscribes to it: by the kind of conversation."""


def manifest(http_url: str | None = None, *, install_url: str | None = None) -> Section:
    """The manifest for Socket Mode, or for signed requests to the app's public address `http_url`.

    With `install_url` events come by socket, and workspaces install the app by browser at that address.
    """
    request_url = None if http_url is None else http_url.rstrip("/") + EVENTS_PATH
    public_url = http_url or install_url
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Understudy",
            "description": "A team practises leadership interviews, a question every working day",
            "long_description": (
                "Understudy asks one leadership interview question in a channel every working day. People answer in the "
                "thread, in a form or privately; a coach asks at most two questions back, quoting their own words; peers "
                "praise by reacting. What is said in practice threads is kept for practice: `/understudy keep me out` "
                "ends that for a person, and what was kept can be exported and erased."
            ),
            "background_color": "#1d3557",
        },
        "features": _features(request_url),
        "oauth_config": {"scopes": {"bot": list(required_scopes()), "bot_optional": list(optional_scopes())}}
        | _address("redirect_urls", None if public_url is None else [public_url.rstrip("/") + REDIRECT_PATH]),
        "settings": {
            "event_subscriptions": {"bot_events": list(bot_events())} | _address("request_url", request_url),
            "interactivity": {"is_enabled": True}
            | _address("request_url", request_url)
            | _address("message_menu_options_url", request_url),
            "org_deploy_enabled": public_url is not None,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }


def bot_events() -> tuple[str, ...]:
    """What to subscribe to, so that the app hears the event types that it reads."""
    others = (name for name in EVENT_TYPES if name != "message")
    return (*MESSAGE_EVENTS, *sorted(others))


def _features(request_url: str | None) -> Section:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Understudy", "always_online": True},
        "shortcuts": [
            {"name": name, "type": "message", "callback_id": callback, "description": description}
            for callback, (name, description) in SHORTCUTS.items()
        ],
        "slash_commands": [
            {
                "command": COMMAND,
                "description": "Set up practice, ask now, pause, skip, keep me out",
                "usage_hint": "help",
                "should_escape": True,
            }
            | _address("url", request_url)
        ],
    }


def _address(key: str, url: str | list[str] | None) -> Section:
    """The address under this key; nothing in Socket Mode."""
    return {} if url is None else {key: url}
