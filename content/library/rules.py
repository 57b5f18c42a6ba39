"""The rules that a built-in question keeps, each with the sentence that says how to keep it."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import combinations
from typing import Final

from content.errors import Problem
from content.library.shape import Kind, Outline, Question

TEXT_LENGTH: Final = 300  # characters; a card stays within eight lines on a phone
INTENT_LENGTH: Final = 140  # characters; one line under the person's own guess
HINT_LENGTH: Final = 200  # characters; two lines on a phone
PLAIN_WORDS: Final = 20  # words; for people who read English as a third language
FACETS: Final = range(3, 7)
BRANCHES: Final = 3  # at least; the coach picks by what is missing
LEAVES: Final = 2  # at least
LIKENESS: Final = 0.6  # share of common trigrams above which two texts pass for the same question

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORD: Final = re.compile(r"[^\W_]+")
_FILLED: Final = ("competency", "intent", "strong", "fails", "hint", "plain", "levels", "hiring_signals")

Rule = Callable[[Question], Iterator[tuple[str, str]]]


def rule_breaks(questions: Sequence[Question], *, known: Collection[str]) -> Iterator[Problem]:
    """Each broken rule as a problem; `known` holds the ids that related and contrasts may name."""
    for question in questions:
        broken = [pair for rule in _RULES for pair in rule(question)] + list(_links(question, known))
        yield from (Problem(question.pack, say, question.id, field) for field, say in broken)
    for one, other in combinations(questions, 2):
        if likeness(one.text, other.text) > LIKENESS:
            say = f"this is nearly the question “{other.id}”; ask something else, or drop one."
            yield Problem(one.pack, say, one.id, "text")


def likeness(one: str, other: str) -> float:
    """How alike two texts are by character trigrams: 0 nothing in common, 1 the same."""
    left, right = _trigrams(one), _trigrams(other)
    return 2 * len(left & right) / ((len(left) + len(right)) or 1)


def _trigrams(text: str) -> set[str]:
    plain = " ".join(_WORD.findall(text.casefold()))
    padded = f"  {plain} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)} if plain else set()


def _filled(question: Question) -> Iterator[tuple[str, str]]:
    for name in _FILLED:
        if not getattr(question, name):
            yield name, f"nothing is written here; write {Question.model_fields[name].description}."
    if question.pillar is None and question.kind is not Kind.SELF:
        yield "pillar", "name the pillar; only a question of kind self has none."
    for name in Outline.model_fields:
        if not getattr(question.outline, name):
            yield f"outline, {name}", f"write {Outline.model_fields[name].description}."


def _worded(question: Question) -> Iterator[tuple[str, str]]:
    if not _SLUG.fullmatch(question.id):
        yield "id", "write lower-case words joined by hyphens."
    if len(question.text) > TEXT_LENGTH or not question.text.endswith("?"):
        yield "text", f"write at most {TEXT_LENGTH} characters, and end with a question mark."
    if len(question.intent) > INTENT_LENGTH or "\n" in question.intent:
        yield "intent", f"write one line of at most {INTENT_LENGTH} characters."
    if len(question.hint) > HINT_LENGTH:
        yield "hint", f"write at most {HINT_LENGTH} characters."
    if len(question.plain.split()) > PLAIN_WORDS:
        yield "plain", f"write at most {PLAIN_WORDS} words."


def _secret(question: Question) -> Iterator[tuple[str, str]]:
    """The intent is guessed before it is shown, so neither text nor hint may tell it."""
    intent = question.intent.casefold().rstrip(".?! ")
    for name in ("text", "hint", "plain"):
        said = getattr(question, name).casefold()
        if intent and intent in said:
            yield name, "this tells the intent; leave it to be guessed."
        for facet in question.facets:
            if facet.name.casefold() in said:
                yield name, f"this tells the facet “{facet.name}”; say it without."


def _probing(question: Question) -> Iterator[tuple[str, str]]:
    names = {facet.name.casefold() for facet in question.facets}
    if len(question.facets) not in FACETS or len(names) < len(question.facets):
        yield "facets", "write three to six facets, each with a name of its own."
    if len(question.branch) < BRANCHES:
        yield "branch", f"write at least {BRANCHES} probes into a part of the story."
    if len(question.leaf) < LEAVES:
        yield "leaf", f"write at least {LEAVES} narrow factual probes."
    probes = [probe.ask for probe in (*question.branch, *question.leaf)]
    if len(set(probes)) < len(probes) or not all(ask.endswith(("?", ".")) for ask in probes):
        yield "branch", "write each probe once, as a whole sentence."


def _links(question: Question, known: Collection[str]) -> Iterator[tuple[str, str]]:
    for name in ("related", "contrasts"):
        for linked in getattr(question, name):
            if linked not in known or linked == question.id:
                yield name, f"“{linked}” is no other question; write an id that the library has."


_RULES: Final[tuple[Rule, ...]] = (_filled, _worded, _secret, _probing)
