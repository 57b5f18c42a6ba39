"""Which events are worth a transaction: nearly all that an app hears in a busy channel is not for it.

What a process knows of a channel holds only for threads older than its last look; a reply to a younger one looks
again. So nothing is missed that another process, or this one a moment ago, has put into the channel.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.clock import CLOCKS_DIFFER
from bot.slack.events import FileChanged, FileDeleted, MessageDeleted, MessageEdited, MessagePosted, Reacted
from content.answers import ts_of
from storage.database import Database
from storage.postings import QUESTION
from storage.work import Room

LOOK_AGAIN = timedelta(minutes=1)  # at most one look a channel, minute and process in the steady state
MOST_CHANNELS = 10_000  # remembered at once; the oldest looks are forgotten first


@dataclass(frozen=True)
class Look:
    """What one look at a channel found; `threads` are the ts of its questions."""

    number: int
    """Looks of this process are counted."""
    good_until: datetime
    seen_before: str
    """The ts from which on something may have come after the look."""
    is_practice: bool
    threads: frozenset[str]
    is_settled: bool
    """No question is just now appearing in the channel, so the look can be relied on."""

    def is_fresh(self, now: datetime) -> bool:
        """Whether what was found still holds; that something is nowhere needs `knows_of`."""
        return now < self.good_until

    def knows_of(self, ts: str, now: datetime) -> bool:
        """Whether what stands at `ts` was there when we looked."""
        return self.is_settled and now < self.good_until and ts < self.seen_before


class Relevance:
    """Says whether an event needs the database, asking the database as seldom as that can be known."""

    def __init__(self, database: Database) -> None:
        """Nothing is known at first."""
        self._database = database
        self._looks: dict[tuple[int, str], Look] = {}
        self._looking: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()
        """One look at a channel at a time: who comes meanwhile waits, and shares the next one."""
        self._begun = 0

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
            case FileChanged(file_id) | FileDeleted(file_id):
                return await self._is_clip(workspace_id, file_id)
            case Reacted(channel, ts) | MessageDeleted(channel, ts):
                return await self._is_practice(workspace_id, channel, ts, now)
            case _:
                return True

    async def _is_question(self, workspace_id: int, channel: str, thread: str, now: datetime) -> bool:
        def tells(look: Look) -> bool:
            return (look.is_fresh(now) and thread in look.threads) or look.knows_of(thread, now)

        look = await self._look(workspace_id, channel, now, tells)
        return thread in look.threads or not look.is_settled

    async def _is_practice(self, workspace_id: int, channel: str, ts: str, now: datetime) -> bool:
        def tells(look: Look) -> bool:
            return (look.is_fresh(now) and look.is_practice) or look.knows_of(ts, now)

        return (await self._look(workspace_id, channel, now, tells)).is_practice

    async def _is_clip(self, workspace_id: int, file_id: str) -> bool:
        return await self._database.run(lambda work: bool(work.room(workspace_id).clips.of_file(file_id)))

    def forget(self, workspace_id: int, channel: str) -> None:
        """What was known of this channel no longer holds."""
        self._looks.pop((workspace_id, channel), None)

    async def _look(
        self, workspace_id: int, channel: str, now: datetime, tells: Callable[[Look], bool]
    ) -> Look:
        """What is known of the channel, if it tells; else a look that began after we were asked."""
        key = workspace_id, channel
        known = self._looks.get(key)
        if known is not None and tells(known):
            return known
        begun = self._begun
        async with self._looking.setdefault(key, asyncio.Lock()):
            known = self._looks.get(key)
            if known is not None and (known.number > begun or tells(known)):
                return known
            self._begun += 1
            number = self._begun
            found = await self._database.run(
                lambda work: look_at(work.room(workspace_id), channel, now, number)
            )
            self._remember(key, found)
            return found

    def _remember(self, key: tuple[int, str], found: Look) -> None:
        self._looks.pop(key, None)
        self._looks[key] = found
        if len(self._looks) > MOST_CHANNELS:
            self._looks.pop(next(iter(self._looks)))


def look_at(room: Room, channel: str, now: datetime, number: int) -> Look:
    """What stands in a channel now.

    Whether a question is just appearing is asked first: one that is recorded in between is then among the threads.
    """
    is_settled = not room.sayings.in_flight(channel, QUESTION)
    return Look(
        number=number,
        good_until=now + LOOK_AGAIN,
        seen_before=ts_of(now - CLOCKS_DIFFER),
        is_practice=room.routines.find_by_channel(channel) is not None,
        threads=room.postings.threads(channel),
        is_settled=is_settled,
    )
