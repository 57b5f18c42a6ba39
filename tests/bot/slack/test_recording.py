"""What became of many attempts is written in few transactions, and each attempt is still its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from bot.slack.outcomes import Outcome, Refused, Said, Unknown
from bot.slack.recording import CHANNEL_PACE, Attempt, Recorder
from bot.slack.scripts import Script, Scripts, Surface
from storage.sayings import Saying
from storage.work import Room
from tests.counting import CountingDatabase

T = TypeVar("T")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LEASE = NOW + timedelta(seconds=90)
KIND = "word"


class StandingClock:
    """It does not move."""

    async def now(self) -> datetime:
        return NOW


@dataclass
class Feature:
    """It owns the sayings, hears which were said, and fails at one of them."""

    said: list[str] = field(default_factory=list)
    fails_at: str = ""

    def scripts(self) -> Scripts:
        return Scripts.of([Script(KIND, lambda _room, _saying, _now: None, said=self.heard)])

    def heard(self, _room: Room, saying: Saying, _now: datetime) -> None:
        if saying.id == self.fails_at:
            raise ValueError("this one")
        self.said.append(saying.id)


@dataclass
class Desk:
    """A workspace whose sayings are on their way."""

    database: CountingDatabase
    feature: Feature
    recorder: Recorder
    workspace_id: int

    def do(self, work: Callable[[Room], T]) -> T:
        return self.database.run_here(lambda unit: work(unit.room(self.workspace_id)))

    def owe(self, name: str, channel: str) -> None:
        self.do(
            lambda room: room.sayings.owe(
                saying_id=name,
                kind=KIND,
                subject=name,
                surface=Surface.POST,
                urgency=1,
                not_before=NOW,
                channel=channel,
            )
        )

    def send(self, names: Sequence[str]) -> tuple[Saying, ...]:
        """Sayings of these names in channels of their own, all of them on their way."""
        for name in names:
            self.owe(name, f"C{name}")
        return self.database.run_here(
            lambda work: work.due.claim_sayings(NOW, lease_until=LEASE, limit=len(names))
        )

    async def end(self, sayings: Sequence[Saying], outcome: Callable[[Saying], Outcome]) -> list[object]:
        """All attempts end at once; what was raised for each."""
        attempts = [Attempt(saying, saying.channel or "", outcome(saying)) for saying in sayings]
        writing = (self.recorder.write_down(attempt) for attempt in attempts)
        return list(await asyncio.gather(*writing, return_exceptions=True))

    def state(self, name: str) -> str:
        found = self.do(lambda room: room.sayings.get(name))
        assert found is not None
        return found.state

    def due_at(self, name: str) -> datetime:
        found = self.do(lambda room: room.sayings.get(name))
        assert found is not None
        return found.not_before


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    database = CountingDatabase(database_url)
    feature = Feature()
    workspace = database.run_here(
        lambda work: work.workspaces.know(team_id="T1", bot_user_id="U0", bot_id="B0", app_id="A0")
    )
    yield Desk(database, feature, Recorder(database, StandingClock(), feature.scripts()), workspace.id)
    database.close()


def said(saying: Saying) -> Outcome:
    return Said(saying.channel or "", "1.1")


async def test_what_ends_while_something_is_written_is_written_together(desk: Desk) -> None:
    names = [f"n{number}" for number in range(9)]
    await desk.end(desk.send(names), said)
    assert sorted(desk.feature.said) == names
    assert {desk.state(name) for name in names} == {"said"}
    assert desk.database.units <= 2


async def test_one_that_cannot_be_written_spares_the_others(desk: Desk) -> None:
    desk.feature.fails_at = "n1"
    raised = await desk.end(desk.send(["n0", "n1", "n2"]), said)
    assert [type(each) for each in raised] == [type(None), ValueError, type(None)]
    assert [desk.state(name) for name in ("n0", "n1", "n2")] == ["said", "sending", "said"]


async def test_a_limit_holds_all_that_waits_until_the_last_of_them(desk: Desk) -> None:
    sayings = desk.send(["n0", "n1"])
    desk.owe("waits", "Celsewhere")
    seconds = {"n0": 3.0, "n1": 7.0}
    await desk.end(sayings, lambda saying: Refused("ratelimited", seconds[saying.id]))
    assert {desk.due_at(name) for name in ("n0", "n1", "waits")} == {NOW + timedelta(seconds=7)}


async def test_a_channel_waits_after_what_was_said_in_it(desk: Desk) -> None:
    sayings = desk.send(["n0"])
    desk.owe("next", "Cn0")
    desk.owe("elsewhere", "Cn1")
    await desk.end(sayings, said)
    assert desk.due_at("next") == NOW + CHANNEL_PACE
    assert desk.due_at("elsewhere") == NOW


async def test_what_is_unknown_stays_on_its_way(desk: Desk) -> None:
    await desk.end(desk.send(["n0"]), lambda _saying: Unknown("TimeoutError"))
    assert desk.state("n0") == "sending"
