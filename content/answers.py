"""Which message belongs to which answer: the thread read as people really write.

Everything is decided by Slack's `ts` and by what was already said, never by the order of arrival.
A `ts` is text, seconds with six decimals; as text it sorts like time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

KEPT_FOR = timedelta(hours=1)
"""How long what may belong to something that has not arrived yet is kept (law 2: events come late and out of order)."""

LAST_TURN = 2  # law 11: the app asks at most twice per answer

_MENTION_FIRST = re.compile(r"\s*@([UW][A-Z0-9]{2,})\b")
LONGEST_ASIDE = 30  # words; who writes more tells something of their own
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_TO_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_NAME_FIRST = re.compile(r"\s*@?([^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*)?)\s*[,:!–—-]")


@dataclass(frozen=True)
class Turns:
    """How far the conversation about one answer is.

    `asked` holds the ts of each question that the coach said; `closed[k]` the ts after which turn k takes
    nothing more (None: it still does). There is one more turn than there are questions.
    """

    asked: tuple[str, ...] = ()
    closed: tuple[str | None, ...] = (None,)


def turn_of(ts: str, turns: Turns) -> int | None:
    """0 for the answer itself, 1 and 2 for replies to the coach; None when the message is conversation."""
    turn = sum(asked < ts for asked in turns.asked)
    closed = turns.closed[turn]
    return None if closed is not None and ts > closed else turn


def first_name_called(text: str) -> str | None:
    """The word (or two) that a message calls somebody by, as in "Ana, I like that"; None if it does not."""
    found = _NAME_FIRST.match(text)
    return found.group(1) if found else None


def addresses_someone(text: str, *, names: Iterable[str] = ()) -> bool:
    """Whether a message begins by addressing somebody: a mention, or one of `names` and a comma."""
    if mention_first(text):
        return True
    called = first_name_called(text)
    return called is not None and any(is_called(called, name) for name in names)


def asks_you(text: str) -> bool:
    """Whether a message is a short question to "you", quoted words left out."""
    own = _QUOTED.sub(" ", text).strip()
    return own.endswith("?") and len(own.split()) <= LONGEST_ASIDE and _TO_YOU.search(own) is not None


def mention_first(text: str) -> str | None:
    """The id of whoever a message begins by mentioning, or None."""
    found = _MENTION_FIRST.match(text)
    return found.group(1) if found else None


def named_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Which of these full names stand in the text, word for word."""
    return tuple(name for name in names if " " in name.strip() and _whole(name.strip()).search(text))


def mentioned_in(text: str) -> tuple[str, ...]:
    """The ids of the people that the text mentions."""
    return tuple(re.findall(r"(?<!\w)@([UW][A-Z0-9]{2,})\b", text))


def ts_of(at: datetime) -> str:
    """An instant as Slack writes it."""
    return f"{at.timestamp():.6f}"


def instant_of(ts: str) -> datetime:
    """The same the other way: aware UTC."""
    return datetime.fromtimestamp(float(ts), UTC)


def is_called(called: str, name: str) -> bool:
    """Whether somebody of this name may be called so: by the first word of it, or the first two."""
    words = name.casefold().split()
    return called.casefold() in {*words[:1], " ".join(words[:2])}


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


FORM_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "context": "Context",
        "challenge": "Challenge",
        "actions": "Actions",
        "results": "Results",
        "learnings": "Learnings",
        "method": "My method in a line",
        "answer": "Answer",
    }
)
"""The fields of a written answer in the order in which they are told, each with its label."""


def form_parts(form: Mapping[str, str]) -> tuple[str, ...]:
    """The filled fields of a form as labelled parts, in the order in which they are told."""
    return tuple(
        form[key] if key == "answer" else f"{label}: {form[key]}"
        for key, label in FORM_FIELDS.items()
        if form.get(key, "").strip()
    )
