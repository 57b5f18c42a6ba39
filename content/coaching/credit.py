"""What an answer plainly shows, for one line to its author alone: their clearest own step, or how it came out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from content.coaching.clauses import Actor, Clause, Tense, is_deed
from content.coaching.questions import AskedQuestion, Kind
from content.coaching.quoting import quote_clause
from content.coaching.readings import Reading
from content.coaching.signals import Signal, Span
from content.coaching.texts import Text, take_apart
from content.coaching.wordlists import LISTS

_CLEAREST: Final = (
    "decide",
    "speak",
    "act",
)  # a choice of one's own is clearer than a word, a word than a deed
_SAY_LITTLE: Final = frozenset({"be", "do", "get", "go", "have", "let", "mention", "say", "try"})
_UNFINISHED: Final = LISTS.be | LISTS.be_past | LISTS.have  # "was doing", "had to", "have been": no step yet
_FEWEST_WORDS: Final = 4  # shorter words show no step
_ENDS: Final = frozenset('\n.!?;)"”')  # what follows words that were not cut short
_CORE: Final = (Signal.OWN, Signal.STORY, Signal.RESULT)


@dataclass(frozen=True, slots=True)
class Credit:
    """One thing that the words show, and those words."""

    signal: Signal
    quote: Span


def may_credit(reading: Reading) -> bool:
    """Whether anything may be said of the answer at all."""
    return reading.is_answer and reading.language_known and not reading.sensitive


def is_strong(reading: Reading) -> bool:
    """Whether one occasion is told with a clear own part and an outcome, and with others or a difficulty in it."""
    return all(map(reading.has, _CORE)) and (reading.people or reading.mess)


def find_own_credit(
    parts: Sequence[str], reading: Reading, *, question: AskedQuestion, besides: str | None = None
) -> Credit | None:
    """The clearest own clause, another than the words `besides` if there is one; None without a clear own part."""
    if not reading.has(Signal.OWN):
        return None
    spans = list(_own_spans(parts, question))
    others = [span for span in spans if not _overlaps(span, besides)]
    return next((Credit(Signal.OWN, span) for span in others or spans), None)


def find_strong_credit(
    parts: Sequence[str], reading: Reading, *, question: AskedQuestion, besides: str | None = None
) -> Credit | None:
    """How it came out, or the clearest own clause where those are the words `besides`; None if it is not strong."""
    if not is_strong(reading):
        return None
    outcome = reading.evidence.get(Signal.RESULT)
    if outcome is not None and _is_whole(outcome, parts) and not _overlaps(outcome, besides):
        return Credit(Signal.RESULT, outcome)
    return find_own_credit(parts, reading, question=question, besides=besides)


def _own_spans(parts: Sequence[str], question: AskedQuestion) -> Iterator[Span]:
    """The words of own steps: told as past first, choices before words and words before other deeds."""
    text = take_apart(parts)
    own = [place for place, clause in enumerate(text.clauses) if _is_own(clause, text, question)]
    for place in sorted(own, key=lambda place: _clearness(text.clauses[place])):
        span = quote_clause(parts, text, place)
        if span is not None and _tells(span, text, place) and not _goes_on(span, parts):
            yield span


def _is_own(clause: Clause, text: Text, question: AskedQuestion) -> bool:
    """Whether the speaker acts in it; where no past is asked for, "I would" and "I usually" tell an own step too."""
    told = clause.tense is Tense.PAST or question.kind is not Kind.PAST
    before = text.sentences[clause.sentence].tokens[clause.begin : clause.verb]
    return (
        clause.actor is Actor.SELF
        and told
        and is_deed(clause)
        and not clause.quoted
        and clause.base not in _SAY_LITTLE
        and not any(token.text in _UNFINISHED for token in before)
    )


def _clearness(clause: Clause) -> tuple[bool, int]:
    return clause.tense is not Tense.PAST, _CLEAREST.index(clause.deed)


def _tells(span: Span, text: Text, place: int) -> bool:
    """Whether the words are a step by themselves: they begin with "I" or the deed, and nothing is put in or left open."""
    clause = text.clauses[place]
    verb = text.sentences[clause.sentence].tokens[clause.verb]
    begins = span.text.startswith(("I ", "i ")) or verb.start == span.start
    is_open = "," in span.text or span.text.split()[-1].lower() in LISTS.prepositions
    return begins and not is_open and _is_long_enough(span)


def _is_whole(span: Span, parts: Sequence[str]) -> bool:
    """Whether a quoted sentence stands there to its end."""
    rest = parts[span.part][span.end :].lstrip(" ")
    return _is_long_enough(span) and (not rest or rest[0] in _ENDS) and not _goes_on(span, parts)


def _goes_on(span: Span, parts: Sequence[str]) -> bool:
    """Whether the words were cut at the end of a line in the middle of a sentence."""
    rest = parts[span.part][span.end :]
    after = rest.lstrip()
    return "\n" in rest[: len(rest) - len(after)] and after[:1].islower()


def _is_long_enough(span: Span) -> bool:
    return len(span.text.split()) >= _FEWEST_WORDS


def _overlaps(span: Span, words: str | None) -> bool:
    """Whether one of the two holds the other."""
    return words is not None and (span.text in words or words in span.text)
