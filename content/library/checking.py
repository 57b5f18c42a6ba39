"""Holds the built-in library against its own rules, and packs against those of packs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from content.errors import Problem
from content.library.collection import Library
from content.library.exercise_rules import case_breaks, contrast_breaks, drill_breaks, worked_breaks
from content.library.items import CASE, CONTRAST, DRILL, WORKED, Items, Place
from content.library.likeness import find_alike
from content.library.loading import BUILT_IN
from content.library.rules import Broken, pack_rule_breaks, rule_breaks
from content.library.shape import Question


def check_builtin(library: Library) -> tuple[Problem, ...]:
    """Every place where the built-in items break the library's own rules; empty when all is well.

    Packs of teams are not judged: their questions may stand without facets and probes.
    """
    own = [question for question in library.questions.values() if question.pack == BUILT_IN]
    problems = (*rule_breaks(own, known=library.questions.keys()), *_exercise_breaks(library, own))
    return tuple(_placed(problem, library.places) for problem in problems)


def check_pack(pack: Items[Question], library: Library) -> tuple[Problem, ...]:
    """Every place where a pack breaks the rules of packs, or takes an id of the library for another question."""
    known = library.questions.keys() | pack.by_key.keys()
    problems = [*pack_rule_breaks(list(pack.by_key.values()), known=known), *_taken(pack, library)]
    return tuple(_placed(problem, pack.places) for problem in problems)


def _taken(pack: Items[Question], library: Library) -> Iterator[Problem]:
    for question in pack.by_key.values():
        there = library.find(question.id)
        if there is not None and there != question.model_copy(update={"pack": there.pack}):
            say = f"this id is taken in the pack “{there.pack}”; write another one."
            yield Problem(question.pack, say, question.id, "id")


def _placed(problem: Problem, places: Mapping[str, Place]) -> Problem:
    """The problem with the file and line of its item, where they are known."""
    place = places.get(problem.question or "")
    return problem if place is None else replace(problem, file=place.file, line=place.line)


def _exercise_breaks(library: Library, bank: list[Question]) -> Iterator[Problem]:
    competencies = {story.competency for story in library.stories.values()} | {q.competency for q in bank}
    for drill in library.drills.values():
        yield from _problems(DRILL.name, drill.id, drill_breaks(drill, library.stories))
    for contrast in library.contrasts.values():
        yield from _problems(CONTRAST.name, contrast.id, contrast_breaks(contrast))
    for case in library.cases.values():
        yield from _problems(CASE.name, case.id, case_breaks(case, competencies))
    for worked in library.worked.values():
        yield from _problems(WORKED.name, worked.story, worked_breaks(worked, bank))
    yield from _nearly_the_same(DRILL.name, {drill.id: drill.text for drill in library.drills.values()})
    yield from _nearly_the_same(CASE.name, {case.id: case.situation for case in library.cases.values()})
    yield from _shared_ids(library)


def _problems(sort: str, key: str, broken: Broken) -> Iterator[Problem]:
    return (Problem(BUILT_IN, say, key, field, sort=sort) for field, say in broken)


def _nearly_the_same(sort: str, texts: Mapping[str, str]) -> Iterator[Problem]:
    keys = list(texts)
    for one, other in find_alike(list(texts.values())):
        say = f"this is nearly “{keys[other]}”; write something else, or drop one."
        yield Problem(BUILT_IN, say, keys[one], sort=sort)


def _shared_ids(library: Library) -> Iterator[Problem]:
    """Ids that two sorts of items have; what one asks for by id is one thing."""
    seen = set(library.questions)
    shelves: Iterable[tuple[str, Iterable[str]]] = (
        (DRILL.name, library.drills), (CONTRAST.name, library.contrasts), (CASE.name, library.cases),
    )  # fmt: skip
    for sort, ids in shelves:
        for taken in sorted(seen.intersection(ids)):
            yield Problem(BUILT_IN, "something else has this id; write another one.", taken, "id", sort=sort)
        seen.update(ids)
