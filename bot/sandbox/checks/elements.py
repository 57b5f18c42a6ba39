"""Interactive elements with their limits, and where each may stand."""

from collections.abc import Mapping

from bot.sandbox.checks.objects import (
    CONFIRM,
    DISPATCH_CONFIG,
    FEEDBACK_BUTTON,
    FILTER,
    GROUP_LIST,
    MENU_OPTION,
    OPTION,
    QUERY_LENGTH,
    SELECT_LIST,
    SLACK_FILE,
    UNDOCUMENTED,
    VISIBLE_TO,
)
from bot.sandbox.checks.values import (
    Check,
    Shape,
    flag,
    listed,
    one_of,
    plain_text,
    string,
    typed,
    whole,
)

ACTION: Mapping[str, Check] = {"action_id": string(255), "confirm": CONFIRM, "focus_on_load": flag}
ASKING: Mapping[str, Check] = {**ACTION, "placeholder": plain_text(150)}
DRAWN = frozenset({"type"})


def _select(more: Mapping[str, Check], needed: tuple[str, ...] = (), any_of: tuple[str, ...] = ()) -> Shape:
    return Shape({**ASKING, **more}, needed=needed, any_of=any_of, free=DRAWN)


def _id_select(one: str) -> Shape:
    conversations: Mapping[str, Check] = {"filter": FILTER, "default_to_current_conversation": flag}
    return _select({one: string(255), "response_url_enabled": flag, **conversations})


def _id_multi(many: str) -> Shape:
    conversations: Mapping[str, Check] = {"filter": FILTER, "default_to_current_conversation": flag}
    return _select({many: listed(string(255), 100), "max_selected_items": whole(1, 1000), **conversations})


def _text_input(**more: Check) -> Shape:
    keys: Mapping[str, Check] = {**ASKING, "dispatch_action_config": DISPATCH_CONFIG, **more}
    return Shape(keys, free=DRAWN)


STATIC: Mapping[str, Check] = {"options": SELECT_LIST, "option_groups": GROUP_LIST}
EITHER = ("options", "option_groups")
TEN_OPTIONS = listed(OPTION, 10)

BUTTON = Shape(
    {
        **ACTION,
        "text": plain_text(75),
        "value": string(2000),
        "url": string(3000),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
        "visible_to_user_ids": VISIBLE_TO,
    },
    needed=("text",),
    free=DRAWN,
)
IMAGE = Shape(
    {"image_url": string(3000), "alt_text": string(2000), "slack_file": SLACK_FILE},
    needed=("alt_text",),
    any_of=("image_url", "slack_file"),
    free=DRAWN,
)
ELEMENTS: Mapping[str, Shape] = {
    "button": BUTTON,
    "image": IMAGE,
    "static_select": _select({**STATIC, "initial_option": MENU_OPTION}, any_of=EITHER),
    "multi_static_select": _select(
        {**STATIC, "initial_options": SELECT_LIST, "max_selected_items": whole(1, 100)}, any_of=EITHER
    ),
    "external_select": _select({"initial_option": MENU_OPTION, "min_query_length": QUERY_LENGTH}),
    "multi_external_select": _select(
        {
            "initial_options": SELECT_LIST,
            "min_query_length": QUERY_LENGTH,
            "max_selected_items": whole(1, 100),
        }
    ),
    "users_select": _id_select("initial_user"),
    "conversations_select": _id_select("initial_conversation"),
    "channels_select": _id_select("initial_channel"),
    "multi_users_select": _id_multi("initial_users"),
    "multi_conversations_select": _id_multi("initial_conversations"),
    "multi_channels_select": _id_multi("initial_channels"),
    "overflow": Shape({**ACTION, "options": listed(MENU_OPTION, 5)}, needed=("options",), free=DRAWN),
    "checkboxes": Shape(
        {**ACTION, "options": TEN_OPTIONS, "initial_options": TEN_OPTIONS}, needed=("options",), free=DRAWN
    ),
    "radio_buttons": Shape(
        {**ACTION, "options": TEN_OPTIONS, "initial_option": OPTION}, needed=("options",), free=DRAWN
    ),
    "datepicker": _select({"initial_date": string(10, 10)}),
    "timepicker": _select({"initial_time": string(5, 5), "timezone": string(50)}),
    "datetimepicker": Shape({**ACTION, "initial_date_time": whole(0, 9_999_999_999)}, free=DRAWN),
    "plain_text_input": _text_input(
        initial_value=string(3000, 0), multiline=flag, min_length=whole(0, 3000), max_length=whole(1, 3000)
    ),
    "rich_text_input": _text_input(initial_value=UNDOCUMENTED),
    "email_text_input": _text_input(initial_value=string(3000, 0)),
    "url_text_input": _text_input(initial_value=string(3000, 0)),
    "number_input": _text_input(
        is_decimal_allowed=flag, initial_value=string(50), min_value=string(50), max_value=string(50)
    ),
    "file_input": Shape(
        {**ACTION, "filetypes": listed(string(20), 100), "max_files": whole(1, 10)}, free=DRAWN
    ),
    "workflow_button": Shape(
        {**ACTION, "text": plain_text(75), "workflow": UNDOCUMENTED, "style": one_of("primary", "danger")},
        needed=("text", "workflow"),
        free=DRAWN,
    ),
    "feedback_buttons": Shape(
        {"action_id": string(255), "positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON},
        needed=("positive_button", "negative_button"),
        free=DRAWN,
    ),
    "icon_button": Shape(
        {
            **ACTION,
            "icon": string(50),
            "text": plain_text(75),
            "value": string(2000),
            "accessibility_label": string(75),
            "visible_to_user_ids": VISIBLE_TO,
        },
        needed=("icon", "text"),
        free=DRAWN,
    ),
}
TEXT_INPUTS = ("plain_text_input", "rich_text_input", "email_text_input", "url_text_input", "number_input")
SELECTS = tuple(name for name in ELEMENTS if name.endswith("_select"))
PICKERS = ("datepicker", "timepicker", "datetimepicker")
IN_INPUT = (*TEXT_INPUTS, *SELECTS, *PICKERS, "checkboxes", "radio_buttons", "file_input")
IN_ACTIONS = (
    "button",
    *SELECTS,
    *PICKERS,
    "overflow",
    "checkboxes",
    "radio_buttons",
    "workflow_button",
    "rich_text_input",
)
AS_ACCESSORY = (
    "button",
    "image",
    *SELECTS,
    *PICKERS,
    "overflow",
    "checkboxes",
    "radio_buttons",
    "workflow_button",
)
ONLY_ON: Mapping[str, frozenset[str]] = {
    "email_text_input": frozenset({"modal"}),
    "number_input": frozenset({"modal"}),
    "url_text_input": frozenset({"modal"}),
    "file_input": frozenset({"modal"}),
    "rich_text_input": frozenset({"modal", "home"}),
    "datetimepicker": frozenset({"message", "modal"}),
    "workflow_button": frozenset({"message"}),
    "feedback_buttons": frozenset({"message"}),
    "icon_button": frozenset({"message"}),
}


def elements(*names: str) -> Check:
    """One of these elements."""
    return typed({name: ELEMENTS[name] for name in names}, "element")
