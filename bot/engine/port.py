"""What the app asks of an engine, whichever it is."""

from __future__ import annotations

from typing import Protocol


class Engine(Protocol):
    """Lets the rows be asked what is due, every second or so and after each commit; it remembers nothing."""

    async def start(self) -> None:
        """Begin to tick, if this process is one that does. Raises UnreachableError when the database is away."""
        ...

    def wake(self) -> None:
        """Something was committed that may be due at once; returns at once and never raises."""
        ...

    async def stop(self) -> None:
        """Finish the tick at work, then tick no more."""
        ...

    async def since_tick(self) -> float | None:
        """Seconds since the rows were last asked, by whichever process; None when they never were."""
        ...

    async def waiting(self) -> int:
        """How many ticks are wanted and not yet begun."""
        ...
