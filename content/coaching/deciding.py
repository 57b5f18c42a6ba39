"""What to ask for, why, or why to stay silent: a weighing of the reading, never a score of the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from content.coaching.questions import AskedQuestion, Depth, Probe
from content.coaching.readings import Reading
from content.coaching.signals import Confidence, Signal, Span
from content.coaching.vocabulary import VOCABULARY

LATELY_COSTS = 0.15  # weight taken off for each time the person was asked the same lately
LATELY_COUNTS = 3  # further times change nothing: what is missing may still be asked
LAST_TURN = 2  # at most two questions an answer


class SilentReason(StrEnum):
    """Why the coach says nothing."""

    NOT_AN_ANSWER = "not_an_answer"
    NOTHING_TO_ASK = "nothing_to_ask"
    SENSITIVE = "sensitive"
    UNKNOWN_LANGUAGE = "unknown_language"
    LOW_CONFIDENCE = "low_confidence"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to ask for, the person's words it starts from, and the rule that chose it."""

    signal: Signal
    confidence: Confidence
    quote: Span | None
    probe: Probe | None
    reason: str


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing is asked; `would_ask` is what would have been asked if it had to be."""

    reason: SilentReason
    would_ask: Signal


def rank(reading: Reading, *, question: AskedQuestion, asked_lately: Sequence[Signal] = ()) -> list[tuple[Signal, float]]:
    """Every signal that could be asked for with its weight, heaviest first; equal weights keep the signals' order."""
    weights = VOCABULARY.weights[question.kind.value]
    weighed = [
        (signal, need * weights.get(signal.value, 0.0) - _asked_lately(signal, asked_lately))
        for signal, need in reading.need.items()
    ]
    return sorted(weighed, key=lambda pair: -pair[1])


def decide(
    reading: Reading,
    *,
    question: AskedQuestion,
    turn: int,
    asked_lately: Sequence[Signal] = (),
    already_asked: Sequence[Signal] = (),
) -> Ask | Silent:
    """What to ask on this turn (1 or 2), or why not; never asks what is answered or was asked on this answer."""
    ranked = rank(reading, question=question, asked_lately=asked_lately)
    would = ranked[0][0] if ranked else Signal.NONE
    if not reading.language_known:
        return Silent(SilentReason.UNKNOWN_LANGUAGE, would)
    if reading.sensitive:
        return Silent(SilentReason.SENSITIVE, would)
    if not reading.is_answer:
        return Silent(SilentReason.NOT_AN_ANSWER, Signal.ANSWER)
    if turn > LAST_TURN:
        return Silent(SilentReason.NOTHING_TO_ASK, would)
    open_signals = [s for s, weight in ranked if weight > 0 and s not in already_asked and s is not Signal.ANSWER]
    for signal in open_signals:
        confidence = reading.confidence.get(signal, Confidence.LOW)
        if confidence is not Confidence.LOW:
            return Ask(
                signal,
                confidence,
                reading.evidence.get(signal),
                find_probe(question, signal, turn),
                f"{signal.value}:{confidence.value}:{question.kind.value}",
            )
    reason = SilentReason.LOW_CONFIDENCE if open_signals else SilentReason.NOTHING_TO_ASK
    return Silent(reason, would)


def find_probe(question: AskedQuestion, signal: Signal, turn: int) -> Probe | None:
    """The question's own probe for `signal`, a branch first and a leaf on the second turn; None if it has none."""
    fitting = [probe for probe in question.probes if probe.serves is signal]
    wanted = Depth.BRANCH if turn == 1 else Depth.LEAF
    return next((p for p in fitting if p.depth is wanted), fitting[0] if fitting else None)


def _asked_lately(signal: Signal, asked_lately: Sequence[Signal]) -> float:
    return LATELY_COSTS * min(LATELY_COUNTS, sum(s is signal for s in asked_lately))


