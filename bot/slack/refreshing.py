"""Bringing what was said up to date: update the message, or delete it when nothing is left to say."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.slack.calls import Outcome, Refused, Said, Unknown
from bot.slack.recording import PASSING, TRY_AGAIN
from bot.slack.scripts import Draft, Surface
from bot.slack.speaking import PUT_OFF, Speaker
from storage.sayings import Saying
from storage.work import Room, Work

log = structlog.get_logger()

AT_ONCE = 20
ALREADY_GONE = frozenset({"message_not_found", "channel_not_found"})
TRY_LONG_AFTER = timedelta(hours=1)  # words that are to go are not forgotten: a channel may come back


@dataclass(frozen=True)
class Worded:
    """What a saying says now: None when nothing is left to say."""

    draft: Draft | None


@dataclass(frozen=True)
class Refresher:
    """Renders stale sayings again; updates and deletions may be repeated, so nothing here can double."""

    speaker: Speaker

    async def refresh_stale(self) -> int:
        """Update or delete what is out of date; how many were taken up."""
        now = await self.speaker.clock.now()
        prepared = await self.speaker.database.run(lambda work: self._prepare(work, now))
        changes = [change for change in prepared if change is not None]
        await asyncio.gather(*(self._refresh(saying, draft) for saying, draft in changes))
        return len(prepared)

    def _prepare(self, work: Work, now: datetime) -> list[tuple[Saying, Draft | None] | None]:
        alive_at = self.speaker.real_now()
        claimed = work.due.claim_stale(
            now, lease_until=alive_at + self.speaker.lease, alive_at=alive_at, limit=AT_ONCE
        )
        return [self._change(work, saying, now) for saying in claimed]

    def _change(self, work: Work, saying: Saying, now: datetime) -> tuple[Saying, Draft | None] | None:
        """What is to be changed in Slack; None when nothing is, or nothing can be."""
        words = self._word_alone(work, saying, now)
        if words is None:
            return None
        if saying.surface == Surface.HOME:  # Slack may have forgotten it
            return saying, words.draft
        deliveries = work.room(saying.workspace_id).deliveries
        if words.draft is not None and self.speaker.remembered.stands(saying, words.draft):
            deliveries.mark_fresh(saying.id)
            return None
        return deliveries.mark_attempted(saying, now), words.draft

    def _word_alone(self, work: Work, saying: Saying, now: datetime) -> Worded | None:
        """What the saying says now; None when it cannot be worded, which puts it off and spares the others."""
        room = work.room(saying.workspace_id)
        try:
            with work.attempt():
                return Worded(self.speaker.scripts.render(room, saying, now))
        except Exception:
            log.exception("saying_not_worded", saying=saying.id, kind=saying.kind)
            room.deliveries.put_off(saying.id, now + PUT_OFF)
            return None

    async def _refresh(self, saying: Saying, draft: Draft | None) -> None:
        if not self.speaker.may_call(saying):
            await self._hand_back(saying)
            return
        outcome = await self._call(saying, draft)
        now = await self.speaker.clock.now()
        await self.speaker.in_room(
            saying, lambda room: self._note(room, saying, outcome, now, kept=draft is not None)
        )
        if isinstance(outcome, Said) and draft is not None:
            self.speaker.remembered.keep(saying, draft)

    async def _hand_back(self, saying: Saying) -> None:
        """It was prepared too long for its lease, and another may say something newer: it is rendered anew."""
        log.warning("lease_too_short_for_the_call", saying=saying.id)
        now = await self.speaker.clock.now()
        await self.speaker.in_room(saying, lambda room: room.deliveries.hand_back(saying, now))

    async def _call(self, saying: Saying, draft: Draft | None) -> Outcome:
        if saying.surface == Surface.HOME and draft is not None:
            return await self.speaker.show_home(saying, draft)
        if saying.channel is None or saying.ts is None:
            return Refused("what Slack shows once cannot be changed")
        if draft is None:
            return await self.speaker.calls.delete(saying.workspace_id, channel=saying.channel, ts=saying.ts)
        return await self.speaker.calls.update(
            saying.workspace_id, channel=saying.channel, ts=saying.ts, text=draft.text, blocks=draft.blocks
        )

    def _note(self, room: Room, saying: Saying, outcome: Outcome, now: datetime, *, kept: bool) -> None:
        state = "said" if kept else "withdrawn"
        match outcome:
            case Said():
                room.deliveries.mark_fresh(saying.id, state)
            case Refused("ratelimited", seconds):
                room.deliveries.put_off(saying.id, now + timedelta(seconds=seconds or 1))
            case Refused(error) if error in PASSING:
                room.deliveries.put_off(saying.id, now + TRY_AGAIN)
            case Refused(error) if not kept and error not in ALREADY_GONE:
                log.error("saying_not_deleted", saying=saying.id, kind=saying.kind, error=error)
                room.deliveries.put_off(saying.id, now + TRY_LONG_AFTER)
            case Refused(error):
                log.warning("saying_not_refreshed", saying=saying.id, kind=saying.kind, error=error)
                room.deliveries.mark_fresh(saying.id, state)
            case Unknown():
                room.deliveries.put_off(saying.id, now + TRY_AGAIN)
