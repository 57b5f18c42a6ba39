"""What the chaos ledger compares: what the sandbox saw, and what stands in the database. Plain data, no I/O."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Slot(NamedTuple):
    """A question that should have been asked in a channel on a local day; a post is good for its grace."""

    team: str
    channel: str
    day: str
    at: datetime


class Posted(NamedTuple):
    """One `chat.postMessage` that took effect, whether or not its caller heard of it."""

    team: str
    channel: str
    thread_ts: str | None
    saying: str


class Standing(NamedTuple):
    """A message of the app that stands in a channel or a thread at the end."""

    team: str
    channel: str
    ts: str
    thread_ts: str | None
    saying: str
    text: str


class Spoken(NamedTuple):
    """What a person wrote into an open question's thread; `text` as it reads at the end, None when deleted."""

    team: str
    channel: str
    thread_ts: str
    ts: str
    user: str
    text: str | None


class Praise(NamedTuple):
    """One person's reaction that stands on a message."""

    team: str
    channel: str
    ts: str
    user: str
    emoji: str


class PostingRow(NamedTuple):
    """A row of `postings`."""

    team: str
    id: int
    channel: str
    slot: str
    state: str
    because: str | None
    ts: str | None


class MessageRow(NamedTuple):
    """A row of `messages`; `turn` is None where it belongs to nothing."""

    team: str
    channel: str
    ts: str
    user: str
    text: str
    answer_id: int | None
    turn: int | None


class AnswerRow(NamedTuple):
    """A row of `answers`."""

    team: str
    id: int
    posting_id: int
    user: str
    outcome: str | None
    settles_at: datetime | None


class FollowUpRow(NamedTuple):
    """A row of `follow_ups`."""

    team: str
    id: int
    answer_id: int
    turn: int
    user: str
    asked_ts: str | None
    withdrawn: bool


class SayingRow(NamedTuple):
    """A row of `sayings`."""

    team: str
    id: str
    kind: str
    subject: str
    state: str
    reason: str | None


class Pending(NamedTuple):
    """A row that waits for something to be done from `at` on; None: at once."""

    what: str
    team: str
    at: datetime | None


@dataclass(frozen=True)
class SlackBook:
    """The sandbox's own record."""

    posted: Sequence[Posted] = ()
    standing: Sequence[Standing] = ()
    spoken: Sequence[Spoken] = ()
    praise: Sequence[Praise] = ()


@dataclass(frozen=True)
class RowBook:
    """The database."""

    postings: Sequence[PostingRow] = ()
    messages: Sequence[MessageRow] = ()
    answers: Sequence[AnswerRow] = ()
    follow_ups: Sequence[FollowUpRow] = ()
    sayings: Sequence[SayingRow] = ()
    praise: Sequence[Praise] = ()
    pending: Sequence[Pending] = ()


@dataclass
class Ledger:
    """Counts in the order in which they are told, and a sentence for each thing that is wrong."""

    counts: dict[str, int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        """So many more of these; 0 makes the line."""
        self.counts[what] = self.counts.get(what, 0) + number

    def wrong(self, what: str, sentence: str) -> None:
        """One more of what must not be."""
        self.count(what)
        self.findings.append(f"{what}: {sentence}")

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, doubled or forgotten."""
        return not self.findings
