"""A team's own questions and cases: read from what was typed, held against the rules, compared, named."""

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.additions import NEAR, claim_slug, make_case, make_question, near
from content.errors import ContentError
from content.library.shape import ID_LENGTH
from content.packs import as_kept, from_kept
from content.questions import Kind, likeness, load_library

LIBRARY = load_library()
GOOD = "When did you last change your mind about a colleague, and what changed it?"
POINTS = {"point_1": "What would you do?", "point_2": "Whom would you ask?", "point_3": "What then?"}
CASE = {"title": "A small outage", "link": "https://example.com/outage", **POINTS}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

texts = st.one_of(
    st.text(max_size=400),
    st.text(alphabet="aé-'ß ?9Ж", max_size=400),
    st.integers(min_value=1, max_value=400).map(lambda length: "why " + "x" * length + " not?"),
)


def broken(typed: Mapping[str, str]) -> dict[str, str]:
    """The sentence at each field that is refused."""
    with pytest.raises(ContentError) as refused:
        make_case(typed) if "title" in typed else make_question(typed)
    return {problem.field or "": problem.say for problem in refused.value.problems}


@given(text=texts, taken=st.integers(min_value=0, max_value=30))
def test_an_id_is_well_formed_and_never_one_that_is_taken(text: str, taken: int) -> None:
    held: set[str] = set()

    def claim(slug: str) -> bool:
        is_new = slug not in held
        held.add(slug)
        return is_new

    got = [claim_slug(text, claim) for _ in range(taken + 1)]
    assert len(set(got)) == taken + 1
    assert all(SLUG.fullmatch(slug) and len(slug) <= ID_LENGTH for slug in got)


@given(text=texts)
def test_the_same_text_has_the_same_id_however_it_is_spaced(text: str) -> None:
    assert claim_slug(text, lambda _: True) == claim_slug(f"  {text} ?", lambda _: True)


def test_an_id_can_be_read() -> None:
    assert claim_slug(GOOD, lambda _: True) == "when-did-you-last-change-your-mind-about"
    assert claim_slug("Don’t you think it's naïve?", lambda _: True) == "dont-you-think-its-naive"
    assert claim_slug("Что дальше?", lambda _: True) == "ours"
    assert claim_slug("Why?", lambda slug: slug == "why-3") == "why-3"


@given(text=st.text(max_size=400), intent=st.text(max_size=200), plain=st.text(max_size=400))
def test_whatever_is_typed_becomes_a_question_or_a_sentence_at_a_field(
    text: str, intent: str, plain: str
) -> None:
    typed = {"text": text, "intent": intent, "plain": plain}
    try:
        question = make_question(typed)
    except ContentError:
        assert all(broken(typed).values())
    else:
        assert from_kept("new", "ours", as_kept(question)) == question


def test_a_question_keeps_what_was_typed_and_its_kind_is_guessed_unless_chosen() -> None:
    typed = {"text": f" {GOOD} ", "intent": "Whether you can be wrong.", "competency": "judgment"}
    question = make_question(typed, private_only=True)
    assert (question.text, question.intent, question.competency) == (GOOD, typed["intent"], "judgment")
    assert (question.kind, question.private_only, question.pack) == (Kind.PAST, True, "ours")
    assert make_question({**typed, "kind": "self"}).kind is Kind.SELF
    assert make_question({"text": "How do you give feedback?"}).kind is Kind.METHOD


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"text": ""}, "text", "Write the question"),
        ({"text": " \u200b?! "}, "text", "Write the question"),
        ({"text": "Tell me more."}, "text", "End with a question mark"),
        ({"text": "Why " * 100 + "?"}, "text", "at most 300"),
        ({"text": "Why?\nWhy not?"}, "text", "one line"),
        ({"text": GOOD, "intent": "i" * 141}, "intent", "at most 140"),
        ({"text": GOOD, "intent": "what changed it"}, "text", "tells the intent"),
        ({"text": GOOD, "hint": "h" * 201}, "hint", "at most 200"),
        ({"text": GOOD, "plain": "why " * 21}, "plain", "at most 20 words"),
        ({"text": GOOD, "plain": "x" * 301}, "plain", "at most 300"),
    ],
)
def test_what_is_wrong_with_a_question_is_said_at_its_field(
    typed: dict[str, str], field: str, says: str
) -> None:
    assert says in broken(typed)[field]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("title", "…", "one line"),
        ("title", "t" * 151, "at most 150"),
        ("link", "", "https://"),
        ("link", "http://example.com/a", "https://"),
        ("link", "javascript:alert(1)//https://example.com", "https://"),
        ("link", "https://", "https://"),
        ("link", "https://localhost", "https://"),
        ("link", "https://[", "https://"),
        ("link", "https://bank.example@evil.example/", "https://"),
        ("link", "https://example.com/a b", "https://"),
        ("link", "https://example.com/<!channel>", "https://"),
        ("link", "https://example.com/" + "a" * 1000, "at most 1000"),
        ("point_1", "", "one line"),
        ("point_2", "Talk about it.", "question mark"),
        ("point_3", "What?\nWhy?", "one line"),
    ],
)
def test_what_is_wrong_with_a_case_is_said_at_its_field(name: str, value: str, says: str) -> None:
    said = broken({**CASE, name: value})
    assert set(said) == {name}
    assert says in said[name]


def test_a_case_keeps_its_link_and_its_points() -> None:
    case = make_case({**CASE, "title": " A small outage "})
    assert (case.title, case.link, case.points) == (CASE["title"], CASE["link"], tuple(POINTS.values()))


def test_what_is_close_is_found_the_closest_first_and_at_most_three() -> None:
    bank = {question.id: question.text for question in LIBRARY.questions.values()}
    for question in list(LIBRARY.questions.values())[:20]:
        assert near(question.text.rstrip("?") + ", in short?", bank)[0] == question.id
    same = {str(number): GOOD for number in range(5)}
    assert near(GOOD, {"other": GOOD.replace("colleague", "decision"), **same})[:3] == ("0", "1", "2")
    assert near("What is your favourite colour, and why?", bank) == ()


def test_few_questions_of_the_library_are_close_to_one_another() -> None:
    texts = [question.text for question in LIBRARY.questions.values()]
    close = [
        (one, other)
        for number, one in enumerate(texts)
        for other in texts[number + 1 :]
        if likeness(one, other) > NEAR
    ]
    assert len(close) < len(texts) / 10
