"""What a reading finds in answers that the project wrote, and where its words stand."""

import pytest

from content.coaching.coach import AskedQuestion, Confidence, Kind, Reading, Signal, read
from tests.content.coaching import examples

PAST = AskedQuestion("Tell me about a time when a plan changed at short notice.")


def reading(*parts: str, question: AskedQuestion = PAST, spoken: bool = False) -> Reading:
    return read(parts, question=question, spoken=spoken)


def test_a_full_story_has_it_all() -> None:
    found = reading(examples.CLEAR)
    assert (found.own_unclear, found.story, found.result, found.learning) == (False, True, 3, 2)
    assert found.people
    assert found.mess


def test_a_story_of_we_leaves_the_own_part_unclear() -> None:
    found = reading(examples.SHARED)
    assert found.own_unclear
    assert found.story


def test_a_habit_is_a_method_and_no_story() -> None:
    found = reading(examples.HABIT)
    assert found.system
    assert not found.story


def test_a_story_without_an_end_has_no_result_to_check() -> None:
    found = reading(examples.NO_END)
    assert found.story
    assert found.result < 2
    assert found.people


def test_bullets_without_subject_are_own_deeds() -> None:
    found = reading(examples.BULLETS)
    assert not found.own_unclear
    assert found.result == 3


def test_run_on_speech_keeps_the_own_part() -> None:
    found = reading(examples.SPOKEN, spoken=True)
    assert not found.own_unclear
    assert found.story


def test_plain_second_language_english_keeps_the_own_part() -> None:
    found = reading(examples.PLAIN_ENGLISH)
    assert not found.own_unclear
    assert found.result == 3


def test_fault_on_others_without_an_own_deed_is_blame() -> None:
    assert reading(examples.BUCK).blame


def test_fault_on_others_with_an_own_deed_is_no_blame() -> None:
    assert not reading(examples.BUCK + " I called their lead and I wrote the interface with him.").blame


def test_would_is_a_clear_own_part_where_a_situation_is_asked() -> None:
    situation = AskedQuestion("What would you do if two seniors stopped talking?", Kind.SITUATION)
    assert not reading(examples.WOULD, question=situation).own_unclear


def test_a_facet_of_the_question_that_is_never_met_is_a_missed_intent() -> None:
    opposed = AskedQuestion("Tell me about a project that was heavily opposed.")
    assert reading(
        "I built a report for finance. I sent it to them every Monday and it was used.", question=opposed
    ).intent_missed


def test_a_facet_that_is_met_is_no_missed_intent() -> None:
    opposed = AskedQuestion("Tell me about a project that was heavily opposed.")
    met = "I built a report for finance. Their lead was against it, and I sent it to them anyway."
    assert not reading(met, question=opposed).intent_missed


def test_a_question_that_names_nothing_particular_misses_nothing() -> None:
    assert not reading(examples.NO_END, question=AskedQuestion("Tell me about your team.")).intent_missed


def test_a_very_long_answer_is_unfocused() -> None:
    assert reading(examples.SHARED * 8).unfocused


def test_a_short_answer_without_a_setting_lacks_its_context() -> None:
    assert reading("I rewrote the importer and sent it to both of them.").context_missing


def test_a_short_answer_with_a_setting_has_its_context() -> None:
    assert not reading(
        "At my last company I rewrote the importer and sent it to both of them."
    ).context_missing


def test_a_changed_habit_makes_a_learning_specific() -> None:
    assert reading(examples.NO_END + " Since then I read every heated review myself.").learning == 2


def test_a_comma_parts_no_phrase() -> None:
    assert reading(examples.NO_END + " Since then, I read every heated review myself.").learning == 2


def test_a_platitude_is_no_specific_learning() -> None:
    assert reading(examples.NO_END + " I learned that communication is key.").learning == 1


def test_nothing_learned_is_no_learning() -> None:
    assert reading(examples.NO_END).learning == 0


def test_what_somebody_quoted_said_is_not_the_speaker_s_learning() -> None:
    assert reading(examples.NO_END + ' He said "since then I read every review myself".').learning == 0


def test_an_answer_and_its_reply_are_read_together() -> None:
    found = reading(
        examples.SHARED, "I called the provider, told the sales lead, and I decided to drop the exports."
    )
    assert found.evidence[Signal.OWN].part == 1


def test_the_words_behind_an_unclear_own_part_are_shared_ones() -> None:
    assert reading(examples.SHARED).evidence[Signal.OWN].text == "we moved the date"


def test_the_words_behind_a_clear_own_part_are_the_clearest_deed() -> None:
    assert (
        reading("I rebuilt the old queue. I decided to stop the rollout.").evidence[Signal.OWN].text
        == "I decided to stop the rollout"
    )


def test_the_words_behind_a_team_s_deed_begin_with_its_article() -> None:
    span = reading("Our new team rewrote the adapter over the summer.").evidence.get(Signal.OWN)
    assert span is not None
    assert span.text == "Our new team rewrote the adapter over the summer"


def test_the_words_behind_a_result_hold_its_number() -> None:
    assert "refunds dropped from 4% to 1%" in reading(examples.CLEAR).evidence[Signal.RESULT].text


def test_a_reading_names_the_version_of_its_lists() -> None:
    assert reading(examples.CLEAR).version


def test_what_is_surely_missing_has_high_confidence() -> None:
    assert reading(examples.HABIT).confidence[Signal.STORY] is Confidence.HIGH


def test_what_is_there_has_low_confidence() -> None:
    assert reading(examples.CLEAR).confidence[Signal.STORY] is Confidence.LOW


@pytest.mark.parametrize(
    "signal", [Signal.OWN, Signal.STORY, Signal.RESULT, Signal.LEARNING, Signal.PEOPLE, Signal.MESS]
)
def test_a_full_story_holds(signal: Signal) -> None:
    assert reading(examples.CLEAR).has(signal)


@pytest.mark.parametrize("signal", [Signal.RESULT, Signal.LEARNING, Signal.SYSTEM])
def test_a_story_without_an_end_lacks(signal: Signal) -> None:
    assert not reading(examples.NO_END).has(signal)


def test_nothing_is_never_missing() -> None:
    assert reading("").has(Signal.NONE)


def test_an_empty_answer_holds_nothing() -> None:
    found = reading("")
    assert not found.is_answer
    assert (found.own_unclear, found.story, found.result, found.learning) == (True, False, 0, 0)


def test_a_quote_stays_on_one_line() -> None:
    wrapped = (
        "I decided to stop the rollout of the new billing service for all of\nthe customers in the north."
    )
    assert (
        reading(wrapped).evidence[Signal.OWN].text
        == "I decided to stop the rollout of the new billing service for all of"
    )
