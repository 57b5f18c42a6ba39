"""What drills ask of a try is its form: counted leniently, never in a language that is not known, never with an error."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.choice import ENOUGH_PEOPLE
from content.drilling import (
    Amiss,
    Lack,
    count_questions,
    count_sentences,
    countable,
    find_amiss,
    find_kind,
)
from content.library.exercises import DRILL_TITLES, DrillKind

SHORT = DrillKind.THIRTY_SECONDS
PLAIN = DrillKind.PLAIN_WORDS
CLARIFY = DrillKind.CLARIFY_FIRST
LEARNING = DrillKind.SHARPEN_THE_LEARNING
OWN = DrillKind.FROM_WE_TO_I
CHECKED = frozenset({SHORT, PLAIN, CLARIFY, LEARNING, OWN})

kinds = st.sampled_from(DrillKind)
clauses = st.sampled_from(
    ["we ship weekly", "the date holds", "it costs 3.5 days", "e.g. the lifts", "nobody waits"]
)
openings = st.sampled_from(
    ["Who books", "how many", "1. What is promised", "- Is there a date", "and the budget"]
)
anything = st.text(max_size=200) | st.lists(
    clauses | st.sampled_from([".", "?", "\n", " I ", "When", "…"])
).map("".join)


def sentence(clause: str, mark: str) -> str:
    return clause[0].upper() + clause[1:] + mark


sentences = st.builds(sentence, clauses.filter(lambda clause: clause[0] != "e"), st.sampled_from(".!?…"))


@given(kinds, anything)
def test_whatever_is_written_gets_a_verdict(kind: DrillKind, text: str) -> None:
    found = find_amiss(kind, text)
    assert found is None or kind in CHECKED


@given(st.lists(sentences, max_size=9), st.sampled_from([" ", "\n", "  \n\n", "\n- "]))
def test_sentences_are_counted_as_they_were_written(written: list[str], between: str) -> None:
    text = between.join(written)
    assert count_sentences(text) == len(written)
    for kind, most in ((SHORT, 2), (PLAIN, 3)):
        wanted = Amiss(Lack.FEWER_SENTENCES, len(written)) if len(written) > most else None
        assert find_amiss(kind, text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "We keep e.g. The Lift running, i.e. It moves.",
        "Dr. Smith and Prof. Oduya asked for approx. 5 million in the U.S. And I said yes.",
        "“It stands still.” said the head of support",
        "…",
        "it runs. it holds. it ships.",
        "One; two; three",
    ],
)
def test_what_only_looks_like_more_sentences_is_let_through(text: str) -> None:
    assert find_amiss(SHORT, text) is None


@given(st.lists(openings, min_size=5, max_size=9).flatmap(st.permutations))
def test_five_questions_are_enough_in_any_order(opened: list[str]) -> None:
    assert find_amiss(CLARIFY, "\n".join(f"{opening}?" for opening in opened)) is None
    assert find_amiss(CLARIFY, " ".join(f"{opening}?" for opening in opened)) is None


@given(st.lists(openings, max_size=4), st.lists(clauses, max_size=9))
def test_fewer_questions_are_counted_and_other_lines_are_none(opened: list[str], told: list[str]) -> None:
    text = "\n".join([*told, *(f"{opening}?" for opening in opened)])
    assert find_amiss(CLARIFY, text) == Amiss(Lack.MORE_QUESTIONS, len(opened))


def test_a_question_without_its_mark_is_one() -> None:
    assert count_questions("1. Who books\n• how many a day\nThe team books.") == 2


@given(
    st.sampled_from(["When", "whenever", "If", "Before", "as soon as", "Every time"]),
    clauses,
    st.sampled_from(["I ask for a second pair of eyes", "then i stop", "I’ll call them"]),
    st.lists(clauses, max_size=3).map(" and the ".join),
)
def test_a_rule_is_an_occasion_and_what_i_do(occasion: str, clause: str, deed: str, before: str) -> None:
    assert find_amiss(LEARNING, f"{before}. {occasion} {clause}, {deed}.") is None


@pytest.mark.parametrize(
    "text",
    [
        "I learned that testing is the thing to do.",
        "I should look earlier when the pipeline is red.",
        "When two systems are alive at once, the team should look.",
    ],
)
def test_a_learning_without_a_rule_is_told_so(text: str) -> None:
    assert find_amiss(LEARNING, text) == Amiss(Lack.A_RULE)


@given(st.permutations(["the tester", "I", "the planner", "and"]))
def test_an_i_is_found_wherever_it_stands(words: list[str]) -> None:
    assert find_amiss(OWN, " ".join(words)) is None


@pytest.mark.parametrize("text", ["The team then decided to drop three.", "A talk was held with the tester."])
def test_a_clause_that_still_hides_its_author_is_told_so(text: str) -> None:
    assert find_amiss(OWN, text) == Amiss(Lack.AN_I)


@pytest.mark.parametrize(
    "text",
    [
        "Wir haben es getan. Das war gut. Die Tests sind grün. Der Termin hält.",
        "Nous avons décidé. Les clients attendent. Le jour est fixé. Et une date.",
        "日本語で答えます。三つの文。もう一つ。",
        "Мы решили. Мы сделали. Мы ждали. Мы ушли.",
    ],
)
@pytest.mark.parametrize("kind", sorted(CHECKED))
def test_what_is_in_another_language_is_taken_as_it_is(kind: DrillKind, text: str) -> None:
    assert find_amiss(kind, text) is None


@pytest.mark.parametrize("text", ["Quando vejo dois sistemas, paro.", "Nous avons décidé"])
@pytest.mark.parametrize("kind", [LEARNING, OWN])
def test_english_words_are_asked_for_only_where_there_are_english_words(kind: DrillKind, text: str) -> None:
    assert find_amiss(kind, text) is None


@given(kinds, st.sampled_from([str.upper, str.title, str.lower]))
def test_a_kind_is_known_by_its_slug_and_its_title(kind: DrillKind, written: Callable[[str], str]) -> None:
    for name in (kind.value, kind.value.replace("-", " "), DRILL_TITLES[kind], f"  {DRILL_TITLES[kind]}! "):
        assert find_kind(written(name)) is kind


def test_a_kind_is_known_by_words_that_only_it_has() -> None:
    assert find_kind("we to I") is DrillKind.FROM_WE_TO_I
    assert find_kind("interviewer’s chair") is DrillKind.INTERVIEWERS_CHAIR
    for unknown in ("", "  !", "words", "the", "nego", "salary"):
        assert find_kind(unknown) is None


@given(st.integers(0, 400), st.integers(0, 400))
def test_no_figure_tells_of_fewer_than_five_not_even_by_subtraction(earlier: int, later: int) -> None:
    for tried in (countable(earlier), countable(later), abs(countable(later) - countable(earlier))):
        assert tried == 0 or tried >= ENOUGH_PEOPLE
    assert countable(earlier) <= earlier
