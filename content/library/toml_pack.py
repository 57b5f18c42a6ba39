"""Packs as TOML, in the way in which the built-in ones are written by hand."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from content.library.shape import Question


def write_toml(questions: Iterable[Question]) -> str:
    """The questions as TOML, as `parse_pack` reads them back equal but for their pack."""
    return "\n".join(_written(question) for question in questions)


def _written(question: Question) -> str:
    fields = question.model_dump(mode="json", exclude_defaults=True, exclude={"pack"})
    outline = fields.pop("outline", {})
    lines = ["[[question]]", *(f"{name} = {_value(value)}" for name, value in fields.items())]
    if outline:
        lines += ["[question.outline]", *(f"{name} = {_value(value)}" for name, value in outline.items())]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace(
            "\x7f", r"\u007f"
        )  # JSON allows it, TOML does not
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{name} = {_value(part)}' for name, part in value.items())} }}"
    if isinstance(value, list):
        if value and isinstance(value[0], Mapping):
            return "[\n" + "".join(f"  {_value(part)},\n" for part in value) + "]"
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value)
