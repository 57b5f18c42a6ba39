"""A budget of attention (law 11): a fortnight of practice, and every private message in it counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.driver.people import Person
from bot.sandbox.world.message import Message
from tests.flows.scene import MONDAY, OWN_REPLY, TEAM_ANSWER, Scene

OPENS, CLOSES = time(9), time(17, 30)
FRIDAY = 5
OUTAGE = 8
ANSWERED = frozenset({0, 1, 2, 3, 4, 7, 9, 10, 11})


def begins(number: int) -> datetime:
    """A minute after that day's question is to stand in the channel."""
    return MONDAY + timedelta(days=number, minutes=2)


@dataclass(frozen=True)
class Told:
    """One private message that its person had not asked for a moment before."""

    person: str
    at: datetime
    kind: str

    @property
    def day(self) -> date:
        """The day on the person's own calendar."""
        return self.at.date()


class Fortnight:
    """Seven people, ten questions."""

    def __init__(self, team: Scene) -> None:
        add = team.slack.team.add_person
        self.team = team
        self.mara, self.jo, self.lee = team.mara, team.jo, add("Lee Park", tz="Asia/Seoul")
        self.di, self.ann = add("Di Weber", tz="Europe/Berlin"), add("Ann Howe", tz="Europe/London")
        self.bo, self.cy = add("Bo Berg", tz="Europe/Berlin"), add("Cy Young", tz="America/New_York")

    @property
    def all(self) -> tuple[Person, ...]:
        """Everybody in the channel."""
        return (self.mara, self.jo, self.lee, self.di, self.ann, self.bo, self.cy)

    async def begin(self) -> None:
        """Everybody comes; one is kept out, and one wants no notes."""
        for person in self.all[2:]:
            await self.team.channel.join(person)
        await self.team.settle()
        await self.team.says(self.bo, "keep me out")
        await self.team.says(self.di, "notes off")

    async def live(self) -> None:
        """Ten working days and their weekends; on the second Tuesday the app is down while it should post."""
        await self.team.wait(minutes=2)
        for number in range(14):
            if number in ANSWERED:
                await self.day(self.team.channel.messages()[-1], number)
            if number + 1 == OUTAGE:
                self.team.slack.clock.move_to(begins(OUTAGE) + timedelta(hours=4))
                await self.team.settle()
            else:
                left = begins(number + 1) - self.team.slack.clock.now()
                await self.team.wait(seconds=left.total_seconds())

    async def day(self, card: Message, number: int) -> None:
        """They answer, reply, praise one another and talk."""
        team, answering = self.team, [self.mara, self.jo, self.lee, self.di]
        if number == 0:
            answering.append(self.ann)
        sent = []
        for person in answering:
            text = f"{TEAM_ANSWER} That was time {number}."
            sent.append(await person.post(team.channel, text, thread_ts=card.ts))
            await team.wait(seconds=5)
        await self.bo.post(team.channel, TEAM_ANSWER, thread_ts=card.ts)
        for giver in (self.cy, *answering):
            for ts in sent:
                await giver.react(team.channel, ts, "dart")
        if number == 0:
            await team.says(self.ann, "away until 2027-01-11")
        await team.wait(minutes=2)
        for text in (
            OWN_REPLY,
            "It was all decided together.",
            "The team was happy.",
            "And so on, and so on.",
        ):
            await self.jo.post(team.channel, text, thread_ts=card.ts)
            await team.wait(minutes=2)

    async def told(self) -> list[Told]:
        """All that the app wrote to anybody in private, by their own clocks."""
        found = []
        for person in self.all:
            for message in person.dm.messages():
                kind = await self.kind_of(message)
                at = datetime.fromtimestamp(float(message.ts), ZoneInfo(person.account.tz))
                found.append(Told(person.name, at, kind))
        return found

    async def kind_of(self, message: Message) -> str:
        """As what the app owed this message."""
        said = await self.team.room(lambda room: room.sayings.find_said(message.channel, message.ts))
        return said.kind if said else "?"


def table(told: Iterable[Told]) -> str:
    """Messages per person, day and kind."""
    counted = Counter((one.person, one.day.isoformat(), one.kind) for one in told)
    rows = [
        f"{person:<16} {day} {kind:<14} {count}" for (person, day, kind), count in sorted(counted.items())
    ]
    return "\n".join(["", "person           day        kind           messages", *rows])


@pytest.mark.parametrize(("kind", "engine"), [("sqlite", "apscheduler")], indirect=True)
async def test_a_fortnight_stays_within_everybodys_budget_of_attention(team: Scene) -> None:
    """SQLite and one engine: it is long, and what is counted is decided by the same rows on all."""
    people = Fortnight(team)
    await people.begin()
    await people.live()
    told = await people.told()
    seen = table(told)
    by_kind = Counter((one.person, one.kind) for one in told)

    assert {one.kind for one in told} <= {"daily_note", "first_contact"}, seen
    for person in (people.mara, people.jo, people.lee):
        assert by_kind[person.name, "daily_note"] >= 5, seen
        assert by_kind[person.name, "first_contact"] == 1, seen
    for person in (people.di, people.ann):
        assert by_kind[person.name, "daily_note"] == 0, seen
    for person in (people.bo, people.cy):
        assert [one for one in told if one.person == person.name] == [], seen
    assert people.cy.ephemerals == []

    notes = [one for one in told if one.kind == "daily_note"]
    assert max(Counter((one.person, one.day) for one in notes).values()) == 1, seen
    assert all(OPENS <= one.at.time() <= CLOSES for one in notes), seen
    assert all(one.day.isoweekday() <= FRIDAY for one in notes), seen
    assert "no question was posted" in "\n".join(m.text for m in people.mara.dm.messages())


async def test_in_a_thread_the_app_asks_at_most_twice_about_an_answer_and_says_nothing_else(
    team: Scene,
) -> None:
    people = Fortnight(team)
    await people.begin()
    card = await team.asked()
    await people.day(card, 0)
    await team.wait(days=1)
    asked = [await people.kind_of(message) for message in team.coach(card.ts)]
    assert set(asked) == {"follow_up"}
    by_person = Counter(
        person.name for message in team.coach(card.ts) for person in people.all if person.id in message.text
    )
    assert max(by_person.values()) <= 2, by_person
    assert not by_person.keys() & {people.bo.name, people.cy.name}
    assert all(message.text.count("?") == 1 for message in team.coach(card.ts))
    for one, after in pairwise(team.coach(card.ts)):
        assert float(after.ts) - float(one.ts) >= 1, "Slack takes a message a second and channel"
