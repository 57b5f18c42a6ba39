"""Finding what a person can press or choose: by action id or by the words on it, only if this person sees it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import Json, as_list, as_object, as_text, nested_objects

PRESSABLE = ("button", "icon_button", "workflow_button")


@dataclass(frozen=True)
class Control:
    """An element and the block that it stands in."""

    block: Json
    element: Json

    @property
    def action_id(self) -> str:
        """What the app calls it."""
        return as_text(self.element.get("action_id"))

    @property
    def words(self) -> str:
        """What a person calls it."""
        return as_text(as_object(self.element.get("text")).get("text"))


def find_control(
    blocks: list[Json], what: str, *, user_id: str, block_id: str | None = None, value: str | None = None
) -> Control:
    """The one control of that name that this person sees; none, or several, is refused with what there is."""
    seen = [c for c in controls(blocks) if _sees(c, user_id)]
    found = [c for c in seen if what in (c.action_id, c.words)]
    found = [c for c in found if block_id in (None, c.block.get("block_id"))]
    found = [c for c in found if value in (None, c.element.get("value"))]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{c.action_id} ({c.words})" if c.words else c.action_id for c in seen) or "nothing"
    count = "is no" if not found else f"are {len(found)}"
    raise CannotDo(f"There {count} {what!r} here for {user_id}; there is: {names}.")


def controls(blocks: list[Json]) -> Iterator[Control]:
    """Every control in the blocks, in reading order."""
    for block in blocks:
        for part in nested_objects(block):
            if part is not block and part.get("type") == "feedback_buttons":
                for name in ("positive_button", "negative_button"):
                    shared: Json = {"type": "feedback_buttons", "action_id": part.get("action_id")}
                    yield Control(block, {**as_object(part.get(name)), **shared})
            elif part is not block and part.get("action_id"):
                yield Control(block, part)


def action(control: Control, *, chosen: Json | None, at: str) -> Json:
    """One entry of `actions` in a payload: the value of a button, or what was chosen."""
    kind = as_text(control.element.get("type"))
    written: Json = {
        "type": kind,
        "action_id": control.action_id,
        "block_id": as_text(control.block.get("block_id")),
        "action_ts": at,
    }
    if chosen is not None:
        return {**written, **chosen}
    if kind not in (*PRESSABLE, "feedback_buttons"):
        raise CannotDo(f"{control.action_id!r} is a {kind}: choose, do not click.")
    shown: Json = {
        str(name): control.element[name]
        for name in ("text", "value", "style", "url")
        if name in control.element
    }
    return {**written, **shown}


def _sees(control: Control, user_id: str) -> bool:
    only = as_list(control.element.get("visible_to_user_ids"))
    return not only or user_id in only
