"""Packs of questions as files: read, checked, written; what is wrong comes back as sentences, all of it at once."""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from io import StringIO
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from content.errors import ContentError, Problem
from content.library.checking import check_pack as check_pack
from content.library.collection import Library
from content.library.completing import guess_kind
from content.library.csv_pack import COLUMNS as COLUMNS
from content.library.csv_pack import read_csv, write_csv
from content.library.items import Items
from content.library.likeness import find_alike
from content.library.loading import read_pack as read_toml
from content.library.shape import Kind, Question
from content.library.toml_pack import write_toml


class PackFormat(StrEnum):
    """How a pack is written; also the ending of its file."""

    TOML = "toml"
    CSV = "csv"


_READERS: Final[Mapping[PackFormat, Callable[..., Items[Question]]]] = {
    PackFormat.TOML: read_toml,
    PackFormat.CSV: read_csv,
}
_WRITERS: Final[Mapping[PackFormat, Callable[[Iterable[Question]], str]]] = {
    PackFormat.TOML: write_toml,
    PackFormat.CSV: write_csv,
}


def read_pack(data: bytes, name: str, *, pack: str) -> Items[Question]:
    """The questions in a file of that name, and their places; a ContentError with everything wrong in it, or none taken."""
    ending = PurePath(name).suffix.removeprefix(".").lower()
    if ending not in _READERS:
        raise ContentError([Problem(name, "save it as a file that ends in .toml or .csv.")])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ContentError([Problem(name, "save it as UTF-8 text.", line=line)]) from error
    return _READERS[PackFormat(ending)](text, name, pack=pack)


def write_pack(questions: Iterable[Question], form: PackFormat) -> str:
    """The questions as text; `read_pack` makes equal ones of it."""
    return _WRITERS[form](questions)


def as_kept(question: Question) -> dict[str, object]:
    """A team's question as plain data, to be kept beside its id and its pack."""
    return question.model_dump(mode="json", exclude_defaults=True, exclude={"id", "pack"})


def from_kept(item_id: str, pack: str, kept: Mapping[str, object]) -> Question:
    """The question again; what an earlier version kept and nobody knows any more is left out."""
    known = {name: value for name, value in kept.items() if name in Question.model_fields}
    return Question.model_validate(
        {"kind": guess_kind(str(kept.get("text", ""))), **known, "id": item_id, "pack": pack}
    )


def is_private_ground(competency: str, library: Library) -> bool:
    """Whether the library asks about this in private alone, such as about pay: then a team's own do not come to a channel."""
    there = [q.private_only for q in library.questions.values() if q.competency == competency]
    return bool(competency and there) and all(there)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A file held against all that there is: the questions it would add, what is to be mended, what is nearly there already.

    What the library has just so is not added again; `built_in` counts it.
    """

    questions: tuple[Question, ...]
    built_in: int
    problems: tuple[Problem, ...]
    alike: tuple[Problem, ...]


def weigh_pack(
    data: bytes, name: str, *, pack: str, library: Library, own: Collection[Question] = ()
) -> Weighed:
    """The file against the rules of packs, the library, and what a team has of its `own` in other packs.

    Everything wrong is told at once: a question that cannot be read keeps nobody from reading the others.
    """
    items, unread = _read_what_can_be(data, name, pack=pack)
    missing = {problem.question for problem in unread} - items.by_key.keys() - {None}
    links = {key: Question.model_construct(id=key, text=key, kind=Kind.PAST) for key in missing if key}
    ours = {question.id: question for question in own}
    around = replace(library, questions=MappingProxyType({**links, **ours, **library.questions}))
    problems = [*unread, *check_pack(items, around), *_twice(items, ours, library)]
    return Weighed(
        tuple(
            _where_it_may_come(question, library)
            for key, question in items.by_key.items()
            if key not in library.questions
        ),
        len(items.by_key.keys() & library.questions.keys()),
        _by_line(problems),
        _by_line(_alike(items, [*ours.values(), *library.questions.values()])),
    )


def _where_it_may_come(question: Question, library: Library) -> Question:
    """The question, kept from channels if what it is about is."""
    if question.private_only or not is_private_ground(question.competency, library):
        return question
    return question.model_copy(update={"private_only": True})


def _by_line(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def _twice(items: Items[Question], ours: Mapping[str, Question], library: Library) -> Iterator[Problem]:
    """Questions that stand in another pack of the team's just so: an id has one pack."""
    for key, question in items.by_key.items():
        there = ours.get(key)
        if (
            there
            and key not in library.questions
            and there == question.model_copy(update={"pack": there.pack})
        ):
            say = f"your pack “{there.pack}” has this question; leave it out here, or write another id."
            yield Problem(items.places[key].file, say, key, "id", items.places[key].line)


def _alike(items: Items[Question], others: Iterable[Question]) -> Iterator[Problem]:
    """Questions that nearly stand somewhere else already, with both texts."""
    ours = list(items.by_key.values())
    theirs = [question for question in others if question.id not in items.by_key]
    for one, other in find_alike([question.text for question in (*ours, *theirs)]):
        if one < len(ours) <= other:
            question, like = ours[one], theirs[other - len(ours)]
            say = (
                f"“{question.text}” is nearly “{like.text}” (question “{like.id}” of the pack “{like.pack}”); "
                "ask something else, or drop one."
            )
            place = items.places[question.id]
            yield Problem(place.file, say, question.id, "text", place.line)


def _read_what_can_be(data: bytes, name: str, *, pack: str) -> tuple[Items[Question], tuple[Problem, ...]]:
    """The questions that can be read, and what is wrong with the others; none where the whole file is wrong."""
    try:
        return read_pack(data, name, pack=pack), ()
    except ContentError as error:
        problems = error.problems
    lines = {problem.line for problem in problems if problem.line and problem.question}
    if not all(problem.line and problem.question for problem in problems):
        return Items({}, {}), problems
    try:
        return read_pack(_blanked(data.decode(), PurePath(name), lines), name, pack=pack), problems
    except ContentError:
        return Items({}, {}), problems


_HEADER: Final = re.compile(r"[ \t]*\[\[[ \t]*question[ \t]*\]\]")


def _blanked(text: str, name: PurePath, begins: Collection[int]) -> bytes:
    """The file without the questions that begin on these lines; the others stay on theirs."""
    lines = list(StringIO(text.removeprefix("\ufeff"), newline=""))
    starts = _rows(lines) if name.suffix.lower() == f".{PackFormat.CSV}" else _tables(lines)
    for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        if start in begins:
            lines[start - 1 : end - 1] = ["\n"] * (end - start)
    return "".join(lines).encode()


def _tables(lines: list[str]) -> list[int]:
    return [number for number, line in enumerate(lines, 1) if _HEADER.match(line)]


def _rows(lines: list[str]) -> list[int]:
    starts = [1]
    reader = csv.reader(lines, delimiter=max(",;\t", key=lines[0].count))
    starts.extend(reader.line_num + 1 for _ in reader)
    return starts[:-1]
