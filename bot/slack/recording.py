"""What became of attempts is written down, as many in one transaction as ended while the last one was written."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.slack.calls import Outcome, Refused, Said, Unknown
from bot.slack.scripts import Scripts, Surface
from storage.database import Database
from storage.sayings import Saying
from storage.work import Room, Work

log = structlog.get_logger()

MOST = 50  # attempts in one transaction, which keeps events of their channels waiting
CHANNEL_PACE = timedelta(seconds=1)  # Slack takes about one message a second and channel
TRY_AGAIN = timedelta(seconds=30)  # after a refusal that may pass
PASSING = frozenset(
    {
        "unreachable",
        "service_unavailable",
        "invalid_auth",
        "not_installed",
        "token_expired",
        "team_added_to_org",
        "accesslimited",
    }
)
"""Refusals that an operator or time may lift; everything else is final."""


@dataclass(frozen=True)
class Attempt:
    """A saying, where it was said or was to be, and what Slack answered."""

    saying: Saying
    channel: str
    outcome: Outcome

    @property
    def where(self) -> str:
        """Where it stands; Slack's word goes before ours."""
        return (isinstance(self.outcome, Said) and self.outcome.channel) or self.channel

    @property
    def order(self) -> tuple[int, str]:
        """All processes lock channels in this order, so that none waits for one that waits for it."""
        return self.saying.workspace_id, self.where


@dataclass
class _Pauses:
    """What the attempts of one transaction ask of those that wait: written once for all of them."""

    surfaces: dict[tuple[int, str], datetime] = field(default_factory=dict)
    channels: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def write(self, work: Work, now: datetime) -> None:
        """The wide ones first: who holds some rows of a surface then never waits for all of them."""
        for (workspace_id, surface), until in sorted(self.surfaces.items()):
            work.room(workspace_id).deliveries.hold(surface, until)
        for workspace_id, channels in sorted(self.channels.items()):
            work.room(workspace_id).deliveries.space_channels(channels, now + CHANNEL_PACE)


class Recorder:
    """Writes attempts down; whoever hands one over waits for the commit."""

    def __init__(self, database: Database, clock: Clock, scripts: Scripts) -> None:
        """Nothing runs before an attempt is handed over."""
        self._database = database
        self._clock = clock
        self._scripts = scripts
        self._waiting: list[tuple[Attempt, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write_down(self, attempt: Attempt) -> None:
        """Return when it is committed. Raises what went wrong with this one attempt."""
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((attempt, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await written

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                await self._commit([attempt for attempt, _ in batch])
            except Exception:
                log.exception("attempts_written_one_by_one", attempts=len(batch))
                await asyncio.gather(*(self._write_alone(*each) for each in batch))
                continue
            for _, written in batch:
                _settle(written)

    async def _write_alone(self, attempt: Attempt, written: asyncio.Future[None]) -> None:
        try:
            await self._commit([attempt])
        except Exception as error:  # noqa: BLE001 (whoever waits hears of it)
            _settle(written, error)
        else:
            _settle(written)

    async def _commit(self, attempts: Sequence[Attempt]) -> None:
        now = await self._clock.now()
        await self._database.run(lambda work: self._note_all(work, attempts, now))

    def _note_all(self, work: Work, attempts: Sequence[Attempt], now: datetime) -> None:
        """Every channel is held before any row is changed: who holds a row then never waits for a channel."""
        ordered = sorted(attempts, key=lambda attempt: attempt.order)
        for workspace_id, channel in dict.fromkeys(each.order for each in ordered):
            if channel:
                work.room(workspace_id).channels.hold(channel)
        pauses = _Pauses()
        for attempt in ordered:
            self._note(work.room(attempt.saying.workspace_id), attempt, now, pauses)
        pauses.write(work, now)

    def _note(self, room: Room, attempt: Attempt, now: datetime, pauses: _Pauses) -> None:
        """Write down what became of an attempt; what is unknown stays `sending` until it is looked for."""
        saying = attempt.saying
        match attempt.outcome:
            case Said(_, ts):
                self._scripts.mark_said_here(room, saying, attempt.where, ts, now)
                if ts is not None:
                    pauses.channels[room.workspace_id].add(attempt.where)
            case Refused("ratelimited", seconds):
                until = now + timedelta(seconds=seconds or 1)
                room.deliveries.mark_owed(saying, until, "ratelimited")
                key = room.workspace_id, saying.surface
                pauses.surfaces[key] = max(until, pauses.surfaces.get(key, until))
            case Refused(error) if error in PASSING:
                log.warning("saying_put_off", saying=saying.id, kind=saying.kind, error=error)
                room.deliveries.mark_owed(saying, now + TRY_AGAIN, error)
            case Refused(error):
                log.error("saying_given_up", saying=saying.id, kind=saying.kind, error=error)
                self._scripts.mark_given_up(room, saying, error, now)
            case Unknown(cause) if saying.surface == Surface.WHISPER:
                self._scripts.mark_given_up(room, saying, f"unknown: {cause}", now)
            case Unknown(cause) if saying.surface == Surface.HOME:
                room.deliveries.mark_owed(saying, now + TRY_AGAIN, cause)
            case Unknown(cause):
                log.warning("saying_unknown", saying=saying.id, kind=saying.kind, cause=cause)


def _settle(written: asyncio.Future[None], error: Exception | None = None) -> None:
    """Whoever waited may have left."""
    if written.done():
        return
    if error is None:
        written.set_result(None)
    else:
        written.set_exception(error)
