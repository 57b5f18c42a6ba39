"""The way out: claim what is owed, word it at the last moment, say it once, write down what became of it (law 3)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.clock import Clock
from bot.slack.calls import Calls, Outcome, Refused, Said, Unknown
from bot.slack.events import OwnMessageHeard
from bot.slack.scripts import Draft, Scripts, Surface
from storage.database import Database
from storage.sayings import Saying
from storage.work import Room, Work

log = structlog.get_logger()

T = TypeVar("T")

IN_FLIGHT = 200  # messages on their way at once; a slow call keeps its place and holds up nobody else
A_MOMENT = 2.0  # real seconds that a round waits for its calls; slower ones go on by themselves
CHANNEL_PACE = timedelta(seconds=1)  # Slack takes about one message a second and channel
TRY_AGAIN = timedelta(seconds=30)  # after a refusal that may pass
PUT_OFF = timedelta(minutes=5)  # after a row that failed, or words that only a new version can make
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
class Speaker:
    """Says what is owed. `real_now` and `lease` are patience: how long a call may be on its way."""

    database: Database
    calls: Calls
    clock: Clock
    scripts: Scripts
    real_now: Callable[[], datetime]
    lease: timedelta
    flying: set[asyncio.Task[None]] = field(default_factory=set)

    async def say_due(self) -> int:
        """Say what is owed by now; how many sayings were taken up."""
        free = IN_FLIGHT - len(self.flying)
        if free <= 0:
            return 0
        now = await self.clock.now()
        prepared = await self.database.run(lambda work: self._prepare(work, now, free))
        calls = [asyncio.create_task(self._say_safely(saying, draft)) for saying, draft in prepared if draft]
        for call in calls:
            self.flying.add(call)
            call.add_done_callback(self.flying.discard)
        if calls:
            await asyncio.wait(calls, timeout=A_MOMENT)
        return len(prepared)

    async def finish(self) -> None:
        """Wait for the calls that are on their way."""
        if self.flying:
            await asyncio.wait(self.flying)

    def heard(self, room: Room, event: OwnMessageHeard, now: datetime) -> None:
        """Our own message came back: what was unknown is said, without asking Slack."""
        saying = room.sayings.get(event.saying_id)
        if saying is not None:
            self.scripts.mark_said(room, saying, event.channel, event.ts, now)

    def _prepare(self, work: Work, now: datetime, free: int) -> list[tuple[Saying, Draft | None]]:
        claimed = work.due.claim_sayings(now, lease_until=self.real_now() + self.lease, limit=free)
        return [(saying, self._word_alone(work, saying, now)) for saying in claimed]

    def _word_alone(self, work: Work, saying: Saying, now: datetime) -> Draft | None:
        """The words of one saying; if they cannot be made, it is put off and spares the others."""
        room = work.room(saying.workspace_id)
        try:
            with work.attempt():
                return self._word(room, saying, now)
        except Exception:
            log.exception("saying_not_worded", saying=saying.id, kind=saying.kind)
            room.deliveries.mark_owed(saying.id, now + PUT_OFF, "not worded")
            return None

    def _word(self, room: Room, saying: Saying, now: datetime) -> Draft | None:
        if saying.good_until is not None and now > saying.good_until:
            self.scripts.mark_given_up(room, saying, "late", now)
            return None
        draft = self.scripts.render(room, saying, now)
        if draft is None:
            room.deliveries.mark_fresh(saying.id, state="withdrawn")
        return draft

    async def _say_safely(self, saying: Saying, draft: Draft) -> None:
        try:
            await self._say(saying, draft)
        except Exception:
            log.exception("saying_failed", saying=saying.id, kind=saying.kind)

    async def _say(self, saying: Saying, draft: Draft) -> None:
        channel = await self._destination(saying)
        if channel is None:
            return
        if saying.lease_until is None or self.real_now() >= saying.lease_until:
            log.warning("lease_ran_out_before_the_call", saying=saying.id)
            return
        outcome = await self._call(saying, channel, draft)
        await self._record(saying, channel, outcome)

    async def _destination(self, saying: Saying) -> str | None:
        if saying.surface == Surface.HOME:
            return ""
        return saying.channel or await self._direct_channel(saying)

    async def _direct_channel(self, saying: Saying) -> str | None:
        """The conversation with the one who is to read it; None when Slack did not open it (then that is recorded)."""
        known = await self.in_room(saying, lambda room: room.people.get(saying.audience).dm_channel)
        if known:
            return known
        outcome = await self.calls.open_direct(saying.workspace_id, saying.audience)
        if isinstance(outcome, Said):
            opened = outcome.channel
            await self.in_room(saying, lambda room: room.people.set_dm(saying.audience, opened))
            return opened
        if isinstance(outcome, Unknown):  # opening may be repeated: nothing was said
            outcome = Refused("unreachable")
        await self._record(saying, "", outcome)
        return None

    async def _call(self, saying: Saying, channel: str, draft: Draft) -> Outcome:
        if saying.surface == Surface.HOME:
            return await self.show_home(saying, draft)
        if saying.surface == Surface.WHISPER:
            return await self.calls.whisper(
                saying.workspace_id,
                channel=channel,
                user=saying.audience,
                thread_ts=saying.thread_ts,
                text=draft.text,
                blocks=draft.blocks,
            )
        return await self.calls.post(
            saying.workspace_id,
            saying_id=saying.id,
            channel=channel,
            thread_ts=saying.thread_ts,
            text=draft.text,
            blocks=draft.blocks,
        )

    async def show_home(self, saying: Saying, draft: Draft) -> Outcome:
        """Show the draft as a person's Home."""
        return await self.calls.publish_home(
            saying.workspace_id, saying.audience, {"type": "home", "blocks": list(draft.blocks)}
        )

    async def _record(self, saying: Saying, channel: str, outcome: Outcome) -> None:
        now = await self.clock.now()
        await self.in_room(saying, lambda room: self.note(room, saying, channel, outcome, now))

    def note(self, room: Room, saying: Saying, channel: str, outcome: Outcome, now: datetime) -> None:
        """Write down what became of an attempt; what is unknown stays `sending` until it is looked for."""
        match outcome:
            case Said(where, ts):
                self.scripts.mark_said(room, saying, where or channel, ts, now)
                if ts is not None:
                    room.deliveries.space_channel(where or channel, now + CHANNEL_PACE)
            case Refused("ratelimited", seconds):
                until = now + timedelta(seconds=seconds or 1)
                room.deliveries.mark_owed(saying.id, until, "ratelimited")
                room.deliveries.hold(saying.surface, until)
            case Refused(error) if error in PASSING:
                log.warning("saying_put_off", saying=saying.id, kind=saying.kind, error=error)
                room.deliveries.mark_owed(saying.id, now + TRY_AGAIN, error)
            case Refused(error):
                log.error("saying_given_up", saying=saying.id, kind=saying.kind, error=error)
                self.scripts.mark_given_up(room, saying, error, now)
            case Unknown(cause) if saying.surface == Surface.WHISPER:
                self.scripts.mark_given_up(room, saying, f"unknown: {cause}", now)
            case Unknown(cause) if saying.surface == Surface.HOME:
                room.deliveries.mark_owed(saying.id, now + TRY_AGAIN, cause)
            case Unknown(cause):
                log.warning("saying_unknown", saying=saying.id, kind=saying.kind, cause=cause)

    async def in_room(self, saying: Saying, work: Callable[[Room], T]) -> T:
        """What `work` returns after its commit, in the saying's workspace."""
        return await self.database.run(lambda unit: work(unit.room(saying.workspace_id)))
