"""Reading JSON that came from elsewhere: every reader answers with a plain value and never raises."""

import copy
from collections.abc import Iterator
from typing import TypeAlias

Json: TypeAlias = dict[str, object]


def as_object(value: object) -> Json:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_objects(value: object) -> list[Json]:
    """The objects in a list; what is no object is left out."""
    return [item for item in as_list(value) if isinstance(item, dict)]


def as_text(value: object) -> str:
    """The value if it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def as_flag(value: object) -> bool:
    """Whether the value says yes, in JSON or as a form writes it."""
    return value in (True, 1, "1", "true", "True")


def as_number(value: object, default: int) -> int:
    """The value as a whole number, written as a number or as digits; else the default."""
    try:
        return int(str(value))
    except ValueError:
        return default


def clone(value: Json) -> Json:
    """A copy that shares nothing with the original."""
    return copy.deepcopy(value)


def nested_objects(value: object) -> Iterator[Json]:
    """Every object inside the value, outermost first, in reading order."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from nested_objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from nested_objects(item)
