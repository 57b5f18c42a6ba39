"""Blocks with their limits, and the surfaces on which each may stand; every other type is refused."""

from collections.abc import Mapping

from bot.sandbox.checks.charts import CHART
from bot.sandbox.checks.elements import AS_ACCESSORY, BUTTON, IMAGE, IN_ACTIONS, IN_INPUT, elements
from bot.sandbox.checks.objects import SLACK_FILE, UNDOCUMENTED
from bot.sandbox.checks.rich_text import RICH_TEXT_PARTS
from bot.sandbox.checks.tables import data_table, table
from bot.sandbox.checks.values import (
    Check,
    Shape,
    any_text,
    flag,
    listed,
    one_of,
    plain_text,
    string,
    typed,
)

ALL = frozenset({"message", "modal", "home"})
MESSAGE = frozenset({"message"})
MESSAGE_AND_HOME = frozenset({"message", "home"})
MODAL = frozenset({"modal"})

CARD_KEYS: Mapping[str, Check] = {
    "title": any_text(150),
    "subtitle": any_text(150),
    "body": any_text(200),
    "hero_image": IMAGE,
    "actions": listed(BUTTON, 3),
}
CARD = Shape(CARD_KEYS, any_of=("hero_image", "title", "actions", "body"))
TASK = Shape(
    {
        "task_id": string(255),
        "title": UNDOCUMENTED,
        "status": one_of("pending", "in_progress", "complete", "error"),
        "details": UNDOCUMENTED,
        "output": UNDOCUMENTED,
        "sources": UNDOCUMENTED,
    },
    needed=("title",),
)
CONTAINED = ("section", "header", "context", "divider", "actions", "image", "rich_text", "card", "input")

BLOCKS: dict[str, Check] = {
    "section": Shape(
        {
            "text": any_text(3000),
            "fields": listed(any_text(2000), 10),
            "accessory": elements(*AS_ACCESSORY),
            "expand": flag,
        },
        any_of=("text", "fields"),
    ),
    "header": Shape({"text": plain_text(150)}, needed=("text",)),
    "context": Shape(
        {
            "elements": listed(
                typed({"image": IMAGE, "plain_text": plain_text(3000), "mrkdwn": any_text(3000)}, "context"),
                10,
            )
        },
        needed=("elements",),
    ),
    "divider": Shape({}),
    "actions": Shape({"elements": listed(elements(*IN_ACTIONS), 25)}, needed=("elements",)),
    "image": Shape(
        {
            "image_url": string(3000),
            "slack_file": SLACK_FILE,
            "alt_text": string(2000),
            "title": plain_text(2000),
        },
        needed=("alt_text",),
        any_of=("image_url", "slack_file"),
    ),
    "input": Shape(
        {
            "label": plain_text(2000),
            "hint": plain_text(2000),
            "element": elements(*IN_INPUT),
            "optional": flag,
            "dispatch_action": flag,
        },
        needed=("label", "element"),
    ),
    "rich_text": Shape({"elements": listed(RICH_TEXT_PARTS, 1000)}, needed=("elements",)),
    "video": Shape(
        {
            "title": plain_text(199),
            "video_url": string(3000),
            "thumbnail_url": string(3000),
            "alt_text": string(2000),
            "title_url": string(3000),
            "description": plain_text(200),
            "author_name": string(50),
            "provider_name": string(200),
            "provider_icon_url": string(3000),
        },
        needed=("title", "video_url", "thumbnail_url", "alt_text"),
    ),
    "markdown": Shape({"text": string(12_000)}, needed=("text",)),
    "table": table,
    "data_table": data_table,
    "data_visualization": CHART,
    "alert": Shape(
        {"text": any_text(3000), "level": one_of("default", "info", "warning", "error", "success")},
        needed=("text",),
    ),
    "card": CARD,
    "carousel": Shape({"elements": listed(typed({"card": CARD}, "carousel"), 10)}, needed=("elements",)),
    "context_actions": Shape(
        {"elements": listed(elements("feedback_buttons", "icon_button"), 5)}, needed=("elements",)
    ),
    "task_card": TASK,
    "plan": Shape({"title": UNDOCUMENTED, "tasks": listed(TASK, 50)}, needed=("title",)),
}
BLOCKS["container"] = Shape(
    {
        "title": any_text(150),
        "subtitle": any_text(150),
        "width": one_of("narrow", "standard", "wide", "full"),
        "collapsible": flag,
        "child_blocks": listed(typed({name: BLOCKS[name] for name in CONTAINED}, "block"), 10),
    },
    needed=("child_blocks",),
)
SURFACES: Mapping[str, frozenset[str]] = {
    "markdown": MESSAGE,
    "table": MESSAGE,
    "data_table": MESSAGE,
    "data_visualization": MESSAGE,
    "alert": MODAL,
    "card": MESSAGE_AND_HOME,
    "carousel": MESSAGE_AND_HOME,
    "container": MESSAGE,
    "context_actions": MESSAGE,
    "plan": MESSAGE,
    "task_card": MESSAGE,
}
ANY_BLOCK = typed(BLOCKS, "block")
