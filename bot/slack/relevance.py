"""Which events are worth a transaction: nearly all that an app hears in a busy channel is not for it.

What a process knows of a channel holds only for threads older than its last look; a reply to a younger one looks
again. So nothing is missed that another process, or this one a moment ago, has put into the channel.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import CLOCKS_DIFFER
from bot.slack.events import MessageDeleted, MessageEdited, MessagePosted, Reacted
from content.answers import ts_of
from storage.database import Database
from storage.work import Room

LOOK_AGAIN = timedelta(minutes=1)  # at most one look a channel, minute and process in the steady state
MOST_CHANNELS = 10_000  # remembered at once; the oldest looks are forgotten first
QUESTION = "question"


@dataclass(frozen=True)
class Look:
    """What one look at a channel found; `threads` are the ts of its questions."""

    at: datetime
    is_practice: bool
    threads: frozenset[str]
    is_settled: bool
    """No question is just now appearing in the channel, so the look can be relied on."""

    def is_fresh(self, now: datetime) -> bool:
        """Whether what was found still holds; that something is nowhere needs `knows_of`."""
        return now - self.at < LOOK_AGAIN

    def knows_of(self, ts: str, now: datetime) -> bool:
        """Whether what stands at `ts` was there when we looked."""
        return self.is_settled and self.is_fresh(now) and ts < ts_of(self.at - CLOCKS_DIFFER)


class Relevance:
    """Says whether an event needs the database, asking the database as seldom as that can be known."""

    def __init__(self, database: Database) -> None:
        """Nothing is known at first."""
        self._database = database
        self._looks: dict[tuple[int, str], Look] = {}

    async def needs_work(self, workspace_id: int, event: object, now: datetime) -> bool:
        """False only when no feature would store, change or owe anything for this event."""
        match event:
            case MessagePosted(is_direct=True) | MessageEdited(MessagePosted(is_direct=True)):
                return True
            case MessagePosted(channel, thread_ts=thread) | MessageEdited(
                MessagePosted(channel, thread_ts=thread)
            ):
                return thread is not None and await self._is_question(workspace_id, channel, thread, now)
            case MessageDeleted(is_direct=True):
                return True
            case Reacted(channel, ts) | MessageDeleted(channel, ts):
                return await self._is_practice(workspace_id, channel, ts, now)
            case _:
                return True

    async def _is_question(self, workspace_id: int, channel: str, thread: str, now: datetime) -> bool:
        known = self._looks.get((workspace_id, channel))
        if known is not None and thread in known.threads and known.is_fresh(now):
            return True
        look = await self._look(workspace_id, channel, thread, now)
        return thread in look.threads or not look.is_settled

    async def _is_practice(self, workspace_id: int, channel: str, ts: str, now: datetime) -> bool:
        known = self._looks.get((workspace_id, channel))
        if known is not None and known.is_practice and known.is_fresh(now):
            return True
        look = await self._look(workspace_id, channel, ts, now)
        return look.is_practice

    def forget(self, workspace_id: int, channel: str) -> None:
        """What was known of this channel no longer holds."""
        self._looks.pop((workspace_id, channel), None)

    async def _look(self, workspace_id: int, channel: str, ts: str, now: datetime) -> Look:
        known = self._looks.get((workspace_id, channel))
        if known is not None and known.knows_of(ts, now):
            return known
        found = await self._database.run(lambda work: _look_at(work.room(workspace_id), channel, now))
        self._looks.pop((workspace_id, channel), None)
        self._looks[workspace_id, channel] = found
        if len(self._looks) > MOST_CHANNELS:
            self._looks.pop(next(iter(self._looks)))
        return found


def _look_at(room: Room, channel: str, now: datetime) -> Look:
    return Look(
        at=now,
        is_practice=room.routines.find_by_channel(channel) is not None,
        threads=room.postings.threads(channel),
        is_settled=not room.sayings.in_flight(channel, QUESTION),
    )
