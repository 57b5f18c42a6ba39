"""The people of a chaos run: workspaces with a practice each, and what their people do around a question."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from benchmarks.chaos_books import Slot
from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.driver.teams import Team
from bot.sandbox.slack import Sandbox
from bot.sandbox.world.message import Message
from content.praise import praises
from storage.routines import Settings
from storage.vault import Vault
from storage.work import Work

HOURS = (
    ("Europe/Berlin", "10:00"),
    ("America/New_York", "10:00"),
    ("Asia/Tokyo", "09:30"),
    ("Europe/London", "11:30"),
    ("Asia/Kolkata", "10:00"),
    ("America/Los_Angeles", "09:30"),
)
"""Where and when practices ask: no two at one instant, in summer and in winter time."""
FRIDAY = 5
TEAM_SIZE = 5
HOST = "Ada Facilitator"

RELEASES = """\
Our release kept slipping for two quarters. It was decided that we would change the process. The team looked at the \
pipeline and we moved to weekly releases, and everyone was happier with how things went after that."""
QUARREL = """\
Two of my engineers stopped talking to each other after a review & the project stalled. We had meetings about it and \
things got better over time. In the end the project was delivered and people were satisfied."""
INHERITED = """\
In March I inherited a team of six that had missed four deadlines. I met each of them alone, I cut the backlog from 90 \
to 20 tickets and I moved one engineer to another team. We shipped on 2 May and have met every date since. I learned to \
ask what people will stop doing before I ask what they will start."""
OUTAGE = "We had an outage that lasted nine hours. It was handled by the team and a process was put in place."
ANSWERS = (RELEASES, QUARREL, INHERITED, OUTAGE)
SECOND_PARTS = (
    "One more thing. After that, a retrospective was held and some changes were made.",
    "What came of it: the number of incidents went down a lot over the next months.",
)
REPLIES = (
    "I called the two leads myself and I cut the release checklist from 40 to 12 steps.",
    "I wrote the plan on one page, asked each of the five to sign it, and checked it with them every Monday.",
    "Yes.",
)


@dataclass(frozen=True)
class Practice:
    """One workspace with one practice channel."""

    team: Team
    channel: Channel
    host: Person
    people: tuple[Person, ...]
    zone: str
    at: str

    def slots(self, first: date, days: int) -> list[Slot]:
        """The questions of so many local days, weekends left out."""
        passing = (first + timedelta(days=passed) for passed in range(days))
        return [self._slot(day) for day in passing if day.isoweekday() <= FRIDAY]

    def _slot(self, day: date) -> Slot:
        local = datetime.combine(day, time.fromisoformat(self.at), ZoneInfo(self.zone))
        return Slot(self.team.team_id, self.channel.id, day.isoformat(), local.astimezone(UTC))

    def card(self, since: datetime) -> Message | None:
        """The newest question that stands in the channel since then."""
        found = [m for m in self.channel.messages() if m.text.startswith("Today's question")]
        return found[-1] if found and float(found[-1].ts) >= since.timestamp() else None

    def asked(self, thread_ts: str, person: Person) -> list[str]:
        """The ts of what the coach asks this person in the thread."""
        return [
            m.ts
            for m in self.channel.conversation.replies(thread_ts)
            if m.user == self.team.bot_user_id and m.text.startswith(f"<@{person.id}>")
        ]


@dataclass(frozen=True)
class Uttered:
    """A message that a person wrote into a question's thread."""

    practice: Practice
    person: Person
    thread_ts: str
    ts: str


@dataclass
class Answering:
    """One person at one question."""

    practice: Practice
    person: Person
    thread_ts: str
    written: list[str] = field(default_factory=list)
    is_done: bool = False


def found(slack: Sandbox, number: int) -> Practice:
    """One more workspace with the app, a channel and people; the first is the sandbox's own."""
    team = slack.team if number == 0 else slack.add_team(f"Company {number}")
    zone, at = HOURS[number % len(HOURS)]
    host = team.add_person(HOST, tz=zone)
    people = tuple(team.add_person(f"Person {letter}{number}", tz=zone) for letter in "ABCDEFGH"[:TEAM_SIZE])
    channel = team.add_channel("leadership", members=[host, *people])
    return Practice(team, channel, host, people, zone, at)


def settle_in(work: Work, practice: Practice, vault: Vault, first: datetime, app_id: str) -> None:
    """Write down the installation and the practice, as a form would have; its first question is due at `first`."""
    team = practice.team
    workspace = work.workspaces.know(
        team_id=team.team_id, bot_user_id=team.bot_user_id, bot_id=team.bot_id, app_id=app_id
    )
    room = work.room(workspace.id)
    scopes = ",".join(team.place.workspace.scopes)
    token = vault.seal(team.bot_token)
    room.installation.keep(first, token=token, scopes=scopes, installed_by=practice.host.id)
    asks = Settings("12345", practice.at, practice.zone, None, None, 24 * 60, 120, "thread")
    routine = room.routines.set_up(practice.channel.id, asks)
    room.routines.set_facilitators(routine.id, [practice.host.id])
    room.routines.due_next(routine.id, first)


@dataclass
class Crowd:
    """Everybody, and what they have written."""

    rng: random.Random
    per_question: int
    takes: float = 0.0
    """Real seconds over which people do what they do; what strikes meanwhile hits deliveries on their way."""
    uttered: list[Uttered] = field(default_factory=list)

    def begin(self, practices: Iterable[Practice], since: datetime) -> list[Answering]:
        """Who answers the questions that stand there since then."""
        found = [
            Answering(practice, person, card.ts)
            for practice in practices
            if (card := practice.card(since)) is not None
            for person in self.rng.sample(practice.people, self._how_many())
        ]
        self.rng.shuffle(found)
        return found

    async def write(self, answers: Iterable[Answering]) -> None:
        """The first message of each answer; some write a second one at once."""
        await self._together(self._write(each, self.rng.random()) for each in answers)

    async def go_on(self, answers: Iterable[Answering]) -> None:
        """Some add a part, edit, take something back, or praise another."""
        await self._together(self._go_on(each, self.rng.random()) for each in answers)

    async def reply(self, answers: Iterable[Answering]) -> None:
        """Who was asked back replies, mostly."""
        await self._together(self._reply(each) for each in answers if self.rng.random() < 0.75)  # noqa: PLR2004

    async def change_their_minds(self, answers: Iterable[Answering]) -> None:
        """Later a few edit or delete what they wrote, or take praise back."""
        await self._together(self._change(each, self.rng.random()) for each in answers)

    async def _together(self, deeds: Iterable[Awaitable[None]]) -> None:
        await asyncio.gather(*(self._in_its_time(deed, self.rng.uniform(0, self.takes)) for deed in deeds))

    async def _in_its_time(self, deed: Awaitable[None], after: float) -> None:
        await asyncio.sleep(after)
        await deed

    def _how_many(self) -> int:
        return min(TEAM_SIZE, self.rng.randint(1, max(1, 2 * self.per_question - 1)))

    async def _write(self, answer: Answering, dice: float) -> None:
        await self._say(answer, self.rng.choice(ANSWERS))
        if dice < 0.15:  # noqa: PLR2004
            await self._say(answer, self.rng.choice(SECOND_PARTS))

    async def _go_on(self, answer: Answering, dice: float) -> None:
        first = answer.written[0]
        if dice < 0.2:  # noqa: PLR2004
            await self._say(answer, self.rng.choice(SECOND_PARTS))
        elif dice < 0.35:  # noqa: PLR2004
            await self._edit(answer, first)
        elif dice < 0.4:  # noqa: PLR2004
            await self._delete(answer, first)
        elif dice < 0.8:  # noqa: PLR2004
            await self._praise(answer)

    async def _reply(self, answer: Answering) -> None:
        asked = answer.practice.asked(answer.thread_ts, answer.person)
        if asked and not answer.is_done and asked[-1] > answer.written[-1]:
            await self._say(answer, self.rng.choice(REPLIES))

    async def _change(self, answer: Answering, dice: float) -> None:
        standing = answer.practice.channel.conversation.messages
        left = [ts for ts in answer.written if ts in standing]
        if left and dice < 0.1:  # noqa: PLR2004
            await self._edit(answer, self.rng.choice(left))
        elif left and dice < 0.17:  # noqa: PLR2004
            await self._delete(answer, self.rng.choice(left))
        elif left and dice < 0.25:  # noqa: PLR2004
            await self._take_back(answer, left[0])

    async def _say(self, answer: Answering, words: str) -> None:
        practice = answer.practice
        text = f"{words} ({len(self.uttered)})"
        ts = await answer.person.post(practice.channel, text, thread_ts=answer.thread_ts)
        answer.written.append(ts)
        self.uttered.append(Uttered(practice, answer.person, answer.thread_ts, ts))

    async def _edit(self, answer: Answering, ts: str) -> None:
        now = answer.practice.channel.conversation.messages[ts].text
        words = f"To be exact: {now.partition('. ')[2] or now} I did that myself (edited)."
        await answer.person.edit(answer.practice.channel, ts, words.replace("&amp;", "&"))

    async def _delete(self, answer: Answering, ts: str) -> None:
        answer.is_done = True
        await answer.person.delete(answer.practice.channel, ts)

    async def _praise(self, answer: Answering) -> None:
        others = [person for person in answer.practice.people if person != answer.person]
        emoji = self.rng.choice([praise.name for praise in praises() if praise.on])
        await self.rng.choice(others).react(answer.practice.channel, answer.written[0], emoji)

    async def _take_back(self, answer: Answering, ts: str) -> None:
        channel = answer.practice.channel
        for emoji, users in dict(channel.conversation.messages[ts].reactions).items():
            for user in list(users):
                await answer.practice.team.person(user).unreact(channel, ts, emoji)
