"""The question as the coach sees it: its kind, the story it belongs to and the probes that may follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from content.coaching.signals import Signal
from content.coaching.vocabulary import VOCABULARY


class Kind(StrEnum):
    """What a question asks for, and so what its answer may do without."""

    PAST = "past"
    METHOD = "method"
    SITUATION = "situation"
    FRAMING = "framing"
    PRESENT = "present"
    SELF = "self"


class Depth(StrEnum):
    """How narrow a probe is: a branch opens a part of the story, a leaf checks one fact."""

    BRANCH = "branch"
    LEAF = "leaf"


@dataclass(frozen=True, slots=True)
class Probe:
    """A follow-up that the library keeps for one question, and what it serves."""

    text: str
    serves: Signal
    depth: Depth = Depth.BRANCH


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """The question that was asked; the bot builds it from the library's own record."""

    text: str
    kind: Kind = Kind.PAST
    story: str | None = None
    probes: tuple[Probe, ...] = ()


def find_wants(question: AskedQuestion) -> Mapping[str, float]:
    """How much each signal is wanted, by its code: as its kind does, or as the themes of a past occasion do if that is more."""
    wants = dict(VOCABULARY.weights[question.kind.value])
    if question.kind is Kind.PAST:
        said = _said(question.text)
        for theme in VOCABULARY.themes:
            if question.story in theme.stories or any(phrase in said for phrase in theme.phrases):
                wants |= {code: max(wanted, wants[code]) for code, wanted in theme.wants.items()}
    return wants


def guess_kind(text: str) -> Kind:
    """The kind that a bare question text most likely has; PAST when nothing in it speaks for another."""
    said = _said(text)
    for name, phrases in VOCABULARY.kinds:
        if any(phrase in said for phrase in phrases):
            return Kind(name)
    return Kind.PAST


def _said(text: str) -> str:
    return f" {' '.join(text.lower().split())} "
