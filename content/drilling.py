"""What a drill asks of a try: its form, never its language. And which drill is meant, and what may be told of many tries."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from content.choice import ENOUGH_PEOPLE
from content.coaching.gates import is_known_language
from content.coaching.texts import take_apart
from content.library.exercises import DRILL_TITLES, DrillKind

MOST_SENTENCES: Final[Mapping[DrillKind, int]] = MappingProxyType(
    {DrillKind.THIRTY_SECONDS: 2, DrillKind.PLAIN_WORDS: 3}
)
QUESTIONS: Final = 5
"""So many questions *Clarify first* asks for."""

_CLOSERS: Final = "\"'”’)]*_"
_OPENERS: Final = "\"'“‘([*_"
_ABBREVIATIONS: Final = frozenset(
    ("approx", "ca", "dr", "etc", "max", "min", "mr", "mrs", "ms", "no", "prof", "st", "vs")
)
_QUESTION_MARKS: Final = re.compile(r"[?？؟]+")
_ASKING: Final = re.compile(
    r"[\W\d_]*(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|should|may|must"
    r"|has|have|had)\b",
    re.IGNORECASE,
)
_OCCASION: Final = re.compile(
    r"\b(?:when|whenever|if|once|before|as soon as|each time|every time|next time)\b", re.IGNORECASE
)
_I: Final = re.compile(r"\bi\b", re.IGNORECASE)
_OWN: Final = re.compile(r"\b(?:i|me|my|mine|myself)\b", re.IGNORECASE)
_ENGLISH: Final = re.compile(
    r"\b(?:the|and|to|of|it|that|with|but|this|they|not|be|are|had|have|were|we|our|from|by|what|when|who|their|because"
    r"|there|which|how)\b",
    re.IGNORECASE,
)


class Lack(StrEnum):
    """What a try lacks of the form that its drill asks for."""

    FEWER_SENTENCES = "fewer sentences"
    MORE_QUESTIONS = "more questions"
    A_RULE = "a rule"
    AN_I = "an I"


class Amiss(NamedTuple):
    """What is lacking, and how many were counted where something was counted."""

    lack: Lack
    counted: int = 0


def find_amiss(kind: DrillKind, words: str) -> Amiss | None:
    """What of the drill's form the words do not meet; None where all is well or the language is not known."""
    check = _CHECKS.get(kind)
    if check is None or not is_known_language(take_apart([words])):
        return None
    return check(kind, words)


def count_sentences(text: str) -> int:
    """How many sentences the text has, rather one too few: an end is only what a capital or a digit follows."""
    words = [word for word in text.split() if any(map(str.isalnum, word))]
    return sum(_ends(word, after) for word, after in pairwise(words)) + bool(words)


def count_questions(text: str) -> int:
    """How many questions the text has: each question mark, and each line that begins like a question."""
    return sum(len(_QUESTION_MARKS.findall(line)) or bool(_ASKING.match(line)) for line in text.splitlines())


def has_rule(text: str) -> bool:
    """Whether it has a “When …, I …”: an occasion, and after it what one does."""
    occasion = _OCCASION.search(text)
    return occasion is not None and _I.search(text, occasion.end()) is not None


def find_kind(words: str) -> DrillKind | None:
    """The kind of this slug or title, or the only one whose slug or title has these words; else None."""
    meant = _slug(words)
    named = [kind for kind in DrillKind if meant in _names(kind)]
    partly = [kind for kind in DrillKind if meant and any(f"-{meant}-" in f"-{n}-" for n in _names(kind))]
    found = named or partly
    return found[0] if len(found) == 1 else None


def countable(tried: int) -> int:
    """Of how many of so many tries, first ones first, a figure may be told.

    Whole fives, so that the difference of two figures never tells of fewer.
    """
    return tried - tried % ENOUGH_PEOPLE


def _ends(word: str, after: str) -> bool:
    """Whether a sentence ends with this word, given the one after it."""
    bare = word.rstrip(_CLOSERS)
    said = bare.rstrip(".!?…")
    if said == bare or len(said) == 1 or "." in said or said.lower() in _ABBREVIATIONS:
        return False
    first = after.lstrip(_OPENERS)[:1]
    return first.isupper() or first.isdigit()


def _too_long(kind: DrillKind, words: str) -> Amiss | None:
    count = count_sentences(words)
    return Amiss(Lack.FEWER_SENTENCES, count) if count > MOST_SENTENCES[kind] else None


def _too_few_questions(_kind: DrillKind, words: str) -> Amiss | None:
    count = count_questions(words)
    return Amiss(Lack.MORE_QUESTIONS, count) if count < QUESTIONS else None


def _without_rule(_kind: DrillKind, words: str) -> Amiss | None:
    return Amiss(Lack.A_RULE) if _ENGLISH.search(words) and not has_rule(words) else None


def _without_i(_kind: DrillKind, words: str) -> Amiss | None:
    return Amiss(Lack.AN_I) if _ENGLISH.search(words) and not _OWN.search(words) else None


_CHECKS: Final[Mapping[DrillKind, Callable[[DrillKind, str], Amiss | None]]] = MappingProxyType(
    {
        DrillKind.THIRTY_SECONDS: _too_long,
        DrillKind.PLAIN_WORDS: _too_long,
        DrillKind.CLARIFY_FIRST: _too_few_questions,
        DrillKind.SHARPEN_THE_LEARNING: _without_rule,
        DrillKind.FROM_WE_TO_I: _without_i,
    }
)


def _names(kind: DrillKind) -> tuple[str, str]:
    return kind.value, _slug(DRILL_TITLES[kind])


def _slug(words: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", words.lower()))
