"""One line of an evaluation in, one line out: the coach as `evaluate.py` reads it."""

from collections.abc import Mapping
from typing import Any

from content.coaching.deciding import Ask, decide
from content.coaching.questions import AskedQuestion, guess_kind
from content.coaching.reader import read_with
from content.coaching.weights import WEIGHTS, Weights


def predict(line: Mapping[str, Any]) -> dict[str, Any]:
    """What the coach reads in `line` (id, question, answer, spoken), what it would ask first, and whether it would."""
    return predict_with(WEIGHTS, line)


def predict_with(weights: Weights, line: Mapping[str, Any]) -> dict[str, Any]:
    """The same with other weights."""
    text = str(line["question"])
    question = AskedQuestion(text, guess_kind(text))
    reading = read_with(
        weights, [str(line["answer"])], question=question, spoken=bool(line.get("spoken", False))
    )
    decision = decide(reading, question=question, turn=1)
    asked = isinstance(decision, Ask)
    first = decision.signal if isinstance(decision, Ask) else decision.would_ask
    span = reading.evidence.get(first)
    return {
        "id": line["id"],
        "own_unclear": reading.own_unclear,
        "story": reading.story,
        "result": reading.result,
        "learning": reading.learning,
        "system": reading.system,
        "people": reading.people,
        "mess": reading.mess,
        "first": first.value,
        "quote": span.text if span else "",
        "offsets": [span.start, span.end] if span else None,
        "silent": not asked,
        "confidence": decision.confidence.value if isinstance(decision, Ask) else "",
        "reason": str(decision.reason),
        "version": reading.version,
    }
