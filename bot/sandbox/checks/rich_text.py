"""The parts of a rich_text block; text in them is never parsed."""

from bot.sandbox.checks.objects import UNDOCUMENTED
from bot.sandbox.checks.values import Check, Shape, flag, listed, one_of, string, typed, whole

LENGTH = 3000  # Slack documents no limit; the longest section is taken
COUNT = 1000
STYLE = Shape(
    dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), flag), free=frozenset()
)
DRAWN = frozenset({"type"})


def _part(needed: str, **keys: Check) -> Shape:
    return Shape({"style": STYLE, **keys}, needed=(needed,), free=DRAWN)


INLINE = typed(
    {
        "text": _part("text", text=string(LENGTH)),
        "link": _part("url", url=string(LENGTH), text=string(LENGTH), unsafe=flag),
        "emoji": _part("name", name=string(100), unicode=string(100), url=string(LENGTH)),
        "user": _part("user_id", user_id=string(50)),
        "usergroup": _part("usergroup_id", usergroup_id=string(50)),
        "channel": _part("channel_id", channel_id=string(50)),
        "team": _part("team_id", team_id=string(50)),
        "broadcast": _part("range", range=one_of("channel", "here", "everyone")),
        "date": _part(
            "timestamp",
            timestamp=UNDOCUMENTED,
            format=string(LENGTH),
            url=string(LENGTH),
            fallback=string(LENGTH),
        ),
        "color": _part("value", value=string(20)),
    },
    "rich text",
)
SECTION = Shape({"elements": listed(INLINE, COUNT)}, needed=("elements",))
QUOTE = Shape({"elements": listed(INLINE, COUNT), "border": whole(0, 1)}, needed=("elements",))
CODE = Shape(
    {"elements": listed(INLINE, COUNT), "border": whole(0, 1), "language": string(50)}, needed=("elements",)
)
LIST = Shape(
    {
        "elements": listed(typed({"rich_text_section": SECTION}, "list"), COUNT),
        "style": one_of("bullet", "ordered"),
        "indent": whole(0, 8),
        "offset": whole(0, COUNT),
        "border": whole(0, 1),
    },
    needed=("elements", "style"),
)
RICH_TEXT_PARTS = typed(
    {
        "rich_text_section": SECTION,
        "rich_text_list": LIST,
        "rich_text_quote": QUOTE,
        "rich_text_preformatted": CODE,
    },
    "rich text",
)
