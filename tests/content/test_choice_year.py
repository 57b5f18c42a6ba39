"""A year of a practice channel: 250 working days with the built-in questions."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from content.choice import Asked, Choice, choose, fits
from content.questions import load_library

QUESTIONS = tuple(load_library().questions.values())
OPEN = fits(QUESTIONS)
WORKING_DAYS = [
    day for number in range(350) if (day := date(2026, 11, 23) + timedelta(days=number)).weekday() < 5
]


def practise(seed: str) -> list[Choice]:
    """What the channel is asked on each of its working days."""
    asked: list[Asked] = []
    year = []
    for day in WORKING_DAYS:
        choice = choose(QUESTIONS, asked, seed=seed)
        assert choice is not None
        year.append(choice)
        asked.append(Asked(choice.question.id, day))
    return year


YEARS = {seed: practise(seed) for seed in ("T1:C1", "T1:C2")}
each_year = pytest.mark.parametrize("year", YEARS.values(), ids=YEARS.keys())


def test_a_year_has_two_hundred_and_fifty_working_days() -> None:
    assert len(WORKING_DAYS) == 250
    assert 200 <= len(OPEN) < len(WORKING_DAYS)


@each_year
def test_nothing_is_asked_again_before_everything_was_asked(year: list[Choice]) -> None:
    first = [choice.question.id for choice in year[: len(OPEN)]]
    assert sorted(first) == sorted(question.id for question in OPEN)


@each_year
def test_what_comes_again_has_rested_longest(year: list[Choice]) -> None:
    last: dict[str, int] = {}
    for at, choice in enumerate(year):
        if choice.question.id in last:
            assert at - last[choice.question.id] >= len(OPEN) - 2  # a day later if it would follow its like
        last[choice.question.id] = at


@each_year
def test_on_every_day_competencies_with_questions_left_are_within_one_of_even(year: list[Choice]) -> None:
    sizes = Counter(question.competency for question in OPEN)
    counts = Counter(dict.fromkeys(sizes, 0))
    for choice in year[: len(OPEN)]:
        counts[choice.question.competency] += 1
        left = [counts[competency] for competency, size in sizes.items() if counts[competency] < size]
        assert max(left, default=0) - min(left, default=0) <= 1


@each_year
def test_no_competency_comes_on_two_days_running_while_others_have_questions_left(year: list[Choice]) -> None:
    sizes = Counter(question.competency for question in OPEN)
    for one, other in pairwise(year[: len(OPEN)]):
        sizes[one.question.competency] -= 1
        if one.question.competency == other.question.competency:
            assert [name for name, left in sizes.items() if left and name != one.question.competency] == []


@each_year
def test_every_choice_gives_its_reason_and_what_is_left(year: list[Choice]) -> None:
    for at, choice in enumerate(year):
        about = choice.question.competency.replace("-", " ")
        fresh = at < len(OPEN)
        assert (f" on {about}; this is " if fresh else "this one rested longest, since ") in choice.reason
        assert choice.unasked_left == max(len(OPEN) - at - 1, 0)


@each_year
def test_what_is_private_alone_never_comes_up(year: list[Choice]) -> None:
    assert [choice.question.id for choice in year if choice.question.private_only] == []


@pytest.mark.parametrize("seed", YEARS)
def test_the_same_seed_gives_the_same_year(seed: str) -> None:
    assert practise(seed) == YEARS[seed]


def test_another_seed_gives_another_year() -> None:
    one, other = YEARS.values()
    assert [choice.question.id for choice in one] != [choice.question.id for choice in other]
