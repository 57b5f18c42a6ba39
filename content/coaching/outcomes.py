"""Numbers that measure an outcome, told apart from team sizes, versions, dates and cadences that are none."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from content.coaching.cues import Cue
from content.coaching.tokens import Shape, Token
from content.coaching.vocabulary import read_list

_DATA: Final = read_list("numbers")
_UNITS: Final = frozenset(_DATA["units"])
_SPANS: Final = frozenset(_DATA["spans"])
_SPAN_OPENERS: Final = frozenset(_DATA["span_openers"])
_NO_RESULT_BEFORE: Final = frozenset(_DATA["before"])
_NO_RESULT_AFTER: Final = frozenset(_DATA["after"])
_WORDS: Final = frozenset(_DATA["words"])
_CADENCES: Final = frozenset(_DATA["cadences"])
_NONE: Final = frozenset({"zero", "none", "no", "nobody", "nothing"})
_ARROWS: Final = frozenset({("-", ">"), ("=", ">"), ("–", ">")})
_FOLDS: Final = frozenset({"halved", "doubled", "tripled", "quadrupled", "twofold", "threefold", "tenfold"})
_SHARES: Final = frozenset({"half", "third", "quarter", "two-thirds"})
_PARTED: Final = _FOLDS | _SHARES
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_PLAIN: Final = re.compile(r"\d{1,9}")
_SIGNED: Final = re.compile(r"[$€£%kKmMxX+]")
_REACH: Final = 10  # tokens between the two ends of a change
_LARGE: Final = 1000  # plain numbers from here on are seldom the size of a team


def find_numbers(tokens: Sequence[Token]) -> list[int]:
    """The places of numbers, in figures or in words."""
    return [place for place, t in enumerate(tokens) if t.shape is Shape.NUMBER or t.text in _WORDS]


def find_shifts(tokens: Sequence[Token], numbers: Sequence[int]) -> list[int]:
    """Where a change is told by its two ends ("40 ms → 12", "120 before, none after") or by its share ("by half")."""
    texts = [token.text for token in tokens]
    shares = [] if _PARTED.isdisjoint(texts) else [p for p in range(len(texts)) if _is_share(texts, p)]
    if not numbers:
        return shares
    ends = sorted({*numbers, *(place for place, text in enumerate(texts) if text in _NONE)})
    turned = [pair for pair in pairwise(ends) if pair[1] - pair[0] <= _REACH and _turns(texts, *pair)]
    return [*(place for pair in turned for place in pair), *shares]


def measures(tokens: Sequence[Token], cues: Sequence[Cue], shifted: Sequence[int]) -> list[int]:
    """The places of numbers that measure an outcome in this sentence: something moved, and by how much.

    `shifted`: those that `find_shifts` found, which measure whatever else is said.
    """
    if not any(cue.name == "moved" and not cue.quoted and not _took_part(tokens, cue) for cue in cues):
        return list(shifted)
    counted = [place for place, token in enumerate(tokens) if _measures(tokens, place, token)]
    return sorted({*counted, *shifted})


def _is_share(texts: Sequence[str], place: int) -> bool:
    return texts[place] in _FOLDS or (
        texts[place] in _SHARES and place > 0 and texts[place - 1] in {"by", "in"}
    )


def _turns(texts: Sequence[str], first: int, second: int) -> bool:
    """Whether what stands between two numbers makes them the ends of one change."""
    between = texts[first + 1 : second]
    if "→" in between or any(pair in _ARROWS for pair in pairwise(between)):
        return True
    return "before" in between and "after" in texts[second + 1 : second + _REACH]


def _took_part(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether "took" moves nothing: "took over", "took part"."""
    after = tokens[cue.end].text if cue.end < len(tokens) else ""
    return tokens[cue.begin].text == "took" and after in {"over", "part", "care", "place", "charge"}


def _measures(tokens: Sequence[Token], place: int, token: Token) -> bool:
    if token.text in _CADENCES:
        return _is_pair(tokens, place)
    if token.shape is Shape.NUMBER:
        if _YEAR.fullmatch(token.text) or ":" in token.text:
            return False
        if _SIGNED.search(token.text):
            return True
    elif token.text not in _WORDS:
        return False
    before = tokens[place - 1].text if place else ""
    after = [t.text for t in tokens[place + 1 : place + 4]]
    if before in _NO_RESULT_BEFORE or any(word in _NO_RESULT_AFTER for word in after):
        return False
    return _counts(token, before, after) or _is_half_of_change(tokens, place, before)


def _is_half_of_change(tokens: Sequence[Token], place: int, before: str) -> bool:
    """Whether a number is one end of "from 9 a month to 1"."""
    if before == "from":
        ahead = range(place + 1, min(len(tokens) - 1, place + _REACH))
        return any(tokens[i].text == "to" and _is_number(tokens[i + 1]) for i in ahead)
    back = range(max(0, place - 1 - _REACH), place - 2)
    opened = next((i for i in back if tokens[i].text == "from"), place)
    return before == "to" and any(map(_is_number, tokens[opened + 1 : place - 1]))


def _is_number(token: Token) -> bool:
    return token.shape is Shape.NUMBER or token.text in _WORDS


def _counts(token: Token, before: str, after: Sequence[str]) -> bool:
    """Whether what stands around a plain number makes it a measure: a unit, a length of time, or its size."""
    if any(word in _UNITS for word in after) or "%" in after:
        return True
    if after and after[0] in _SPANS:
        return before in _SPAN_OPENERS
    plain = token.text.replace(",", "")
    return bool(_PLAIN.fullmatch(plain)) and int(plain) >= _LARGE


def _is_pair(tokens: Sequence[Token], place: int) -> bool:
    """Whether a cadence is half of a change ("weekly to daily")."""
    following = [t.text for t in tokens[place + 1 : place + 3]]
    return len(following) > 1 and following[0] == "to" and following[1] in _CADENCES
