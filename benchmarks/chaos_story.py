"""The story of a chaos run: a fortnight of questions and answers, act by act, while the weather strikes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from benchmarks.chaos_books import Slot
from benchmarks.chaos_time import A_MOMENT, Clockwork
from benchmarks.chaos_weather import Weather
from benchmarks.chaos_world import Answering, Crowd, Practice
from bot.sandbox.slack import Sandbox

FIRST_DAY = date(
    2026, 10, 19
)  # a Monday; summer time ends in Europe on the first Sunday, in America on the last
START = datetime(2026, 10, 18, 20, 0, tzinfo=UTC)
ACTS = 9
"""In each wave: the question, answers, second thoughts, the coach twice, replies, the coach, replies, the coach."""
BUSY = (0, 1, 1, 2, 2, 3, 5, 5, 7)
"""The acts in which most is under way: people write, or the app does."""
WHILE_IT_STRIKES = 1.5  # real seconds
AFTERWARDS = (timedelta(hours=26), timedelta(hours=1))
DAYS_AFTERWARDS = 3


@dataclass
class Story:
    """One run."""

    slack: Sandbox
    practices: list[Practice]
    crowd: Crowd
    clock: Clockwork
    weather: Weather
    days: int
    act: int = 0

    async def run(self, *, kills: int, restarts: int) -> None:
        """Let the app into the channels, live through the days, and let the last questions close."""
        await self.clock.jump(START)
        await asyncio.gather(*(practice.channel.invite_app(by=practice.host) for practice in self.practices))
        await self.clock.settle()
        self.weather.make_rough()
        waves = self._waves()
        busy = [wave * ACTS + act for wave in range(len(waves)) for act in BUSY]
        self.weather.plan_over(busy, kills=kills, restarts=restarts)
        for number, (at, practices) in enumerate(waves, start=1):
            await self.clock.move(at - timedelta(minutes=1))
            await self._wave(at, practices)
            self._tell(number, len(waves))
        await self._calm_down()

    async def _wave(self, at: datetime, practices: Sequence[Practice]) -> None:
        """A question is due in these channels; people answer it."""
        answers: list[Answering] = []
        await self._act(at)
        for _ in range(2):
            answers = self.crowd.begin(practices, at)
            if len({answer.thread_ts for answer in answers}) >= len(practices):
                break
            await self.clock.move(self.slack.clock.now() + timedelta(minutes=2))
        await self._act(self._in(30), self.crowd.write(answers))
        await self._act(self._in(20), self.crowd.go_on(answers))
        await self._act(self._in(70))
        await self._act(self._in(40))
        await self._act(self._in(20), self.crowd.reply(answers))
        await self._act(self._in(70))
        await self._act(self._in(40), self.crowd.reply(answers))
        await self._act(self._in(70))
        await self.clock.move(self._in(90))
        await self.crowd.change_their_minds(answers)
        await self.clock.settle()

    async def _act(self, at: datetime, deeds: Awaitable[None] | None = None) -> None:
        """Move on to an instant, let people do something, let what is planned strike in the middle of it."""
        await self.clock.move(at)
        strikes = self.weather.begin(self.act)
        self.act += 1
        if deeds is not None:
            self.crowd.takes = WHILE_IT_STRIKES if strikes else 0
            await deeds
        await asyncio.gather(*strikes)
        await self.clock.settle(within=A_MOMENT)

    def _in(self, seconds: float) -> datetime:
        return self.slack.clock.now() + timedelta(seconds=seconds)

    def _waves(self) -> list[tuple[datetime, list[Practice]]]:
        """The instants at which questions are due, with whose."""
        waves: dict[datetime, list[Practice]] = {}
        for practice in self.practices:
            for slot in practice.slots(FIRST_DAY, self.days):
                waves.setdefault(slot.at, []).append(practice)
        return sorted(waves.items())

    def slots(self) -> list[Slot]:
        """Every question that was due by now, those of the last days, which nobody answers, among them."""
        now = self.slack.clock.now()
        days = self.days + DAYS_AFTERWARDS
        return [
            slot for practice in self.practices for slot in practice.slots(FIRST_DAY, days) if slot.at <= now
        ]

    async def _calm_down(self) -> None:
        """No more faults; a day and a half until all is closed and said."""
        self.weather.faults.drop_socket_every = 0
        for span in AFTERWARDS:
            await self.clock.move(self.slack.clock.now() + span)
            await self.clock.settle()

    def _tell(self, number: int, of: int) -> None:
        now = self.slack.clock.now()
        print(
            f"\rwave {number}/{of}  {now:%d %b %H:%M}  kills {self.weather.fleet.killed}  "
            f"moves {self.clock.moves}  waiting for what is due {sum(self.clock.waited.values()):.0f} s   ",
            end="",
            file=sys.stderr,
            flush=True,
        )
