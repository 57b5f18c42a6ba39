"""How alike two texts are, so that no two questions pass for the same."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

LIKENESS: Final = 0.6
"""Share of common trigrams above which two texts pass for the same question."""

_WORD: Final = re.compile(r"[^\W_]+")


def likeness(one: str, other: str) -> float:
    """How alike two texts are by character trigrams: 0 nothing in common, 1 the same."""
    return _share(_trigrams(one), _trigrams(other))


def find_alike(texts: Sequence[str], more_than: float = LIKENESS) -> Iterator[tuple[int, int]]:
    """The places of each two texts that are more alike than that, the earlier one first."""
    grams = [_trigrams(text) for text in texts]
    by_size = sorted(range(len(texts)), key=lambda place: len(grams[place]))
    for at, one in enumerate(by_size):
        size = len(grams[one])
        for other in by_size[at + 1 :]:
            if 2 * size <= more_than * (size + len(grams[other])):
                break  # from here on the others are too long to be like this one
            if _share(grams[one], grams[other]) > more_than:
                yield min(one, other), max(one, other)


def _share(left: frozenset[str], right: frozenset[str]) -> float:
    return 2 * len(left & right) / ((len(left) + len(right)) or 1)


def _trigrams(text: str) -> frozenset[str]:
    plain = " ".join(_WORD.findall(text.casefold()))
    padded = f"  {plain} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2)) if plain else frozenset()
