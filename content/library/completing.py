"""What a pack may leave out of a question, filled in: its pack, and the kind that its words ask for."""

import re
from typing import Final

from content.library.shape import Kind

_PAST_CUES: Final = re.compile(
    r"\b(a time|the last time|an? (instance|example|experience|story|situation|occasion|moment|period|anecdote))\b",
)
_SITUATION_CUES: Final = re.compile(r"\b(what|how) would you\b|\b(imagine|suppose)\b|\bif you were\b")
_METHOD_CUES: Final = re.compile(
    r"\bhow do you\b|\byour (approach|process|strateg\w+)\b|\bwhat do you do when\b"
)
_TOLD: Final = re.compile(r"^\W*(tell (me|us)|describe|share|recall|recount|give)\b")


def guess_kind(text: str) -> Kind:
    """The kind that a question's words ask for; PAST when they do not tell."""
    words = " ".join(text.lower().split())
    if _SITUATION_CUES.search(words):
        return Kind.SITUATION
    if _PAST_CUES.search(words) or _TOLD.search(words):
        return Kind.PAST
    return Kind.METHOD if _METHOD_CUES.search(words) else Kind.PAST


def completed(item: object, pack: str) -> object:
    """An item with its pack, and with a guessed kind where none is written; what is no table stays as it is."""
    if not isinstance(item, dict):
        return item
    return {"kind": guess_kind(str(item.get("text", ""))), **item, "pack": pack}
