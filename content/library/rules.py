"""The rules that a built-in question keeps, each with the sentence that says how to keep it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from content.errors import Problem
from content.library.language import READING_LEVEL, find_texts, find_wording_breaks, reading_level
from content.library.likeness import LIKENESS, find_alike, likeness
from content.library.shape import CoachSignal, Content, Kind, Outline, Question

TEXT_LENGTH: Final = 300  # characters; a card stays within eight lines on a phone
INTENT_LENGTH: Final = 140  # characters; one line under the person's own guess
HINT_LENGTH: Final = 200  # characters; two lines on a phone
PLAIN_WORDS: Final = 20  # words; for people who read English as a third language
FACETS: Final = range(3, 7)
BRANCHES: Final = 3  # at least; the coach picks by what is missing
LEAVES: Final = 2  # at least
SIGNALS: Final = 4  # at least; whatever an answer lacks, a probe can ask for it

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FILLED: Final = ("competency", "intent", "strong", "fails", "hint", "plain", "levels", "hiring_signals")

Broken = Iterator[tuple[str, str]]
"""What a rule finds: the field, and what to write in it instead."""

Rule = Callable[[Question], Broken]


def rule_breaks(questions: Sequence[Question], *, known: Collection[str]) -> Iterator[Problem]:
    """Each broken rule as a problem; `known` holds the ids that related and contrasts may name."""
    yield from _breaks(questions, _RULES, known)


def pack_rule_breaks(questions: Sequence[Question], *, known: Collection[str]) -> Iterator[Problem]:
    """The same for a team's pack: what it leaves out is not missed, and its spelling and names are its own."""
    yield from _breaks(questions, _PACK_RULES, known)


def slug_breaks(name: str, value: str) -> Broken:
    """Whether an id is written as ids are."""
    if not _SLUG.fullmatch(value):
        yield name, "write lower-case words joined by hyphens."


def wording_breaks(content: Content) -> Broken:
    """American spelling, unwelcome words and real names in anything of it that people read."""
    for name, text in find_texts(content):
        yield from ((name, say) for say in find_wording_breaks(text))


def level_breaks(name: str, parts: Iterable[str]) -> Broken:
    """Whether what people read at once is easy enough to read."""
    level = reading_level("\n".join(parts))
    if level > READING_LEVEL:
        say = (
            f"the reading level is {level:.0f}, more than {READING_LEVEL}; write shorter sentences and words."
        )
        yield name, say


def _breaks(
    questions: Sequence[Question], rules: Iterable[Rule], known: Collection[str]
) -> Iterator[Problem]:
    for question in questions:
        broken = [pair for rule in rules for pair in rule(question)] + list(_links(question, known))
        yield from (Problem(question.pack, say, question.id, field) for field, say in broken)
    for at, other in find_alike([question.text for question in questions]):
        one, like = questions[at], questions[other].id
        yield Problem(
            one.pack,
            f"this is nearly the question “{like}”; ask something else, or drop one.",
            one.id,
            "text",
        )


def _filled(question: Question) -> Broken:
    for name in _FILLED:
        if not getattr(question, name):
            yield name, f"nothing is written here; write {Question.model_fields[name].description}."
    if question.pillar is None and question.kind is not Kind.SELF:
        yield "pillar", "name the pillar; only a question of kind self has none."
    for name in Outline.model_fields:
        if not getattr(question.outline, name):
            yield f"outline, {name}", f"write {Outline.model_fields[name].description}."


def asking_breaks(**fields: str) -> Broken:
    """Each field that asks nothing."""
    for name, text in fields.items():
        if not text.endswith("?"):
            yield name, "end with a question mark."


def _asking(question: Question) -> Broken:
    return asking_breaks(text=question.text)


def _named(question: Question) -> Broken:
    yield from slug_breaks("id", question.id)


def _short(question: Question) -> Broken:
    if len(question.text) > TEXT_LENGTH or "\n" in question.text:
        yield "text", f"write one line of at most {TEXT_LENGTH} characters."
    if len(question.intent) > INTENT_LENGTH or "\n" in question.intent:
        yield "intent", f"write one line of at most {INTENT_LENGTH} characters."
    if len(question.hint) > HINT_LENGTH:
        yield "hint", f"write at most {HINT_LENGTH} characters."
    if len(question.plain.split()) > PLAIN_WORDS:
        yield "plain", f"write at most {PLAIN_WORDS} words."


def _readable(question: Question) -> Broken:
    yield from level_breaks("text", (question.text, question.plain, question.hint))


def _secret(question: Question) -> Broken:
    """The intent is guessed before it is shown, so neither text nor hint may tell it."""
    intent = question.intent.casefold().rstrip(".?! ")
    for name in ("text", "hint", "plain"):
        said = getattr(question, name).casefold()
        if intent and intent in said:
            yield name, "this tells the intent; leave it to be guessed."
        for facet in question.facets:
            if facet.name.casefold() in said:
                yield name, f"this tells the facet “{facet.name}”; say it without."


def _faceted(question: Question) -> Broken:
    if len(question.facets) not in FACETS:
        yield "facets", "write three to six facets, each with a name of its own."


def _distinct(question: Question) -> Broken:
    """No facet and no probe stands there twice, nor anything in a list."""
    for one, other in combinations(question.facets, 2):
        if one.name.casefold() == other.name.casefold() or likeness(one.says, other.says) > LIKENESS:
            yield (
                "facets",
                f"“{one.name}” and “{other.name}” say nearly the same; write another one, or drop one.",
            )
    probes = [probe.ask for probe in (*question.branch, *question.leaf)]
    if len(set(probes)) < len(probes):
        yield "branch", "write each probe once."
    for name in ("levels", "hiring_signals", "related", "contrasts"):
        listed = getattr(question, name)
        if len(set(listed)) < len(listed):
            yield name, "write each of them once."


def _probing(question: Question) -> Broken:
    if len(question.branch) < BRANCHES:
        yield "branch", f"write at least {BRANCHES} probes into a part of the story."
    if len(question.leaf) < LEAVES:
        yield "leaf", f"write at least {LEAVES} narrow factual probes."
    for name in ("branch", "leaf"):
        for number, probe in enumerate(getattr(question, name), 1):
            if not probe.ask.endswith(("?", ".")):
                yield f"{name}, number {number}, ask", "write a whole sentence."


def _tagged(question: Question) -> Broken:
    """Whatever the coach finds missing, one of the probes asks for it."""
    served = {probe.serves for probe in (*question.branch, *question.leaf)}
    if len(served) < SIGNALS:
        yield (
            "branch",
            f"let the probes serve at least {SIGNALS} signals, not {', '.join(sorted(served)) or 'none'}.",
        )
    if CoachSignal.RESULT not in served:
        yield "leaf", "let one probe serve “result”: what came of it, and how that is known."
    if question.kind is Kind.METHOD and CoachSignal.STORY not in {probe.serves for probe in question.branch}:
        yield "branch", "let one probe serve “story”: a question about habits can then ask for one time."


def _links(question: Question, known: Collection[str]) -> Broken:
    for name in ("related", "contrasts"):
        for linked in getattr(question, name):
            if linked not in known or linked == question.id:
                yield name, f"“{linked}” is no other question; write an id that the library has."


_PACK_RULES: Final[tuple[Rule, ...]] = (_named, _short, _secret, _distinct)
_RULES: Final[tuple[Rule, ...]] = (
    *_PACK_RULES,
    _filled,
    _asking,
    _readable,
    _faceted,
    _probing,
    _tagged,
    wording_breaks,
)
