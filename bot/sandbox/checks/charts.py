"""`data_visualization`: pie, bar, line and area with their limits."""

from collections.abc import Iterator

from bot.sandbox.checks.values import Check, Shape, listed, number, string, typed
from bot.sandbox.shapes import as_list, as_object, as_objects

POINT = Shape({"label": string(20), "value": number}, needed=("label", "value"), free=frozenset())
SERIES = Shape({"name": string(20), "data": listed(POINT, 20)}, needed=("name", "data"), free=frozenset())
AXES = Shape(
    {"categories": listed(string(20), 20), "x_label": string(50), "y_label": string(50)},
    needed=("categories",),
)
_LINES = Shape({"series": listed(SERIES, 12), "axis_config": AXES}, needed=("series", "axis_config"))


def _pie(value: object, at: str) -> Iterator[str]:
    yield from Shape({"segments": listed(POINT, 12)}, needed=("segments",))(value, at)
    for position, segment in enumerate(as_objects(as_object(value).get("segments"))):
        share = segment.get("value")
        if isinstance(share, (int, float)) and share <= 0:
            yield f"{at}/segments/{position}/value: must be more than 0"


def _lines(value: object, at: str) -> Iterator[str]:
    yield from _LINES(value, at)
    series = as_objects(as_object(value).get("series"))
    categories = as_list(as_object(as_object(value).get("axis_config")).get("categories"))
    names = [one.get("name") for one in series]
    if len(set(map(str, names))) < len(names):
        yield f"{at}/series: names must be unique"
    for position, one in enumerate(series):
        labels = [str(point.get("label")) for point in as_objects(one.get("data"))]
        if sorted(labels) != sorted(map(str, categories)):
            yield f"{at}/series/{position}: must have exactly one value per category"


_KINDS: dict[str, Check] = {"pie": _pie, "bar": _lines, "line": _lines, "area": _lines}
CHART = Shape({"title": string(50), "chart": typed(_KINDS, "chart")}, needed=("title", "chart"))
