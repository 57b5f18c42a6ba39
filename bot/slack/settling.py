"""Settling what is unknown: a message whose call never answered is looked for, never posted again blindly."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.clock import CLOCKS_DIFFER
from bot.slack.calls import Refused, Said, Unknown, refusal_of
from bot.slack.recording import PASSING
from bot.slack.scripts import Surface
from bot.slack.speaking import Speaker
from content.answers import ts_of
from storage.sayings import Saying
from storage.work import Room

log = structlog.get_logger()

AT_ONCE = 10


@dataclass(frozen=True)
class Settler:
    """Finds out what became of sayings whose lease ran out."""

    speaker: Speaker

    async def settle_unknown(self) -> int:
        """Look for each of them once; how many were looked for."""
        speaker = self.speaker
        alive_at = speaker.real_now()
        claimed = await speaker.database.run(
            lambda work: work.due.claim_unknown(
                alive_at=alive_at, lease_until=alive_at + speaker.lease, limit=AT_ONCE
            )
        )
        await asyncio.gather(*(self._settle(saying) for saying in claimed))
        return len(claimed)

    async def _settle(self, saying: Saying) -> None:
        now = await self.speaker.clock.now()
        if saying.surface == Surface.WHISPER:
            await self.speaker.in_room(saying, lambda room: self._give_up(room, saying, "unknown", now))
            return
        try:
            found = await self._look(saying)
        except SlackApiError as error:
            await self._unreadable(saying, refusal_of(error), now)
            return
        except (aiohttp.ClientError, TimeoutError):
            return  # the lease just taken says when to look again
        await self.speaker.in_room(saying, lambda room: self._found(room, saying, found, now))

    async def _look(self, saying: Saying) -> Said | None:
        assert saying.attempted_at is not None
        channel = saying.channel or await self.speaker.in_room(
            saying, lambda room: room.people.get(saying.audience).dm_channel
        )
        if channel is None:
            return None
        return await self.speaker.calls.find_said(
            saying.workspace_id,
            saying_id=saying.id,
            channel=channel,
            thread_ts=saying.thread_ts,
            oldest=ts_of(saying.attempted_at - CLOCKS_DIFFER),
            latest=ts_of(saying.attempted_at + self.speaker.lease + CLOCKS_DIFFER),
        )

    def _found(self, room: Room, saying: Saying, found: Said | None, now: datetime) -> None:
        if found is not None:
            self.speaker.scripts.mark_said(room, saying, found.channel, found.ts, now)
        elif saying.good_until is not None and now > saying.good_until:
            self._give_up(room, saying, "late", now)
        else:
            room.deliveries.mark_owed(saying, now, "not found")

    async def _unreadable(self, saying: Saying, refusal: Refused | Unknown, now: datetime) -> None:
        if isinstance(refusal, Unknown) or refusal.error in {"ratelimited", *PASSING}:
            return  # the lease just taken says when to look again
        log.error("saying_cannot_be_settled", saying=saying.id, kind=saying.kind, error=refusal.error)
        reason = f"unreadable: {refusal.error}"
        await self.speaker.in_room(saying, lambda room: self._give_up(room, saying, reason, now))

    def _give_up(self, room: Room, saying: Saying, reason: str, now: datetime) -> None:
        self.speaker.scripts.mark_given_up(room, saying, reason, now)
