"""What the coach reads in an answer, for the terminal: its words with marks, the signals, and the decision.

Nothing is told by colour alone: every mark has brackets and a name, so that it reads the same without colour.
What a person typed is put on the screen as text, never as markup or as a command to the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from content.coaching.coach import (
    Ask,
    AskedQuestion,
    Confidence,
    Reading,
    Signal,
    Silent,
    SilentReason,
    Span,
    Wording,
    explain,
)

COLOURS: Final[Mapping[Signal, str]] = {
    Signal.OWN: "green",
    Signal.STORY: "cyan",
    Signal.RESULT: "yellow",
    Signal.LEARNING: "magenta",
    Signal.PEOPLE: "blue",
    Signal.MESS: "red",
    Signal.SYSTEM: "bright_cyan",
    Signal.BLAME: "bright_red",
    Signal.INTENT: "bright_yellow",
    Signal.CONTEXT: "bright_blue",
    Signal.FOCUS: "bright_magenta",
}
LACKS: Final = frozenset({Signal.BLAME, Signal.INTENT, Signal.CONTEXT, Signal.FOCUS})
"""Signals that are only ever seen by what is wrong; that nothing is seen proves nothing."""

LEGEND: Final = (
    "[name: words] shows that it is there; [name?: words] is where a question about what is missing would start. "
    "Confidence: how sure the coach is that it is missing and, given all the rest, worth asking for; low keeps it silent."
)
NO_QUESTION: Final = "none given, so it is read as one for a past occasion"
SILENCES: Final[Mapping[SilentReason, str]] = {
    SilentReason.NOT_AN_ANSWER: "this does not look like an answer.",
    SilentReason.NOTHING_TO_ASK: "there is nothing to ask.",
    SilentReason.SENSITIVE: "this touches a matter that the coach stays away from.",
    SilentReason.UNKNOWN_LANGUAGE: "the coach knows English only.",
    SilentReason.LOW_CONFIDENCE: "the coach is too unsure about what is missing.",
    SilentReason.LEFT_TO_PEERS: "a colleague has asked already.",
}
_RESULTS: Final = ("missing", "missing, only vague", "found", "found, measured")
_LEARNINGS: Final = ("missing", "missing, only general", "found")
_CONTROLS: Final = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
_PICTURES: Final = (
    dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
    | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
    | _CONTROLS
    | {0x7F: 0x2421}
)
"""A picture for each character that would command a terminal, turn its lines around or cannot be written."""


@dataclass(frozen=True, slots=True)
class Coached:
    """One answer by hand: what was read, what is decided, and its words (None when the coach is silent)."""

    answer: str
    question: AskedQuestion
    reading: Reading
    decision: Ask | Silent
    wording: Wording | None


def coached_view(coached: Coached) -> Iterator[RenderableType]:
    """Everything that is shown without being asked to explain, one thing below the other."""
    yield Text.assemble(("Question: ", "bold"), visible(coached.question.text) or NO_QUESTION)
    yield Text()
    shown = _worth_showing(coached)
    missing = frozenset(signal for signal in shown if not coached.reading.has(signal))
    yield marked(coached.answer, shown, missing)
    yield Text()
    yield _signals(coached, shown)
    yield Text(LEGEND, style="dim")
    yield Text()
    yield from _decided(coached)


def marked(answer: str, spans: Mapping[Signal, Span], missing: frozenset[Signal]) -> Text:
    """The answer with each piece of evidence in brackets that name its signals; those in `missing` with a `?`."""
    edges = sorted({0, len(answer), *(e for span in spans.values() for e in (span.start, span.end))})
    text = Text()
    for start, end in pairwise(edges):
        here = [s for s, span in spans.items() if span.start <= start and end <= span.end]
        words = visible(answer[start:end])
        if not here:
            text.append(words)
            continue
        names = "+".join(f"{s.value}{'?' if s in missing else ''}" for s in here)
        colour = COLOURS[here[0]]
        text.append(f"[{names}: ", style=f"bold {colour}")
        text.append(words, style=colour)
        text.append("]", style=f"bold {colour}")
    return text


def visible(words: str) -> str:
    """The words with a picture for each character that would command the terminal; as long as before."""
    return words.translate(_PICTURES)


def how_sure(reading: Reading, signal: Signal) -> str:
    """The confidence as a word and the need that it stands for."""
    return f"{reading.confidence[signal].value} {reading.need[signal]:.2f}"


def _worth_showing(coached: Coached) -> dict[Signal, Span]:
    """The evidence of what is found, and of what is missing as far as the coach would speak of it."""
    reading, asked = coached.reading, coached.decision.signal if isinstance(coached.decision, Ask) else None
    return {
        signal: span
        for signal, span in reading.evidence.items()
        if signal is asked
        or (reading.has(signal) and signal not in LACKS)
        or (not reading.has(signal) and reading.confidence[signal] is not Confidence.LOW)
    }


def _signals(coached: Coached, shown: Mapping[Signal, Span]) -> Table:
    table = Table()
    for heading in ("signal", "is it there", "confidence"):
        table.add_column(heading, no_wrap=True)
    table.add_column("in these words", overflow="fold")
    for signal in coached.reading.need:
        span = shown.get(signal)
        table.add_row(
            Text(signal.value, style=f"bold {COLOURS[signal]}"),
            _there(coached.reading, signal),
            how_sure(coached.reading, signal),
            Text(visible(span.text) if span else "—"),
        )
    return table


def _there(reading: Reading, signal: Signal) -> str:
    if signal in LACKS:
        return "no lack seen" if reading.has(signal) else "lack seen"
    if not reading.is_answer:
        return "missing"
    if signal is Signal.RESULT:
        return _RESULTS[reading.result]
    if signal is Signal.LEARNING:
        return _LEARNINGS[reading.learning]
    return "found" if reading.has(signal) else "missing"


def _decided(coached: Coached) -> Iterator[Text]:
    """What would be asked and why, or why nothing would be."""
    decision = coached.decision
    if isinstance(decision, Silent):
        would = (
            "" if decision.would_ask is Signal.NONE else f"; if it had to ask, then for: {decision.would_ask}"
        )
        yield Text.assemble(("It stays silent: ", "bold"), SILENCES[decision.reason])
        yield Text.assemble(("Reason: ", "bold"), f"{decision.reason}{would}")
        return
    assert coached.wording is not None
    why = explain(decision.signal, decision.confidence, branch=decision.branch)
    quote = Text(visible(coached.wording.quote or ""), style=f"underline {COLOURS[decision.signal]}")
    before, after = visible(coached.wording.before), visible(coached.wording.after)
    yield Text.assemble(("It would ask: ", "bold"), before, quote, after)
    yield Text.assemble(("Why: ", "bold"), f"it asks for {why.asks_for}. {why.led_to_it}")
    yield Text.assemble(("Reason: ", "bold"), decision.reason)
