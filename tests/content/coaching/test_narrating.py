"""Present verbs that tell what happened: plain English without endings, and scenes that are played in speech."""

import pytest

from content.coaching.clauses import Actor, Tense
from content.coaching.coach import AskedQuestion, read
from content.coaching.texts import take_apart
from content.coaching.verbforms import base_of_present, past_of


def own_tenses(text: str) -> set[Tense]:
    return {c.tense for c in take_apart([text]).clauses if c.actor is Actor.SELF and not c.quoted}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Last year he say nothing and nobody come. I call them.", id="one person without an ending"
        ),
        pytest.param("After two month I not agree with boss. I call him.", id="two month, I not"),
        pytest.param("They was angry. I call them and I explain.", id="they was"),
        pytest.param(
            "Customer was angry because of wrong invoice. I go to his office, I fix invoice same day, then I write "
            "new list for team and I show it.",
            id="no article in twenty words",
        ),
        pytest.param(
            "It was on a Friday. So he comes in and he says, stop. And I go, why? And she says, because.",
            id="a scene that is played",
        ),
    ],
)
def test_a_present_verb_is_read_as_past(text: str) -> None:
    assert own_tenses(text) == {Tense.PAST}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Last year I changed teams. I call each customer on Mondays.", id="fluent English keeps both"
        ),
        pytest.param(
            "Usually I ask what he want and what he say. I write list.", id="a habit in plain English"
        ),
        pytest.param("They was late once. Now I call them.", id="what is so today"),
        pytest.param("I would ask why. I would listen. I call her if she not agree.", id="a supposed case"),
    ],
)
def test_a_present_verb_stays_present(text: str) -> None:
    assert own_tenses(text) != {Tense.PAST}


def test_must_of_plain_english_is_had_to() -> None:
    assert own_tenses("They was angry. I must call them.") == {Tense.PAST}


def test_a_quote_of_plain_english_is_verbatim() -> None:
    text = "Two year ago customer was angry. He say he not pay. I decide to visit him in his shop."
    spans = read([text], question=AskedQuestion("Tell me about a time.")).evidence.values()
    assert any("decide" in span.text for span in spans)
    assert all(text[span.start : span.end] == span.text for span in spans)


@pytest.mark.parametrize(
    ("base", "past"),
    [
        ("ask", "asked"),
        ("tell", "told"),
        ("stop", "stopped"),
        ("carry", "carried"),
        ("play", "played"),
        ("move", "moved"),
    ],
)
def test_past_forms(base: str, past: str) -> None:
    assert past_of(base) == past


@pytest.mark.parametrize(
    ("word", "base"), [("says", "say"), ("goes", "go"), ("tries", "try"), ("bus", ""), ("ask", "")]
)
def test_bases_of_one_person_s_verbs(word: str, base: str) -> None:
    assert base_of_present(word) == base
