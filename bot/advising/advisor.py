"""A language model as the coach knows it: asked once, within a time, and never a reason to fail."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from content.coaching.advising import Advice, Brief

log = structlog.get_logger()

Ask = Callable[[Brief], Awaitable[Advice]]
"""What asks the model; it may raise anything."""

AT_ONCE = (
    8  # questions that are with the model at a time; what waits longer than its patience is the rules' alone
)
TO_SPARE = timedelta(seconds=4)  # from the time-out to the rule's own word, for the rows


@dataclass
class Advisor:
    """The model that the operator set. `to` is whom the words go to, as people read it and consent to."""

    to: str
    model: str
    ask: Ask
    time_out: timedelta
    flying: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def patience(self) -> timedelta:
        """How long a question waits for the model."""
        return self.time_out + TO_SPARE

    @property
    def free(self) -> int:
        """How many more it may be asked now."""
        return AT_ONCE - len(self.flying)

    async def advise(self, brief: Brief) -> Advice | None:
        """What the model answers; None when it does not, in time or at all.

        Only the kind of what went wrong is logged: the rest may hold what somebody wrote.
        """
        try:
            async with asyncio.timeout(self.time_out.total_seconds()):
                return await self.ask(brief)
        except Exception as error:  # noqa: BLE001 (whatever happens there, the rules speak)
            log.warning("no_advice", model=self.model, problem=type(error).__name__)
            return None

    def begin(self, errand: Coroutine[object, object, None]) -> None:
        """Go on this errand while everything else goes on."""
        task = asyncio.create_task(errand)
        self.flying.add(task)
        task.add_done_callback(self.flying.discard)

    async def finish(self) -> None:
        """Wait until nothing is with the model."""
        while self.flying:
            await asyncio.wait(self.flying)

    async def leave(self) -> None:
        """Give up what is with the model: the rows say the rules' words when their time comes."""
        for task in self.flying:
            task.cancel()
        await self.finish()
