"""Why a question was asked, with the rates that are published and no others; and what is spared whom."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from content.coaching.coach import Ask, AskedQuestion, Confidence, Signal, decide, explain, read
from content.coaching.rates import RATES, Rate, Rates
from tests.content.coaching import examples

PAGE = (Path(__file__).parents[3] / "docs/coach.md").read_text()
PAST = AskedQuestion("Tell me about a time.")
ASKED = [signal for signal in Signal if signal is not Signal.NONE]


def row_of(name: str) -> list[str]:
    """The cells of a row of the table: shipped, origin out, fifths out, asked."""
    (found,) = re.findall(rf"^\| {name}(?: \(\d+\))? \|(.*)\|$", PAGE, re.MULTILINE)
    return [cell.strip() for cell in found.split("|")]


@pytest.mark.parametrize("rate", RATES.rate, ids=lambda rate: rate.signal.value)
def test_each_rate_is_the_published_one_with_one_origin_out(rate: Rate) -> None:
    assert row_of(rate.row)[1].startswith(f"{rate.right:.2f} / {rate.found:.2f} / ".replace("0.", "."))


def test_day_answers_and_first_questions_are_the_published_ones() -> None:
    assert f"measured on {RATES.measured_on.isoformat()}" in PAGE
    assert f"{RATES.answers} real answers" in PAGE
    first = RATES.first_question
    told = f"{first.acceptable:.2f} ({first.at_least:.2f}–{first.at_most:.2f})".replace("0.", ".")
    assert row_of("first question acceptable")[1] == told


def test_each_signal_has_one_rate_at_most() -> None:
    assert len({rate.signal for rate in RATES.rate}) == len(RATES.rate)


@pytest.mark.parametrize("signal", ASKED)
@pytest.mark.parametrize("branch", [False, True])
@pytest.mark.parametrize("confidence", [Confidence.HIGH, Confidence.MEDIUM])
def test_each_question_can_be_explained_without_a_verdict(
    signal: Signal, confidence: Confidence, *, branch: bool
) -> None:
    why = explain(signal, confidence, branch=branch)
    words = f"{why.asks_for} {why.led_to_it}"
    assert not re.search(r"\b(weak|poor|vague|lack\w*|score|you)\b", words)


@pytest.mark.parametrize(
    "change", [{"rate": [{"signal": "own"}]}, {"answers": "many"}, {"answers": 0}, {"more": 1}]
)
def test_a_file_that_is_not_as_it_should_be_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Rates.model_validate(RATES.model_dump(by_alias=True) | change)


def test_what_somebody_called_not_right_is_not_asked_and_something_else_is() -> None:
    reading = read([examples.SHARED], question=PAST)
    first = decide(reading, question=PAST, turn=1)
    assert isinstance(first, Ask)
    second = decide(reading, question=PAST, turn=1, spared={first.signal})
    assert not isinstance(second, Ask) or second.signal is not first.signal


def test_whoever_is_spared_everything_is_asked_nothing() -> None:
    reading = read([examples.SHARED], question=PAST)
    assert not isinstance(decide(reading, question=PAST, turn=1, spared=set(Signal)), Ask)
