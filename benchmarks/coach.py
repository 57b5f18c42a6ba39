"""How well and how fast the coach reads: the labelled answers scored as shipped and with weights that have not seen them.

usage: python -m benchmarks.coach [ANSWERS.jsonl]

Three tables: as shipped (the weights have seen these answers), each origin left out in turn, fifths left out in turn.
Then how many are asked, how often each confidence is right, and milliseconds an answer.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.coach_training import SPECS, TARGETS, figures, fit, folds
from content.coaching.coach import AskedQuestion, decide, guess_kind, read
from content.coaching.predict import predict_with
from content.coaching.weights import MODELS, Model

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


def unseen(lines: Sequence[Line], *, by_origin: bool) -> list[dict[str, Any]]:
    """Predictions for each answer by weights trained on the other folds; only the shipped cuts are kept."""
    rows = [figures(line) for line in lines]
    said: list[dict[str, Any]] = [{} for _ in lines]
    for fold in folds(lines, by_origin=by_origin):
        kept = [i for i in range(len(lines)) if i not in fold]
        models = {}
        for name, spec in SPECS.items():
            bias, weights = fit([rows[i] for i in kept], [TARGETS[name](lines[i]) for i in kept], spec)
            models[name] = Model(bias, MODELS[name].cut, weights)
        for i in fold:
            said[i] = predict_with(models, lines[i])
    return said


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
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    shipped = [predict_with(MODELS, line) for line in lines]
    table(f"{len(lines)} answers, as shipped (weights have seen them)", lines, shipped)
    table("each origin left out", lines, unseen(lines, by_origin=True))
    table("fifths left out", lines, unseen(lines, by_origin=False))
    false_quotes = sum(p["quote"] not in r["answer"] for p, r in zip(shipped, lines, strict=True))
    asked = sum(not p["silent"] for p in shipped)
    print(
        f"\nasked {asked} of {len(lines)}; quotes {sum(bool(p['quote']) for p in shipped)}, not verbatim {false_quotes}"
    )
    timing(lines)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
