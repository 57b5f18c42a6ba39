"""Faults on request: what goes wrong with calls of the Web API and with deliveries, always the same way."""

import random
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.sandbox.delivery.letter import Letter
from bot.sandbox.shapes import Json


@dataclass(frozen=True, kw_only=True)
class CallFault:
    """What befalls one call: a wait, a status instead of the deed, or a deed whose answer is lost."""

    status: int = 0
    retry_after: int = 0
    wait: float = 0.0
    lose_answer: bool = False
    error: str = ""


class Faults:
    """Settings that hold until they are changed, and one-shot orders for the next calls of a method."""

    def __init__(self) -> None:
        self.duplicate_every = 0
        self.late_every = 0
        self.late_by = timedelta(minutes=2)
        self.reorder: random.Random | None = None
        self.drop_socket_every = 0
        self.stale_tickets = 0
        self.pace_posts = False
        self.tiers = False
        self.ration_history = False
        self.drop_metadata = False
        self.held: list[Letter] = []
        self.holding = False
        self._orders: dict[str, deque[CallFault]] = {}
        self._resume: Callable[[Sequence[Letter]], None] = lambda _letters: None
        self._drop: Callable[[], Awaitable[None]] = _nothing
        self._refresh: Callable[[str], Awaitable[None]] = _nothing

    def rate_limit(self, method: str, retry_after: int, times: int = 1) -> None:
        """Answer the next calls of a method with 429 and `Retry-After`."""
        self._order(method, CallFault(status=429, retry_after=retry_after), times)

    def fail(self, method: str, status: int = 503, times: int = 1) -> None:
        """Answer the next calls of a method with a server error; nothing is written."""
        self._order(method, CallFault(status=status), times)

    def refuse(self, method: str, error: str, times: int = 1) -> None:
        """Answer the next calls of a method `ok: false` with this error code; nothing is written."""
        self._order(method, CallFault(error=error), times)

    def drop_after_write(self, method: str, times: int = 1) -> None:
        """Do what the next calls of a method ask, then cut the connection instead of answering."""
        self._order(method, CallFault(lose_answer=True), times)

    def hang(self, method: str, seconds: float, times: int = 1) -> None:
        """Let the next calls of a method wait real seconds before they are done, even if the caller has left."""
        self._order(method, CallFault(wait=seconds), times)

    def lift(self, method: str) -> None:
        """Forget what was ordered for the next calls of a method."""
        self._orders.pop(method, None)

    def take(self, method: str) -> CallFault:
        """The fault ordered for this call, which is used up; a harmless one when none was ordered."""
        orders = self._orders.get(method)
        return orders.popleft() if orders else CallFault()

    def hold(self) -> None:
        """Collect all events from now on instead of delivering them."""
        self.holding = True

    def held_events(self) -> list[Json]:
        """The payloads of the collected events, in the order in which they happened."""
        return [letter.payload for letter in self.held]

    def release(self, order: Sequence[int] | None = None) -> None:
        """Deliver what was collected, by these positions first (a position may come twice), then the rest."""
        chosen = [self.held[position] for position in order or ()]
        rest = [letter for letter in self.held if letter not in chosen]
        self.held, self.holding = [], False
        self._resume([*chosen, *rest])

    async def drop_sockets(self) -> None:
        """Cut every open socket now, without a word."""
        await self._drop()

    async def refresh_sockets(self, reason: str = "refresh_requested") -> None:
        """Tell every open socket that it goes now, or with `warning` that it will; a warned one is still used."""
        await self._refresh(reason)

    def bind_deliveries(self, resume: Callable[[Sequence[Letter]], None]) -> None:
        """Tell where released letters go; the post office does this."""
        self._resume = resume

    def bind_sockets(
        self, drop: Callable[[], Awaitable[None]], refresh: Callable[[str], Awaitable[None]]
    ) -> None:
        """Tell how sockets are cut and refreshed; the sockets do this."""
        self._drop, self._refresh = drop, refresh

    def _order(self, method: str, fault: CallFault, times: int) -> None:
        self._orders.setdefault(method, deque()).extend([fault] * times)


async def _nothing(_reason: str = "") -> None:
    """There is nothing to drop before a transport is bound."""
