"""What each sentence of an answer does, by linear models over its words and over the shape of its clauses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from types import MappingProxyType
from typing import Any, Final

from content.coaching.clauses import Clause
from content.coaching.logistic import logistic
from content.coaching.texts import Text
from content.coaching.tokens import Shape

_PLACES: Final = 5  # an answer's sentences stand in so many parts of it
_FEW: Final = 3  # sentences; in so few the place says little
_WORDS_A_STEP: Final = 15
_LONGEST: Final = 3  # steps of length that are told apart


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said of a sentence (`names`), and what each of its traits adds for and against each of that."""

    names: tuple[str, ...]
    biases: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def weigh(self, traits: Sequence[str]) -> list[float]:
        """How likely each of `names` is of a sentence with these traits."""
        find = self.weights.get
        adds = [added for trait in traits if (added := find(trait)) is not None]
        return [logistic(sum(column)) for column in zip(self.biases, *adds, strict=True)]


def as_marks(data: Mapping[str, Any]) -> Marks:
    """The marks of a weights file."""
    weights = {trait: tuple(adds) for trait, adds in data["weights"].items()}
    return Marks(tuple(data["names"]), tuple(data["biases"]), MappingProxyType(weights))


def describe_marks(marks: Marks, text: Text, *, spoken: bool) -> dict[str, float]:
    """Figures of what the sentences of an answer do: the likeliest, the two likeliest, all, and the later ones."""
    return gather(marks.names, [marks.weigh(traits) for traits in find_traits(text, spoken=spoken)])


def gather(names: Sequence[str], found: Sequence[Sequence[float]]) -> dict[str, float]:
    """The figures of an answer from the likelihoods of its sentences, in their order."""
    if not found:
        return {}
    figures: dict[str, float] = {}
    for name, likely in zip(names, zip(*found, strict=True), strict=True):
        ranked = sorted(likely, reverse=True)
        figures |= {
            f"{name}_best": ranked[0],
            f"{name}_two": sum(ranked[:2]) / len(ranked[:2]),
            f"{name}_sum": log1p(sum(likely)),
            f"{name}_mean": sum(likely) / len(likely),
            f"{name}_late": max(likely[len(likely) // 2 :]),
        }
    return figures


def find_traits(text: Text, *, spoken: bool) -> list[list[str]]:
    """The traits of each sentence, each once, in an order of their own: what is added up is the same everywhere."""
    clauses: list[list[Clause]] = [[] for _ in text.sentences]
    for clause in text.clauses:
        clauses[clause.sentence].append(clause)
    shapes = [[*_shape(text, number, clauses[number])] for number in range(len(text.sentences))]
    medium = "spoken" if spoken else "written"
    found: list[list[str]] = []
    for number, shape in enumerate(shapes):
        own = (*_words(text, number), *_verbs(clauses[number]), *_standing(text, number), *shape)
        found.append(list(dict.fromkeys((medium, *own, *_around(shapes, number)))))
    return found


def _around(shapes: Sequence[Sequence[str]], number: int) -> Iterator[str]:
    """Who acts when in the sentences before and after."""
    if number > 0:
        yield from (f"before {trait}" for trait in shapes[number - 1])
    if number + 1 < len(shapes):
        yield from (f"after {trait}" for trait in shapes[number + 1])


def _words(text: Text, number: int) -> list[str]:
    tokens = text.sentences[number].tokens
    return ["0" if token.shape is Shape.NUMBER else token.text for token in tokens]


def _shape(text: Text, number: int, clauses: Sequence[Clause]) -> Iterator[str]:
    """Who acts when, and which cues stand there."""
    for clause in clauses:
        yield f"{_said(clause)}{clause.actor.value} {clause.tense.value}"
    for cue in text.cues[number]:
        if not cue.quoted:
            yield f"cue {cue.name}"


def _verbs(clauses: Sequence[Clause]) -> Iterator[str]:
    for clause in clauses:
        yield f"{_said(clause)}{clause.actor.value} {clause.tense.value} {clause.deed}"
        yield f"{_said(clause)}{clause.actor.value} to {clause.base}"
        yield f"to {clause.base}"
        if clause.negated:
            yield "negated"
        if clause.passive:
            yield "passive"
    if not clauses:
        yield "no clause"


def _said(clause: Clause) -> str:
    return "quoted " if clause.quoted else ""


def _standing(text: Text, number: int) -> Iterator[str]:
    """Where it stands, how long it is, and what measures in it."""
    sentence, size = text.sentences[number], len(text.sentences)
    yield f"place {number * _PLACES // size}"
    if number == size - 1:
        yield "place last"
    if size <= _FEW:
        yield "place of few"
    yield f"section {sentence.section}"
    yield f"length {min(_LONGEST, len(sentence.tokens) // _WORDS_A_STEP)}"
    if sentence.listed:
        yield "listed"
    if text.measures[number]:
        yield "measured"
    if text.shifts[number]:
        yield "shifted"
