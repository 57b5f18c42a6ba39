"""Clauses: for each verb of an answer, who acts, what kind of deed it is, when, and in whose words."""

from enum import StrEnum
from typing import NamedTuple


class Actor(StrEnum):
    """Who acts in a clause."""

    SELF = "self"
    TOGETHER = "together"
    TEAM = "team"
    OTHER = "other"
    GENERIC = "generic"
    THING = "thing"
    NOBODY = "nobody"


class Tense(StrEnum):
    """When it was: told as past, as a habit or state, or only as possible."""

    PAST = "past"
    PRESENT = "present"
    HYPOTHETICAL = "hypothetical"


class Clause(NamedTuple):
    """One verb and who does it; token places count within the sentence."""

    sentence: int
    actor: Actor
    deed: str
    tense: Tense
    base: str
    begin: int
    verb: int
    passive: bool
    negated: bool
    quoted: bool
    elided: bool


OWN_DEEDS: frozenset[str] = frozenset({"act", "decide", "speak"})


def is_deed(clause: Clause) -> bool:
    """Whether the clause tells something done, not thought, been, suffered or helped with."""
    return clause.deed in OWN_DEEDS and not clause.negated
