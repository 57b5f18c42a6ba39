"""The choice of questions is even, never repeats too early, and is the same for the same history."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.choice import Asked, Choice, choose, fits, gaps_of, own_gaps
from content.questions import CoachSignal, Kind, Level, Probe, Question, load_library

QUESTIONS = tuple(fits(tuple(load_library().questions.values())))
START = date(2026, 11, 23)

seeds = st.one_of(st.text(max_size=12), st.integers())
histories = st.lists(
    st.tuples(
        st.sampled_from([*(question.id for question in QUESTIONS), "gone", "also-gone"]), st.just(START)
    ),
    max_size=80,
)


def question(name: str, competency: str, kind: Kind = Kind.PAST, *, pack: str = "understudy") -> Question:
    return Question(id=name, text=f"{name}?", kind=kind, competency=competency, pack=pack)


def shelf(sizes: list[int]) -> list[Question]:
    kinds = list(Kind)
    return [
        question(f"c{c}-{n}", f"c{c}", kinds[(c + n) % 3])
        for c, size in enumerate(sizes)
        for n in range(size)
    ]


def play(questions: list[Question] | tuple[Question, ...], rounds: int, seed: str | int) -> list[Choice]:
    asked: list[Asked] = []
    choices = []
    for number in range(rounds):
        choice = choose(questions, asked, seed=seed)
        assert choice is not None
        choices.append(choice)
        asked.append(Asked(choice.question.id, START + timedelta(days=number)))
    return choices


@settings(max_examples=15)
@given(seeds)
def test_no_built_in_question_comes_twice_until_all_were_asked(seed: str | int) -> None:
    choices = play(QUESTIONS, len(QUESTIONS), seed)
    assert len({choice.question.id for choice in choices}) == len(QUESTIONS)
    assert [choice.unasked_left for choice in choices] == list(range(len(QUESTIONS) - 1, -1, -1))


@settings(max_examples=15)
@given(seeds, st.integers(min_value=1, max_value=250))
def test_competencies_come_evenly_at_every_moment_while_they_have_questions(
    seed: str | int, rounds: int
) -> None:
    counts = Counter(
        choice.question.competency for choice in play(QUESTIONS[:], min(rounds, len(QUESTIONS)), seed)
    )
    sizes = Counter(question.competency for question in QUESTIONS)
    left = [counts[competency] for competency in sizes if counts[competency] < sizes[competency]]
    assert max(left, default=0) - min(left, default=0) <= 1


@given(
    seeds, st.integers(min_value=2, max_value=6), st.integers(min_value=1, max_value=4), st.integers(0, 60)
)
def test_even_shelves_stay_even_without_two_alike_in_a_row(
    seed: str | int, width: int, size: int, rounds: int
) -> None:
    choices = [choice.question.competency for choice in play(shelf([size] * width), rounds, seed)]
    counts = Counter({f"c{c}": 0 for c in range(width)})
    counts.update(choices)
    assert max(counts.values()) - min(counts.values()) <= 1
    assert all(one != other for one, other in pairwise(choices))


@given(seeds, st.lists(st.integers(min_value=1, max_value=5), min_size=1, max_size=5))
def test_uneven_shelves_are_used_up_before_anything_repeats(seed: str | int, sizes: list[int]) -> None:
    questions = shelf(sizes)
    choices = play(questions, len(questions), seed)
    assert {choice.question.id for choice in choices} == {question.id for question in questions}


@given(seeds, histories)
def test_the_same_history_and_seed_lead_to_the_same_choice(
    seed: str | int, asked: list[tuple[str, date]]
) -> None:
    first = choose(QUESTIONS, asked, seed=seed)
    assert first == choose(tuple(reversed(QUESTIONS)), list(asked), seed=seed)


@given(seeds, histories)
def test_any_history_is_tolerated(seed: str | int, asked: list[tuple[str, date]]) -> None:
    choice = choose(QUESTIONS, asked, seed=seed)
    assert choice is not None
    seen = {question_id for question_id, _ in asked}
    unasked = {question.id for question in QUESTIONS} - seen
    assert (choice.question.id in unasked) is bool(unasked)
    assert choice.reason.count("\n") == 0


def test_seeds_differ_in_what_they_choose() -> None:
    firsts = {choice.question.id for seed in range(40) if (choice := choose(QUESTIONS, [], seed=seed))}
    assert len(firsts) > 5


@settings(max_examples=15)
@given(seeds)
def test_rare_kinds_are_spread_over_the_turn(seed: str | int) -> None:
    kinds = [choice.question.kind for choice in play(QUESTIONS, 200, seed)]
    share = sum(question.kind is Kind.PAST for question in QUESTIONS) / len(QUESTIONS)
    for at in range(0, 200, 40):
        assert abs(kinds[at : at + 40].count(Kind.PAST) - 40 * share) <= 8


def test_after_all_were_asked_the_one_that_rested_longest_comes() -> None:
    questions = [question("a", "x"), question("b", "y"), question("c", "z")]
    asked = [("a", START), ("c", START), ("b", START), ("a", START + timedelta(days=1))]
    choice = choose(questions, asked, seed=1)
    assert choice is not None
    assert choice.question.id == "c"
    assert choice.unasked_left == 0
    assert choice.reason.endswith("this one rested longest, since 23 November 2026.")


def test_among_rested_ones_the_same_competency_waits_a_day() -> None:
    questions = [question("a", "x"), question("b", "x"), question("c", "y")]
    choice = choose(questions, [("a", START), ("c", START), ("b", START)], seed=1)
    assert choice is not None
    assert choice.question.id == "c"


def test_a_competency_that_joins_late_is_not_asked_on_end() -> None:
    old = shelf([3, 3])
    asked = [(choice.question.id, START) for choice in play(old, 60, "s")]
    joined = [*old, *(question(f"new-{n}", "new") for n in range(2)), question("c0-9", "c0")]
    names = []
    for _ in range(3):
        choice = choose(joined, asked, seed="s")
        assert choice is not None
        names.append(choice.question.competency)
        asked.append((choice.question.id, START))
    assert names == ["new", "c0", "new"]


def test_the_reason_speaks_of_the_library() -> None:
    choices = play([question("a", "managing-people"), question("b", "managing-people"), bare()], 3, "s")
    assert {choice.reason for choice in choices} == {
        "There are 2 questions on managing people; this is the first of them here.",
        "There are 2 questions on managing people; this is the second of them here.",
        "There is 1 question; this is the first of them here.",
    }


def bare() -> Question:
    return question("bare", "")


def test_the_reason_counts_beyond_ten() -> None:
    last = play(shelf([12]), 12, "s")[-1]
    assert last.reason == "There are 12 questions on c0; this is number 12 of them here."


def test_nothing_that_fits_is_no_choice() -> None:
    assert choose([], [], seed=1) is None
    assert choose(QUESTIONS, [], seed=1, packs_left_out={"understudy"}) is None


def test_private_questions_come_in_private_alone() -> None:
    pay = question("pay", "pay", Kind.SELF).model_copy(update={"private_only": True})
    assert choose([pay], [], seed=1) is None
    choice = choose([pay], [], seed=1, private=True)
    assert choice is not None
    assert choice.question is pay


@pytest.mark.parametrize("level", Level)
def test_levels_are_respected_and_questions_without_levels_fit_everyone(level: Level) -> None:
    fitting = fits([*QUESTIONS, bare()], levels=[level])
    assert all(level in question.levels or not question.levels for question in fitting)
    assert bare() in fitting
    assert len(fitting) > 10


def test_packs_that_are_left_out_do_not_count() -> None:
    ours = question("ours", "x", pack="ours")
    assert fits([*QUESTIONS, ours], packs_left_out={"understudy"}) == [ours]
    assert fits([*QUESTIONS, ours], packs_left_out={"ours"}) == list(QUESTIONS)
    assert ours in fits([*QUESTIONS, ours])


def probing(name: str, competency: str, *signals: CoachSignal) -> Question:
    probes = tuple(Probe(ask=f"And {signal}?", serves=signal) for signal in signals)
    return question(name, competency).model_copy(update={"branch": probes})


@given(seeds)
def test_among_equals_what_asks_most_for_the_gaps_comes_first(seed: str | int) -> None:
    bank = [
        probing("none", "a"),
        probing("one", "a", CoachSignal.RESULT, CoachSignal.OWN),
        probing("two", "a", CoachSignal.RESULT, CoachSignal.RESULT),
    ]
    choice = choose(bank, [], seed=seed, gaps=[CoachSignal.RESULT])
    assert choice is not None
    assert choice.question.id == "two"


@given(seeds, st.integers(min_value=1, max_value=120))
def test_gaps_never_cost_evenness(seed: str | int, rounds: int) -> None:
    asked: list[Asked] = []
    for number in range(rounds):
        choice = choose(QUESTIONS, asked, seed=seed, gaps=[CoachSignal.RESULT, CoachSignal.LEARNING])
        assert choice is not None
        asked.append(Asked(choice.question.id, START + timedelta(days=number)))
    sizes = Counter(question.competency for question in QUESTIONS)
    by_id = {question.id: question.competency for question in QUESTIONS}
    counts = Counter(by_id[entry.question_id] for entry in asked)
    left = [counts[competency] for competency in sizes if counts[competency] < sizes[competency]]
    assert max(left, default=0) - min(left, default=0) <= 1


@given(seeds)
def test_the_reason_is_of_the_library_and_never_of_what_a_channel_lacks(seed: str | int) -> None:
    with_gaps = choose(QUESTIONS, [], seed=seed, gaps=[CoachSignal.RESULT])
    assert with_gaps is not None
    assert with_gaps.reason.startswith("There are ")
    assert "result" not in with_gaps.reason


@pytest.mark.parametrize(
    ("asked", "people", "gaps"),
    [
        ({"result": 4}, 4, ()),
        ({"result": 2}, 5, ()),
        ({"result": 3}, 5, (CoachSignal.RESULT,)),
        ({"result": 3, "own": 5, "learning": 4}, 5, (CoachSignal.OWN, CoachSignal.LEARNING)),
        ({"a signal of later days": 5, "none": 5}, 5, ()),
        ({}, 0, ()),
    ],
)
def test_gaps_are_what_half_of_five_people_and_more_lack_the_widest_first(
    asked: dict[str, int], people: int, gaps: tuple[CoachSignal, ...]
) -> None:
    assert gaps_of(asked, people) == gaps


@pytest.mark.parametrize(
    ("asked", "gaps"),
    [
        ((), ()),
        (("own",), (CoachSignal.OWN,)),
        (("own", "own", "result", "own", "mess"), (CoachSignal.OWN, CoachSignal.RESULT)),
        (("answer", "none", "learning"), (CoachSignal.LEARNING,)),
    ],
)
def test_ones_own_gaps_are_what_was_asked_most_lately_each_once(
    asked: tuple[str, ...], gaps: tuple[CoachSignal, ...]
) -> None:
    assert own_gaps(asked) == gaps
