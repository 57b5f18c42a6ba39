"""What may be said in words that are not the library's own: one open question, in words that are there already."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from content.coaching.quoting import LONGEST
from content.coaching.variants import WORDINGS
from content.coaching.wording import Wording
from content.coaching.wordlists import LISTS

MOST_WORDS: Final = 40
FEWEST_QUOTED: Final = 3  # shorter pieces of somebody's words can be turned to mean anything
MOST_BORROWED: Final = (
    3  # words in a row of the person's that may stand outside the quote, for they do not go with it
)

JUDGING: Final = re.compile(
    r"\b(confiden\w+|honest\w*|vague|weak|poor|wrong with|should have|instead of we|avoid|score|personality)\b",
    re.IGNORECASE,
)
"""Words that judge a person, or find fault with "we"; nothing that the coach says has them."""

_GRADING: Final = re.compile(
    r"\b(great|good|excellent|impressive|amazing|brilliant|perfect|strong|bad|wrong|better|worse|grade\w*|rat(?:e|ed|ing)|points?"
    r"|should|ought|must|recommend\w*|suggest\w*|advi[cs]e|we|us|our|ours)\b",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(r"\b(what|which|who|whom|whose|when|where|why|how)\b", re.IGNORECASE)
_LETTERS: Final = "A-Za-zÀ-ÖØ-öø-ÿ"
_OWN: Final = rf"(?:[{_LETTERS} ,:()–—-]|(?<=[{_LETTERS}])['’](?=[{_LETTERS}]))*"
_SHAPE: Final = re.compile(rf"\A({_OWN})(?:[“\"]([^“”\"?]+)[”\"]({_OWN}))?\?")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDING: Final = re.compile(r"(?<=\w{3})(?:ing|ed|es|e|s|d)$")


def well_said(text: str, *, parts: Sequence[str], known: Iterable[str], quoted: bool) -> Wording | None:
    """The sentence as the coach may say it, or None.

    It is one open question of one sentence. What it quotes is verbatim in one of the `parts`, and it quotes if `quoted`.
    Outside the quote stand only words of the coach's own sentences, of `known` texts and of the parts; no name, number,
    link, praise, grade or advice.
    """
    found = _SHAPE.fullmatch(text.strip()) if text.isprintable() else None
    if found is None or len(text.split()) > MOST_WORDS:
        return None
    before, quote, after = found[1], found[2], found[3]
    if (quoted and quote is None) or not (quote is None or is_verbatim(quote, parts)):
        return None
    own = f"{before} {after or ''}"
    if not _OPEN.search(own) or JUDGING.search(own) or _GRADING.search(own):
        return None
    if _unknown(own, parts, known) or _borrows((before, after or ""), parts):
        return None
    return Wording(f"{before}?", None, "") if quote is None else Wording(f"{before}“", quote, f"”{after}?")


def is_verbatim(quote: str, parts: Sequence[str]) -> bool:
    """Whether these are whole words of one part, enough of them to mean what they meant there, and not too many."""
    if len(quote.split()) < FEWEST_QUOTED or len(quote) > LONGEST:
        return False
    return any(re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", part) for part in parts)


def _unknown(own: str, parts: Sequence[str], known: Iterable[str]) -> bool:
    """Whether a word comes from nowhere. What the person wrote with a capital may be a name, which stays in the quote."""
    theirs = {word for part in parts for word in _WORD.findall(part) if word.islower()}
    allowed = (
        _COACH | {_stem(word) for word in theirs} | {_stem(w) for text in known for w in _WORD.findall(text)}
    )
    return not {_stem(word) for word in _WORD.findall(own)} <= allowed


def _borrows(pieces: Iterable[str], parts: Sequence[str]) -> bool:
    length = MOST_BORROWED + 1
    theirs = {run for part in parts for run in _runs(part, length)}
    return any(run in theirs for piece in pieces for run in _runs(piece, length))


def _runs(text: str, length: int) -> list[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return [tuple(words[at : at + length]) for at in range(len(words) - length + 1)]


def _stem(word: str) -> str:
    return _ENDING.sub("", word.casefold().replace("’", "'"))


def _coach_words() -> frozenset[str]:
    sentences = (variant.text for variants in WORDINGS.asking.values() for variant in variants)
    closed = (
        LISTS.pronouns | LISTS.be | LISTS.have | LISTS.do | LISTS.modal | LISTS.negation,
        LISTS.determiners | LISTS.prepositions | LISTS.coordinating | LISTS.opening | LISTS.joining,
    )
    said = {word for text in sentences for word in _WORD.findall(text)}
    return frozenset(_stem(word) for word in said.union(*closed))


_COACH: Final = _coach_words()
