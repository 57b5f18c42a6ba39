"""What an answer is credited with: its own words, of a step that is plainly its author's, or nothing."""

import re

import pytest
from hypothesis import given

from content.coaching.coach import (
    AskedQuestion,
    Kind,
    Signal,
    find_own_credit,
    find_strong_credit,
    may_credit,
    read,
    word_credit,
)
from content.coaching.credit import Credit, is_strong
from content.coaching.variants import QUOTE, WORDINGS, Variant
from tests.content.coaching import examples
from tests.content.coaching.test_coach_properties import PARTS, QUESTIONS

PAST = AskedQuestion("Tell me about a time.")
SITUATION = AskedQuestion("What would you do?", Kind.SITUATION)
VARIANTS = [v for variants in WORDINGS.crediting.values() for v in variants]


def own(text: str, question: AskedQuestion = PAST, besides: str | None = None) -> str | None:
    found = find_own_credit([text], read([text], question=question), question=question, besides=besides)
    return found.quote.text if found else None


def strong(text: str, besides: str | None = None) -> Credit | None:
    return find_strong_credit([text], read([text], question=PAST), question=PAST, besides=besides)


def test_a_word_to_somebody_is_clearer_than_another_deed() -> None:
    assert own(
        "In May the rota broke. I built a new rota for all. I told the director that I take the nights."
    ) == ("I told the director that I take the nights")


def test_other_words_are_taken_than_those_that_the_question_quotes() -> None:
    first = own(examples.NO_END)
    assert first == "I asked each of them for a walk"
    assert own(examples.NO_END, besides=first) not in {None, first}


def test_the_only_own_words_are_quoted_even_if_the_question_quotes_them_too() -> None:
    only = "In March the build broke for two weeks. I rewrote the nightly importer in four days."
    assert own(only, besides="I rewrote the nightly importer in four days") is not None


@pytest.mark.parametrize("text", [examples.SHARED, examples.BUCK, examples.HABIT, "", "+1"])
def test_without_a_clear_own_step_nothing_is_credited(text: str) -> None:
    assert own(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "I was working in a project with five people last year, and I had to use what was there.",
        "I did a bit of it. I said that it was hard for all of us in those days.",
    ],
)
def test_what_is_no_finished_step_is_not_credited(text: str) -> None:
    assert own(text) is None


def test_where_no_past_is_asked_for_what_one_would_do_is_a_step() -> None:
    assert own(examples.WOULD) is None
    assert own(examples.WOULD, SITUATION) == "I would talk to each of them alone first and ask what they need"


def test_an_answer_that_lacks_nothing_is_credited_with_how_it_came_out() -> None:
    found = strong(examples.CLEAR)
    assert found is not None
    assert (found.signal, found.quote.text) == (
        Signal.RESULT,
        "We shipped two days early and refunds dropped from 4% to 1%",
    )


def test_if_the_question_quotes_the_outcome_the_own_step_is_credited() -> None:
    found = strong(examples.CLEAR, besides="We shipped two days early")
    assert found is not None
    assert found.signal is Signal.OWN


@pytest.mark.parametrize("text", [examples.NO_END, examples.SHARED, examples.HABIT])
def test_an_answer_that_lacks_something_is_not_strong(text: str) -> None:
    assert strong(text) is None


@given(PARTS, QUESTIONS)
def test_a_credit_quotes_verbatim_with_its_offsets(parts: list[str], question: AskedQuestion) -> None:
    reading = read(parts, question=question)
    for credit in (
        find_own_credit(parts, reading, question=question),
        find_strong_credit(parts, reading, question=question),
    ):
        if credit is not None:
            quote = credit.quote
            assert parts[quote.part][quote.start : quote.end] == quote.text
            assert word_credit(credit, seed="x").quote == quote.text
            assert reading.has(Signal.OWN)


@given(PARTS, QUESTIONS)
def test_strength_needs_an_occasion_an_own_part_and_an_outcome(
    parts: list[str], question: AskedQuestion
) -> None:
    reading = read(parts, question=question)
    if is_strong(reading):
        assert reading.story
        assert not reading.own_unclear
        assert reading.result
        assert may_credit(reading) or reading.sensitive or not reading.language_known


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: v.text[:40])
def test_credit_says_what_the_words_show_and_neither_scores_nor_praises_the_person(variant: Variant) -> None:
    assert variant.text.count(QUOTE) == 1
    assert len(variant.text) <= 100
    assert not re.search(
        r"[\d?!]|points|score|better|best|great|good|strong|excellent|impress|well done|confiden|honest|you are",
        variant.text,
        re.IGNORECASE,
    )
