"""What the coach says: short, one question, and the person's own words untouched."""

import re
from dataclasses import replace

import pytest

from content.coaching.coach import (
    Ask,
    AskedQuestion,
    Confidence,
    Kind,
    Probe,
    Progress,
    Signal,
    Span,
    word,
    word_progress,
)
from content.coaching.manners import JUDGING
from content.coaching.variants import PROBE, QUOTE, WORDINGS, Variant

PAST = AskedQuestion("Tell me about a time.")
SPAN = Span(0, 0, 17, "we moved the date")
ASK = Ask(Signal.OWN, Confidence.HIGH, SPAN, None, "missing:own:high:past")
LONGEST = 220
VARIANTS = [(key, variant) for key, variants in WORDINGS.asking.items() for variant in variants]
ASKED = [s for s in Signal if s is not Signal.NONE]


def said(ask: Ask, question: AskedQuestion = PAST, seed: str = "x") -> str:
    wording = word(ask, question=question, seed=seed)
    return wording.before + (wording.quote or "") + wording.after


def test_the_quote_is_the_person_s_words() -> None:
    assert word(ASK, question=PAST, seed="x").quote == "we moved the date"


def test_words_that_look_like_places_to_fill_are_left_alone() -> None:
    span = Span(0, 0, 15, "{probe} {quote}")
    assert word(replace(ASK, quote=span), question=PAST, seed="x").quote == "{probe} {quote}"


def test_without_quote_nothing_is_quoted() -> None:
    wording = word(replace(ASK, quote=None), question=PAST, seed="x")
    assert wording.quote is None
    assert "“" not in wording.before + wording.after


def test_the_same_seed_says_the_same() -> None:
    assert said(ASK, seed="a") == said(ASK, seed="a")


def test_other_seeds_say_it_otherwise() -> None:
    assert len({said(ASK, seed=str(n)) for n in range(40)}) >= 3


def test_a_probe_of_the_question_is_said_word_for_word() -> None:
    probe = Probe("Which step was yours?", Signal.OWN)
    assert said(replace(ASK, probe=probe), replace(PAST, probes=(probe,))).endswith("Which step was yours?")


def test_a_probe_of_another_question_is_not_said() -> None:
    assert "Which step" not in said(replace(ASK, probe=Probe("Which step was mine?", Signal.OWN)))


def test_medium_confidence_asks_whether_it_was_missed() -> None:
    text = said(replace(ASK, confidence=Confidence.MEDIUM))
    assert re.search(r"miss|overlook|not sure", text)


def test_a_branch_question_says_nothing_is_missing() -> None:
    texts = {said(replace(ASK, signal=Signal.PEOPLE, branch=True), seed=str(n)) for n in range(30)}
    assert not any(re.search(r"could not find|missed|not sure", text) for text in texts)


def test_a_situation_is_asked_in_its_own_words() -> None:
    ask = replace(ASK, signal=Signal.STORY, quote=None)
    texts = {said(ask, replace(PAST, kind=Kind.SITUATION), seed=str(n)) for n in range(30)}
    assert texts <= {v.text for v in WORDINGS.ask("story", "situation")}


def test_a_situation_without_words_of_its_own_speaks_as_ever() -> None:
    assert said(ASK, replace(PAST, kind=Kind.SITUATION)) == said(ASK)


@pytest.mark.parametrize("signal", ASKED)
@pytest.mark.parametrize("level", ["high", "medium"])
def test_there_are_three_ways_to_say_it_without_a_quote(signal: Signal, level: str) -> None:
    plain = [v for v in WORDINGS.ask(signal.value, level) if not v.quoted and not v.probed]
    assert len({v.text for v in plain}) >= 3


@pytest.mark.parametrize("signal", ASKED)
@pytest.mark.parametrize("level", ["high", "medium"])
def test_there_are_three_ways_to_lead_to_a_probe(signal: Signal, level: str) -> None:
    assert len([v for v in WORDINGS.ask(signal.value, level) if v.probed and not v.quoted]) >= 3


@pytest.mark.parametrize("variant", [v for _, v in VARIANTS], ids=lambda v: v.text[:40])
def test_each_variant_is_short_and_asks_once(variant: Variant) -> None:
    text = variant.text.replace(QUOTE, "")
    assert len(text) <= LONGEST
    assert text.count("?") == (0 if variant.probed else 1)
    assert text.count(PROBE) == int(variant.probed)
    assert variant.text.count(QUOTE) == int(variant.quoted)


@pytest.mark.parametrize("variant", [v for _, v in VARIANTS], ids=lambda v: v.text[:40])
def test_no_variant_judges_a_person_or_we(variant: Variant) -> None:
    assert not JUDGING.search(variant.text)


PROGRESSED = [Signal(name) for name in WORDINGS.progressing]


@pytest.mark.parametrize("signal", PROGRESSED)
def test_progress_quotes_the_reply(signal: Signal) -> None:
    assert word_progress(Progress(signal, SPAN), seed="x").quote == "we moved the date"


@pytest.mark.parametrize("signal", PROGRESSED)
def test_progress_without_words_to_show_quotes_nothing(signal: Signal) -> None:
    wording = word_progress(Progress(signal, None), seed="x")
    assert wording.quote is None
    assert wording.before


@pytest.mark.parametrize(
    "variant", [v for vs in WORDINGS.progressing.values() for v in vs], ids=lambda v: v.text[:40]
)
def test_progress_is_told_in_words_and_never_as_a_score(variant: Variant) -> None:
    assert not re.search(r"[\d?]|points|score|better", variant.text)
