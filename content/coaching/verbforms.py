"""Forms of verbs: which words are past forms or participles, and the base form they belong to."""

import re
from functools import lru_cache
from typing import Final

from content.coaching.wordlists import VERBS

_SHORTEST: Final = 4  # shorter words in -ed ("bed", "red") are no verbs
_VOWELS: Final = frozenset("aeiou")


@lru_cache(maxsize=4096)
def base_of_past(word: str) -> str:
    """The base form when `word` can be a past form ("decided", "wrote"); empty when it cannot."""
    if word in VERBS.irregular:
        return VERBS.irregular[word]
    if len(word) < _SHORTEST or not word.endswith("ed") or word in VERBS.no_verbs:
        return ""
    if word.endswith("eed"):
        return ""
    return _strip(word)


_SHORT_VERB: Final = re.compile(r"[^aeiou]{1,3}[aeiou][^aeiouwxy]")  # doubles its last letter: "stop"
_PASTS: Final = {base: past for past, base in reversed(list(VERBS.irregular.items()))}
_PASTS_IN_USE: Final[dict[str, str]] = _PASTS | {"be": "was"}


def past_of(base: str) -> str:
    """The past form of a base form ("ask" is "asked", "tell" is "told")."""
    if base in _PASTS_IN_USE:
        return _PASTS_IN_USE[base]
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    if _SHORT_VERB.fullmatch(base):
        return base + base[-1] + "ed"
    return base + "ed"


@lru_cache(maxsize=4096)
def base_of_participle(word: str) -> str:
    """The base form when `word` can follow "have" or "was" ("decided", "written"); empty when it cannot."""
    return VERBS.participles.get(word, "") or base_of_past(word)


@lru_cache(maxsize=4096)
def base_of_progressive(word: str) -> str:
    """The base form of a word in -ing ("calling"); empty for other words."""
    if len(word) < _SHORTEST + 1 or not word.endswith("ing"):
        return ""
    return _strip(word[:-3] + "ed")


@lru_cache(maxsize=4096)
def base_of_present(word: str) -> str:
    """The base form of a known verb with the ending of one person ("says", "tries"); empty for other words."""
    if not word.endswith("s"):
        return ""
    stems = (word[:-1], word[:-2], word[:-3] + "y") if word.endswith("ies") else (word[:-1], word[:-2])
    return next((stem for stem in stems if stem in VERBS.known), "")


def kind_of(base: str) -> str:
    """What a verb says about a part: think, state, receive, help, speak, decide, or act when it is in no list."""
    return VERBS.kinds.get(base, "act")


def _strip(word: str) -> str:
    stem = word[:-2]
    known = VERBS.known
    if stem in known:
        return stem
    if stem + "e" in known:
        return stem + "e"
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:  # noqa: PLR2004
        return stem[:-1] if stem[:-1] in known or stem[-1] not in "sl" else stem
    if stem.endswith("i"):
        return stem[:-1] + "y"
    return stem
