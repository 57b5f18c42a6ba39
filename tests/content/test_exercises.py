"""Each drill, contrast set, case and worked pair of the library keeps its rules."""

from collections import Counter

import pytest

from content.library.exercise_rules import case_breaks, contrast_breaks, drill_breaks, worked_breaks
from content.library.exercises import KINDS_WITH_OPTIONS, Case, ContrastSet, Drill, DrillKind, WorkedPair
from content.library.language import READING_LEVEL, find_texts, find_wording_breaks, reading_level
from content.library.shape import Content
from content.questions import StorySlug, likeness, load_library

LIBRARY = load_library()
BANK = list(LIBRARY.questions.values())
COMPETENCIES = {story.competency for story in LIBRARY.stories.values()}

each_drill = pytest.mark.parametrize("drill", LIBRARY.drills.values(), ids=LIBRARY.drills.keys())
each_contrast = pytest.mark.parametrize("contrast", LIBRARY.contrasts.values(), ids=LIBRARY.contrasts.keys())
each_case = pytest.mark.parametrize("case", LIBRARY.cases.values(), ids=LIBRARY.cases.keys())
each_worked = pytest.mark.parametrize("worked", LIBRARY.worked.values(), ids=LIBRARY.worked.keys())
each_item = pytest.mark.parametrize(
    "item",
    [
        *LIBRARY.drills.values(),
        *LIBRARY.contrasts.values(),
        *LIBRARY.cases.values(),
        *LIBRARY.worked.values(),
    ],
    ids=[
        *LIBRARY.drills,
        *LIBRARY.contrasts,
        *LIBRARY.cases,
        *(f"worked-{story}" for story in LIBRARY.worked),
    ],
)


@each_drill
def test_a_drill_is_short(drill: Drill) -> None:
    assert len(drill.text) <= 420
    assert len(drill.task) <= 140
    assert max(len(line) for line in drill.look_for) <= 120


@each_drill
def test_three_to_five_things_are_looked_for(drill: Drill) -> None:
    assert 3 <= len(set(drill.look_for)) == len(drill.look_for) <= 5


@each_drill
def test_one_option_fits_where_the_kind_wants_options_and_each_says_why(drill: Drill) -> None:
    assert bool(drill.options) is (drill.kind in KINDS_WITH_OPTIONS)
    assert sum(option.fits for option in drill.options) == bool(drill.options)
    assert all(option.why for option in drill.options)


@each_drill
def test_a_drill_reads_like_a_newspaper_at_most(drill: Drill) -> None:
    assert reading_level(f"{drill.text}\n{drill.task}") <= READING_LEVEL


@each_drill
def test_a_drill_keeps_every_rule(drill: Drill) -> None:
    assert list(drill_breaks(drill, LIBRARY.stories)) == []


@each_contrast
def test_a_contrast_set_has_two_to_four_twins_with_short_intents_of_their_own(contrast: ContrastSet) -> None:
    assert 2 <= len(contrast.twins) <= 4
    assert max(len(twin.intent) for twin in contrast.twins) <= 140
    assert len({twin.intent for twin in contrast.twins}) == len(contrast.twins)


@each_contrast
def test_a_contrast_set_keeps_every_rule(contrast: ContrastSet) -> None:
    assert list(contrast_breaks(contrast)) == []


@each_case
def test_a_case_has_its_length_three_questions_and_several_views(case: Case) -> None:
    assert 90 <= len(case.situation.split()) <= 120
    assert [point[-1] for point in case.points] == ["?", "?", "?"]
    assert 3 <= len(case.lenses) <= 4


@each_case
def test_a_case_keeps_every_rule(case: Case) -> None:
    assert list(case_breaks(case, COMPETENCIES)) == []


@each_worked
def test_a_worked_pair_quotes_word_for_word(worked: WorkedPair) -> None:
    quoted = worked.asks[worked.asks.index("“") + 1 : worked.asks.index("”")]
    assert quoted in worked.weak
    assert [mark.quote for mark in worked.marks if mark.quote not in worked.better] == []


@each_worked
def test_a_worked_pair_answers_a_question_that_the_bank_does_not_hold(worked: WorkedPair) -> None:
    assert max(likeness(worked.question, question.text) for question in BANK) <= 0.6


@each_worked
def test_a_worked_pair_keeps_every_rule(worked: WorkedPair) -> None:
    assert list(worked_breaks(worked, BANK)) == []


@each_item
def test_the_wording_is_british_open_to_all_and_without_real_names(item: Content) -> None:
    assert [say for _, text in find_texts(item) for say in find_wording_breaks(text)] == []


@pytest.mark.parametrize("kind", DrillKind)
def test_there_are_drills_of_every_kind(kind: DrillKind) -> None:
    assert Counter(drill.kind for drill in LIBRARY.drills.values())[kind] >= 12


def test_there_is_enough_beside_questions() -> None:
    assert len(LIBRARY.contrasts) >= 18
    assert len(LIBRARY.cases) >= 32
    assert set(LIBRARY.worked) == set(StorySlug)


each_twin = pytest.mark.parametrize("drill", LIBRARY.twins.values(), ids=LIBRARY.twins.keys())


def test_every_question_of_a_contrast_set_is_a_drill_to_decode() -> None:
    asked = [twin.text for contrast in LIBRARY.contrasts.values() for twin in contrast.twins]
    assert [drill.text for drill in LIBRARY.twins.values()] == asked
    assert LIBRARY.twins.keys().isdisjoint(
        {*LIBRARY.questions, *LIBRARY.drills, *LIBRARY.cases, *LIBRARY.contrasts}
    )


@each_twin
def test_of_twins_one_intent_fits_and_every_option_has_its_reason(drill: Drill) -> None:
    assert drill.kind is DrillKind.DECODE
    assert sum(option.fits for option in drill.options) == 1
    assert len({option.text for option in drill.options}) == len(drill.options) >= 2
    assert LIBRARY.drill(drill.id) is drill
    assert all(option.why for option in drill.options)
