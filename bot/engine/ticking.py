"""One tick at a time in this process; whoever comes meanwhile leaves word, and it goes round again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

log = structlog.get_logger()

Tick = Callable[[], Awaitable[object]]


@dataclass
class Ticks:
    """The ticks of this process, for whoever waits for one."""

    taken: int = 0
    """Rows that they took up so far."""
    steps_failed: int = 0
    """Steps that raised in the last tick that ended."""
    failing: int = 0
    """The same so far in the tick at work."""
    waiting: list[asyncio.Event] = field(default_factory=list)

    async def next(self, wake: Callable[[], None]) -> None:
        """Wake the engine, and return when a tick has ended that began after this call."""
        ended = asyncio.Event()
        self.waiting.append(ended)
        wake()
        await ended.wait()

    def begin(self) -> list[asyncio.Event]:
        """A tick begins; who waits for its end."""
        waiting, self.waiting = self.waiting, []
        self.failing = 0
        return waiting

    def end(self, waiting: list[asyncio.Event], taken: int) -> None:
        """That tick ended, and took up so many rows."""
        self.taken += taken
        self.steps_failed = self.failing
        for ended in waiting:
            ended.set()


class Ticking:
    """Runs `tick`, never two at a time; one that raises is logged and spares the next."""

    def __init__(self, tick: Tick) -> None:
        """Nothing runs before `run`."""
        self._tick = tick
        self._again = False
        self._rest = asyncio.Event()
        self._rest.set()
        self._ended_at: float | None = None

    @property
    def is_at_work(self) -> bool:
        """Whether a tick runs just now."""
        return not self._rest.is_set()

    def leave_word(self) -> bool:
        """Whether a tick is at work, which then goes round again."""
        self._again = self.is_at_work
        return self._again

    async def run(self) -> None:
        """Tick until nobody left word meanwhile; if it is at work already, only leave word."""
        if self.leave_word():
            return
        self._rest.clear()
        try:
            self._again = True
            while self._again:
                self._again = False
                await self._tick()
                self._ended_at = time.monotonic()
        except Exception:
            log.exception("tick_failed")
        finally:
            self._rest.set()

    async def rest(self) -> None:
        """Wait for the tick at work."""
        await self._rest.wait()

    def since(self) -> float | None:
        """Seconds since a tick ended here and did not raise; None when none did."""
        return None if self._ended_at is None else time.monotonic() - self._ended_at
