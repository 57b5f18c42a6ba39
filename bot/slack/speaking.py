"""The way out: claim what is owed, word it at the last moment, say it once, write down what became of it (law 3)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar

import structlog

from bot.clock import Clock
from bot.slack.calls import Calls, Outcome, Refused, Said, Unknown
from bot.slack.events import OwnMessageHeard
from bot.slack.recording import Attempt, Recorder
from bot.slack.remembering import Remembered
from bot.slack.scripts import Draft, Scripts, Surface
from storage.database import Database
from storage.sayings import Saying
from storage.work import Room, Work

log = structlog.get_logger()

T = TypeVar("T")

IN_FLIGHT = 200  # messages on their way at once; a slow call keeps its place and holds up nobody else
CROWD = 50  # from so many on the tick goes on while they are on their way
A_MOMENT = 2.0  # real seconds that a round waits for its calls; slower ones go on by themselves
PUT_OFF = timedelta(minutes=5)  # after a row that failed, or words that only a new version can make


@dataclass(frozen=True)
class Speaker:
    """Says what is owed. `real_now`, `lease` and `call_takes` are patience: whoever claims a row holds it for a lease,
    and begins no call that could last longer, for then another looks for the message in Slack.
    """

    database: Database
    calls: Calls
    clock: Clock
    scripts: Scripts
    real_now: Callable[[], datetime]
    lease: timedelta
    call_takes: timedelta
    flying: set[asyncio.Task[None]] = field(default_factory=set)
    remembered: Remembered = field(default_factory=Remembered)

    @cached_property
    def recorder(self) -> Recorder:
        """What writes down what became of each attempt."""
        return Recorder(self.database, self.clock, self.scripts)

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
        await self._wait_a_moment(calls)
        return len(prepared)

    async def _wait_a_moment(self, calls: Sequence[asyncio.Task[None]]) -> None:
        """For these calls, if few are on their way; else only for a free place, so that the next ones are prepared."""
        if len(self.flying) >= IN_FLIGHT:
            await asyncio.wait(self.flying, timeout=A_MOMENT, return_when=asyncio.FIRST_COMPLETED)
        elif calls and len(self.flying) < CROWD:
            await asyncio.wait(calls, timeout=A_MOMENT)

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
        try:
            with work.attempt():
                return [self._word(work.room(saying.workspace_id), saying, now) for saying in claimed]
        except Exception:
            log.warning("worded_one_by_one", sayings=len(claimed), exc_info=True)
            return [self._word_alone(work, saying, now) for saying in claimed]

    def _word_alone(self, work: Work, saying: Saying, now: datetime) -> tuple[Saying, Draft | None]:
        """One saying and its words; if they cannot be made, it is put off and spares the others."""
        room = work.room(saying.workspace_id)
        try:
            with work.attempt():
                return self._word(room, saying, now)
        except Exception:
            log.exception("saying_not_worded", saying=saying.id, kind=saying.kind)
            room.deliveries.mark_owed(saying, now + PUT_OFF, "not worded")
            return saying, None

    def _word(self, room: Room, saying: Saying, now: datetime) -> tuple[Saying, Draft | None]:
        """The saying, which knows where it is to be said if that is known, and its words."""
        if saying.good_until is not None and now > saying.good_until:
            self.scripts.mark_given_up(room, saying, "late", now)
            return saying, None
        draft = self.scripts.render(room, saying, now)
        if draft is None:
            room.deliveries.mark_fresh(saying.id, state="withdrawn")
            return saying, None
        return _addressed(room, saying), draft

    async def _say_safely(self, saying: Saying, draft: Draft) -> None:
        try:
            await self._say(saying, draft)
        except Exception:
            log.exception("saying_failed", saying=saying.id, kind=saying.kind)

    async def _say(self, saying: Saying, draft: Draft) -> None:
        channel = await self._destination(saying)
        if channel is None:
            return
        if not self.may_call(saying):
            log.warning("lease_too_short_for_the_call", saying=saying.id)
            await self._give_back(saying)
            return
        outcome = await self._call(saying, channel, draft)
        await self._record(saying, channel, outcome)
        if isinstance(outcome, Said):
            self.remembered.keep(saying, draft)

    async def _give_back(self, saying: Saying) -> None:
        """The call was not begun: nothing was said, and it is owed as before."""
        now = await self.clock.now()
        await self.in_room(saying, lambda room: room.deliveries.mark_owed(saying, now, "not begun"))

    def may_call(self, saying: Saying) -> bool:
        """Whether a call that begins now ends while the saying is still leased to this process."""
        return saying.lease_until is not None and self.real_now() + self.call_takes < saying.lease_until

    async def _destination(self, saying: Saying) -> str | None:
        if saying.surface == Surface.HOME:
            return ""
        return saying.channel or await self._open_direct(saying)

    async def _open_direct(self, saying: Saying) -> str | None:
        """A conversation with the one who is to read it; None when Slack did not open it or they were erased meanwhile."""
        outcome = await self.calls.open_direct(saying.workspace_id, saying.audience)
        if isinstance(outcome, Said):
            opened = outcome.channel
            if await self.in_room(saying, lambda room: _keep_direct(room, saying, opened)):
                return opened
            await self._give_back(saying)
            return None
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
        await self.recorder.write_down(Attempt(saying, channel, outcome))

    async def in_room(self, saying: Saying, work: Callable[[Room], T]) -> T:
        """What `work` returns after its commit, in the saying's workspace."""
        return await self.database.run(lambda unit: work(unit.room(saying.workspace_id)))


def _addressed(room: Room, saying: Saying) -> Saying:
    """The saying with the conversation in which its reader is written to, if it needs one and that is known.

    It is written down before the call: whose call is never answered is looked for there, whoever was erased meanwhile.
    """
    if saying.channel is not None or saying.surface != Surface.DIRECT:
        return saying
    known = room.people.get(saying.audience).dm_channel
    return (known and room.deliveries.address(saying, known)) or saying


def _keep_direct(room: Room, saying: Saying, channel: str) -> bool:
    """Whether the saying is still for its reader; then this is the conversation with them."""
    if room.deliveries.address(saying, channel) is None:
        return False
    room.people.set_dm(saying.audience, channel)
    return True
