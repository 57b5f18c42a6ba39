"""Reactions are understood in every tone and form, and told in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.praise import legend, most_praised, praises, tag_of
from content.rubric import DimensionSlug


@pytest.mark.parametrize(
    ("reaction", "dimension"),
    [
        ("dart", "intent"),
        ("raising_hand", "own"),
        ("raising_hand::skin-tone-3", "own"),
        ("woman-raising-hand", "own"),
        ("man-raising-hand::skin-tone-6", "own"),
        (":raising_hand:", "own"),
        ("compass", "method"),
        ("bricks", "structure"),
        ("straight_ruler", "result"),
        ("person_climbing", "mess"),
        ("man_climbing", "mess"),
        ("woman_climbing::skin-tone-2", "mess"),
        ("person_climbing::skin-tone-5", "mess"),
        ("seedling", "learning"),
    ],
)
def test_a_reaction_in_any_form_says_the_same(reaction: str, dimension: str) -> None:
    praise = tag_of(reaction)
    assert praise is not None
    assert praise.dimension == dimension
    assert praise.label


@pytest.mark.parametrize(
    "reaction", ["", "+1", "mag_right", "raised_hands", "triangular_ruler", "man", "dart2", "::skin-tone-3"]
)
def test_other_reactions_say_nothing(reaction: str) -> None:
    assert tag_of(reaction) is None


def test_tell_me_more_counts_only_where_it_is_switched_on() -> None:
    assert tag_of("mag") is None
    asked = tag_of("mag", switched_on={"mag"})
    assert asked is not None
    assert asked.asks
    assert asked.label == "tell me more of your part"


def test_the_legend_is_one_line_with_words_for_each_emoji() -> None:
    line = legend()
    assert "\n" not in line
    for praise in praises():
        assert (f"{praise.emoji} {praise.label}" in line) is praise.on
    assert "tell me more of your part" in legend(switched_on={"mag"})


def test_most_praised_names_the_highest_and_all_that_are_level() -> None:
    assert most_praised({}) == ()
    assert most_praised({"intent": 0, "no-such": 9}) == ()
    assert [praise.name for praise in most_praised({"learning": 1, "own": 3})] == ["raising_hand"]
    assert [praise.name for praise in most_praised({"learning": 2, "own": 2, "intent": 1})] == [
        "raising_hand",
        "seedling",
    ]


@given(st.dictionaries(st.sampled_from(DimensionSlug), st.integers(min_value=0, max_value=9)))
def test_what_is_praised_most_is_never_exceeded(counts: dict[str, int]) -> None:
    most = most_praised(counts)
    highest = max(counts.values(), default=0)
    assert bool(most) is (highest > 0)
    assert all(counts[praise.dimension] == highest for praise in most)


@given(st.text(max_size=60))
def test_any_text_is_tolerated_as_a_reaction(reaction: str) -> None:
    praise = tag_of(reaction)
    assert praise is None or praise.on
