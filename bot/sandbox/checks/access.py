"""What lets everybody in: words for every meaning, a name for every control, a text that tells what blocks show."""

import re
import unicodedata
from collections.abc import Iterator

from bot.sandbox.checks.elements import PICKERS, SELECTS
from bot.sandbox.shapes import Json, as_object, as_objects, as_text, nested_objects
from bot.sandbox.visible import visible_texts
from bot.sandbox.wording import unescape

SHORTCODE = re.compile(r":[a-z0-9_+'\-]+:")
WORD = re.compile(r"\w{2,}")
SAID_IN_TEXT = ("header", "section", "rich_text", "markdown", "alert")
SHARE_TOLD = 0.5  # of the different words in what people read must stand in `text`
BUTTONS = ("button", "icon_button", "workflow_button")
TEXT_KINDS = ("plain_text", "mrkdwn")
NEEDS_PLACEHOLDER = (*SELECTS, *(kind for kind in PICKERS if kind != "datetimepicker"))


def access_problems(blocks: list[Json]) -> list[str]:
    """Every place where only those who see colours and pictures would understand."""
    found: list[str] = []
    for position, block in enumerate(blocks):
        at = f"/blocks/{position}"
        excused = [part.get("text") for part in nested_objects(block) if _is_named(part)]
        parts = [part for part in nested_objects(block) if not any(part is text for text in excused)]
        found += [f"{at}: {reason}" for part in parts for reason in _part(part)]
        found += [f"{at}: {reason}" for reason in _unlabelled(block)]
    return found


def text_problems(text: str, blocks: list[Json]) -> list[str]:
    """Whether `text` tells enough of what the blocks show; screen readers and notifications read only `text`."""
    if not text.strip():
        return ["text is empty: screen readers and notifications read only text"]
    shown = {
        word.lower()
        for block in blocks
        if block.get("type") in SAID_IN_TEXT
        for line in _readable(block)
        for word in WORD.findall(SHORTCODE.sub(" ", unescape(line)))
    }
    told = {word.lower() for word in WORD.findall(unescape(text))}
    missing = sorted(shown - told)
    if shown and len(missing) > len(shown) * (1 - SHARE_TOLD):
        sample = ", ".join(missing[:8])
        return [
            f"text tells only {len(shown) - len(missing)} of {len(shown)} words that the blocks show; missing: {sample}"
        ]
    return []


def is_wordless(text: str) -> bool:
    """Whether a text has signs or emoji but not one letter or digit."""
    return bool(text.strip()) and not any(map(str.isalnum, SHORTCODE.sub("", text)))


def _readable(block: Json) -> list[str]:
    return visible_texts({key: item for key, item in block.items() if key != "accessory"})


def _part(part: Json) -> Iterator[str]:
    kind, text = as_text(part.get("type")), as_text(part.get("text"))
    if kind in TEXT_KINDS and is_wordless(text) and _has_picture(text):
        yield f"{text!r} is the only carrier of a meaning: add words"
    if kind == "rich_text" and _only_emoji(part):
        yield "emoji are the only carrier of a meaning: add words"
    if kind in BUTTONS:
        label = as_text(part.get("accessibility_label"))
        words = as_text(as_object(part.get("text")).get("text"))
        if not label.strip() and (is_wordless(words) or not words.strip()):
            yield f"the button {part.get('action_id')!r} has no label in words"
    if kind == "image" and not as_text(part.get("alt_text")).strip():
        yield "an image without alt_text"


def _unlabelled(block: Json) -> Iterator[str]:
    if block.get("type") == "actions":
        for element in as_objects(block.get("elements")):
            kind = as_text(element.get("type"))
            if kind in NEEDS_PLACEHOLDER and not _words(element.get("placeholder")):
                yield f"the {kind} {element.get('action_id')!r} has no label: give it a placeholder"
    if (
        block.get("type") == "section"
        and "accessory" in block
        and not visible_texts([block.get("text"), block.get("fields")])
    ):
        yield "a control beside no words"
    if block.get("type") == "input" and not _words(block.get("label")):
        yield "an input without a label"


def _is_named(part: Json) -> bool:
    return bool(as_text(part.get("accessibility_label")).strip()) or part.get("type") in BUTTONS


def _words(text: object) -> bool:
    words = as_text(as_object(text).get("text"))
    return bool(words.strip()) and not is_wordless(words)


def _has_picture(text: str) -> bool:
    return bool(SHORTCODE.search(text)) or any(unicodedata.category(sign) in ("So", "Sk") for sign in text)


def _only_emoji(part: Json) -> bool:
    kinds = {as_text(item.get("type")) for item in nested_objects(part.get("elements"))}
    if "emoji" not in kinds:
        return False
    other = [
        item
        for item in nested_objects(part.get("elements"))
        if item.get("type") in ("text", "link", "user", "channel", "date")
    ]
    return not any(
        item.get("type") != "text" or any(map(str.isalnum, as_text(item.get("text")))) for item in other
    )
