"""What people type and what events carry: `&`, `<`, `>` as entities, mentions, channels and links as tokens."""

import re
from collections.abc import Mapping

LINK = re.compile(r"https?://[^\s<>|]+")
BROADCASTS = ("channel", "here", "everyone")


def escape(text: str) -> str:
    """The text with the three control characters as entities, `&` first."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The text as a person reads it; undoes `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed(text: str, tokens: Mapping[str, str]) -> str:
    """What an event carries for a typed text: escaped, links wrapped, each known `@name` or `#name` as its token."""
    known = {**{f"@{word}": f"<!{word}>" for word in BROADCASTS}, **tokens}
    names = sorted(map(re.escape, known), key=len, reverse=True)
    pattern = re.compile(f"(?P<name>(?<!\\w)(?:{'|'.join(names)})(?!\\w))|(?P<link>{LINK.pattern})")
    pieces: list[str] = []
    end = 0
    for found in pattern.finditer(text):
        pieces.append(escape(text[end : found.start()]))
        name = found["name"]
        pieces.append(known[name] if name else f"<{escape(found['link'])}>")
        end = found.end()
    return "".join([*pieces, escape(text[end:])])


def controls(text: str) -> list[str]:
    """The control sequences a text holds, such as `<!channel>` or `<@U1>`."""
    return re.findall(r"<[!@#][^<>]*>", text)
