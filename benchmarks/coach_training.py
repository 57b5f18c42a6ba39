"""Train the coach's weights: sign-constrained logistic regressions over the figures of `content.coaching.features`.

usage: python -m benchmarks.coach_training ANSWERS.jsonl      writes weights.json and marks.json of content/library/coach
Plain Python, no library: 139 answers are few, so each weight may only pull the way that its figure is meant to.
Learnt from as well: the project's own labelled answers (`tests/content/coaching/labelled`), four of them for one of the
139, since they are shorter and written by the same hand as the word lists; and the answers of `coach_answers`, two for one.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from math import log
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.coach_lines import as_codes, read_lines, with_marks, written_lines
from benchmarks.coach_marks import Marked, as_data, figures_of, learn, unseen_figures
from content.coaching.features import describe
from content.coaching.logistic import logistic
from content.coaching.marking import Marks, find_traits
from content.coaching.questions import AskedQuestion, guess_kind
from content.coaching.texts import take_apart
from content.coaching.weights import Model, Weights
from tests.content.coaching.labelling import as_line, read_all

Row = Mapping[str, float]


class Source(StrEnum):
    """Where an answer comes from."""

    SHARED = "shared"
    OWN = "own"
    WRITTEN = "written"


OUT = Path(__file__).parent.parent / "content" / "library" / "coach"
NO_MARKS = Marks((), (), {})
ROUNDS = 120  # steps of gradient descent; further ones move no weight by more than 1 %
STEP = 0.5
SWING = 0.8  # how much of the last step goes into the next one
STANDING = {Source.SHARED: 1.0, Source.OWN: 0.25, Source.WRITTEN: 0.5}
"""What one answer counts beside one of the shared ones."""
APART = {("people", Source.OWN): 0.1, ("own_unclear", Source.WRITTEN): 0.2}
"""Where the usual weight was measured to mislead."""
PULL = 0.3  # how strongly weights are drawn to zero
WINDOW = 0.06  # a cut is judged by its neighbours as well, so that one lucky answer decides nothing
NEGLIGIBLE = 0.02  # a standardised weight below this is left out

# + the figure speaks for it, - it speaks against it.
SPECS: dict[str, str] = {
    "own_unclear": "-own_habit +no_own_deed +only_help +c_hedge -c_own +d_habit +d_hedge -d_own -listed -n_self_past -n_self_past_decide -n_self_past_deed -n_self_past_speak +n_together -numbers -own_of_deeds -own_share +present_share +r_generic +r_nobody +r_other +r_passive -r_self_past -r_self_past_deed +r_self_past_help +r_team +r_thing +r_together -self_past_of_self +spoken -told_any +we_of_us",
    "no_story": "-p_settled -l_settled -p_adversity -p_dealing -exchange +ending_no_past +ending_hypothetical -ending_others +c_habit -c_occasion -c_once +c_principle -clauses_in_past +d_future +d_habit -d_occasion -d_once -d_outcome +d_principle -deed_sentences -deed_share -deeds_of_past +habit_present +hypothetical_share +kind_method -listed -measured_any -n_other_past -n_other_past_deed -n_self_past_deed -n_self_past_receive -opening_occasion -opening_once -opening_told -p_closing -p_mess_hard -p_occasion -p_once -p_talk -past_share +present_share +r_generic +r_generic_present +r_self_hypothetical +r_self_present -self_past_of_self -speech -spoken_to -told_any -told_first -told_of_long -told_run -told_share",
    "no_result": "-does_outcome_best -does_outcome_two -does_outcome_sum -does_outcome_mean -does_outcome_late -shifted -ending_dated -ending_settled +ending_wished -c_settled -l_settled -d_settled -ending_others +ending_self +ending_no_past -ending_benefit -c_benefit -l_benefit -d_benefit -p_benefit -ending_outcome +ending_hypothetical -c_checkable -c_closing -c_moved -c_outcome -d_checkable -d_closing +d_habit -d_outcome +d_principle -ending_closing -ending_told +hypothetical_share -l_checkable -l_closing -l_moved -l_outcome -listed -measured -measured_any -measured_late -p_checkable -p_closing -p_moved -p_outcome +present_share -section_result -told_any -words",
    "concrete": "+does_settled_best +does_settled_two +does_settled_sum +does_settled_mean +does_settled_late +shifted +ending_dated +ending_settled -ending_wished +c_settled +l_settled +p_settled +s_checkable +s_settled +s_outcome +s_closing -words -spoken -r_generic +ending_others -ending_no_past +ending_outcome -ending_hypothetical -ending_self +l_benefit +p_benefit +c_checkable +c_closing +c_moved +c_outcome +d_checkable -d_habit +ending_closing +ending_told -hypothetical_share +l_checkable +l_closing +l_moved +l_outcome +listed +measured +measured_any +measured_late +numbers +p_checkable +p_closing +p_moved +p_outcome -present_share +section_result +told_any",
    "measured": "+shifted +c_moved +d_checkable +d_moved -d_principle +l_moved +listed +measured +measured_any +measured_late +numbers +p_moved +section_result",
    "learning": "+does_lesson_best +does_lesson_two +does_lesson_sum +does_lesson_mean +does_lesson_late +turn +turn_today +c_change +c_lesson +c_lesson_weak +counterfactual +d_change +d_lesson +d_lesson_weak +ending_lesson +l_change +l_lesson +l_lesson_weak -listed +moral +p_lesson +reflecting +section_learning",
    "specific": "+turn +turn_today +c_change +c_lesson +c_lesson_weak +counterfactual +d_change +ending_lesson +l_change +l_lesson +l_lesson_weak -listed +n_self_past_think +p_change +p_lesson +reflecting +section_learning +told_any",
    "system": "+s_principle +s_habit -s_occasion -s_once -p_occasion +c_habit +c_principle +d_habit -d_once +d_principle +hypothetical_share +kind_method -listed -measured_any -n_self_past_deed -past_share +present_share +r_generic +r_self_present +r_self_present_deed -told_run -told_share",
    "people": "+does_people_best +does_people_two +does_people_sum +does_people_mean +does_people_late +p_dealing +others_say +exchange +c_feeling +c_people +c_talk +d_fault +d_feeling -d_habit +d_people +d_talk +l_people +n_other_past +n_other_past_deed +n_self_past_speak -numbers +others_mind +p_feeling +p_people +p_talk -present_share -r_generic +r_other_past +r_self_past_speak +speech +spoken_to +told_any",
    "mess": "+does_mess_best +does_mess_two +does_mess_sum +does_mess_mean +does_mess_late +c_adversity +p_adversity +s_adversity +s_mess +s_mess_hard -words -listed -spoken -numbers -measured_any +c_fault +c_feeling +c_mess +c_mess_hard -d_habit +d_mess +d_mess_hard -d_principle -d_smooth +l_mess +l_mess_hard +n_self_past_receive +n_self_past_think +negated +others_mind +p_mess +p_mess_hard +p_once +past_share -r_generic +told_any",
}

TARGETS: dict[str, Callable[[Mapping[str, int]], bool]] = {
    "own_unclear": lambda r: bool(r["own_unclear"]),
    "no_story": lambda r: not r["story"],
    "no_result": lambda r: r["result"] == 0,
    "concrete": lambda r: r["result"] >= 2,  # noqa: PLR2004
    "measured": lambda r: r["result"] == 3,  # noqa: PLR2004
    "learning": lambda r: r["learning"] >= 1,
    "specific": lambda r: r["learning"] == 2,  # noqa: PLR2004
    "system": lambda r: bool(r["system"]),
    "people": lambda r: bool(r["people"]),
    "mess": lambda r: bool(r["mess"]),
}


class Labelled(NamedTuple):
    """An answer with its labels: its figures without those of marks, its sentences as marked, and what it counts."""

    line: Mapping[str, Any]
    figures: Row
    marked: Marked
    source: Source


def labelled(line: Mapping[str, Any], source: Source) -> Labelled:
    """The figures and the traits of one labelled line, whose sentences are marked."""
    question = AskedQuestion(str(line["question"]), guess_kind(str(line["question"])))
    text, spoken = take_apart([str(line["answer"])]), bool(line["spoken"])
    codes = as_codes(line["marks"], len(text.sentences))
    figures = describe(text, NO_MARKS, question=question, spoken=spoken)
    return Labelled(line, figures, Marked(find_traits(text, spoken=spoken), codes), source)


def read_answers(shared: Path) -> list[Labelled]:
    """All that is learnt from: the shared answers first, then the project's own, then those of `coach_answers`."""
    own = [as_line(example) for example in read_all() if example.labels is not None]
    return [
        *(labelled(line, Source.SHARED) for line in with_marks(read_lines(shared), "marks_shared.tsv")),
        *(labelled(line, Source.OWN) for line in with_marks(own, "marks_own.tsv")),
        *(labelled(line, Source.WRITTEN) for line in written_lines()),
    ]


def weight_of(answer: Labelled, target: str) -> float:
    """What an answer counts for a model."""
    return APART.get((target, answer.source), STANDING[answer.source])


def learn_all(answers: Sequence[Labelled], cuts: Mapping[str, float]) -> Weights:
    """Marks and models from these answers; the models see marks that have not seen the answer."""
    unseen = unseen_figures([answer.marked for answer in answers])
    rows = [{**answer.figures, **found} for answer, found in zip(answers, unseen, strict=True)]
    models = {}
    for name, spec in SPECS.items():
        gold = [TARGETS[name](answer.line) for answer in answers]
        bias, weights = fit(rows, gold, spec, [weight_of(answer, name) for answer in answers])
        rounded = {figure: round(weight, 4) for figure, weight in sorted(weights.items())}
        models[name] = Model(round(bias, 4), cuts[name], rounded)
    return Weights(learn([answer.marked for answer in answers]), models)


def row_of(weights: Weights, answer: Labelled) -> Row:
    """All figures of an answer, as these marks see it."""
    return {**answer.figures, **figures_of(weights.marks, answer.marked)}


def fit(
    rows: Sequence[Row], labels: Sequence[bool], spec: str, counts: Sequence[float]
) -> tuple[float, dict[str, float]]:
    """Bias and weights on the raw figures; `counts` says how much each row counts, and both classes weigh the same."""
    signs = {token[1:]: 1 if token[0] == "+" else -1 for token in spec.split()}
    total = sum(counts)
    columns = {name: [row.get(name, 0.0) for row in rows] for name in signs}
    means = {n: sum(w * v for w, v in zip(counts, c, strict=True)) / total for n, c in columns.items()}
    spreads = {
        n: (sum(w * (v - means[n]) ** 2 for w, v in zip(counts, c, strict=True)) / total) ** 0.5
        for n, c in columns.items()
    }
    names = [name for name in signs if spreads[name] > 1e-6]  # noqa: PLR2004
    table = [[(row.get(n, 0.0) - means[n]) / spreads[n] for n in names] for row in rows]
    weight, bias = _descend(table, _shares(labels, counts), labels, [signs[n] for n in names])
    kept = {n: w / spreads[n] for n, w in zip(names, weight, strict=True) if abs(w) > NEGLIGIBLE}
    return bias - sum(kept[n] * means[n] for n in kept), kept


def _shares(labels: Sequence[bool], counts: Sequence[float]) -> list[float]:
    """What each row counts of the whole, with both classes at one half."""
    yes = sum(w for w, y in zip(counts, labels, strict=True) if y)
    no = sum(counts) - yes
    return [w / (2 * (yes if y else no)) for w, y in zip(counts, labels, strict=True)]


def _descend(
    table: list[list[float]], share: Sequence[float], labels: Sequence[bool], signs: list[int]
) -> tuple[list[float], float]:
    weight, bias = [0.0] * len(signs), 0.0
    push, lean_push = [0.0] * len(signs), 0.0
    step = STEP / max(1.0, len(signs) / 8)
    for _ in range(ROUNDS):
        slopes, lean = [PULL * w for w in weight], 0.0
        for row, y, s in zip(table, labels, share, strict=True):
            z = bias + sum(w * v for w, v in zip(weight, row, strict=True))
            error = s * (logistic(z) - y)
            lean += error
            slopes = [g + error * v for g, v in zip(slopes, row, strict=True)]
        lean_push = SWING * lean_push - step * lean
        bias += lean_push
        push = [SWING * p - step * g for p, g in zip(push, slopes, strict=True)]
        moved = [w + p for w, p in zip(weight, push, strict=True)]
        weight = [max(0.0, w) if sign > 0 else min(0.0, w) for w, sign in zip(moved, signs, strict=True)]
    return weight, bias


def of_source(answers: Sequence[Labelled], source: Source) -> list[int]:
    """The places of the answers from there."""
    return [place for place, answer in enumerate(answers) if answer.source is source]


def fifths(places: Sequence[int]) -> list[set[int]]:
    """Five parts drawn at random."""
    shuffled = list(places)
    random.Random(7).shuffle(shuffled)
    return [set(shuffled[k::5]) for k in range(5)]


def folds(answers: Sequence[Labelled], *, by_origin: bool) -> list[set[int]]:
    """The shared answers held out together: whole origins, or fifths."""
    shared = of_source(answers, Source.SHARED)
    if not by_origin:
        return fifths(shared)
    origins = {place: str(answers[place].line["origin"]) for place in shared}
    return [{p for p in shared if origins[p] == o} for o in sorted(set(origins.values()))]


def unseen_likelihoods(answers: Sequence[Labelled], held: Sequence[set[int]]) -> list[dict[str, float]]:
    """For each answer in a fold what each model says that has not seen its fold."""
    out: list[dict[str, float]] = [{} for _ in answers]
    for fold in held:
        weights = learn_all([a for place, a in enumerate(answers) if place not in fold], NO_CUTS)
        for place in fold:
            row = row_of(weights, answers[place])
            out[place] = {name: model.likelihood(row) for name, model in weights.models.items()}
    return out


def threshold(labels: Sequence[bool], likelihoods: Sequence[float], *, precise: float = 0.0) -> float:
    """Where to cut: near one half where F1, smoothed over neighbouring cuts, is close to its best.

    With `precise` only cuts count at which so many of those named are right.
    """
    marks = {c / 100: _marks(labels, likelihoods, c / 100) for c in range(30, 86)}
    smooth = {c: statistics.fmean(f1 for k, (_, f1) in marks.items() if abs(k - c) <= WINDOW) for c in marks}
    smooth = {c: f1 for c, f1 in smooth.items() if marks[c][0] >= precise}
    best = max(smooth.values())
    return min((c for c, f1 in smooth.items() if f1 >= best - 0.01), key=lambda c: abs(c - 0.5))


def _marks(labels: Sequence[bool], likelihoods: Sequence[float], cut: float) -> tuple[float, float]:
    said = [p >= cut for p in likelihoods]
    hits = sum(s and y for s, y in zip(said, labels, strict=True))
    return hits / max(1, sum(said)), 2 * hits / max(1, sum(said) + sum(labels))


NO_CUTS = dict.fromkeys(SPECS, 0.5)
PRECISE = {"own_unclear": 0.88}  # asking "what did YOU do?" wrongly hurts most


def main() -> int:
    """Cut on likelihoods of unseen answers, fit on all of them, write the weights."""
    answers = read_answers(Path(sys.argv[1]))
    shared = [answer for answer in answers if answer.source is Source.SHARED]
    by_origin, at_random = (
        unseen_likelihoods(answers, folds(answers, by_origin=way))[: len(shared)] for way in (True, False)
    )
    cuts = {}
    for name in SPECS:
        both = [(one[name] + other[name]) / 2 for one, other in zip(by_origin, at_random, strict=True)]
        gold = [TARGETS[name](answer.line) for answer in shared]
        cuts[name] = threshold(gold, both, precise=PRECISE.get(name, 0.0))
        print(f"{name:12} cut {cuts[name]:.2f}   log loss {_loss(gold, both):.3f}")
    weights = learn_all(answers, cuts)
    _write("marks.json", as_data(weights.marks))
    models = {
        name: {"bias": m.bias, "cut": m.cut, "weights": m.weights} for name, m in weights.models.items()
    }
    sources = Counter(answer.source.value for answer in answers)
    _write("weights.json", {"answers": sources, "models": models})
    return 0


def _write(name: str, data: Mapping[str, object]) -> None:
    text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False)
    one_line = re.sub(
        r"\[\s+([^\[\]{}]*?)\s+\]", lambda found: "[" + re.sub(r"\s+", " ", found[1]) + "]", text
    )
    (OUT / name).write_text(one_line + "\n", encoding="utf-8")


def _loss(labels: Sequence[bool], likelihoods: Sequence[float]) -> float:
    return -sum(log(p if y else 1 - p) for y, p in zip(labels, likelihoods, strict=True)) / len(labels)


if __name__ == "__main__":
    raise SystemExit(main())
