"""One line of an evaluation in, one line out: the coach as `evaluate.py` reads it."""

from collections.abc import Mapping
from typing import Any

from content.coaching.deciding import Ask, decide, rank
from content.coaching.questions import AskedQuestion, guess_kind
from content.coaching.reader import read
from content.coaching.signals import Signal


def predict(line: Mapping[str, Any]) -> dict[str, Any]:
    """What the coach reads in `line` (id, question, answer, spoken), what it would ask first, and whether it would."""
    text = str(line["question"])
    question = AskedQuestion(text, guess_kind(text))
    reading = read([str(line["answer"])], question=question, spoken=bool(line.get("spoken", False)))
    decision = decide(reading, question=question, turn=1)
    ranked = rank(reading, question=question)
    first = decision.signal if isinstance(decision, Ask) else ranked[0][0] if ranked else Signal.NONE
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
        "silent": not isinstance(decision, Ask),
        "version": reading.version,
    }
