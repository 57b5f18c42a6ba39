"""What is to come evenly comes evenly, never too early, and the same for the same history."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from content.library.exercises import DrillKind
from content.questions import load_library
from content.rotation import next_case, next_drill, next_turn

LIBRARY = load_library()
DRILLS = LIBRARY.all_drills()
KIND_OF = {drill.id: drill.kind for drill in DRILLS}
CASES = tuple(LIBRARY.cases.values())

shelves = st.dictionaries(st.text(min_size=1, max_size=4), st.sampled_from(["a", "b", "c"]), min_size=1)
seeds = st.one_of(st.text(max_size=8), st.integers())


def play(subjects: dict[str, str], rounds: int, seed: str | int) -> list[str]:
    came: list[str] = []
    for _ in range(rounds):
        turn = next_turn(subjects, came, seed=seed)
        assert turn is not None
        came.append(turn.item_id)
    return came


@given(shelves, seeds)
def test_nothing_comes_twice_until_all_came_and_never_before_half_of_them_did(
    subjects: dict[str, str], seed: str | int
) -> None:
    came = play(subjects, 3 * len(subjects), seed)
    assert sorted(came[: len(subjects)]) == sorted(subjects)
    last: dict[str, int] = {}
    for at, item_id in enumerate(came):
        assert at - last.get(item_id, -len(came)) > len(subjects) // 2
        last[item_id] = at


@given(st.integers(min_value=1, max_value=5), st.integers(min_value=2, max_value=4), seeds)
def test_even_shelves_stay_even_without_two_alike_in_a_row(size: int, width: int, seed: str | int) -> None:
    subjects = {f"{about}-{number}": str(about) for about in range(width) for number in range(size)}
    abouts = [subjects[item_id] for item_id in play(subjects, len(subjects), seed)]
    assert all(one != other for one, other in pairwise(abouts))
    for so_far in range(1, len(abouts) + 1):
        counts = Counter(dict.fromkeys(map(str, range(width)), 0))
        counts.update(abouts[:so_far])
        assert max(counts.values()) - min(counts.values()) <= 1


@given(shelves, seeds, st.lists(st.text(max_size=4), max_size=8))
def test_what_left_the_shelf_is_tolerated_and_the_same_history_gives_the_same(
    subjects: dict[str, str], seed: str | int, before: list[str]
) -> None:
    turn = next_turn(subjects, before, seed=seed)
    assert turn is not None
    assert turn.item_id in subjects
    assert turn == next_turn(dict(reversed(subjects.items())), before, seed=seed)


def test_an_empty_shelf_has_no_turn() -> None:
    assert next_turn({}, ["gone"], seed=1) is None


def test_a_channel_is_never_asked_to_negotiate() -> None:
    came: list[str] = []
    for _ in range(200):
        turn = next_drill(DRILLS, came, seed="T1:C1")
        assert turn is not None
        came.append(turn.item_id)
    kinds = Counter(KIND_OF[item_id] for item_id in came)
    assert DrillKind.NEGOTIATE not in kinds
    assert set(kinds) == set(DrillKind) - {DrillKind.NEGOTIATE}


def test_the_drills_of_half_a_year_go_through_all_kinds_evenly() -> None:
    came: list[str] = []
    for _ in range(len(DrillKind) - 1):
        turn = next_drill(DRILLS, came, seed="T1:C1")
        assert turn is not None
        came.append(turn.item_id)
    assert len({KIND_OF[item_id] for item_id in came}) == len(DrillKind) - 1


def test_the_cases_of_half_a_year_are_all_different_and_go_through_the_pillars() -> None:
    came: list[str] = []
    for _ in range(26):
        turn = next_case(CASES, came, seed="T1:C1")
        assert turn is not None
        came.append(turn.item_id)
    assert len(set(came)) == 26
    pillars = Counter(LIBRARY.cases[item_id].pillar for item_id in came)
    assert max(pillars.values()) - min(pillars.values()) <= 1
