"""What a reply changed: the first thing that is clear now and was not before, and whether a question still stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from content.coaching.deciding import Ask
from content.coaching.questions import AskedQuestion
from content.coaching.reader import read
from content.coaching.readings import Reading
from content.coaching.signals import Signal, Span

SHOWN: tuple[Signal, ...] = (
    Signal.OWN,
    Signal.STORY,
    Signal.RESULT,
    Signal.LEARNING,
    Signal.PEOPLE,
    Signal.MESS,
    Signal.SYSTEM,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """One thing that a reply made clear, with the words of the reply that did it when they can be shown."""

    signal: Signal
    quote: Span | None


def progress(before: Reading, after: Reading, *, asked: Signal = Signal.NONE) -> Progress | None:
    """What `after` holds and `before` lacked, first of all what was asked for; None when nothing became clearer."""
    if after.sensitive or not after.language_known or not after.is_answer:
        return None
    for signal in sorted(SHOWN, key=lambda signal: signal is not asked):
        if _grew(before, after, signal):
            span = after.evidence.get(signal)
            return Progress(signal, span if span is not None and span.part >= before.parts else None)
    return None


def still_open(ask: Ask, parts: Sequence[str], *, question: AskedQuestion, spoken: bool = False) -> bool:
    """Whether a question still stands; False once it is answered or the words it quotes are gone.

    A branch question has nothing missing to be filled: it stands as long as its words do.
    """
    if ask.quote is not None and not any(ask.quote.text in part for part in parts):
        return False
    reading = read(parts, question=question, spoken=spoken)
    if reading.sensitive or not reading.language_known or not reading.is_answer:
        return False
    return ask.branch or not reading.has(ask.signal)


def _grew(before: Reading, after: Reading, signal: Signal) -> bool:
    if signal is Signal.RESULT:
        return after.result > before.result
    if signal is Signal.LEARNING:
        return after.learning > before.learning
    return after.has(signal) and not before.has(signal)
