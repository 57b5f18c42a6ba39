"""What to ask for, why, or why to stay silent: a weighing of the reading, never a score of the person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from content.coaching.needs import grade
from content.coaching.questions import AskedQuestion, Depth, Probe, find_wants
from content.coaching.readings import Reading
from content.coaching.signals import Confidence, Signal, Span

LATELY_COSTS = 0.15  # weight taken off for each time the person was asked the same lately
LATELY_COUNTS = 3  # further times change nothing: what is missing may still be asked
BRANCHES = frozenset({Signal.PEOPLE, Signal.MESS})  # may be asked deeper where they are there already
BRANCH_COSTS = 0.1  # what is missing is asked for before what is there is asked deeper
LAST_TURN = 2  # at most two questions an answer


class SilentReason(StrEnum):
    """Why the coach says nothing."""

    NOT_AN_ANSWER = "not_an_answer"
    NOTHING_TO_ASK = "nothing_to_ask"
    SENSITIVE = "sensitive"
    UNKNOWN_LANGUAGE = "unknown_language"
    LOW_CONFIDENCE = "low_confidence"
    LEFT_TO_PEERS = "left_to_peers"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to ask for, the person's words it starts from, and the rule that chose it.

    `branch` is true when nothing is missing and the question goes deeper into what is there.
    """

    signal: Signal
    confidence: Confidence
    quote: Span | None
    probe: Probe | None
    reason: str
    branch: bool = False


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing is asked; `would_ask` is what would have been asked if it had to be."""

    reason: SilentReason
    would_ask: Signal


class Candidate(NamedTuple):
    """A signal that could be asked for: how likely the question is welcome, and that less what was asked lately."""

    signal: Signal
    likely: float
    weight: float


def rank(
    reading: Reading, *, question: AskedQuestion, asked_lately: Sequence[Signal] = ()
) -> list[Candidate]:
    """Every signal that could be asked for, heaviest first; what is answered stands only as a branch."""
    wanted = find_wants(question)
    candidates = [
        _weigh(reading, signal, wanted[signal.value], asked_lately)
        for signal in reading.need
        if signal.value in wanted and (signal in BRANCHES or not reading.has(signal))
    ]
    return sorted((c for c in candidates if c.weight > 0), key=lambda c: -c.weight)


def _weigh(reading: Reading, signal: Signal, wanted: float, asked_lately: Sequence[Signal]) -> Candidate:
    likely = reading.need[signal] * wanted
    later = BRANCH_COSTS if reading.has(signal) else 0.0
    return Candidate(signal, likely, likely - later - _asked_lately(signal, asked_lately))


def decide(
    reading: Reading,
    *,
    question: AskedQuestion,
    turn: int,
    asked_lately: Sequence[Signal] = (),
    already_asked: Sequence[Signal] = (),
    spared: Collection[Signal] = (),
) -> Ask | Silent:
    """What to ask on this turn (1 or 2), or why not; never asks for what is answered, nor twice for the same.

    `spared`: what the person lately called not right to be asked; something else may be asked instead.
    """
    ranked = rank(reading, question=question, asked_lately=asked_lately)
    would = _would_ask(reading, ranked)
    if reason := _keeps_out(reading, turn):
        return Silent(reason, would)
    fresh = [c for c in ranked if c.signal not in already_asked and c.signal not in spared]
    if not fresh:
        return Silent(SilentReason.NOTHING_TO_ASK, Signal.NONE)
    ask = _ask(fresh[0], reading, question, turn)
    return Silent(SilentReason.LOW_CONFIDENCE, would) if ask.confidence is Confidence.LOW else ask


def others(reading: Reading, *, question: AskedQuestion, turn: int, besides: Collection[Signal]) -> list[Ask]:
    """What could be asked on this turn as well, heaviest first; nothing where the coach would not speak at all."""
    if _keeps_out(reading, turn):
        return []
    ranked = rank(reading, question=question)
    asks = [_ask(found, reading, question, turn) for found in ranked if found.signal not in besides]
    return [ask for ask in asks if ask.confidence is not Confidence.LOW]


def _ask(found: Candidate, reading: Reading, question: AskedQuestion, turn: int) -> Ask:
    signal = found.signal
    confidence = grade(signal, found.likely)
    branch = reading.has(signal)
    return Ask(
        signal,
        confidence,
        reading.evidence.get(signal),
        find_probe(question, signal, turn),
        f"{'branch' if branch else 'missing'}:{signal.value}:{confidence.value}:{question.kind.value}",
        branch=branch,
    )


def _would_ask(reading: Reading, ranked: Sequence[Candidate]) -> Signal:
    if not reading.is_answer:
        return Signal.ANSWER
    return ranked[0].signal if ranked else Signal.NONE


def _keeps_out(reading: Reading, turn: int) -> SilentReason | None:
    """Why the coach says nothing whatever it would ask; None when it may ask."""
    if not reading.language_known:
        return SilentReason.UNKNOWN_LANGUAGE
    if reading.sensitive:
        return SilentReason.SENSITIVE
    if not reading.is_answer:
        return SilentReason.NOT_AN_ANSWER
    return SilentReason.NOTHING_TO_ASK if turn > LAST_TURN else None


def find_probe(question: AskedQuestion, signal: Signal, turn: int) -> Probe | None:
    """The question's own probe for `signal`, a branch first and a leaf on the second turn; None if it has none."""
    fitting = [probe for probe in question.probes if probe.serves is signal]
    wanted = Depth.BRANCH if turn == 1 else Depth.LEAF
    return next((p for p in fitting if p.depth is wanted), fitting[0] if fitting else None)


def _asked_lately(signal: Signal, asked_lately: Sequence[Signal]) -> float:
    return LATELY_COSTS * min(LATELY_COUNTS, sum(s is signal for s in asked_lately))
