"""What weighed most in a reading: the figures behind each model, and the plain rules that fired above them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from content.coaching.features import describe
from content.coaching.plain_rules import PlainRule, find_corrections
from content.coaching.questions import AskedQuestion
from content.coaching.signals import Signal
from content.coaching.texts import take_apart
from content.coaching.weights import MODELS, MODELS_OF, WEIGHTS, Model


class Figure(NamedTuple):
    """One figure of an answer and the weight that a model gives it."""

    name: str
    value: float
    weight: float

    @property
    def pull(self) -> float:
        """What it adds for the model's statement, or takes from it."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Weighing:
    """How one model came to its likelihood: its figures, heaviest first, and the rules that corrected it.

    `likely` is after the rules; from `cut` on the model says yes. Figures that pull nowhere are left out.
    """

    signal: Signal
    model: str
    likely: float
    cut: float
    bias: float
    figures: tuple[Figure, ...]
    rules: tuple[PlainRule, ...]


def weigh(parts: Sequence[str], *, question: AskedQuestion, spoken: bool = False) -> list[Weighing]:
    """Every model's weighing of an answer, in the order of the signals; the same figures that `read` uses."""
    text = take_apart(parts)
    figures = describe(text, WEIGHTS.marks, question=question, spoken=spoken)
    corrections = find_corrections(text, question.kind)
    weighings = []
    for signal, names in MODELS_OF.items():
        for name in names:
            model = MODELS[name]
            likely = model.likelihood(figures)
            fired = [found for found in corrections if found.model == name]
            for found in fired:
                likely = found.correct(likely)
            rules = tuple(found.rule for found in fired)
            pulls = _heaviest_first(model, figures)
            weighings.append(Weighing(signal, name, likely, model.cut, model.bias, pulls, rules))
    return weighings


def _heaviest_first(model: Model, figures: Mapping[str, float]) -> tuple[Figure, ...]:
    all_of_them = (Figure(name, figures.get(name, 0.0), weight) for name, weight in model.weights.items())
    return tuple(sorted((f for f in all_of_them if f.pull), key=lambda figure: -abs(figure.pull)))
