"""The scopes that the app asks for: the least that it may do, each with its reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """One permission: why it is asked for, and what is lost without it."""

    name: str
    why: str
    without: str
    is_optional: bool = False


SCOPES = (
    Scope(
        "chat:write", "Post questions, follow-ups and notes.", "Nothing can be said: the app does not work."
    ),
    Scope(
        "commands", "`/understudy` and the two message shortcuts.", "No set-up by command, no corrections."
    ),
    Scope(
        "channels:history",
        "Hear replies in the threads of public practice channels; look whether a post that broke off arrived.",
        "Answers in public channels are not heard, and such a post is given up rather than risked twice.",
    ),
    Scope(
        "channels:read",
        "Know who is in a practice channel, and whether it is shared, archived, moved or left.",
        "Nobody is known to be in a channel, and a lost channel is not noticed.",
    ),
    Scope(
        "im:history",
        "Hear answers and replies that people write to the app alone.",
        "Private answers and private replies to the coach are not heard.",
    ),
    Scope("im:write", "Open the conversation with one person.", "No private follow-up, hint or daily note."),
    Scope(
        "reactions:read", "See praise given by reaction, and that it was taken back.", "No praise is kept."
    ),
    Scope(
        "users:read",
        "Names and time zones, and who is a bot, a guest or gone.",
        "No name in a card, and every person's hours are the routine's.",
    ),
    Scope(
        "groups:history",
        "The same as `channels:history`, in private channels that the app was invited to.",
        "Practice works in public channels only.",
        is_optional=True,
    ),
    Scope(
        "groups:read",
        "The same as `channels:read`, for private channels that the app was invited to.",
        "Practice works in public channels only.",
        is_optional=True,
    ),
    Scope(
        "files:read",
        "Read Slack's transcript of a voice or video answer; nothing else of any file.",
        "Whoever answers with a clip is asked for two typed sentences.",
        is_optional=True,
    ),
)


def required_scopes() -> tuple[str, ...]:
    """The scopes without which the app does not work."""
    return tuple(scope.name for scope in SCOPES if not scope.is_optional)


def optional_scopes() -> tuple[str, ...]:
    """The scopes that whoever installs the app may leave out."""
    return tuple(scope.name for scope in SCOPES if scope.is_optional)


def granted_of(listed: str) -> frozenset[str]:
    """Which of our scopes stand in Slack's list; in an empty one they were never told, and all are taken for granted."""
    ours = frozenset(scope.name for scope in SCOPES)
    return ours & {name.strip() for name in listed.split(",")} if listed else ours


def missing_from(granted: Collection[str]) -> tuple[Scope, ...]:
    """The scopes that were not granted."""
    return tuple(scope for scope in SCOPES if scope.name not in granted)


def losses(missing: Sequence[Scope]) -> tuple[str, ...]:
    """What does not work without them, each with the scopes that it needs."""
    names: dict[str, list[str]] = {}
    for scope in missing:
        names.setdefault(scope.without, []).append(f"`{scope.name}`")
    return tuple(f"{without} ({', '.join(needed)})" for without, needed in names.items())
