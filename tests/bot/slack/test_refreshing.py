"""What was said is brought up to date by one process at a time, and by none that held it too long."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.slack.refreshing import Refresher
from bot.slack.scripts import Draft, Script, Scripts, Surface
from bot.slack.speaking import Speaker
from storage.database import Database
from storage.sayings import Saying
from storage.work import Room
from tests.bot.people.slack_by_hand import SlackByHand

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=90)
CALL = timedelta(seconds=20)
KIND = "card"


class StandingClock:
    """It does not move."""

    async def now(self) -> datetime:
        return NOW


@dataclass
class Card:
    """A card whose words change; making them may take long."""

    database: Database
    real: datetime = NOW
    takes: timedelta = timedelta()
    words: str = "first"
    slack: SlackByHand = field(default_factory=SlackByHand)

    def __post_init__(self) -> None:
        self.workspace = self.database.run_here(
            lambda work: work.workspaces.know(team_id="T1", bot_user_id="U0BOT", bot_id="B1", app_id="A1").id
        )

    def process(self) -> Refresher:
        """A process with hands of its own."""
        scripts = Scripts.of([Script(KIND, self.render)])
        return Refresher(
            Speaker(self.database, self.slack, StandingClock(), scripts, lambda: self.real, LEASE, CALL)
        )

    def render(self, _room: Room, _saying: Saying, _now: datetime) -> Draft:
        words = self.words
        self.real += self.takes
        return Draft(words, [{"type": "divider"}])

    async def say(self) -> None:
        """It stands in the channel."""
        self.database.run_here(lambda work: owe(work.room(self.workspace)))
        await self.process().speaker.say_due()

    def change(self, words: str) -> None:
        """It is out of date."""
        self.words = words
        self.database.run_here(lambda work: work.room(self.workspace).sayings.refresh(KIND, "1", NOW))

    @property
    def shown(self) -> str:
        (message,) = self.slack.stands.values()
        return message.text


def owe(room: Room) -> None:
    room.sayings.owe(
        saying_id="card",
        kind=KIND,
        subject="1",
        surface=Surface.POST,
        urgency=1,
        not_before=NOW,
        channel="C1",
    )


@pytest.fixture
def card(database: Database) -> Card:
    return Card(database)


@pytest.mark.parametrize("takes", [LEASE - CALL, LEASE * 2])
async def test_words_that_took_longer_than_the_lease_are_made_anew_and_never_written(
    card: Card, takes: timedelta
) -> None:
    await card.say()
    card.change("second")
    card.takes = takes
    await card.process().refresh_stale()
    assert card.shown == "first"
    card.takes = timedelta()
    card.words = "third"
    await card.process().refresh_stale()
    assert card.shown == "third"


async def test_a_process_that_stalled_writes_nothing_over_what_another_wrote_since(card: Card) -> None:
    await card.say()
    card.change("second")
    slow, quick = card.process(), card.process()
    prepared = card.database.run_here(lambda work: slow._prepare(work, NOW))
    card.real += LEASE * 2
    card.change("third")
    await quick.refresh_stale()
    for change in prepared:
        assert change is not None
        await slow._refresh(*change)
    assert card.shown == "third"
