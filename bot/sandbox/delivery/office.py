"""The post office: tries each event at its due instant, tries failures again, and knows when nothing is under way."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.sandbox.clock import SandboxClock
from bot.sandbox.delivery.faults import Faults
from bot.sandbox.delivery.letter import RETRY_AFTER, Answer, Carrier, Kind, Letter
from bot.sandbox.shapes import Json

SHUFFLE_WINDOW = (
    0.05  # real seconds that events gather before they are shuffled, unless `delivered` is awaited
)


class PostOffice:
    """Carries letters; what is due later than the clock's present waits until the clock is moved."""

    def __init__(self, clock: SandboxClock, faults: Faults) -> None:
        self._clock = clock
        self._faults = faults
        self._carrier: Carrier | None = None
        self._waiting: list[Letter] = []
        self._gathered: list[Letter] = []
        self._flying: set[asyncio.Task[Answer]] = set()
        self._posted = 0
        clock.on_move(self._start_due)
        faults.bind_deliveries(self._start_all)

    def use(self, carrier: Carrier) -> None:
        """Carry letters this way from now on."""
        self._carrier = carrier

    def post(self, payload: Json) -> Letter:
        """Queue one event; it starts at once unless a fault holds it, delays it or gathers it."""
        self._posted += 1
        letter = Letter(kind="events_api", payload=payload, due=self._clock.now())
        copies = 2 if _every(self._faults.duplicate_every, self._posted) else 1
        if _every(self._faults.late_every, self._posted):
            letter.due += self._faults.late_by
        for copy in [letter, *(_again(letter) for _ in range(copies - 1))]:
            self._accept(copy)
        return letter

    async def ask(self, kind: Kind, payload: Json) -> Answer:
        """Carry an interaction once and return what the app answered."""
        return await self._start(Letter(kind=kind, payload=payload, due=self._clock.now()))

    async def delivered(self) -> None:
        """Return when nothing is queued or in flight that the clock's present allows."""
        while True:
            self._shuffle()
            self._start_due()
            if not self._flying:
                return
            await asyncio.wait(self._flying)

    def next_due(self) -> datetime | None:
        """The next instant at which something is due, or None."""
        return min((letter.due for letter in self._waiting), default=None)

    def in_flight(self) -> int:
        """How many letters are under way or gathered at this moment."""
        return len(self._flying) + len(self._gathered)

    async def close(self) -> None:
        """Stop all that is under way and let the carrier go."""
        self._gathered.clear()
        for task in list(self._flying):
            task.cancel()
        await asyncio.gather(*self._flying, return_exceptions=True)
        if self._carrier:
            await self._carrier.close()

    def _accept(self, letter: Letter) -> None:
        if self._faults.holding:
            self._faults.held.append(letter)
        elif letter.due > self._clock.now():
            self._waiting.append(letter)
        elif self._faults.reorder:
            if not self._gathered:
                asyncio.get_running_loop().call_later(SHUFFLE_WINDOW, self._shuffle)
            self._gathered.append(letter)
        else:
            self._start(letter)
            return
        letter.tried.set()

    def _shuffle(self) -> None:
        letters, self._gathered = self._gathered, []
        if self._faults.reorder:
            self._faults.reorder.shuffle(letters)
        self._start_all(letters)

    def _start_due(self) -> None:
        now = self._clock.now()
        due = sorted((letter for letter in self._waiting if letter.due <= now), key=lambda letter: letter.due)
        self._waiting = [letter for letter in self._waiting if letter.due > now]
        self._start_all(due)

    def _start_all(self, letters: Sequence[Letter]) -> None:
        for letter in letters:
            self._start(letter)

    def _start(self, letter: Letter) -> asyncio.Task[Answer]:
        task = asyncio.get_running_loop().create_task(self._carry(letter))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)
        return task

    async def _carry(self, letter: Letter) -> Answer:
        try:
            answer = Answer(accepted=False, failure="connection_failed")
            if self._carrier:
                answer = await self._carrier.carry(letter)
            if letter.kind == "events_api" and not answer.accepted and answer.may_retry:
                self._try_again(letter, answer.failure)
            return answer
        finally:
            letter.tried.set()

    def _try_again(self, letter: Letter, reason: str) -> None:
        if letter.attempt < len(RETRY_AFTER):
            due = self._clock.now() + RETRY_AFTER[letter.attempt]
            self._waiting.append(replace(letter, attempt=letter.attempt + 1, reason=reason, due=due))
            self._start_due()


def _every(number: int, count: int) -> bool:
    return number > 0 and count % number == 0


def _again(letter: Letter) -> Letter:
    return replace(letter, tried=asyncio.Event())
