"""What Slack, and those who listen, must be able to take in a modal or Home."""

from collections.abc import Mapping

from bot.sandbox.checks.access import access_problems
from bot.sandbox.checks.surfaces import block_problems
from bot.sandbox.checks.values import Check, Shape, anything, flag, one_of, plain_text, string
from bot.sandbox.shapes import Json, as_flag, as_objects, nested_objects

SHARED: Mapping[str, Check] = {
    "blocks": anything,
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
MODAL = Shape(
    {
        **SHARED,
        "type": one_of("modal"),
        "title": plain_text(24),
        "submit": plain_text(24),
        "close": plain_text(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
    needed=("type", "title", "blocks"),
    free=frozenset(),
)
HOME = Shape({**SHARED, "type": one_of("home")}, needed=("type", "blocks"), free=frozenset())


def view_problems(view: Json, kind: str) -> list[str]:
    """Everything about this view that is refused, on its surface."""
    blocks = as_objects(view.get("blocks"))
    reasons = list((MODAL if kind == "modal" else HOME)(view, ""))
    reasons += block_problems(view.get("blocks"), kind)
    reasons += access_problems(blocks)
    has_input = any(block.get("type") == "input" for block in blocks)
    if kind == "modal" and has_input and not view.get("submit"):
        reasons.append("/submit: required when there is an input block")
    if sum(as_flag(part.get("focus_on_load")) for part in nested_objects(blocks)) > 1:
        reasons.append("/blocks: focus_on_load stands more than once")
    return reasons
