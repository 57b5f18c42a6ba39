"""What is asked, what is left, and why the coach keeps silent."""

from dataclasses import replace

import pytest

from content.coaching.coach import (
    Ask,
    AskedQuestion,
    Confidence,
    Depth,
    Kind,
    Probe,
    Reading,
    Signal,
    Silent,
    SilentReason,
    decide,
    rank,
    read,
)
from tests.content.coaching import examples

PAST = AskedQuestion("Tell me about a time when a plan changed at short notice.")
METHOD = AskedQuestion("How do you run your one-on-ones?", Kind.METHOD)
SITUATION = AskedQuestion("What would you do if two seniors stopped talking?", Kind.SITUATION)
FRAMING = AskedQuestion("What is the interviewer trying to find out?", Kind.FRAMING)


def decided(text: str, question: AskedQuestion = PAST, **more: list[Signal]) -> Ask | Silent:
    return decide(read([text], question=question), question=question, turn=1, **more)


def asked(text: str, question: AskedQuestion = PAST, **more: list[Signal]) -> Ask:
    decision = decided(text, question, **more)
    assert isinstance(decision, Ask)
    return decision


def needing(**needs: float) -> Reading:
    """A reading of a real answer in which nothing is missing but what a test says."""
    base = read([examples.CLEAR], question=PAST)
    need = {Signal(name): value for name, value in needs.items()}
    holds = replace(base, own_unclear="own" in needs, story="story" not in needs)
    return replace(holds, need=need, result=0, learning=0, people=False, mess=False)


def test_an_unclear_own_part_is_asked_for_in_the_person_s_words() -> None:
    ask = asked(examples.SHARED)
    assert ask.signal is Signal.OWN
    assert ask.quote is not None
    assert ask.quote.text in examples.SHARED


def test_a_habit_is_asked_for_one_occasion() -> None:
    assert asked(examples.HABIT).signal is Signal.STORY


def test_a_method_question_accepts_the_method_and_wants_one_case() -> None:
    assert asked(examples.HABIT, METHOD).signal is Signal.STORY


def test_a_story_without_an_end_is_asked_for_its_result() -> None:
    assert asked(examples.NO_END).signal is Signal.RESULT


def test_would_is_accepted_where_a_situation_is_asked() -> None:
    assert asked(examples.WOULD, SITUATION).signal in {Signal.MESS, Signal.PEOPLE}


def test_would_is_not_accepted_where_a_past_time_is_asked() -> None:
    assert asked(examples.WOULD).signal is Signal.STORY


def test_blame_is_met_with_the_own_part_in_it() -> None:
    assert asked(examples.BUCK).signal is Signal.BLAME


def test_a_framing_question_wants_no_story() -> None:
    decision = decided("They want to know whether I freeze when facts are missing.", FRAMING)
    assert decision == Silent(SilentReason.NOTHING_TO_ASK, Signal.NONE)


def test_a_strong_answer_gets_a_branch_question() -> None:
    ask = asked(examples.CLEAR)
    assert ask.branch
    assert ask.signal in {Signal.PEOPLE, Signal.MESS}
    assert ask.reason.startswith("branch:")


def test_a_missing_thing_is_no_branch() -> None:
    ask = asked(examples.NO_END)
    assert not ask.branch
    assert ask.reason == f"missing:result:{ask.confidence}:past"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("+1", SilentReason.NOT_AN_ANSWER),
        ("Great question, will answer tonight!", SilentReason.NOT_AN_ANSWER),
        (examples.SHARED + " Then my lead was diagnosed with cancer.", SilentReason.SENSITIVE),
        ("Wir haben das Projekt nicht geschafft und ich war nicht da.", SilentReason.UNKNOWN_LANGUAGE),
    ],
)
def test_the_coach_keeps_silent(text: str, reason: SilentReason) -> None:
    decision = decided(text)
    assert isinstance(decision, Silent)
    assert decision.reason is reason


def test_silence_tells_what_would_have_been_asked() -> None:
    decision = decided(examples.SHARED + " Then my lead was diagnosed with cancer.")
    assert isinstance(decision, Silent)
    assert decision.would_ask is Signal.OWN


def test_no_answer_would_be_asked_for_the_answer() -> None:
    decision = decided("+1")
    assert isinstance(decision, Silent)
    assert decision.would_ask is Signal.ANSWER


def test_a_low_need_keeps_silent() -> None:
    decision = decide(needing(result=0.1), question=PAST, turn=1)
    assert decision == Silent(SilentReason.LOW_CONFIDENCE, Signal.RESULT)


def test_a_middling_need_asks_whether_it_was_missed() -> None:
    decision = decide(needing(result=0.5), question=PAST, turn=1)
    assert isinstance(decision, Ask)
    assert decision.confidence is Confidence.MEDIUM


def test_a_strong_need_states() -> None:
    decision = decide(needing(result=0.95), question=PAST, turn=1)
    assert isinstance(decision, Ask)
    assert decision.confidence is Confidence.HIGH


def test_the_own_part_goes_before_an_equal_need() -> None:
    ranked = rank(needing(own=0.9, people=0.9, mess=0.9, learning=0.9, story=0.9), question=PAST)
    assert ranked[0].signal is Signal.OWN


def test_what_was_asked_lately_steps_back() -> None:
    both = needing(result=0.9, people=0.95)
    first = rank(both, question=PAST)[0].signal
    again = rank(both, question=PAST, asked_lately=[first, first])[0].signal
    assert first is Signal.RESULT
    assert again is Signal.PEOPLE


def test_what_was_asked_lately_may_still_be_asked_when_it_is_plainly_missing() -> None:
    decision = decide(needing(own=1.0), question=PAST, turn=1, asked_lately=[Signal.OWN] * 20)
    assert isinstance(decision, Ask)
    assert decision.confidence is Confidence.HIGH


def test_nothing_is_asked_twice_on_one_answer() -> None:
    again = asked(examples.SHARED, already_asked=[Signal.OWN])
    assert again.signal is not Signal.OWN


def test_when_all_was_asked_nothing_is_left() -> None:
    assert decided(examples.SHARED, already_asked=list(Signal)) == Silent(
        SilentReason.NOTHING_TO_ASK, Signal.NONE
    )


def test_there_is_no_third_question() -> None:
    decision = decide(read([examples.SHARED], question=PAST), question=PAST, turn=3)
    assert isinstance(decision, Silent)
    assert decision.reason is SilentReason.NOTHING_TO_ASK


def test_what_is_answered_is_never_asked_for() -> None:
    ranked = rank(read([examples.CLEAR], question=PAST), question=PAST)
    assert not {c.signal for c in ranked} & {Signal.OWN, Signal.STORY, Signal.RESULT, Signal.LEARNING}


BRANCH = Probe("Which step was yours?", Signal.OWN)
LEAF = Probe("What did you say to the provider?", Signal.OWN, Depth.LEAF)


@pytest.mark.parametrize(
    ("turn", "probes", "expected"),
    [
        pytest.param(1, (LEAF, BRANCH), BRANCH, id="a branch first"),
        pytest.param(2, (BRANCH, LEAF), LEAF, id="a leaf on the second turn"),
        pytest.param(1, (LEAF,), LEAF, id="a leaf where there is no branch"),
        pytest.param(1, (Probe("What did it cost?", Signal.MESS),), None, id="none where none fits"),
        pytest.param(1, (), None, id="none where there are none"),
    ],
)
def test_the_question_s_own_probe_is_used(
    turn: int, probes: tuple[Probe, ...], expected: Probe | None
) -> None:
    question = replace(PAST, probes=probes)
    decision = decide(read([examples.SHARED], question=question), question=question, turn=turn)
    assert isinstance(decision, Ask)
    assert decision.probe == expected
