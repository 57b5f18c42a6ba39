"""What `content check` finds out: how much there is of what, and what is to be mended."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from content.errors import ContentError, Problem
from content.library.exercises import DrillKind
from content.packs import check_pack, read_pack
from content.questions import Level, Pillar, Question, StorySlug, check_builtin, load_library

Counts = dict[str, int]


@dataclass(frozen=True)
class ContentReport:
    """The questions and exercises that were read, and the errors; what has errors was not read at all, or only to say so."""

    questions: tuple[Question, ...] = ()
    drills: Counts = field(default_factory=lambda: dict.fromkeys(DrillKind, 0))
    contrast_sets: int = 0
    cases: int = 0
    errors: tuple[Problem, ...] = ()

    def as_json(self) -> str:
        """One object, on one line."""
        told = {
            "questions": {
                "total": len(self.questions),
                "by_story": _count([q.story for q in self.questions if q.story], StorySlug),
                "by_competency": _count(sorted(q.competency for q in self.questions if q.competency)),
                "by_pillar": _count([q.pillar for q in self.questions if q.pillar], Pillar),
                "by_level": _count([level for q in self.questions for level in q.levels], Level),
            },
            "contrast_sets": self.contrast_sets,
            "drills": self.drills,
            "cases": self.cases,
            "probes": self.probes,
            "errors": [_as_data(problem) for problem in self.errors],
        }
        return json.dumps(told, ensure_ascii=False)

    @property
    def probes(self) -> Counts:
        """How many probes the questions have, by their sort."""
        return {
            "branch": sum(len(question.branch) for question in self.questions),
            "leaf": sum(len(question.leaf) for question in self.questions),
        }

    def counts(self) -> Iterator[tuple[str, int]]:
        """The figures for people; what there is nothing of is left out."""
        yield "questions", len(self.questions)
        yield from ((f"probes: {sort}", number) for sort, number in self.probes.items() if number)
        others = {"contrast sets": self.contrast_sets, "cases": self.cases}
        drills = {f"drills: {kind}": number for kind, number in self.drills.items()}
        yield from ((what, number) for what, number in {**others, **drills}.items() if number)


def report_on_library() -> ContentReport:
    """What the built-in library holds, and where it breaks its rules."""
    try:
        library = load_library()
    except ContentError as error:
        return ContentReport(errors=error.problems)
    return ContentReport(
        questions=tuple(library.questions.values()),
        drills=_count([drill.kind for drill in library.drills.values()], DrillKind),
        contrast_sets=len(library.contrasts),
        cases=len(library.cases),
        errors=check_builtin(library),
    )


def report_on_pack(path: Path) -> ContentReport:
    """What a pack holds, and what is wrong in it; of a pack with errors nothing is taken."""
    try:
        pack = read_pack(path.read_bytes(), str(path), pack=path.stem)
        errors = check_pack(pack, load_library())
    except ContentError as error:
        return ContentReport(errors=error.problems)
    return ContentReport(errors=errors) if errors else ContentReport(questions=tuple(pack.by_key.values()))


def where(problem: Problem) -> str:
    """The problem as one line that begins with file:line, so that editors can jump there."""
    place = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
    item = "" if problem.question is None else f" {problem.sort} “{problem.question}”,"
    within = "" if problem.field is None else f" field “{problem.field}”,"
    return f"{place}:{item}{within}".removesuffix(",").removesuffix(":") + f": {problem.say}"


def _count(found: list[str], wanted: type[DrillKind | StorySlug | Pillar | Level] | tuple[()] = ()) -> Counts:
    """How often each occurs, those wanted first and even where there is none."""
    return {**dict.fromkeys(wanted, 0), **Counter(found)}


def _as_data(problem: Problem) -> dict[str, str | int | None]:
    return {
        "file": problem.file,
        "line": problem.line,
        "sort": problem.sort,
        "item": problem.question,
        "field": problem.field,
        "say": problem.say,
    }
