"""Catching up after an outage that was longer than Slack's patience: open questions are read again from Slack.

Slack delivers an event again for about six minutes. What was said later than that, or while nobody listened, is found
in the threads themselves, for open questions only, and goes through the same handlers as an event.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from pydantic import BaseModel

from bot.clock import Clock
from bot.slack.calls import Calls, SlackApiError, code_of
from bot.slack.doors import Doors
from bot.slack.events import MessageDeleted, Reacted
from bot.slack.installations import Installations
from bot.slack.parsing import Bot, parse_event
from content.answers import ts_of
from storage.database import Database
from storage.postings import Posting
from storage.work import Room, Work

log = structlog.get_logger()

T = TypeVar("T")

OUTAGE = timedelta(minutes=5)  # Slack's last redelivery comes six minutes after the event
NOTE_EVERY = timedelta(minutes=1)  # how often it is written down that Slack is heard
AT_ONCE = 5  # threads in one tick
UNREADABLE = frozenset(
    {"missing_scope", "channel_not_found", "not_in_channel", "thread_not_found", "is_archived"}
)
TRY_AGAIN = timedelta(minutes=1)  # some apps may read one thread a minute


class _Reactions(BaseModel):
    name: str
    count: int = 0
    users: tuple[str, ...] = ()


class _Told(BaseModel):
    """A message as Slack tells it; of many who reacted it may name only some."""

    ts: str
    reactions: tuple[_Reactions, ...] = ()

    def standing(self) -> set[tuple[str, str]]:
        """Who reacted with what."""
        return {(user, reaction.name) for reaction in self.reactions for user in reaction.users}

    def names_all(self, emoji: str) -> bool:
        """Whether everybody who reacted with this emoji is named."""
        return all(len(r.users) >= r.count for r in self.reactions if r.name == emoji)


@dataclass(frozen=True)
class _Thread:
    """One thread: the ts that were kept before Slack was asked, and what Slack told."""

    posting: Posting
    kept: frozenset[str]
    told: Sequence[Mapping[str, object]]
    bot: Bot

    def gone(self) -> list[str]:
        """What was kept and stands there no more; what arrived while Slack was asked is not among it."""
        return sorted(self.kept - {str(message.get("ts")) for message in self.told})


@dataclass
class CatchUp:
    """Notices outages and reads what was missed. `real_now` tells an outage from a clock that a test moves."""

    database: Database
    calls: Calls
    clock: Clock
    doors: Doors
    installations: Installations
    real_now: Callable[[], datetime]

    async def watch(self, is_heard: Callable[[], Awaitable[bool]]) -> None:
        """Note once a minute, for ever, that Slack is heard, while it is."""
        while True:
            try:
                if await is_heard():
                    await self.note_heard()
            except Exception:
                log.exception("hearing_not_noted")
            await asyncio.sleep(NOTE_EVERY.total_seconds())

    async def note_heard(self) -> None:
        """Write down that Slack is heard; after a gap, let the open questions be read again."""
        at, now = self.real_now(), await self.clock.now()
        served = [installation.workspace_id for installation in self.installations.all()]
        await self.database.run(lambda work: _note(work, served, at, now))

    async def catch_up(self) -> int:
        """Read the threads that are due; how many were."""
        now = await self.clock.now()
        due = await self.database.run(lambda work: work.due.catch_ups(now, AT_ONCE))
        for workspace_id, posting_id in due:
            await self._read(workspace_id, posting_id, now)
        return len(due)

    async def _read(self, workspace_id: int, posting_id: int, now: datetime) -> None:
        """Read one thread; whatever goes wrong with it is put off and spares the others."""
        try:
            thread = await self._ask(workspace_id, posting_id)
            await self._in_room(workspace_id, lambda room: self._hear(room, thread, now))
        except Exception as error:
            code = _code_of(error)
            log.exception("thread_not_read", posting=posting_id, error=code)
            await self._in_room(workspace_id, lambda room: _put_off(room, posting_id, code, now))

    async def _ask(self, workspace_id: int, posting_id: int) -> _Thread:
        """What was kept of the thread before Slack was asked, and what Slack says of it."""
        posting, kept = await self._in_room(workspace_id, lambda room: _kept(room, posting_id))
        assert posting.ts is not None
        told = await self.calls.thread(workspace_id, posting.channel, posting.ts)
        return _Thread(posting, kept, told, (await self.installations.of(workspace_id)).bot)

    def _hear(self, room: Room, thread: _Thread, now: datetime) -> None:
        """Let the features hear what stands in the thread, and what no longer does."""
        channel = thread.posting.channel
        room.channels.hold(channel)
        for message in thread.told:
            event = parse_event({**message, "type": "message", "channel": channel}, thread.bot)
            if event is not None:
                self.doors.hear(room, event, now)
        for ts in thread.gone():
            self.doors.hear(room, MessageDeleted(channel, ts, is_direct=False), now)
        for reaction in _praise(room, thread, now):
            self.doors.hear(room, reaction, now)
        room.postings.catch_up_at(thread.posting.id, None)

    async def _in_room(self, workspace_id: int, work: Callable[[Room], T]) -> T:
        return await self.database.run(lambda unit: work(unit.room(workspace_id)))


def _note(work: Work, served: Sequence[int], at: datetime, now: datetime) -> None:
    for workspace_id in work.workspaces.mark_heard(served, at, gap=OUTAGE):
        log.warning("outage", workspace=workspace_id)
        work.room(workspace_id).postings.catch_up_open(now)


def _code_of(error: Exception) -> str:
    return (code_of(error) if isinstance(error, SlackApiError) else None) or type(error).__name__


def _put_off(room: Room, posting_id: int, code: str, now: datetime) -> None:
    """A limit passes; a channel that cannot be read is left alone, and the operator told."""
    if code in UNREADABLE:
        log.error("thread_cannot_be_read", posting=posting_id, error=code)
        room.postings.catch_up_at(posting_id, None)
    else:
        room.postings.catch_up_at(posting_id, now + TRY_AGAIN)


def _kept(room: Room, posting_id: int) -> tuple[Posting, frozenset[str]]:
    posting = room.postings.get(posting_id)
    kept = room.messages.in_thread(posting.channel, posting.ts or "")
    return posting, frozenset(message.ts for message in kept)


def _praise(room: Room, thread: _Thread, now: datetime) -> Iterator[Reacted]:
    """The reactions as they stand now: those that are there, and those that are kept but were taken back.

    Slack does not tell when somebody reacted; to what is older than a fresh start of theirs, it may have been before it.
    """
    channel = thread.posting.channel
    told = [_Told.model_validate(message) for message in thread.told]
    starts = room.people.fresh_starts({user for message in told for user, _ in message.standing()})
    for message in told:
        kept = {(praise.user_id, praise.emoji) for praise in room.feedback.on_message(channel, message.ts)}
        for user, emoji in sorted(message.standing() - kept):
            if message.ts > starts.get(user, ""):
                yield Reacted(channel, message.ts, user, emoji, ts_of(now), present=True)
        for user, emoji in sorted(kept - message.standing()):
            if message.names_all(emoji):
                yield Reacted(channel, message.ts, user, emoji, ts_of(now), present=False)
