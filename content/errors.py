"""What can be wrong with content, said so that the person who wrote it can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it stands and what to write instead; `str()` gives the whole sentence.

    `question` is the id of the item that it stands in, of whatever sort: `sort` says which.
    """

    file: str
    say: str
    question: str | None = None
    field: str | None = None
    line: int | None = None
    sort: str = "question"

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        parts = [place]
        if self.question is not None:
            parts.append(f"{self.sort} “{self.question}”")
        if self.field is not None:
            parts.append(f"field “{self.field}”")
        return f"{', '.join(parts)}: {self.say}"


class ContentError(Exception):
    """The library or a pack cannot be used; `problems` names every place and what to write there."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
