"""What Slack's own client asks of a form before it sends it."""

from bot.sandbox.fields import fields_of, value_in
from bot.sandbox.shapes import Json, as_flag, as_number, as_text
from bot.sandbox.world.view import StateKey

REQUIRED = "Please complete this required field."


def form_errors(blocks: list[Json], state: dict[StateKey, Json]) -> dict[str, str]:
    """A sentence for each field that cannot be sent as it stands, by block id."""
    errors: dict[str, str] = {}
    for block, field in fields_of([block for block in blocks if block.get("type") == "input"]):
        block_id = as_text(block.get("block_id"))
        value = value_in(state.get((block_id, as_text(field.get("action_id"))), {"type": field.get("type")}))
        if value in (None, "", []):
            if not as_flag(block.get("optional")):
                errors[block_id] = REQUIRED
        elif problem := _wrong(field, str(value)):
            errors[block_id] = problem
    return errors


def _wrong(field: Json, value: str) -> str:
    kind = as_text(field.get("type"))
    if kind == "plain_text_input":
        least, most = as_number(field.get("min_length"), 0), as_number(field.get("max_length"), 3000)
        if len(value) < least:
            return f"Must be at least {least} characters."
        return f"Must be at most {most} characters." if len(value) > most else ""
    if kind == "number_input":
        return _wrong_number(field, value)
    if kind == "email_text_input" and "@" not in value:
        return "Please enter a valid email address."
    if kind == "url_text_input" and not value.startswith(("http://", "https://")):
        return "Please enter a valid URL."
    return ""


def _wrong_number(field: Json, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not as_flag(field.get("is_decimal_allowed")) and not number.is_integer():
        return "Please enter a whole number."
    if "min_value" in field and number < float(str(field["min_value"])):
        return f"Must be at least {field['min_value']}."
    if "max_value" in field and number > float(str(field["max_value"])):
        return f"Must be at most {field['max_value']}."
    return ""
