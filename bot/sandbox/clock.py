"""Calendar time of the sandbox: it stands still until somebody moves it, and only forward."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

MICROSECONDS = 1_000_000


class SandboxClock:
    """Tells one instant until it is moved; whoever asked to be told hears of each move."""

    def __init__(self, start: datetime) -> None:
        self._now = _in_utc(start)
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move the present forward by a span and return it."""
        return self.move_to(self._now + by)

    def move_to(self, instant: datetime) -> datetime:
        """Move the present to an instant that is not before it, and return it."""
        target = _in_utc(instant)
        if target < self._now:
            raise ValueError(
                f"The clock shows {self._now.isoformat()} and does not go back to {target.isoformat()}."
            )
        self._now = target
        for listener in self._listeners:
            listener()
        return target

    def on_move(self, listener: Callable[[], None]) -> None:
        """Call the listener after each move."""
        self._listeners.append(listener)


class Stamps:
    """Gives each message its `ts`: seconds and six digits, unique and increasing even while the clock stands."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """A `ts` later than every one before it."""
        now = round(self._clock.now().timestamp() * MICROSECONDS)
        self._last = max(now, self._last + 1)
        return f"{self._last // MICROSECONDS}.{self._last % MICROSECONDS:06d}"


def _in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("The clock takes aware instants only.")
    return instant.astimezone(UTC)
