"""Slack's clock in a chaos run: it moves in steps, never while nobody listens, and waits for what is due."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.sandbox.slack import Sandbox
from storage.database import Database
from storage.work import Work

LISTENERS_WITHIN = 120.0  # real seconds until somebody must listen again
SETTLED_WITHIN = 60.0  # real seconds until what is due must be done; then time goes on, as it would
LOOK_EVERY = 0.15
STEP = timedelta(seconds=30)  # of Slack's clock
LEAP = timedelta(minutes=5)
A_MOMENT = 1.5
ON_ITS_WAY = "a message is on its way"


@dataclass
class Clockwork:
    """Moves the clock, and waits."""

    slack: Sandbox
    database: Database
    moves: int = 0
    unsettled: Counter[str] = field(default_factory=Counter)
    waited: dict[str, float] = field(default_factory=dict)

    async def move(self, to: datetime) -> None:
        """Go to an instant, stopping on the way wherever something is due, at most once a step.

        No leap is made before every message on its way has arrived or been looked for.
        """
        while (now := self.slack.clock.now()) < to:
            due = await self._next_due()
            target = to if due is None else min(to, max(due, now + STEP))
            if target - now > LEAP and await self._left():
                await self.settle()
                continue
            await self.jump(target)
            if target < to:
                await self.settle(within=A_MOMENT)

    async def jump(self, to: datetime) -> None:
        """Show another time once somebody hears Slack and the database answers: else redeliveries would be wasted."""
        await self._somebody_listens()
        self.slack.clock.move_to(to)
        self.moves += 1

    async def settle(self, within: float = SETTLED_WITHIN) -> None:
        """Return when nothing is being delivered and no row waits for what is due by now.

        A message on its way when its process was killed is looked for when its lease has run out: that is waited for
        `within` real seconds.
        """
        began = time.monotonic()
        while left := await self._left():
            passed = time.monotonic() - began
            if passed > (within if left == [ON_ITS_WAY] else SETTLED_WITHIN):
                break
            await asyncio.sleep(LOOK_EVERY)
            what = ", ".join(left)
            self.waited[what] = self.waited.get(what, 0) + time.monotonic() - began - passed
        if within == SETTLED_WITHIN:
            self.unsettled.update(left)

    async def _left(self) -> list[str]:
        """What is still to be done at the clock's present, in words."""
        try:
            async with asyncio.timeout(SETTLED_WITHIN):
                await self.slack.delivered()
            now = self.slack.clock.now()
            return await self.database.run(lambda work: _due(work, now))
        except (SQLAlchemyError, TimeoutError) as error:
            return [type(error).__name__]

    async def _next_due(self) -> datetime | None:
        await self._somebody_listens()
        try:
            due = await self.database.run(lambda work: work.due.next_at())
        except SQLAlchemyError:
            due = None
        return min(filter(None, (due, self.slack.pending_redeliveries())), default=None)

    async def _somebody_listens(self) -> None:
        async with asyncio.timeout(LISTENERS_WITHIN):
            await self.slack.connected()
            while await self._is_away():  # noqa: ASYNC110 (another process comes back)
                await asyncio.sleep(LOOK_EVERY)

    async def _is_away(self) -> bool:
        try:
            await self.database.run(lambda work: work.workspaces.find("?"))
        except SQLAlchemyError:
            return True
        return False


def _due(work: Work, now: datetime) -> list[str]:
    """Only what no lock is taken for: the processes are to find these rows free."""
    next_at = work.due.next_at()
    found = {
        "a row is due": next_at is not None and next_at <= now,
        ON_ITS_WAY: work.due.in_flight() > 0,
        "a thread is to be read": bool(work.due.catch_ups(now, 1)),
        "a person is to be looked up": bool(work.due.profiles(1)),
        "a roster is to be read": bool(work.due.rosters(1)),
    }
    return [what for what, holds in found.items() if holds]
