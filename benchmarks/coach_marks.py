"""Train what sentences do: for each mark a logistic regression over the traits of `content.coaching.marking`.

Plain Python, one pass after the other with a step of its own for each trait, so that nothing is needed but the answers.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from content.coaching.logistic import logistic
from content.coaching.marking import Marks, gather

Sentence = Sequence[str]
"""The traits of a sentence."""

MARKS: dict[str, frozenset[str]] = {
    "does_outcome": frozenset({"R1", "R2", "R3"}),
    "does_settled": frozenset({"R2", "R3"}),
    "does_lesson": frozenset({"L1", "L2"}),
    "does_people": frozenset({"H"}),
    "does_mess": frozenset({"M"}),
}
"""What is learnt of a sentence, and the codes of the markers that say it (README of `coach_answers`)."""

PASSES = 8
STEP = 0.3
PULL = 6.0  # how strongly a trait's weight is drawn to zero over one pass
LEAST = 3  # sentences that must have a trait before it counts
NEGLIGIBLE = 0.03  # weights below this are left out
PARTS = 3  # answers are marked by weights that have not seen their part


class Marked(NamedTuple):
    """An answer: the traits of each sentence, and the codes that a marker gave it."""

    sentences: Sequence[Sentence]
    codes: Sequence[frozenset[str]]


def learn(answers: Sequence[Marked]) -> Marks:
    """The weights of all marks."""
    sentences = [sentence for answer in answers for sentence in answer.sentences]
    codes = [found for answer in answers for found in answer.codes]
    spread = Counter(trait for sentence in sentences for trait in sentence)
    places = {trait: n for n, trait in enumerate(sorted(t for t, c in spread.items() if c >= LEAST))}
    rows = [[places[trait] for trait in sentence if trait in places] for sentence in sentences]
    pulls = [PULL / spread[trait] for trait in places]
    fitted = [_fit(rows, [bool(found & wanted) for found in codes], pulls) for wanted in MARKS.values()]
    weights = {
        trait: tuple(round(weight[place], 3) for _, weight in fitted) for trait, place in places.items()
    }
    kept = {trait: adds for trait, adds in weights.items() if max(map(abs, adds)) >= NEGLIGIBLE}
    return Marks(tuple(MARKS), tuple(round(bias, 3) for bias, _ in fitted), kept)


def _fit(
    rows: Sequence[Sequence[int]], labels: Sequence[bool], pulls: Sequence[float]
) -> tuple[float, list[float]]:
    """Bias and weights; every weight takes smaller steps the more it has moved (AdaGrad)."""
    weight, moved = [0.0] * len(pulls), [1.0] * len(pulls)
    bias, bias_moved = 0.0, 1.0
    order = list(range(len(rows)))
    chance = random.Random(7)
    for _ in range(PASSES):
        chance.shuffle(order)
        for number in order:
            row = rows[number]
            total = bias + sum(weight[place] for place in row)
            error = logistic(total) - labels[number]
            bias_moved += error * error
            bias -= STEP * error / bias_moved**0.5
            for place in row:
                slope = error + pulls[place] * weight[place]
                moved[place] += slope * slope
                weight[place] -= STEP * slope / moved[place] ** 0.5
    return bias, weight


def figures_of(marks: Marks, answer: Marked) -> dict[str, float]:
    """What the marks say of an answer."""
    return gather(marks.names, [marks.weigh(sentence) for sentence in answer.sentences])


def unseen_figures(answers: Sequence[Marked]) -> list[dict[str, float]]:
    """For each answer what marks say that have not seen it."""
    places = list(range(len(answers)))
    random.Random(1).shuffle(places)
    out: list[dict[str, float]] = [{} for _ in answers]
    for part in (places[n::PARTS] for n in range(PARTS)):
        held = set(part)
        marks = learn([answer for place, answer in enumerate(answers) if place not in held])
        for place in part:
            out[place] = figures_of(marks, answers[place])
    return out


def as_data(marks: Marks) -> Mapping[str, object]:
    """As they stand in the library."""
    return {"names": marks.names, "biases": marks.biases, "weights": dict(sorted(marks.weights.items()))}
