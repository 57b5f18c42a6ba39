"""One item of the library for the terminal: each field with its name beside it, lists as lines."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from content.library.shape import Content

_SHORT = {"levels", "hiring_signals", "related", "contrasts"}  # lists of words that stand on one line
_A_PAIR = 2  # fields that need no names, such as a facet and what it says


def item_view(item: Content) -> Table:
    """Everything that is kept about an item; fields that are empty are left out."""
    table = Table.grid(padding=(0, 2, 1, 0))
    table.add_column(style="bold cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in item:
        if value and (lines := [*_lines(name, value)]):
            table.add_row(name.replace("_", " "), Text("\n".join(lines)))
    return table


def _lines(name: str, value: object) -> Iterator[str]:
    if isinstance(value, tuple) and name not in _SHORT:
        yield from (f"• {_one(part)}" for part in value)
    elif isinstance(value, tuple):
        yield ", ".join(value)
    elif isinstance(value, Content):
        yield from (f"{part}: {text}" for part, text in value if text)
    else:
        yield "yes" if value is True else str(value)


def _one(part: object) -> str:
    if not isinstance(part, Content):
        return str(part)
    fields = {name: _said(value) for name, value in part if value is not None}
    if len(fields) == _A_PAIR:
        return " — ".join(fields.values())
    return "\n  ".join(f"{name}: {said}" for name, said in fields.items())


def _said(value: object) -> str:
    return str(value) if not isinstance(value, bool) else "yes" if value else "no"
