"""What keeps the coach from reading on: no answer, a matter to stay away from, or a language it does not know."""

from collections.abc import Sequence
from typing import Final

from content.coaching.clauses import Actor, Tense
from content.coaching.cues import Lists
from content.coaching.texts import Text
from content.coaching.tokens import Shape
from content.coaching.vocabulary import read_list

_DATA: Final = read_list("gates")
_SENSITIVE: Final = Lists({"sensitive": [p for phrases in _DATA["sensitive"].values() for p in phrases]})
_NO_ANSWERS: Final = Lists({"no_answer": _DATA["no_answer"]["phrases"]})
_ENGLISH: Final = frozenset(_DATA["languages"]["english"])
_OTHERS: Final = frozenset(_DATA["languages"]["others"])
_FEW_WORDS: Final = 6  # fewer words can only be an answer when they tell an own past deed
_FEW_ABOUT_LINK: Final = 15  # so many words only recommend what a link leads to
_SHORT: Final = 30  # up to so many words a phrase like "will answer tonight" may be all there is
_FOREIGN: Final = 2  # so many function words of other languages, and more than English ones, make it unknown
_SPEECHLESS: Final = 25  # so many words without a single English function word are not English
_OTHER_SCRIPT: Final = 0.4  # share of words outside the Latin script that makes a text unknown
_LATIN_END: Final = "\u0250"  # the first letter after the Latin blocks


def is_answer(text: Text, parts: Sequence[str]) -> bool:
    """Whether this is an answer at all: not a cheer, a promise, a link, a question back or a template."""
    if text.words == 0 or _is_template(parts):
        return False
    own = any(c.actor is Actor.SELF and c.tense is Tense.PAST and not c.negated for c in text.clauses)
    if text.words < _FEW_WORDS:
        return own and text.words > _FEW_WORDS // 2
    if text.words > _SHORT or own:
        return True
    if _only_points_elsewhere(text):
        return False
    if any(_NO_ANSWERS.find(s.tokens) for s in text.sentences):
        return False
    return not all(s.tokens[-1].text == "?" for s in text.sentences)


def _only_points_elsewhere(text: Text) -> bool:
    """Whether a link is all there is, with a few words about it and nobody who acts."""
    linked = any(t.shape is Shape.LINK for s in text.sentences for t in s.tokens)
    return linked and text.words <= _FEW_ABOUT_LINK and not any(c.actor is Actor.SELF for c in text.clauses)


def is_sensitive(text: Text) -> bool:
    """Whether it touches distress, health, harassment, legal or leave matters."""
    return any(_SENSITIVE.find(s.tokens) for s in text.sentences)


def is_known_language(text: Text) -> bool:
    """Whether it is English as far as the function words tell; short texts in Latin script count as known."""
    words = [t.text for s in text.sentences for t in s.tokens if t.shape is Shape.WORD]
    if not words:
        return True
    if sum(word[0] >= _LATIN_END for word in words) > _OTHER_SCRIPT * len(words):
        return False
    english = sum(word in _ENGLISH for word in words)
    others = sum(word in _OTHERS for word in words)
    if others >= _FOREIGN and others > english:
        return False
    return english > 0 or len(words) < _SPEECHLESS


def _is_template(parts: Sequence[str]) -> bool:
    """Whether most lines are comments or fields to fill in, as in a pasted file."""
    lines = [line.strip() for part in parts for line in part.splitlines() if line.strip()]
    marked = sum(
        line.startswith(("#", "//", "<!--", "{", "}")) and not line.startswith("##") for line in lines
    )
    return len(lines) > 2 and marked * 2 > len(lines)  # noqa: PLR2004
