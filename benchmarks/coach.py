"""How well and how fast the coach reads: the labelled answers scored as shipped and with weights that have not seen them.

usage: python -m benchmarks.coach [ANSWERS.jsonl]

Tables: as shipped (the weights have seen these answers), each origin left out in turn, fifths left out in turn; the answers of
`coach_answers`, each of their writers left out. Then the project's own answers, shipped and in fifths left out; pairs of one content in fluent and in plain English, which no
weights have seen; errors by origin side by side; how many are asked, and milliseconds an answer.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.coach_training import Labelled, Source, fifths, folds, learn_all, of_source, read_answers
from content.coaching.coach import AskedQuestion, decide, guess_kind, read
from content.coaching.predict import predict_with
from content.coaching.weights import WEIGHTS
from tests.content.coaching.labelling import Pair, read_pairs

Line = Mapping[str, Any]
ANSWERS = Path("/work/shared/coach/answers.jsonl")
DRAWS = 400  # bootstrap draws for an interval
SIGNALS: dict[str, Callable[[Line], bool]] = {
    "own unclear": lambda r: bool(r["own_unclear"]),
    "no story": lambda r: not r["story"],
    "no result": lambda r: r["result"] == 0,
    "concrete result": lambda r: r["result"] >= 2,  # noqa: PLR2004
    "measured result": lambda r: r["result"] == 3,  # noqa: PLR2004
    "has learning": lambda r: r["learning"] >= 1,
    "specific learning": lambda r: r["learning"] == 2,  # noqa: PLR2004
    "has system": lambda r: bool(r["system"]),
    "handles people": lambda r: bool(r["people"]),
    "honest mess": lambda r: bool(r["mess"]),
}


def scores(gold: Sequence[bool], said: Sequence[bool]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    hits = sum(g and s for g, s in zip(gold, said, strict=True))
    return hits / max(1, sum(said)), hits / max(1, sum(gold)), 2 * hits / max(1, sum(said) + sum(gold))


def interval(values: Callable[[list[int]], float], size: int) -> tuple[float, float]:
    """95 % bootstrap interval of a figure over answers."""
    chance = random.Random(7)
    draws = sorted(values([chance.randrange(size) for _ in range(size)]) for _ in range(DRAWS))
    return draws[round(DRAWS * 0.025)], draws[round(DRAWS * 0.975) - 1]


def table(title: str, lines: Sequence[Line], said: Sequence[Line]) -> None:
    """One row a signal, then what the first follow-up is worth."""
    print(f"\n{title}\n{'signal':18} {'P':>5} {'R':>5} {'F1':>5}  95 % of F1")
    for name, holds in SIGNALS.items():
        gold, pred = [holds(r) for r in lines], [holds(r) for r in said]
        p, r, f1 = scores(gold, pred)
        low, high = interval(
            lambda pick, g=gold, s=pred: scores([g[i] for i in pick], [s[i] for i in pick])[2], len(lines)
        )
        print(f"{name:18} {p:5.2f} {r:5.2f} {f1:5.2f}  {low:.2f}-{high:.2f}")
    good = [p["first"] in r["acceptable"] for r, p in zip(lines, said, strict=True)]
    exact = [p["first"] == r["first"][0] for r, p in zip(lines, said, strict=True)]
    own = [ok for ok, p in zip(good, said, strict=True) if p["first"] == "own"]
    for name, marks in (("acceptable", good), ("exact", exact)):
        low, high = interval(lambda pick, m=marks: sum(m[i] for i in pick) / len(pick), len(marks))
        print(f"first follow-up {name} {sum(marks) / len(marks):.2f} ({low:.2f}-{high:.2f})")
    print(f"'what did YOU do' asked {len(own)} times, not acceptable {len(own) - sum(own)}")
    print("first:", dict(Counter(p["first"] for p in said).most_common()))
    _by_confidence(said, good)
    _by_origin(lines, good)


def _by_confidence(said: Sequence[Line], good: Sequence[bool]) -> None:
    for level in ("high", "medium", ""):
        marks = [ok for ok, p in zip(good, said, strict=True) if p["confidence"] == level]
        print(f"  {level or 'silent':7} {len(marks):3}, acceptable {sum(marks) / max(1, len(marks)):.2f}")
    print("  silent because:", dict(Counter(p["reason"] for p in said if p["silent"])))


def _by_origin(lines: Sequence[Line], good: Sequence[bool]) -> None:
    for origin in sorted({r["origin"] for r in lines}):
        marks = [ok for ok, r in zip(good, lines, strict=True) if r["origin"] == origin]
        print(f"  {origin[:40]:40} {len(marks):3}, acceptable {sum(marks) / len(marks):.2f}")


def unseen(answers: Sequence[Labelled], held: Sequence[set[int]]) -> list[dict[str, Any]]:
    """Predictions for the answers in the folds, in the order of all, by weights that have not seen their fold.

    Only the shipped cuts are kept.
    """
    cuts = {name: model.cut for name, model in WEIGHTS.models.items()}
    said: dict[int, dict[str, Any]] = {}
    for fold in held:
        weights = learn_all([answer for place, answer in enumerate(answers) if place not in fold], cuts)
        said |= {place: predict_with(weights, answers[place].line) for place in fold}
    return [said[place] for place in sorted(said)]


def errors(title: str, groups: Mapping[str, tuple[Sequence[Line], Sequence[Line]]]) -> None:
    """The share of wrong readings for each signal, one column a group of answers."""
    print(f"\n{title}\n{'':18} " + " ".join(f"{name[:14]:>14}" for name in groups))
    for signal, holds in SIGNALS.items():
        wrong = [
            sum(holds(r) != holds(p) for r, p in zip(lines, said, strict=True)) / max(1, len(lines))
            for lines, said in groups.values()
        ]
        print(f"{signal:18} " + " ".join(f"{share:14.2f}" for share in wrong))
    print(f"{'answers':18} " + " ".join(f"{len(lines):14}" for lines, _ in groups.values()))


def as_lines(pairs: Sequence[Pair], way: str) -> list[dict[str, Any]]:
    """One side of the pairs as lines of an evaluation."""
    return [
        {"id": p.id, "question": p.question, "answer": getattr(p, way), "spoken": p.spoken, **p.labels}
        for p in pairs
    ]


def own_table(answers: Sequence[Labelled]) -> None:
    """F1 of every signal on the project's own answers: as shipped, and by weights that have not seen them."""
    places = of_source(answers, Source.OWN)
    own = [answers[place].line for place in places]
    shipped = [predict_with(WEIGHTS, line) for line in own]
    left_out = unseen(answers, fifths(places))
    print(f"\n{len(own)} of the project's own answers: F1 as shipped, and in fifths left out")
    for name, holds in SIGNALS.items():
        gold = [holds(r) for r in own]
        marks = [scores(gold, [holds(p) for p in said])[2] for said in (shipped, left_out)]
        print(f"{name:18} {marks[0]:.2f} {marks[1]:.2f}   ({sum(gold)})")


def written_table(answers: Sequence[Labelled]) -> None:
    """The answers of `coach_answers`, each of their writers left out in turn."""
    places = of_source(answers, Source.WRITTEN)
    writers = {place: str(answers[place].line["writer"]) for place in places}
    folds_of = [{p for p in places if writers[p] == writer} for writer in sorted(set(writers.values()))]
    lines = [{**answers[place].line, "origin": writers[place]} for place in places]
    table(f"{len(lines)} written answers, each writer left out", lines, unseen(answers, folds_of))


def compare(lines: Sequence[Line], left_out: Sequence[Line]) -> None:
    """Fluent and plain English: how often the decision is the same, and errors beside those of every origin."""
    pairs = read_pairs()
    ways = {way: as_lines(pairs, way) for way in ("fluent", "plain")}
    said = {way: [predict_with(WEIGHTS, line) for line in side] for way, side in ways.items()}
    same = sum(
        (a["first"], a["silent"]) == (b["first"], b["silent"])
        for a, b in zip(said["fluent"], said["plain"], strict=True)
    )
    print(f"\n{len(pairs)} pairs of fluent and plain English: the same decision in {same / len(pairs):.2f}")
    groups: dict[str, tuple[Sequence[Line], Sequence[Line]]] = {}
    for origin in sorted({str(r["origin"]) for r in lines}):
        places = [i for i, r in enumerate(lines) if r["origin"] == origin]
        groups[origin] = ([lines[i] for i in places], [left_out[i] for i in places])
    for way, side in ways.items():
        groups[way] = (side, said[way])
    errors("wrong readings: each origin left out; both sides of the pairs as shipped", groups)


def timing(lines: Sequence[Line]) -> None:
    """Milliseconds for reading and deciding, for answers as they are and for made lengths."""
    spent = []
    for line in lines:
        question = AskedQuestion(line["question"], guess_kind(line["question"]))
        start = time.perf_counter()
        decide(read([line["answer"]], question=question, spoken=line["spoken"]), question=question, turn=1)
        spent.append((time.perf_counter() - start) * 1000)
    print(
        f"\nms an answer: p50 {statistics.median(spent):.2f}, p95 {sorted(spent)[int(len(spent) * 0.95)]:.2f}"
    )
    words = " ".join(line["answer"] for line in lines)
    for size in (1_500, 8_000, 12_000):
        texts = [words[k * 997 : k * 997 + size] for k in range(40)]
        start = time.perf_counter()
        for text in texts:
            read([text], question=AskedQuestion("Tell me about a time."))
        print(f"  {size:6,} characters: {(time.perf_counter() - start) / len(texts) * 1000:.2f} ms")


def main() -> int:
    """Print the tables; says so where the labelled answers are not present."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS
    if not path.exists():
        print(f"{path} is not here: nothing to measure")
        return 0
    answers = read_answers(path)
    lines = [answers[place].line for place in of_source(answers, Source.SHARED)]
    shipped = [predict_with(WEIGHTS, line) for line in lines]
    table(f"{len(lines)} answers, as shipped (weights have seen them)", lines, shipped)
    left_out = unseen(answers, folds(answers, by_origin=True))
    table("each origin left out", lines, left_out)
    table("fifths left out", lines, unseen(answers, folds(answers, by_origin=False)))
    written_table(answers)
    own_table(answers)
    compare(lines, left_out)
    false_quotes = sum(p["quote"] not in r["answer"] for p, r in zip(shipped, lines, strict=True))
    asked = sum(not p["silent"] for p in shipped)
    print(
        f"\nasked {asked} of {len(lines)}; quotes {sum(bool(p['quote']) for p in shipped)}, not verbatim {false_quotes}"
    )
    timing(lines)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
