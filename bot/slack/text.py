"""Text on its way in and out: Slack's escapes and tokens become plain words, once, at the door (law 8)."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = re.compile(r"<([^<>]*)>")
_MENTION = re.compile(r"(?<!\w)@([UW][A-Z0-9]{2,})\b")
_CUT_ENTITY = re.compile(r"&[a-z]{0,3}…$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def from_slack(text: str) -> str:
    """What the person typed: tokens spelled out as inert words, entities undone exactly once.

    A mention becomes `@U123` (see `with_names`), a channel `#name`, a link its address or `label (address)`.
    """
    plain = _TOKEN.sub(lambda found: _spell(found.group(1)), text)
    return storable(plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def storable(text: str) -> str:
    """The text without what no database takes: NUL, and halves of characters."""
    return text.replace("\x00", "").encode(errors="ignore").decode()


def _spell(token: str) -> str:
    target, _, label = token.partition("|")
    if target.startswith("@"):
        return target
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    return f"{label} ({target})" if label and label not in target else target.removeprefix("mailto:")


def with_names(text: str, names: Mapping[str, str]) -> str:
    """The text with `@Name` where it has `@U123` and the name is known."""
    return _MENTION.sub(lambda found: "@" + (names.get(found.group(1)) or found.group(1)), text)


def escape(text: str) -> str:
    """The text for a mrkdwn field: nothing in it can ping or link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def safe(text: str) -> str:
    """The text for a block that is shown but not parsed, without characters that could turn the line around."""
    return _CONTROL.sub("", text)


def shorten_escaped(text: str, limit: int) -> str:
    """The same for text that `escape` made: no entity is cut in two."""
    return _CUT_ENTITY.sub("…", shorten(text, limit))


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word where one is near, with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at = cut.rfind(" ", limit * 2 // 3)
    return (cut[:at] if at > 0 else cut).rstrip() + "…"
