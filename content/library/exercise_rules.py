"""The rules that drills, contrast sets, cases and worked pairs keep, each with the sentence that says how to keep it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from content.library.exercises import KINDS_WITH_OPTIONS, Case, ContrastSet, Drill, DrillKind, WorkedPair
from content.library.likeness import LIKENESS, likeness
from content.library.rules import (
    INTENT_LENGTH,
    TEXT_LENGTH,
    Broken,
    asking_breaks,
    level_breaks,
    slug_breaks,
    wording_breaks,
)
from content.library.shape import Question, Story, StorySlug

DRILL_LENGTH: Final = 420  # characters of what is read first
TASK_LENGTH: Final = 140
LOOK_FOR_LENGTH: Final = 120  # one line beside the person's own words
LOOK_FOR: Final = range(3, 6)
OPTIONS: Final = range(3, 5)
TWINS: Final = range(2, 5)
CASE_WORDS: Final = range(90, 121)
POINTS: Final = 3
LENSES: Final = range(3, 5)

_QUOTED: Final = re.compile(r"“([^”]+)”")


def drill_breaks(drill: Drill, stories: Mapping[StorySlug, Story]) -> Broken:
    """Each broken rule of a drill: the field, and what to write in it instead."""
    yield from slug_breaks("id", drill.id)
    yield from _at_most(DRILL_LENGTH, text=drill.text)
    yield from _at_most(TASK_LENGTH, task=drill.task)
    if len(drill.look_for) not in LOOK_FOR:
        yield "look_for", "write three to five things to look for."
    for number, line in enumerate(drill.look_for, 1):
        yield from _at_most(LOOK_FOR_LENGTH, **{f"look_for, number {number}": line})
    yield from _once("look_for", drill.look_for)
    yield from _options(drill)
    if drill.kind is DrillKind.PICK_THE_STORY:
        yield from _stories_to_pick(drill, stories)
    yield from level_breaks("text", (drill.text, drill.task))
    yield from wording_breaks(drill)


def contrast_breaks(contrast: ContrastSet) -> Broken:
    """Each broken rule of a contrast set: the field, and what to write in it instead."""
    yield from slug_breaks("id", contrast.id)
    if len(contrast.twins) not in TWINS:
        yield "twins", "write two to four questions that sound alike."
    for number, twin in enumerate(contrast.twins, 1):
        place = f"twins, number {number}"
        yield from _at_most(TEXT_LENGTH, **{f"{place}, text": twin.text})
        yield from asking_breaks(**{f"{place}, text": twin.text})
        yield from _at_most(INTENT_LENGTH, **{f"{place}, intent": twin.intent})
        quoted = _QUOTED.findall(twin.tells)
        if not quoted or quoted[0].casefold() not in twin.text.casefold():
            yield f"{place}, tells", "begin with the telling words in “…”, as they stand in the text."
    yield from _once("twins", [twin.text for twin in contrast.twins])
    yield from _once("twins", [twin.intent for twin in contrast.twins])
    yield from wording_breaks(contrast)


def case_breaks(case: Case, competencies: Collection[str]) -> Broken:
    """Each broken rule of a case: the field, and what to write in it instead."""
    yield from slug_breaks("id", case.id)
    words = len(case.situation.split())
    if words not in CASE_WORDS:
        yield "situation", f"write 90 to 120 words; these are {words}."
    if len(case.points) != POINTS:
        yield "points", "write three questions to discuss."
    for number, point in enumerate(case.points, 1):
        yield from asking_breaks(**{f"points, number {number}": point})
    if len(case.lenses) not in LENSES:
        yield "lenses", "write three or four ways to look at it."
    yield from _once("lenses", [lens.leader for lens in case.lenses])
    if case.competency not in competencies:
        yield (
            "competency",
            f"“{case.competency}” is not known; write one of {', '.join(sorted(competencies))}.",
        )
    if case.pillar is None:
        yield "pillar", "name the pillar that it belongs to."
    if case.link:
        yield "link", "leave it out; the library's cases are invented."
    yield from level_breaks("situation", (case.situation,))
    yield from wording_breaks(case)


def worked_breaks(worked: WorkedPair, bank: Sequence[Question]) -> Broken:
    """Each broken rule of a worked pair: the field, and what to write in it instead."""
    yield from asking_breaks(question=worked.question, asks=worked.asks)
    quoted = _QUOTED.findall(worked.asks)
    if not quoted or any(quote not in worked.weak for quote in quoted):
        yield "asks", "quote the weak try in “…”, word for word."
    if not worked.marks:
        yield "marks", "write what in the better try does the work."
    for number, mark in enumerate(worked.marks, 1):
        if mark.quote not in worked.better:
            yield f"marks, number {number}, quote", "write a passage of the better try, word for word."
    yield from _once("marks", [mark.quote for mark in worked.marks])
    for question in bank:
        if likeness(worked.question, question.text) > LIKENESS:
            yield "question", f"this is nearly the question “{question.id}” of the bank; ask something else."
    yield from wording_breaks(worked)


def _options(drill: Drill) -> Broken:
    if drill.kind not in KINDS_WITH_OPTIONS:
        if drill.options:
            yield "options", f"leave them out; in {drill.kind} people write freely."
        return
    if len(drill.options) not in OPTIONS:
        yield "options", "write three or four."
    if sum(option.fits for option in drill.options) != 1:
        yield "options", "let exactly one of them fit."
    yield from _once("options", [option.text for option in drill.options])


def _stories_to_pick(drill: Drill, stories: Mapping[StorySlug, Story]) -> Iterator[tuple[str, str]]:
    titles = {story.title for story in stories.values()}
    for number, option in enumerate(drill.options, 1):
        if option.text not in titles:
            yield (
                f"options, number {number}, text",
                f"write the title of a story: {'; '.join(sorted(titles))}.",
            )
    if drill.story is None:
        yield "story", "name the story that fits."
    elif stories[drill.story].title not in {option.text for option in drill.options if option.fits}:
        yield "story", "name the story of the option that fits."


def _at_most(length: int, **fields: str) -> Broken:
    for name, text in fields.items():
        if len(text) > length or "\n" in text:
            yield name, f"write one line of at most {length} characters."


def _once(name: str, texts: Sequence[str]) -> Broken:
    if len({text.casefold() for text in texts}) < len(texts):
        yield name, "write each of them once."
