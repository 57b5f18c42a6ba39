"""The rubric has seven dimensions of four levels, and each reaction has its words."""

import pytest

from content.errors import ContentError
from content.library.reading import library_path
from content.rubric import DimensionSlug, load_rubric, parse_rubric

RUBRIC = load_rubric()
TEXT = library_path("rubric.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", DimensionSlug)
def test_each_dimension_has_four_different_levels(slug: DimensionSlug) -> None:
    dimension = RUBRIC.find(slug)
    assert len(set(dimension.levels)) == 4
    assert dimension.asks.endswith("?")


@pytest.mark.parametrize("slug", DimensionSlug)
def test_each_dimension_can_be_praised_by_one_reaction(slug: DimensionSlug) -> None:
    praising = [praise for praise in RUBRIC.praise if praise.dimension is slug and praise.on]
    assert len(praising) == 1
    assert not praising[0].asks


def test_reactions_differ_in_emoji_name_and_words() -> None:
    for part in ("emoji", "name", "label"):
        values = [getattr(praise, part) for praise in RUBRIC.praise]
        assert len(set(values)) == len(values)


def test_levels_speak_of_what_the_text_shows_and_never_of_a_trait() -> None:
    judged = ("confident", "honest person", "personality", "weak candidate", "intelligent")
    said = " ".join(level for dimension in RUBRIC.dimension for level in dimension.levels).casefold()
    assert [word for word in judged if word in said] == []


def test_not_seen_is_said_to_be_no_zero() -> None:
    assert "no zero" in RUBRIC.not_seen


def test_a_missing_dimension_is_told() -> None:
    broken = TEXT.replace('slug = "learning"', 'slug = "result"')
    with pytest.raises(
        ContentError, match="field “dimension”: write each of these once: intent, own, method"
    ):
        parse_rubric(broken, "rubric.toml")


def test_a_level_too_few_is_told() -> None:
    broken = TEXT.replace('  "Hard to follow.",\n', "")
    with pytest.raises(
        ContentError, match=r"field “dimension, number 4, levels”: .* write four levels, lowest first\."
    ):
        parse_rubric(broken, "rubric.toml")
