"""What Slack is asked while a person waits for an answer, and how long."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

T = TypeVar("T")

PATIENCE = timedelta(seconds=2)  # Slack gives a command three


@dataclass(frozen=True)
class Asking:
    """Questions to Slack that nobody waits for longer than a command may take."""

    going_on: set[asyncio.Task[object]] = field(default_factory=set)

    async def in_time(self, question: Coroutine[object, object, T], otherwise: T) -> T:
        """What Slack answers, or `otherwise` when that takes longer.

        The call itself goes on: it may be trading a token that is good only once (see `Renewal`).
        """
        task = asyncio.create_task(question)
        self.going_on.add(task)
        task.add_done_callback(self._let_go)
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                return await asyncio.shield(task)
        except TimeoutError:
            return otherwise

    def _let_go(self, task: asyncio.Task[object]) -> None:
        """Nobody may be left who hears how it ended."""
        self.going_on.discard(task)
        if not task.cancelled():
            task.exception()
