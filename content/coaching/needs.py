"""From likelihoods to needs: how much each thing is missing, given what else the answer holds."""

from collections.abc import Mapping
from typing import Final

from content.coaching.signals import Confidence, Signal
from content.coaching.vocabulary import read_list

_DATA: Final = read_list("needs")
_HIGH: Final[Mapping[str, float]] = _DATA["high"]
_MEDIUM: Final[Mapping[str, float]] = _DATA["medium"]
_TUNED: Final[Mapping[str, float]] = _DATA["tuned"]


def find_needs(likely: Mapping[str, float], facts: Mapping[str, float]) -> dict[Signal, float]:
    """How much each signal is missing, 0 to 1; `facts` are the few figures that no weights were trained for."""
    told = 1 - likely["no_story"]
    clear = 1 - likely["own_unclear"]
    own = likely["own_unclear"] * (1 - _TUNED["own_without_story"] * likely["no_story"])
    vague = 1 - likely["concrete"]
    result = told * max(likely["no_result"], _TUNED["vague_result"] * vague)
    depth = told * clear
    return {
        Signal.OWN: own,
        Signal.STORY: likely["no_story"],
        Signal.RESULT: result,
        Signal.PEOPLE: depth * (1 - likely["people"]),
        Signal.MESS: depth * (1 - likely["mess"]),
        Signal.LEARNING: depth * (1 - likely["specific"]),
        Signal.SYSTEM: depth * (1 - likely["system"]),
        Signal.BLAME: facts["blame"],
        Signal.INTENT: facts["intent"] * told,
        Signal.CONTEXT: facts["context"],
        Signal.FOCUS: facts["focus"],
    }


def find_confidence(needs: Mapping[Signal, float]) -> dict[Signal, Confidence]:
    """How sure the coach may sound about each need."""
    return {signal: _grade(signal, need) for signal, need in needs.items()}


def _grade(signal: Signal, need: float) -> Confidence:
    if need >= _HIGH[signal.value]:
        return Confidence.HIGH
    return Confidence.MEDIUM if need >= _MEDIUM[signal.value] else Confidence.LOW
