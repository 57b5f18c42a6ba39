"""Reads TOML into frozen content; whatever is wrong comes back as sentences that say what to write instead."""

import re
import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from content.errors import ContentError, Problem
from content.library.shape import Content

T = TypeVar("T", bound=Content)

_AT_LINE: Final = re.compile(r"\bat line (\d+)")


def library_path(*parts: str) -> Traversable:
    """Where the built-in library lies, whether it is installed as files or packed."""
    return files("content").joinpath("library", *parts)


def read_table(text: str, name: str) -> dict[str, Any]:
    """The table written in `text`; a ContentError that names file and line if it is no TOML."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        say = f"this is not TOML yet ({error}); texts stand in quotes, lists in brackets."
        line = _AT_LINE.search(str(error))
        raise ContentError([Problem(name, say, line=int(line[1]) if line else None)]) from error


def make(model: type[T], data: object, place: Problem) -> T:
    """One piece of content from plain data; a ContentError with every wrong field, at the given place, if it is none."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = (_problem(model, details, place) for details in error.errors())
        raise ContentError(problems) from error


def _problem(model: type[Content], details: ErrorDetails, place: Problem) -> Problem:
    location = details["loc"]
    return Problem(
        file=place.file,
        question=place.question,
        field=", ".join(_step(step) for step in location) or None,
        line=place.line,
        sort=place.sort,
        say=_sentence(model, details),
    )


def _step(step: int | str) -> str:
    return f"number {step + 1}" if isinstance(step, int) else step


_EMPTY: Final = frozenset({"missing", "string_too_short", "too_short"})


def _sentence(model: type[Content], details: ErrorDetails) -> str:
    wanted, owner = _described(model, details["loc"])
    match details["type"]:
        case "extra_forbidden":
            return _unknown_field(str(details["loc"][-1]), owner)
        case "enum":
            return f"“{details['input']}” is not known here; write one of {details['ctx']['expected']}."
        case kind if kind in _EMPTY:
            return f"nothing is written here; write {wanted}."
        case _:
            return f"this does not fit ({details['msg']}); write {wanted}."


def _unknown_field(name: str, owner: type[Content]) -> str:
    close = get_close_matches(name, owner.model_fields, n=1)
    if close:
        return f"there is no such field; did you mean “{close[0]}”?"
    return f"there is no such field; leave it out, or use one of {', '.join(owner.model_fields)}."


def _described(model: type[Content], location: Sequence[int | str]) -> tuple[str, type[Content]]:
    """What belongs at a location, in words, and the model that owns the last field of it."""
    owner, wanted = model, "a table of fields, each with a value"
    for step in location:
        if isinstance(step, str) and step in owner.model_fields:
            field = owner.model_fields[step]
            wanted = field.description or wanted
            owner = _inner(field.annotation) or owner
    return wanted, owner


def _inner(annotation: object) -> type[Content] | None:
    """The content model inside an annotation such as `tuple[Facet, ...]`; None if there is none."""
    inner = getattr(annotation, "__args__", (annotation,))[0]
    return inner if isinstance(inner, type) and issubclass(inner, Content) else None
