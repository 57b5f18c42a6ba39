"""The project's own labelled answers, one test an answer; what the coach is known to get wrong stands in a table of its own."""

from collections.abc import Callable, Mapping
from typing import Final

import pytest

from content.coaching.coach import Ask, AskedQuestion, Reading, decide, guess_kind, read
from tests.content.coaching.labelling import (
    SIGNALS,
    Example,
    KnownFailure,
    Pair,
    read_all,
    read_examples,
    read_known_failures,
    read_known_pairs,
    read_pairs,
)

SAID: Final[Mapping[str, Callable[[Reading], str | int]]] = {
    "answer": lambda r: "answer" if r.is_answer else "no answer",
    "story": lambda r: "story" if r.story else "no story",
    "own": lambda r: "unclear" if r.own_unclear else "clear",
    "result": lambda r: r.result,
    "learning": lambda r: r.learning,
    "system": lambda r: "system" if r.system else "no system",
    "people": lambda r: "people" if r.people else "no people",
    "mess": lambda r: "mess" if r.mess else "no mess",
    "blame": lambda r: "blame" if r.blame else "no blame",
    "intent": lambda r: "missed" if r.intent_missed else "met",
    "context": lambda r: "missing" if r.context_missing else "there",
    "focus": lambda r: "unfocused" if r.unfocused else "focused",
}
FAILURES: Final = {(f.signal, f.id): f for f in read_known_failures()}
PAIRS: Final = read_pairs()
KNOWN_PAIRS: Final = read_known_pairs()
FEWEST: Final = 250  # examples in all
FEWEST_OF_ONE: Final = 15  # examples of one signal
FEWEST_OF_ONE_WAY: Final = 7  # examples of one signal for each way or grade
FEWEST_PAIRS: Final = 40


def said(example: Example) -> str | int:
    """What the coach reads for the signal of an example."""
    question = AskedQuestion(example.question, guess_kind(example.question))
    return SAID[example.signal](read([example.text], question=question, spoken=example.spoken))


def decided(pair: Pair, text: str) -> str:
    """What the coach would do with one side of a pair: the signal it asks for, or why it is silent."""
    question = AskedQuestion(pair.question, guess_kind(pair.question))
    decision = decide(read([text], question=question, spoken=pair.spoken), question=question, turn=1)
    return decision.signal.value if isinstance(decision, Ask) else f"silent: {decision.reason.value}"


def examples_of(signal: str) -> pytest.MarkDecorator:
    """One case for each example of a signal that the coach is not known to get wrong."""
    right = [e for e in read_examples(signal) if (signal, e.id) not in FAILURES]
    return pytest.mark.parametrize("example", right, ids=lambda example: example.id)


@examples_of("answer")
def test_answer(example: Example) -> None:
    assert said(example) == example.must


@examples_of("story")
def test_story(example: Example) -> None:
    assert said(example) == example.must


@examples_of("own")
def test_own(example: Example) -> None:
    assert said(example) == example.must


@examples_of("result")
def test_result(example: Example) -> None:
    assert said(example) == example.must


@examples_of("learning")
def test_learning(example: Example) -> None:
    assert said(example) == example.must


@examples_of("system")
def test_system(example: Example) -> None:
    assert said(example) == example.must


@examples_of("people")
def test_people(example: Example) -> None:
    assert said(example) == example.must


@examples_of("mess")
def test_mess(example: Example) -> None:
    assert said(example) == example.must


@examples_of("blame")
def test_blame(example: Example) -> None:
    assert said(example) == example.must


@examples_of("intent")
def test_intent(example: Example) -> None:
    assert said(example) == example.must


@examples_of("context")
def test_context(example: Example) -> None:
    assert said(example) == example.must


@examples_of("focus")
def test_focus(example: Example) -> None:
    assert said(example) == example.must


@pytest.mark.parametrize("failure", FAILURES.values(), ids=lambda failure: f"{failure.signal}: {failure.id}")
def test_a_known_failure_is_still_one(failure: KnownFailure) -> None:
    """Fails when the coach has learnt better: then take the entry out of the table."""
    example = next(e for e in read_examples(failure.signal) if e.id == failure.id)
    assert said(example) == failure.says
    assert failure.says != example.must


@pytest.mark.parametrize("pair", [p for p in PAIRS if p.id not in KNOWN_PAIRS], ids=lambda pair: pair.id)
def test_fluent_and_plain_english_get_the_same_decision(pair: Pair) -> None:
    assert decided(pair, pair.plain) == decided(pair, pair.fluent)


@pytest.mark.parametrize("pair", [p for p in PAIRS if p.id in KNOWN_PAIRS], ids=lambda pair: pair.id)
def test_a_pair_known_to_get_two_decisions_still_does(pair: Pair) -> None:
    """Fails when the coach has learnt better: then take the entry out of the table."""
    assert decided(pair, pair.plain) != decided(pair, pair.fluent)


def test_there_are_enough_examples_and_each_has_a_name_of_its_own() -> None:
    every = [(e.signal, e.id) for e in read_all()]
    assert len(every) >= FEWEST
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("signal", SIGNALS)
def test_each_signal_has_examples_of_every_way(signal: str) -> None:
    ways = [e.must for e in read_examples(signal)]
    assert len(ways) >= FEWEST_OF_ONE
    assert all(ways.count(way) >= FEWEST_OF_ONE_WAY for way in set(ways))
    assert len(set(ways)) >= 2


def test_at_most_a_tenth_of_the_examples_is_known_to_fail() -> None:
    assert len(FAILURES) <= len(read_all()) / 10


def test_every_known_failure_says_why_and_names_an_example() -> None:
    assert FAILURES.keys() <= {(e.signal, e.id) for e in read_all()}
    assert all(failure.why for failure in FAILURES.values())


def test_at_most_a_twentieth_of_the_pairs_is_known_to_fail() -> None:
    assert len(PAIRS) >= FEWEST_PAIRS
    assert {p.id for p in PAIRS} >= KNOWN_PAIRS
    assert len(KNOWN_PAIRS) <= len(PAIRS) / 20
