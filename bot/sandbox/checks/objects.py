"""Composition objects: options, groups, confirmations, filters, files."""

from bot.sandbox.checks.values import (
    Shape,
    any_text,
    anything,
    flag,
    listed,
    one_of,
    plain_text,
    string,
    whole,
)

OPTION = Shape(
    {"text": any_text(75), "value": string(150), "description": any_text(75), "url": string(3000)},
    needed=("text", "value"),
    free=frozenset(),
)
MENU_OPTION = Shape(
    {"text": plain_text(75), "value": string(150), "description": plain_text(75), "url": string(3000)},
    needed=("text", "value"),
    free=frozenset(),
)
OPTION_GROUP = Shape(
    {"label": plain_text(75), "options": listed(MENU_OPTION, 100)}, needed=("label", "options")
)
CONFIRM = Shape(
    {
        "title": plain_text(100),
        "text": any_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
        "style": one_of("primary", "danger"),
    },
    needed=("title", "text", "confirm", "deny"),
)
DISPATCH_CONFIG = Shape(
    {"trigger_actions_on": listed(one_of("on_enter_pressed", "on_character_entered"), 2)},
    free=frozenset(),
)
FILTER = Shape(
    {
        "include": listed(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    free=frozenset(),
)
SLACK_FILE = Shape({"id": string(255), "url": string(3000)}, any_of=("id", "url"), free=frozenset())
FEEDBACK_BUTTON = Shape(
    {"text": plain_text(75), "value": string(2000), "accessibility_label": string(75)},
    needed=("text", "value"),
    free=frozenset(),
)
VISIBLE_TO = listed(string(50), 10)
SELECT_LIST = listed(MENU_OPTION, 100)
GROUP_LIST = listed(OPTION_GROUP, 100)
QUERY_LENGTH = whole(0, 150)
UNDOCUMENTED = anything
