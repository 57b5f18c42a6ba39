"""Packs of questions as files: read, checked, written; what is wrong comes back as sentences, all of it at once."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from content.errors import ContentError, Problem
from content.library.checking import check_pack as check_pack
from content.library.csv_pack import COLUMNS as COLUMNS
from content.library.csv_pack import read_csv, write_csv
from content.library.items import Items
from content.library.loading import read_pack as read_toml
from content.library.shape import Question
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
