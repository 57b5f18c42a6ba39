"""Contrast sets as drills: each of their questions is one to decode, its twins' intents among the options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from content.library.exercises import ContrastSet, Drill, DrillKind, Option, Twin
from content.library.shape import CoachSignal

TASK = "Guess what they are really asking, and which part of your story deserves most of the two minutes."
WHY_NOT = "That is what its twin asks: “{text}” It tells by {tells}."
LOOK_FOR = "Its twin “{text}” tells by {tells}"


def decode_drills(contrasts: Iterable[ContrastSet]) -> Mapping[str, Drill]:
    """A drill for each question of each set, by an id made of the set's."""
    return MappingProxyType({drill.id: drill for contrast in contrasts for drill in _drills(contrast)})


def _drills(contrast: ContrastSet) -> Iterator[Drill]:
    for number, twin in enumerate(contrast.twins, 1):
        others = [other for other in contrast.twins if other is not twin]
        yield Drill(
            id=f"{contrast.id}-{number}",
            kind=DrillKind.DECODE,
            text=twin.text,
            task=TASK,
            look_for=(
                f"What tells: {twin.tells}",
                *(LOOK_FOR.format(text=other.text, tells=other.tells) for other in others),
                contrast.why,
            ),
            signal=CoachSignal.INTENT,
            story=twin.story,
            options=tuple(_option(each, twin) for each in contrast.twins),
        )


def _option(each: Twin, asked: Twin) -> Option:
    """What a question of the set asks for, as an option for the one that was asked."""
    fits = each is asked
    why = f"What tells: {each.tells}." if fits else WHY_NOT.format(text=each.text, tells=each.tells)
    return Option(text=each.intent, fits=fits, why=why)
