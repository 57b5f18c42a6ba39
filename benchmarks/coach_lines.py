"""The answers that the coach learns from: lines of an evaluation, with what a marker saw in each sentence.

What they are, who wrote and who marked them: README of `coach_answers`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Line = Mapping[str, Any]
FOLDER = Path(__file__).parent / "coach_answers"
CODE = re.compile(r"R[123]|L[12]|[EOWSHM]")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of answers."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def written_lines() -> Iterator[Line]:
    """The answers of `coach_answers`, writer by writer; `writer` names them."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in read_lines(path):
            yield {**line, "writer": path.stem, "marks": (line["sentences"], line["marks"])}


def with_marks(lines: Sequence[Line], name: str) -> Iterator[Line]:
    """The lines with the marks of a file that names them by id."""
    rows = (row.split("\t") for row in (FOLDER / name).read_text(encoding="utf-8").splitlines())
    marks = {row[0]: (int(row[1]), row[2]) for row in rows}
    return ({**line, "marks": marks[line["id"]]} for line in lines)


def as_codes(marks: tuple[int, str], size: int) -> list[frozenset[str]]:
    """The codes of each sentence. Raises ValueError where the answer is no longer cut into as many as were marked."""
    count, said = marks
    if count != size:
        raise ValueError(f"{count} sentences were marked and there are {size}: mark this answer anew")
    codes = {
        int(place): frozenset(CODE.findall(found))
        for place, _, found in (mark.partition("=") for mark in said.split())
    }
    return [codes.get(place, frozenset()) for place in range(size)]
