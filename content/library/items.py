"""Reads the items of a TOML file into frozen content, all or nothing, and remembers on which line each begins."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, NamedTuple, TypeVar

from content.errors import ContentError, Problem
from content.library.exercises import Case, ContrastSet, Drill, WorkedPair
from content.library.reading import make, read_table
from content.library.shape import Content, Question

T = TypeVar("T", bound=Content)


class Place(NamedTuple):
    """Where an item is written; no line where that cannot be told."""

    file: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Sort(Generic[T]):
    """A sort of item: the name of its tables, its shape, what each needs at least, and the field it is known by."""

    name: str
    shape: type[T]
    needs: str
    known_by: str = "id"

    def key(self, item: T) -> str:
        """What the item is known by."""
        return str(getattr(item, self.known_by))


QUESTION: Final = Sort("question", Question, "an id and a text")
DRILL: Final = Sort("drill", Drill, "an id, a kind and a text")
CONTRAST: Final = Sort("contrast", ContrastSet, "an id and its twins")
CASE: Final = Sort("case", Case, "an id and a situation")
WORKED: Final = Sort("worked", WorkedPair, "a story and two tries", known_by="story")


@dataclass(frozen=True, slots=True)
class Items(Generic[T]):
    """What a file holds, in its order, and where each item stands in it."""

    by_key: dict[str, T]
    places: dict[str, Place]


def read_items(
    sort: Sort[T], text: str, name: str, *, completed: Callable[[object], object] = lambda item: item
) -> Items[T]:
    """The items of a TOML file; a ContentError that lists everything wrong in it. All or nothing."""
    table = read_table(text, name)
    written = table.pop(sort.name, None)
    problems = [
        Problem(name, f"“{key}” is not known at the top; only [[{sort.name}]] is.", sort=sort.name)
        for key in table
    ]
    if not isinstance(written, list) or not written:
        say = f"no {sort.name} in it; write [[{sort.name}]] with {sort.needs}."
        raise ContentError([*problems, Problem(name, say)])
    lines = _lines(text, sort.name, len(written))
    placed = [
        (completed(item), Problem(name, "", named(item, number, sort.known_by), line=line, sort=sort.name))
        for number, (item, line) in enumerate(zip(written, lines, strict=True), 1)
    ]
    return make_items(sort, placed, problems)


def make_items(
    sort: Sort[T], placed: Iterable[tuple[object, Problem]], problems: Iterable[Problem] = ()
) -> Items[T]:
    """Items from plain data, each with its place; a ContentError with these problems and all that are found."""
    found = list(problems)
    made: dict[str, T] = {}
    places: dict[str, Place] = {}
    for data, place in placed:
        try:
            item = make(sort.shape, data, place)
        except ContentError as error:
            found.extend(error.problems)
            continue
        key = sort.key(item)
        if key in made:
            say = f"this {sort.known_by} came before; write another one."
            found.append(replace(place, field=sort.known_by, say=say))
        made[key] = item
        places[key] = Place(place.file, place.line)
    if found:
        raise ContentError(found)
    return Items(made, places)


def named(item: Any, number: int, known_by: str = "id") -> str:
    """What to call an item in an error: its id, or its number where it has none."""
    given = item.get(known_by) if isinstance(item, dict) else None
    return given if isinstance(given, str) and given.strip() else f"number {number}"


def _lines(text: str, name: str, count: int) -> list[int] | list[None]:
    """The line on which each of `count` items begins; None for all where the headers cannot be told."""
    header = re.compile(rf"^[ \t]*\[\[[ \t]*{name}[ \t]*\]\]", re.MULTILINE)
    lines = [text.count("\n", 0, found.start()) + 1 for found in header.finditer(text)]
    return lines if len(lines) == count else [None] * count
