"""Fields of forms: what stands in them at first, and what a person's choice turns into."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import Json, as_list, as_object, as_objects, as_text, nested_objects
from bot.sandbox.world.view import StateKey

Value: TypeAlias = object

PLAIN = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", ""),
}
ONE_OPTION = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", ""),
}
MANY_OPTIONS = {
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
}
FIELDS = {**PLAIN, **ONE_OPTION, **MANY_OPTIONS}
EMPTY_LISTS = frozenset(
    name for name in FIELDS if name.startswith("multi_") or name in ("checkboxes", "file_input")
)


def fields_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every field that holds a value, with its block."""
    for block in blocks:
        for part in nested_objects(block):
            if part is not block and part.get("type") in FIELDS and part.get("action_id"):
                yield block, part


def initial_state(blocks: list[Json]) -> dict[StateKey, Json]:
    """What stands in the fields before anybody types."""
    state: dict[StateKey, Json] = {}
    for block, part in fields_of(blocks):
        kind = as_text(part.get("type"))
        name, initial = FIELDS[kind]
        value = part.get(initial) if initial else None
        if value is None and kind in EMPTY_LISTS:
            value = []
        state[as_text(block.get("block_id")), as_text(part.get("action_id"))] = {"type": kind, name: value}
    return state


def chosen(field: Json, value: Value, offered: list[Json]) -> Json:
    """A field's state after a person put the value in; an option that is not offered cannot be chosen."""
    kind = as_text(field.get("type"))
    if kind in ONE_OPTION:
        option = find_option(field, str(value), offered) if value is not None else None
        return {"type": kind, ONE_OPTION[kind][0]: option}
    if kind in MANY_OPTIONS:
        wanted = value if isinstance(value, (list, tuple)) else [value]
        return {
            "type": kind,
            MANY_OPTIONS[kind][0]: [find_option(field, str(item), offered) for item in wanted],
        }
    if kind not in PLAIN:
        raise CannotDo(f"Nothing can be filled into a {kind or 'thing without a type'}.")
    read: Callable[[Value], Value] = _rich_text if kind == "rich_text_input" else _plain
    if kind in EMPTY_LISTS:
        return {"type": kind, PLAIN[kind][0]: [_plain(item) for item in as_list(value)]}
    return {"type": kind, PLAIN[kind][0]: read(value)}


def find_option(field: Json, wanted: str, offered: list[Json]) -> Json:
    """The option of that value or of those words."""
    options = [*offered, *options_of(field)]
    for option in options:
        if wanted in (option.get("value"), as_text(as_object(option.get("text")).get("text"))):
            return option
    raise CannotDo(f"There is no option {wanted!r} in {field.get('action_id')!r}.")


def options_of(field: Json) -> list[Json]:
    """All options of a field or of an answer to `block_suggestion`, whether grouped or not."""
    groups = as_objects(field.get("option_groups"))
    return [
        *as_objects(field.get("options")),
        *(o for group in groups for o in as_objects(group.get("options"))),
    ]


def value_in(state: Json) -> object:
    """What a field's state holds, None or empty when nothing was filled in."""
    return state.get(FIELDS[as_text(state.get("type"))][0])


def _plain(value: Value) -> Value:
    if value is None or isinstance(value, int):
        return value
    return str(getattr(value, "id", value))


def _rich_text(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    section: Json = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
    return {"type": "rich_text", "elements": [section]}
