"""What a feature gives for each kind of message that it owes: how to word it, and what follows."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from bot.slack.interactions import Block
from storage.postings import Posting
from storage.sayings import Saying
from storage.work import Room


class Urgency(IntEnum):
    """Who goes first when Slack takes only so much."""

    SOMEONE_WAITS = 1
    ON_TIME = 2
    WHENEVER = 3


class Surface:
    """Where a saying appears; the values stand in the database."""

    POST = "post"
    """A message in a channel or thread: exactly once."""

    DIRECT = "direct"
    """A message to one person: at most once, and looked for when unknown."""

    WHISPER = "whisper"
    """A message in a channel that one person sees: at most once, and Slack may lose it."""

    HOME = "home"
    """A person's Home: may be repeated."""


@dataclass(frozen=True)
class Draft:
    """A message ready to be said: full `text` for notifications and screen readers, and its blocks."""

    text: str
    blocks: Sequence[Block]


def _nothing(_room: Room, _saying: Saying, _now: datetime) -> None:
    """Most messages need nothing done after them."""


@dataclass(frozen=True)
class Script:
    """One kind of saying.

    `render` is called at the last moment and again whenever the saying is stale; None: there is nothing (more)
    to say. `said` and `given_up` run once, in the transaction that records it.
    """

    kind: str
    render: Callable[[Room, Saying, datetime], Draft | None]
    said: Callable[[Room, Saying, datetime], None] = _nothing
    given_up: Callable[[Room, Saying, datetime], None] = _nothing


@dataclass(frozen=True)
class Scripts:
    """All kinds of sayings, by name."""

    by_kind: Mapping[str, Script] = field(default_factory=dict)

    @classmethod
    def of(cls, scripts: Iterable[Script]) -> Scripts:
        """The scripts of all features."""
        return cls({script.kind: script for script in scripts})

    def render(self, room: Room, saying: Saying, now: datetime) -> Draft | None:
        """What the saying says now, its first block carrying the saying's id."""
        draft = None if saying.is_unnamed else self.by_kind[saying.kind].render(room, saying, now)
        if draft is None:
            return None
        first, *rest = draft.blocks
        return Draft(draft.text, [{**first, "block_id": saying.id}, *rest])

    def mark_said(self, room: Room, saying: Saying, channel: str, ts: str | None, now: datetime) -> None:
        """Record that it stands there, once, and let its feature know.

        Replies to it that arrive at this moment wait, and find it.
        """
        room.channels.hold(channel)
        self.mark_said_here(room, saying, channel, ts, now)

    def mark_said_here(self, room: Room, saying: Saying, channel: str, ts: str | None, now: datetime) -> None:
        """The same in a channel that the caller holds."""
        said = room.deliveries.mark_said(saying.id, channel, ts)
        if said is not None:
            self.by_kind[saying.kind].said(room, said, now)

    def mark_given_up(self, room: Room, saying: Saying, reason: str, now: datetime) -> None:
        """Record that it will not be said and why, and let its feature know; unless it was heard or claimed meanwhile."""
        if room.deliveries.mark_given_up(saying, reason):
            given_up = room.sayings.get(saying.id)
            assert given_up is not None
            self.by_kind[saying.kind].given_up(room, given_up, now)


def owe(
    room: Room,
    kind: str,
    subject: object,
    *,
    surface: str,
    urgency: Urgency,
    at: datetime,
    audience: str = "",
    channel: str | None = None,
    thread_ts: str | None = None,
    good_until: datetime | None = None,
) -> bool:
    """Owe a message about `subject`, to be said from `at` on; whether it is new."""
    return room.sayings.owe(
        saying_id=secrets.token_hex(16),
        kind=kind,
        subject=str(subject),
        surface=surface,
        urgency=int(urgency),
        not_before=at,
        audience=audience,
        channel=channel,
        thread_ts=thread_ts,
        good_until=good_until,
    )


def owe_alone(
    room: Room,
    kind: str,
    subject: object,
    *,
    audience: str,
    beside: Posting | None,
    urgency: Urgency,
    at: datetime,
    good_until: datetime | None = None,
) -> bool:
    """Owe a line to one person alone, beside the thread of a question or else in their direct messages; whether it is new."""
    return owe(
        room,
        kind,
        subject,
        surface=Surface.WHISPER if beside else Surface.DIRECT,
        urgency=urgency,
        at=at,
        audience=audience,
        channel=beside.channel if beside else None,
        thread_ts=beside.ts if beside else None,
        good_until=good_until,
    )
