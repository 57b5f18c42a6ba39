"""Checks of single values; each yields a sentence with the place of what Slack would refuse."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.sandbox.shapes import as_object

Check: TypeAlias = Callable[[object, str], Iterator[str]]


@dataclass(frozen=True)
class Shape:
    """An object: which keys it may have, which it must have, of which groups at least one."""

    keys: Mapping[str, Check]
    needed: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    free: frozenset[str] = field(default_factory=lambda: frozenset({"type", "block_id"}))

    def __call__(self, value: object, at: str) -> Iterator[str]:
        """Yield what is wrong with an object."""
        if not isinstance(value, dict):
            yield f"{at}: must be an object"
            return
        for key in self.needed:
            if value.get(key) is None:
                yield f"{at}: missing required field: {key}"
        if self.any_of and not any(value.get(key) for key in self.any_of):
            yield f"{at}: needs one of {', '.join(self.any_of)}"
        for key, item in value.items():
            if key in self.keys:
                yield from self.keys[key](item, f"{at}/{key}")
            elif key not in self.free:
                yield f"{at}: invalid additional property: {key}"


def string(most: int, least: int = 1) -> Check:
    """A string of so many characters."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{at}: must be a string"
        elif len(value) > most:
            yield f"{at}: must be less than {most + 1} characters, has {len(value)}"
        elif len(value) < least:
            yield f"{at}: must be more than {least - 1} characters"

    return check


def one_of(*allowed: str) -> Check:
    """One of these words."""

    def check(value: object, at: str) -> Iterator[str]:
        if value not in allowed:
            yield f"{at}: must be one of {', '.join(allowed)}"

    return check


def whole(least: int, most: int) -> Check:
    """A whole number in a range."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            yield f"{at}: must be a whole number from {least} to {most}"

    return check


def number(value: object, at: str) -> Iterator[str]:
    """Any number."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        yield f"{at}: must be a number"


def flag(value: object, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield f"{at}: must be true or false"


def anything(_value: object, _at: str) -> Iterator[str]:
    """Whatever it is; what it holds is checked elsewhere or not documented."""
    return iter(())


def listed(item: Check, most: int, least: int = 1) -> Check:
    """A list of so many of these."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{at}: must be a list"
            return
        if not least <= len(value) <= most:
            yield f"{at}: must have {least} to {most} items, has {len(value)}"
        for position, entry in enumerate(value):
            yield from item(entry, f"{at}/{position}")

    return check


def typed(shapes: Mapping[str, Check], what: str) -> Check:
    """An object whose `type` picks its shape; an unknown type is refused."""

    def check(value: object, at: str) -> Iterator[str]:
        kind = as_object(value).get("type")
        shape = shapes.get(str(kind))
        if shape is None:
            yield f"{at}: unsupported type for {what}: {kind}"
        else:
            yield from shape(value, at)

    return check


def plain_text(most: int) -> Check:
    """A `plain_text` object; mrkdwn is refused here."""
    keys: Mapping[str, Check] = {"type": one_of("plain_text"), "text": string(most), "emoji": flag}
    return Shape(keys, needed=("type", "text"))


def any_text(most: int) -> Check:
    """A `plain_text` or `mrkdwn` object."""
    mrkdwn = Shape({"text": string(most), "verbatim": flag}, needed=("text",))
    return typed({"plain_text": plain_text(most), "mrkdwn": mrkdwn}, "text")
