"""What reactions mean: which emoji is praise for what, in words, and what was praised most."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Final

from content.rubric import Praise as Praise
from content.rubric import load_rubric

_SKIN_TONE: Final = re.compile(r"::skin-tone-[2-6]\b")
_PERSON: Final = re.compile(r"^(woman|man|person)_")


def tag_of(reaction: str, *, switched_on: Collection[str] = ()) -> Praise | None:
    """What a reaction says; None if it says nothing here. Skin tones and gendered forms count as the plain emoji.

    A reaction that is off by default counts only if its name is in `switched_on`.
    """
    praise = _by_name().get(_plain(reaction))
    if praise is None or praise.on or praise.name in switched_on:
        return praise
    return None


def legend(*, switched_on: Collection[str] = ()) -> str:
    """One line that tells what each reaction says, emoji and words side by side."""
    shown = (praise for praise in praises() if praise.on or praise.name in switched_on)
    return " · ".join(f"{praise.emoji} {praise.label}" for praise in shown)


def most_praised(counts: Mapping[str, int]) -> tuple[Praise, ...]:
    """What was praised most, by dimension; several when they are level, none when nothing was praised.

    What asks for more is no praise and does not count; unknown dimensions are passed over.
    """
    praised = [praise for praise in praises() if not praise.asks and counts.get(praise.dimension, 0) > 0]
    most = max((counts[praise.dimension] for praise in praised), default=0)
    return tuple(praise for praise in praised if counts[praise.dimension] == most)


@cache
def praises() -> tuple[Praise, ...]:
    """The default reactions in the rubric's order, those that are off included."""
    return load_rubric().praise


@cache
def _by_name() -> Mapping[str, Praise]:
    return {_plain(praise.name): praise for praise in praises()}


def _plain(reaction: str) -> str:
    """A reaction's name without colons, tone and gender: `woman-raising-hand::skin-tone-3` → `raising_hand`."""
    name = _SKIN_TONE.sub("", reaction.strip().lower()).strip(":").replace("-", "_")
    return _PERSON.sub("", name)
