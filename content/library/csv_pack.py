r"""Packs as CSV, a question a row: lists are separated by `|`, probes are written `signal: text`, facets `name: text`.

A `|` inside a text is written `\|`, a colon inside a facet's name `\:`, and a backslash before either `\\`.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from io import StringIO
from typing import Final

from content.errors import ContentError, Problem
from content.library.completing import completed
from content.library.items import QUESTION, Items, make_items, named
from content.library.shape import Outline, Question

COLUMNS: Final = (
    *(name for name in Question.model_fields if name not in {"outline", "pack"}),
    *(f"outline_{name}" for name in Outline.model_fields),
)
"""The columns in the order in which they are written; read in any order, and only `id` and `text` must be there."""

_OUTLINE: Final = "outline_"
_COLON: Final = r"\:"
_LISTS: Final = frozenset({"levels", "hiring_signals", "related", "contrasts"})
_PAIRS: Final = {"facets": ("name", "says"), "branch": ("serves", "ask"), "leaf": ("serves", "ask")}
_WORDS: Final = frozenset({"kind", "story", "pillar", "private_first", "private_only"})
_SPACE: Final = " \t\r\n"
_DELIMITERS: Final = ",;\t"  # spreadsheets write the second one where a comma stands in numbers
_PART: Final = re.compile(r"(?:\\[\\|:]|[^|\\]|\\(?![\\|:]))+")
_NAME: Final = re.compile(r"((?:\\[\\|:]|[^:\\]|\\(?![\\|:]))*):(.*)", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\([\\|:])")


def read_csv(text: str, name: str, *, pack: str) -> Items[Question]:
    """The questions of a CSV pack and their places; a ContentError that lists everything wrong in it. All or nothing."""
    rows = list(_rows(text.removeprefix("\ufeff"), name))
    if len(rows) <= 1:
        raise ContentError([Problem(name, "no question in it; write a row with an id and a text.")])
    header, at_top = rows.pop(0)
    columns = [column.strip().lower() for column in header]
    problems = list(_column_problems(columns, at_top))
    if problems:
        raise ContentError(problems)
    placed = []
    for number, (cells, place) in enumerate(rows, 1):
        item = _item(dict(zip(columns, cells, strict=False)))
        known = replace(place, question=named(item, number))
        placed.append((completed(item, pack), known))
        if any(cells[len(columns) :]):
            say = f"there are {len(cells)} cells for {len(columns)} columns; put texts with commas in quotes."
            problems.append(replace(known, say=say))
    return make_items(QUESTION, placed, problems)


def write_csv(questions: Iterable[Question]) -> str:
    """The questions as CSV, as `read_csv` reads them back equal but for their pack."""
    written = StringIO(newline="")
    writer = csv.DictWriter(written, COLUMNS)
    writer.writeheader()
    for question in questions:
        cells: dict[str, str] = {}
        for name, value in question:
            if isinstance(value, Outline):
                cells |= {f"outline_{part}": text for part, text in value}
            elif name in COLUMNS:
                cells[name] = _cell(name, value)
        writer.writerow(cells)
    return written.getvalue()


def _rows(text: str, name: str) -> Iterator[tuple[list[str], Problem]]:
    """Each row that is not empty, with the place where it begins: a cell may run over several lines."""
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield cells, Problem(name, "", line=line)
            line = reader.line_num + 1
    except csv.Error as error:
        say = f"this is not CSV yet ({error}); texts with commas, quotes or line breaks stand in quotes."
        raise ContentError([Problem(name, say, line=line)]) from error


def _column_problems(columns: list[str], place: Problem) -> Iterator[Problem]:
    for column in columns:
        if column not in COLUMNS:
            close = get_close_matches(column, COLUMNS, n=1)
            hint = (
                f"did you mean “{close[0]}”?"
                if close
                else f"leave it out, or use one of {', '.join(COLUMNS)}."
            )
            yield replace(place, field=column, say=f"there is no such column; {hint}")
    for column in ("id", "text"):
        if column not in columns:
            yield replace(place, field=column, say="this column is missing; the first row names the columns.")
    for column in sorted({column for column in columns if columns.count(column) > 1}):
        yield replace(place, field=column, say="this column is there twice; leave one out.")


def _item(cells: Mapping[str, str]) -> dict[str, object]:
    """A row as the plain data of a question; empty cells are left out."""
    item: dict[str, object] = {}
    outline: dict[str, str] = {}
    for column, cell in cells.items():
        if not cell.strip(_SPACE):
            continue
        if column.startswith(_OUTLINE):
            outline[column.removeprefix(_OUTLINE)] = cell
        else:
            item[column] = _value(column, cell)
    return {**item, "outline": outline} if outline else item


def _value(column: str, cell: str) -> object:
    if column in _LISTS:
        return [_plain(part).lower() for part in _parts(cell)]
    if column in _PAIRS:
        return [_pair(part, *_PAIRS[column]) for part in _parts(cell)]
    return cell.strip(_SPACE).lower() if column in _WORDS else cell


def _parts(cell: str) -> list[str]:
    return [part.strip(_SPACE) for part in _PART.findall(cell) if part.strip(_SPACE)]


def _pair(part: str, first: str, second: str) -> dict[str, str]:
    """`name: text`; where there is no colon the name is what is missing from a probe, the text from a facet."""
    found = _NAME.fullmatch(part)
    if found:
        return {first: _first(first, found[1].strip(_SPACE)), second: _plain(found[2].strip(_SPACE))}
    return {"name" if first == "name" else second: _plain(part)}


def _first(field: str, part: str) -> str:
    return _plain(part).lower() if field == "serves" else _plain(part)


def _plain(part: str) -> str:
    return _ESCAPED.sub(r"\1", part)


def _cell(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        return " | ".join(_written(name, part) for part in value)
    return "" if value is None else str(value)


def _written(name: str, part: object) -> str:
    if name not in _PAIRS:
        return _escape(str(part))
    first, second = (str(getattr(part, field)) for field in _PAIRS[name])
    return f"{_escape(first).replace(':', _COLON)}: {_escape(second)}"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", r"\|")
