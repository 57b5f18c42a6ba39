"""What people can read on a surface, taken from its blocks in reading order."""

from collections.abc import Iterator

from bot.sandbox.shapes import Json, as_list, as_text

SHOWN_STRINGS = {
    "plain_text": ("text",),
    "mrkdwn": ("text",),
    "raw_text": ("text",),
    "markdown": ("text",),
    "text": ("text",),
    "link": ("text", "url"),
    "emoji": ("name",),
    "image": ("alt_text",),
    "user": ("user_id",),
    "data_visualization": ("title",),
}
SHOWN_EVERYWHERE = ("label", "caption", "initial_value")
HIDDEN_KEYS = frozenset({"confirm", "private_metadata", "value", "url"})


def visible_texts(value: object) -> list[str]:
    """Every string that a person reads in blocks, elements or a view, in reading order."""
    return list(_walk(value))


def _walk(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _own(value)
        for key, item in value.items():
            if key not in HIDDEN_KEYS:
                yield from _walk(item)
    for item in as_list(value):
        yield from _walk(item)


def _own(part: Json) -> Iterator[str]:
    kind = as_text(part.get("type"))
    names = SHOWN_STRINGS.get(kind, ())
    if names:
        word = next((as_text(part.get(name)) for name in names if part.get(name)), "")
        if word:
            yield f":{word}:" if kind == "emoji" else f"<@{word}>" if kind == "user" else word
    for name in SHOWN_EVERYWHERE:
        if isinstance(part.get(name), str):
            yield as_text(part[name])
