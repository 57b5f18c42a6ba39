"""What a reply made clear, and when a question is withdrawn."""

from dataclasses import replace

import pytest

from content.coaching.coach import (
    Ask,
    AskedQuestion,
    Progress,
    Signal,
    Span,
    decide,
    progress,
    read,
    still_open,
)
from tests.content.coaching import examples

PAST = AskedQuestion("Tell me about a time when a plan changed at short notice.")
REPLY = (
    "I called the provider and asked for two weeks, I told the sales lead, and I decided to drop the exports."
)


def change(*parts: str) -> Progress | None:
    return progress(read(parts[:-1], question=PAST), read(parts, question=PAST))


def first_ask(text: str) -> Ask:
    decision = decide(read([text], question=PAST), question=PAST, turn=1)
    assert isinstance(decision, Ask)
    return decision


def test_an_own_part_that_became_clear_is_shown_in_the_reply_s_words() -> None:
    made = change(examples.SHARED, REPLY)
    assert made is not None
    assert made.signal is Signal.OWN
    assert made.quote is not None
    assert made.quote.part == 1
    assert made.quote.text in REPLY


def test_a_result_that_was_added_is_shown() -> None:
    made = change(examples.NO_END, "As a result reviews took two days less and complaints dropped by 40%.")
    assert made is not None
    assert made.signal is Signal.RESULT


def test_a_learning_that_was_added_is_shown() -> None:
    made = change(
        examples.CLEAR.split(" I had hidden")[0], "I waited too long; since then I ask on the first day."
    )
    assert made is not None
    assert made.signal is Signal.LEARNING


def test_a_reply_that_adds_nothing_is_no_progress() -> None:
    assert change(examples.SHARED, "Thanks!") is None


def test_an_edit_without_a_reply_shows_no_old_words() -> None:
    before = read([examples.SHARED], question=PAST)
    after = read([examples.SHARED + " " + REPLY + " " + REPLY], question=PAST)
    made = progress(before, after)
    assert made is None or made.quote is None


@pytest.mark.parametrize(
    "reply", ["He died of cancer.", "Ich war nicht da und wir haben das nicht geschafft. " * 9]
)
def test_nothing_is_said_about_what_the_coach_stays_away_from(reply: str) -> None:
    assert change(examples.SHARED, REPLY + " " + reply) is None


def test_a_question_stands_while_nothing_changes() -> None:
    assert still_open(first_ask(examples.SHARED), [examples.SHARED], question=PAST)


def test_a_question_is_withdrawn_once_it_is_answered() -> None:
    assert not still_open(first_ask(examples.SHARED), [examples.SHARED, REPLY], question=PAST)


def test_a_question_is_withdrawn_once_its_words_are_gone() -> None:
    ask = first_ask(examples.SHARED)
    assert ask.quote is not None
    edited = examples.SHARED.replace(ask.quote.text, "we kept it")
    assert not still_open(ask, [edited], question=PAST)


def test_a_question_without_quote_stands_on_its_signal_alone() -> None:
    ask = replace(first_ask(examples.SHARED), quote=None)
    assert still_open(ask, [examples.SHARED], question=PAST)


@pytest.mark.parametrize("added", [" He died of cancer.", " Ich war nicht da und wir haben das nicht. " * 9])
def test_a_question_is_withdrawn_where_the_coach_stays_away(added: str) -> None:
    assert not still_open(first_ask(examples.SHARED), [examples.SHARED + added], question=PAST)


def test_a_question_is_withdrawn_when_the_answer_is_gone() -> None:
    ask = replace(first_ask(examples.SHARED), quote=None)
    assert not still_open(ask, ["+1"], question=PAST)


def test_a_branch_question_stands_while_its_words_do() -> None:
    ask = first_ask(examples.CLEAR)
    assert ask.branch
    assert still_open(ask, [examples.CLEAR], question=PAST)
    assert not still_open(replace(ask, quote=Span(0, 0, 9, "something")), [examples.CLEAR], question=PAST)
