"""From likelihoods to needs: how much each thing is missing, given what else the answer holds."""

from collections.abc import Mapping
from typing import Final

from content.coaching.questions import Kind
from content.coaching.signals import Confidence, Signal
from content.coaching.vocabulary import read_list

_DATA: Final = read_list("needs")
_HIGH: Final[Mapping[str, float]] = _DATA["high"]
_MEDIUM: Final[Mapping[str, float]] = _DATA["medium"]
_TUNED: Final[Mapping[str, float]] = _DATA["tuned"]


def find_needs(likely: Mapping[str, float], facts: Mapping[str, float], kind: Kind) -> dict[Signal, float]:
    """How much each signal is missing, 0 to 1; `facts` are the few figures that no weights were trained for."""
    told = 1.0 if kind is Kind.SITUATION else 1 - likely["no_story"]
    depth = told * (1 - likely["own_unclear"])
    missing = max(likely["no_result"], 1 - likely["concrete"])
    people = _TUNED["people_anyway"] + (1 - _TUNED["people_anyway"]) * (1 - likely["people"])
    return {
        Signal.OWN: likely["own_unclear"],
        Signal.STORY: likely["no_story"],
        Signal.RESULT: told * missing + likely["no_story"] * _TUNED["result_without_story"],
        Signal.PEOPLE: depth * people,
        Signal.MESS: depth * (1 - likely["mess"]),
        Signal.LEARNING: depth * (1 - likely["learning"]),
        Signal.SYSTEM: depth * (1 - likely["system"]),
        Signal.BLAME: facts["blame"],
        Signal.INTENT: facts["intent"] * depth,
        Signal.CONTEXT: facts["context"],
        Signal.FOCUS: facts["focus"],
    }


def find_confidence(needs: Mapping[Signal, float]) -> dict[Signal, Confidence]:
    """How sure the coach may sound about each need."""
    return {signal: grade(signal, need) for signal, need in needs.items()}


def grade(signal: Signal, need: float) -> Confidence:
    """The word for a need or a weight: high states, medium asks whether something was missed, low stays silent."""
    if need >= _HIGH[signal.value]:
        return Confidence.HIGH
    return Confidence.MEDIUM if need >= _MEDIUM[signal.value] else Confidence.LOW
