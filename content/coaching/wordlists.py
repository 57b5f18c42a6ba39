"""Closed word classes and verbs for the clause rules, read once from the library and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from content.coaching.vocabulary import read_list


@dataclass(frozen=True, slots=True)
class Words:
    """Small closed classes: who acts, auxiliaries, what opens or joins clauses, and section labels."""

    joining: frozenset[str]
    together: frozenset[str]
    generic: frozenset[str]
    others: frozenset[str]
    things: frozenset[str]
    teams: frozenset[str]
    roles: frozenset[str]
    companions: frozenset[str]
    be: frozenset[str]
    be_past: frozenset[str]
    have: frozenset[str]
    do: frozenset[str]
    modal: frozenset[str]
    hypothetical: frozenset[str]
    negation: frozenset[str]
    adverbs: frozenset[str]
    coordinating: frozenset[str]
    opening: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    sections: Mapping[str, str]

    @property
    def pronouns(self) -> frozenset[str]:
        """Words that stand for somebody or something without naming them."""
        return self.together | self.generic | self.others | self.things | {"i"}


@dataclass(frozen=True, slots=True)
class Verbs:
    """Verbs by what they say about a part, and the forms that do not follow the rule."""

    kinds: Mapping[str, str]
    known: frozenset[str]
    carriers: frozenset[str]
    wandering: frozenset[str]
    shared_with: frozenset[str]
    irregular: Mapping[str, str]
    participles: Mapping[str, str]
    no_verbs: frozenset[str]


def _words() -> Words:
    data: dict[str, Any] = read_list("words")
    data.pop("self")
    sections = MappingProxyType(dict(data.pop("sections")))
    return Words(**{name: frozenset(words) for name, words in data.items()}, sections=sections)


def _verbs() -> Verbs:
    data: dict[str, Any] = read_list("verbs")
    kinds: dict[str, str] = {}
    for kind in ("act", "state", "receive", "think", "help", "decide", "speak"):
        kinds.update(dict.fromkeys(data[kind], kind))
    return Verbs(
        kinds=MappingProxyType(kinds),
        known=frozenset(kinds) | frozenset(data["carriers"]),
        carriers=frozenset(data["carriers"]),
        wandering=frozenset(data["wandering"]),
        shared_with=frozenset(data["shared_with"]),
        irregular=MappingProxyType(dict(data["irregular"])),
        participles=MappingProxyType(dict(data["participles"])),
        no_verbs=frozenset(data["no_verbs"]["words"]),
    )


LISTS: Final = _words()
VERBS: Final = _verbs()
