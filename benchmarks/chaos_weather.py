"""What goes wrong in a chaos run, and when: planned from a seed over the acts of the story."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.chaos_processes import Fleet, Postgres
from bot.sandbox.delivery.faults import Faults
from bot.sandbox.delivery.letter import RETRY_AFTER as RETRIES
from bot.sandbox.delivery.letter import Answer, Carrier, Letter
from bot.sandbox.delivery.office import PostOffice
from bot.sandbox.world.ledger import Call

KILL_WITHIN = 2.0  # real seconds after an act began
AN_INSTANT = 0.002  # real seconds
HALF = 0.5  # of the kills wait for a call of Slack
RETRY_AFTER = (2, 40)  # seconds of Slack's clock
Deed = Callable[[], Awaitable[None]]


@dataclass
class Watched:
    """A carrier of deliveries that counts those that failed, and keeps the events that Slack gave up at last."""

    carrier: Carrier
    failed: int = 0
    given_up: list[str] = field(default_factory=list)

    async def carry(self, letter: Letter) -> Answer:
        """As the carrier does."""
        answer = await self.carrier.carry(letter)
        if not answer.accepted:
            self.failed += 1
            if letter.attempt == len(RETRIES):
                self.given_up.append(str(letter.payload.get("event")))
        return answer

    async def close(self) -> None:
        """As the carrier does."""
        await self.carrier.close()


def watch_over(office: PostOffice) -> Watched:
    """Count what fails from now on."""
    carrier = office._carrier  # noqa: SLF001 (nothing else needs it from there)
    assert carrier is not None
    watched = Watched(carrier)
    office.use(watched)
    return watched


@dataclass
class Weather:
    """Strikes in the middle of acts; what struck is counted."""

    rng: random.Random
    faults: Faults
    fleet: Fleet
    postgres: Postgres
    watched: Watched
    record: Sequence[Call]
    plan: dict[int, list[Deed]] = field(default_factory=dict)
    struck: Counter[str] = field(default_factory=Counter)

    def make_rough(self) -> None:
        """From now on some deliveries come twice, late, or in another order."""
        self.faults.duplicate_every = 6
        self.faults.late_every = 9
        self.faults.reorder = random.Random(self.rng.random())
        self.faults.drop_socket_every = 500

    def plan_over(self, acts: Sequence[int], *, kills: int, restarts: int) -> None:
        """Spread what is to happen over these acts; one that is named more often is struck more often."""
        for deed, times in (
            (self._kill, kills),
            (self._restart, restarts),
            (self._cut, max(1, len(acts) // 10)),
            (self._storm, max(1, len(acts) // 8)),
            (self._fail, max(1, len(acts) // 10)),
            (self._lose_answers, max(1, len(acts) // 6)),
        ):
            for act in self.rng.choices(acts, k=times):
                self.plan.setdefault(act, []).append(deed)

    def begin(self, act: int) -> list[asyncio.Task[None]]:
        """Let come what is planned for this act, while it goes on."""
        return [asyncio.create_task(self._within(deed)) for deed in self.plan.pop(act, ())]

    def storm(self) -> None:
        """Slack answers calls with 429 for a while."""
        after = self.rng.randint(*RETRY_AFTER)
        for method, most in (("chat.postMessage", 12), ("chat.update", 6), ("users.info", 4)):
            self.faults.rate_limit(method, after, self.rng.randint(1, most))

    async def _within(self, deed: Deed) -> None:
        if deed in {self._kill, self._restart, self._cut}:
            await asyncio.sleep(self.rng.uniform(0, KILL_WITHIN))
        await deed()
        self.struck[deed.__name__.strip("_")] += 1

    async def _kill(self) -> None:
        if self.rng.random() < HALF:
            await self._until_something_is_said()
        await self.fleet.kill_one(self.rng)

    async def _until_something_is_said(self) -> None:
        before, until = len(self.record), time.monotonic() + KILL_WITHIN
        while len(self.record) == before and time.monotonic() < until:  # noqa: ASYNC110 (other processes do it)
            await asyncio.sleep(AN_INSTANT)

    async def _restart(self) -> None:
        mode = self.rng.choice(("immediate", "immediate", "fast"))
        await self.postgres.restart(mode, self.rng.uniform(0, 3))

    async def _cut(self) -> None:
        await self.faults.drop_sockets()

    async def _storm(self) -> None:
        self.storm()

    async def _fail(self) -> None:
        for method in ("chat.postMessage", "chat.update", "conversations.open", "chat.postEphemeral"):
            self.faults.fail(method, 503, self.rng.randint(0, 3))

    async def _lose_answers(self) -> None:
        for method in ("chat.postMessage", "chat.update"):
            self.faults.drop_after_write(method, self.rng.randint(0, 2))
