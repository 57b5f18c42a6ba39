"""Which blocks and elements may stand where, how many, and under which ids."""

from collections import Counter
from collections.abc import Iterator

from bot.sandbox.checks.blocks import ALL, ANY_BLOCK, SURFACES
from bot.sandbox.checks.elements import ONLY_ON
from bot.sandbox.checks.values import string
from bot.sandbox.fields import options_of
from bot.sandbox.shapes import Json, as_objects, as_text, nested_objects

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_OF_A_KIND = {"table": 1, "data_visualization": 2}
MARKDOWN_CHARACTERS = 12_000


def block_problems(raw: object, surface: str) -> list[str]:
    """Everything about these blocks that Slack would refuse on this surface."""
    return list(_problems(raw, surface))


def _problems(raw: object, surface: str) -> Iterator[str]:
    if not isinstance(raw, list):
        yield "/blocks: must be a list"
        return
    if len(raw) > MOST_BLOCKS[surface]:
        yield f"/blocks: must have at most {MOST_BLOCKS[surface]} items on a {surface}, has {len(raw)}"
    for position, block in enumerate(raw):
        yield from ANY_BLOCK(block, f"/blocks/{position}")
    blocks = as_objects(raw)
    yield from _misplaced(blocks, surface)
    yield from _unique(blocks)
    yield from _counted(blocks)
    yield from _not_offered(blocks)


def _misplaced(blocks: list[Json], surface: str) -> Iterator[str]:
    for position, block in enumerate(blocks):
        for part in nested_objects(block):
            kind = as_text(part.get("type"))
            if surface not in ONLY_ON.get(kind, SURFACES.get(kind, ALL)):
                yield f"/blocks/{position}: {kind} is not supported on a {surface}"


def _unique(blocks: list[Json]) -> Iterator[str]:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    for block_id in ids:
        yield from string(255)(block_id, "/block_id")
    for block_id, count in Counter(map(str, ids)).items():
        if count > 1:
            yield f"/blocks: block_id {block_id!r} stands {count} times"
    for position, block in enumerate(blocks):
        actions = Counter(str(part["action_id"]) for part in nested_objects(block) if "action_id" in part)
        for action_id, count in actions.items():
            if count > 1:
                yield f"/blocks/{position}: action_id {action_id!r} stands {count} times"


def _not_offered(blocks: list[Json]) -> Iterator[str]:
    for position, block in enumerate(blocks):
        for part in nested_objects(block):
            offered = options_of(part)
            initial = [*as_objects(part.get("initial_options")), *as_objects([part.get("initial_option")])]
            if offered and any(option not in offered for option in initial):
                yield f"/blocks/{position}: an initial option is not among the options"


def _counted(blocks: list[Json]) -> Iterator[str]:
    kinds = Counter(as_text(block.get("type")) for block in blocks)
    for kind, most in MOST_OF_A_KIND.items():
        if kinds[kind] > most:
            yield f"/blocks: at most {most} {kind}, has {kinds[kind]}"
    length = sum(len(as_text(block.get("text"))) for block in blocks if block.get("type") == "markdown")
    if length > MARKDOWN_CHARACTERS:
        yield f"/blocks: markdown must be less than {MARKDOWN_CHARACTERS + 1} characters in total"
