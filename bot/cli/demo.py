"""`demo`: one practice day, played in the terminal against the sandbox, with a clock that is moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from bot.cli.stage import Stage, fill_in, staged
from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from content.questions import load_library
from storage.database import Database

START = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
WE = (
    "After the second reorganisation everybody was tired and it showed in every meeting. It was decided that we would do "
    "something about it. The team talked it through and we agreed on a way forward, and things got better after that."
)
OWN = (
    "I met each of my seven people alone and asked what had become harder. Four said they no longer knew what was theirs, "
    "so I wrote one page on who owns which service and I gave up two of mine. In six weeks nobody had handed in notice."
)
STRONG = (
    "Last spring our payments team was losing people to boredom. In 1:1s I heard that two of them wanted to own a whole "
    "service. I gave each one, cut our weekly status meeting, and wrote down who decides what. One project slipped by two "
    "weeks, which I had to explain to sales. After a quarter nobody had left and on-call pages fell from 30 to 11 a week. "
    "I learned to ask about ownership before people start to look elsewhere; now it is my first question in every new team."
)
FORM = {
    "context": "We had lost our biggest customer, and half of the roadmap with it.",
    "actions": "I told the team what I knew and what I did not, and asked each of them for one thing worth fixing first.",
    "results": "We fixed eleven of fourteen in a month, and our survey on trust rose from 5.1 to 6.8.",
    "learnings": "When bad news comes, I say what is still open before anybody has to ask.",
    "where": "thread",
}


@dataclass
class Teller:
    """Prints what has newly appeared in the channel, in threads and to single people."""

    stage: Stage
    console: Console
    channel: Channel
    people: tuple[Person, ...]
    told: set[str] = field(default_factory=set)

    def scene(self, words: str) -> None:
        """A line of stage direction, with the time."""
        now = self.stage.slack.clock.now()
        self.console.print(f"\n[dim]{now:%a %H:%M} UTC[/]  [bold cyan]{words}[/]")

    def tell(self) -> None:
        """Print all that is new."""
        for message in self.channel.messages():
            self._say(message.ts, message.user, message.text, 0)
            for reply in self.channel.messages(thread_ts=message.ts):
                self._say(reply.ts, reply.user, reply.text, 4)
        for person in self.people:
            for number, note in enumerate(person.ephemerals):
                self._say(f"{person.id}{number}", note.user, note.text, 4, f" → {person.name} alone")
            for note in person.dm.messages():
                self._say(note.ts, note.user, note.text, 4, f" → {person.name}, direct message")

    def _say(self, key: str, user: str, text: str, indent: int, to: str = "") -> None:
        once = f"{key} {text}"
        if once in self.told:
            return
        self.told.add(once)
        names = {person.id: person.name for person in self.people}
        name, colour = (names[user], "green") if user in names else ("Understudy", "magenta")
        for user_id, called in names.items():
            text = text.replace(f"<@{user_id}>", f"@{called}")
        lines = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        self.console.print(Padding(f"[bold {colour}]{name}{to}[/]\n{escape(lines)}", (0, 0, 0, indent)))


async def play(database: Database, console: Console) -> None:
    """Play the day; what it keeps stands in the (migrated, empty) database."""
    async with staged(database, start=START, library=load_library()) as stage:
        await _play(stage, console)


async def _play(stage: Stage, console: Console) -> None:
    team = stage.slack.team
    mara = team.add_person("Mara Lindqvist", tz="Europe/Berlin")
    jo = team.add_person("Jo Abara", tz="Europe/London")
    lee = team.add_person("Lee Park", tz="Europe/Berlin")
    channel = team.add_channel("leadership", members=[mara, jo, lee])
    teller = Teller(stage, console, channel, (mara, jo, lee))
    await _set_up(stage, teller, mara)
    thread = await _ask(stage, teller)
    await _answer(stage, teller, thread)
    await _praise(stage, teller, thread)
    teller.scene(
        "A day after it was asked, the question closes; what they were really asking is told to all."
    )
    await stage.wait(hours=24)
    teller.tell()


async def _set_up(stage: Stage, teller: Teller, mara: Person) -> None:
    teller.scene("Mara invites Understudy to #leadership and sets practice up: ten o'clock, working days.")
    await teller.channel.invite_app(by=mara)
    await stage.settle()
    teller.tell()
    await mara.command("/understudy", "setup", teller.channel)
    await fill_in(mara, {"at": "10:00"})
    await stage.settle()


async def _ask(stage: Stage, teller: Teller) -> str:
    teller.scene("At ten in Berlin the question of the day stands in the channel.")
    await stage.wait(minutes=25)
    teller.tell()
    return teller.channel.messages()[-1].ts


async def _answer(stage: Stage, teller: Teller, thread: str) -> None:
    mara, jo, lee = teller.people
    teller.scene("Jo answers; a minute later the coach asks one thing back.")
    await jo.post(teller.channel, WE, thread_ts=thread)
    await stage.wait(seconds=70)
    teller.tell()
    teller.scene("Jo replies, and hears privately what is clear now.")
    await jo.post(teller.channel, OWN, thread_ts=thread)
    await stage.wait(seconds=70)
    teller.tell()
    teller.scene("Lee answers too; Mara uses the form.")
    await lee.post(teller.channel, STRONG, thread_ts=thread)
    await mara.click(teller.channel, thread, "forms:open")
    await fill_in(mara, FORM)
    await stage.wait(seconds=70)
    teller.tell()


async def _praise(stage: Stage, teller: Teller, thread: str) -> None:
    mara, jo, lee = teller.people
    teller.scene("Peers praise with reactions.")
    by_author = {message.user: message.ts for message in reversed(teller.channel.messages(thread_ts=thread))}
    await mara.react(teller.channel, by_author[jo.id], "raising_hand")
    await lee.react(teller.channel, by_author[jo.id], "person_climbing")
    await jo.react(teller.channel, by_author[lee.id], "straight_ruler")
    await mara.react(teller.channel, by_author[lee.id], "seedling")
    await stage.settle()
