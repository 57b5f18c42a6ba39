"""Small builders of Block Kit dicts. People's words go only into `rich_text` and `plain_text` (law 8)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from bot.slack.interactions import Block, View
from bot.slack.text import safe, shorten, shorten_escaped

SECTION = 3000  # characters in a section's text
ELEMENT = 3000  # characters in one piece of a rich text
BUTTON = 75
OPTION = 75
TITLE = 24
INPUT = 3000
METADATA = 3000


def plain(text: str, limit: int = SECTION) -> dict[str, object]:
    """Text that is shown as it is."""
    return {"type": "plain_text", "text": shorten(safe(text), limit) or " ", "emoji": True}


def words(markdown: str) -> Block:
    """A paragraph of our own words, with mrkdwn; never of a person's."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": shorten_escaped(markdown, SECTION)}}


def small(*lines: str) -> Block:
    """Our own words in small print, a line each."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": line} for line in lines]}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, 150)}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def rich(*parts: dict[str, object]) -> Block:
    """A rich text block of lines and quotes."""
    return {"type": "rich_text", "elements": list(parts)}


def paragraph(text: str, *, bold: bool = False) -> Block:
    """One paragraph of anybody's words, as they are."""
    return rich(line(say(text, bold=bold)))


def line(*elements: dict[str, object]) -> dict[str, object]:
    """One paragraph of a rich text block."""
    return {"type": "rich_text_section", "elements": _in_pieces(elements)}


def _in_pieces(elements: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """The elements, with those of more text than Slack takes in one cut into several."""
    return [piece for element in elements for piece in _pieces(element)]


def _pieces(element: dict[str, object]) -> list[dict[str, object]]:
    text = element.get("text")
    if not isinstance(text, str) or len(text) <= ELEMENT:
        return [element]
    return [{**element, "text": text[at : at + ELEMENT]} for at in range(0, len(text), ELEMENT)]


def quote(text: str) -> dict[str, object]:
    """A person's words, verbatim, as a quotation."""
    return {"type": "rich_text_quote", "elements": _in_pieces([say(text)])}


def say(text: str, *, bold: bool = False) -> dict[str, object]:
    """Words inside a paragraph; nothing in them can ping or link."""
    element: dict[str, object] = {"type": "text", "text": safe(text) or " "}
    return element | {"style": {"bold": True}} if bold else element


def link(url: str) -> dict[str, object]:
    """An address that opens; the caller has seen that it begins with https://."""
    return {"type": "link", "url": url}


def person(user_id: str) -> dict[str, object]:
    """A mention, which tells that person."""
    return {"type": "user", "user_id": user_id}


def button(
    text: str,
    action: str,
    value: str = "",
    *,
    style: str | None = None,
    confirm: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """A button; `action` starts with its feature's name."""
    element: dict[str, object] = {"type": "button", "text": plain(text, BUTTON), "action_id": action}
    if value:
        element["value"] = value
    if style:
        element["style"] = style
    if confirm:
        element["confirm"] = confirm
    return element


def confirm(title: str, text: str, yes: str, no: str) -> Mapping[str, object]:
    """A question before something that cannot be undone."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def actions(*elements: Mapping[str, object]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def option(text: str, value: str) -> dict[str, object]:
    """One choice of a menu."""
    return {"text": plain(text, OPTION), "value": value}


def select(
    action: str, choices: Sequence[tuple[str, str]], chosen: str | None = None, placeholder: str = "Choose"
) -> dict[str, object]:
    """A menu of (text, value) choices."""
    element: dict[str, object] = {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "options": [option(text, value) for text, value in choices],
    }
    picked = next((option(text, value) for text, value in choices if value == chosen), None)
    return element | {"initial_option": picked} if picked else element


def search(
    action: str, chosen: tuple[str, str] | None = None, placeholder: str = "Type to search"
) -> dict[str, object]:
    """A searchable menu whose choices the app gives while the person types."""
    element: dict[str, object] = {
        "type": "external_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "min_query_length": 0,
    }
    return element | {"initial_option": option(*chosen)} if chosen else element


def ticks(action: str, choices: Sequence[tuple[str, str]], chosen: Sequence[str] = ()) -> dict[str, object]:
    """Boxes to tick, at most ten."""
    element: dict[str, object] = {
        "type": "checkboxes",
        "action_id": action,
        "options": [option(text, value) for text, value in choices],
    }
    picked = [option(text, value) for text, value in choices if value in chosen]
    return element | {"initial_options": picked} if picked else element


def typed(
    action: str, initial: str = "", *, multiline: bool = False, placeholder: str = "", limit: int = INPUT
) -> dict[str, object]:
    """A field to type into."""
    element: dict[str, object] = {
        "type": "plain_text_input",
        "action_id": action,
        "multiline": multiline,
        "max_length": limit,
    }
    if initial:
        element["initial_value"] = initial[:limit]
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element


def field(
    block_id: str,
    label: str,
    element: Mapping[str, object],
    *,
    optional: bool = False,
    hint: str = "",
    tells: bool = False,
) -> Block:
    """A labelled field of a form; `tells`: the app hears of each choice at once."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": dict(element),
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, 2000)
    if tells:
        block["dispatch_action"] = True
    return block


def modal(
    callback: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str = "Close",
    private: Mapping[str, object] | None = None,
    tells_when_closed: bool = False,
) -> View:
    """A form or a page on top of Slack; `private` travels with it, unseen."""
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, TITLE),
        "close": plain(close, TITLE),
        "blocks": list(blocks),
        "private_metadata": json.dumps(private or {}, separators=(",", ":")),
    }
    if submit:
        view["submit"] = plain(submit, TITLE)
    if tells_when_closed:
        view["notify_on_close"] = True
    return view


def private_of(metadata: str) -> Mapping[str, str]:
    """What `modal` wrote into a view, as text."""
    found = json.loads(metadata) if metadata else {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
