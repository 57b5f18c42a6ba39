"""`table` and `data_table` with their limits."""

from collections.abc import Iterator

from bot.sandbox.checks.objects import UNDOCUMENTED
from bot.sandbox.checks.rich_text import RICH_TEXT_PARTS
from bot.sandbox.checks.values import Shape, listed, number, string, typed, whole
from bot.sandbox.shapes import as_list, as_object
from bot.sandbox.visible import visible_texts

CELL = typed(
    {
        "raw_text": Shape({"text": string(3000)}, needed=("text",)),
        "raw_number": Shape({"value": number, "text": string(3000)}, needed=("value",)),
        "rich_text": Shape({"elements": listed(RICH_TEXT_PARTS, 100)}, needed=("elements",)),
    },
    "cell",
)
TABLE_CHARACTERS = 10_000
DATA_TABLE_CHARACTERS = 20_000
_TABLE = Shape(
    {"rows": listed(listed(CELL, 20), 100), "column_settings": listed(UNDOCUMENTED, 20)}, needed=("rows",)
)
_DATA_TABLE = Shape(
    {
        "caption": string(3000),
        "rows": listed(listed(CELL, 20), 201, 2),
        "page_size": whole(1, 100),
        "row_header_column_index": whole(0, 19),
    },
    needed=("caption", "rows"),
)


def table(value: object, at: str) -> Iterator[str]:
    """At most 100 rows of 20 cells, 10,000 characters."""
    yield from _TABLE(value, at)
    yield from _even_and_short(value, at, TABLE_CHARACTERS)


def data_table(value: object, at: str) -> Iterator[str]:
    """A caption, a header and at most 200 rows of 20 cells, 20,000 characters."""
    yield from _DATA_TABLE(value, at)
    yield from _even_and_short(value, at, DATA_TABLE_CHARACTERS)


def _even_and_short(value: object, at: str, most: int) -> Iterator[str]:
    rows = as_list(as_object(value).get("rows"))
    if len({len(as_list(row)) for row in rows}) > 1:
        yield f"{at}/rows: all rows must have the same number of cells"
    total = sum(map(len, visible_texts(rows)))
    if total > most:
        yield f"{at}: must be less than {most + 1} characters in total, has {total}"
