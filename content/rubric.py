"""The rubric: seven dimensions with four anchored levels each, and the reactions that stand for them."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from content.errors import ContentError, Problem
from content.library.reading import library_path, make, read_table
from content.library.shape import Content, Words

_FILE: Final = "rubric.toml"


class DimensionSlug(StrEnum):
    """The seven things that an answer can show; competency is a tag of the question, not one of them."""

    INTENT = "intent"
    OWN = "own"
    METHOD = "method"
    STRUCTURE = "structure"
    RESULT = "result"
    MESS = "mess"
    LEARNING = "learning"


class Dimension(Content):
    """One dimension: its question and what each of the four levels looks like, lowest first."""

    slug: DimensionSlug = Field(description="one of the seven slugs")
    title: Words = Field(description="the dimension's name as people read it")
    asks: Words = Field(description="what a reader asks of an answer here")
    levels: Annotated[tuple[Words, ...], Field(min_length=4, max_length=4)] = Field(
        description="four levels, lowest first",
    )


class Praise(Content):
    """What one reaction says about an answer; the word stands beside the emoji everywhere."""

    dimension: DimensionSlug = Field(description="the dimension that the reaction speaks of")
    emoji: Words = Field(description="the emoji itself")
    name: Words = Field(description="Slack's name of the emoji, without colons")
    label: Words = Field(description="what the reaction says, in a few words")
    asks: bool = Field(False, description="true if it asks for more instead of praising")
    on: bool = Field(True, description="false if it counts only where a team switched it on")


class Rubric(Content):
    """The whole rubric, in the order in which people see it."""

    not_seen: Words = Field(description="what to say where a dimension was not seen")
    dimension: tuple[Dimension, ...] = Field(description="the seven dimensions")
    praise: tuple[Praise, ...] = Field(description="the reactions")

    def find(self, slug: DimensionSlug) -> Dimension:
        """The dimension of that slug; `load_rubric` made sure that there is one."""
        return next(dimension for dimension in self.dimension if dimension.slug is slug)


def load_rubric() -> Rubric:
    """The built-in rubric, read anew at each call; a ContentError if the file is wrong."""
    return parse_rubric(library_path(_FILE).read_text(encoding="utf-8"), _FILE)


def parse_rubric(text: str, name: str) -> Rubric:
    """The rubric written as TOML; a ContentError if a dimension is missing, double or wrong."""
    rubric = make(Rubric, read_table(text, name), Problem(name, ""))
    slugs = [dimension.slug for dimension in rubric.dimension]
    if sorted(slugs) != sorted(DimensionSlug):
        say = f"write each of these once: {', '.join(DimensionSlug)}."
        raise ContentError([Problem(name, say, field="dimension")])
    return rubric
