"""A practice team in the sandbox, with the real app connected to it over the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.app import Understudy
from bot.cli.stage import Stage, staged
from bot.engine.choosing import EngineName
from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.modals import Modal
from bot.sandbox.driver.people import Person
from bot.sandbox.slack import Sandbox
from bot.sandbox.world.message import Message
from content.questions import Library, load_library
from storage.database import Database
from storage.routines import Settings as RoutineSettings
from storage.work import Room, Work

T = TypeVar("T")

MONDAY = datetime(2026, 11, 23, 8, 59, tzinfo=UTC)
LIBRARY = load_library()
DAILY = RoutineSettings(
    days="12345",
    at="10:00",
    zone="Europe/Berlin",
    country=None,
    region=None,
    open_minutes=24 * 60,
    grace_minutes=120,
    coach_place="thread",
)

TEAM_ANSWER = (
    "Our release kept slipping for two quarters. It was decided that we would change the process. The team looked at "
    "the pipeline and we moved to weekly releases, and everyone was happier with how things went after that."
)
OWN_REPLY = "I called the two leads myself and I cut the release checklist from 40 to 12 steps."


@dataclass
class Scene:
    """A stage, a channel with its practice, and two people."""

    stage: Stage
    channel: Channel
    mara: Person
    jo: Person

    @property
    def slack(self) -> Sandbox:
        """The sandbox."""
        return self.stage.slack

    @property
    def app(self) -> Understudy:
        """The app."""
        return self.stage.app

    async def wait(self, **span: float) -> None:
        """Let this much time pass."""
        await self.stage.wait(**span)

    async def settle(self) -> None:
        """Let happen what is due now."""
        await self.stage.settle()

    async def room(self, work: Callable[[Room], T]) -> T:
        """What `work` returns in this team's room."""
        return await self.stage.room(work)

    async def asked(self) -> Message:
        """The card of today's question, once it stands in the channel."""
        await self.wait(minutes=2)
        return self.cards()[-1]

    async def asked_unheard(self) -> Message:
        """The card of today's question, of which the app hears nothing; from here on all deliveries are held back."""
        faults = self.slack.faults
        faults.hold()
        faults.drop_after_write("chat.postMessage")
        faults.fail("conversations.history", times=10_000)
        self.slack.clock.advance(timedelta(minutes=1))
        await self.stage.turn()
        (card,) = self.cards()
        faults.held.clear()
        return card

    def cards(self) -> list[Message]:
        """The questions that stand in the channel."""
        return [message for message in self.channel.messages() if "question" in message.text[:20].lower()]

    def coach(self, thread_ts: str) -> list[Message]:
        """What the app says in a thread."""
        replies = self.channel.messages(thread_ts=thread_ts)
        return [message for message in replies if message.user == self.slack.team.bot_user_id]

    async def says(self, person: Person, words: str, channel: Channel | None = None) -> str:
        """What a person reads after typing words behind `/understudy`, in the practice's channel unless told."""
        reply = await person.command("/understudy", words, channel or self.channel)
        assert not reply.failed, reply.failed
        return reply.text


def form_of(person: Person) -> Modal:
    """The window that is on top of a person's screen."""
    assert person.modal is not None, f"{person.name} sees no window"
    return person.modal


def whispers(person: Person) -> str:
    """All that a person alone was told in channels."""
    return "\n".join(message.text for message in person.ephemerals)


def notes(person: Person) -> str:
    """All that the app wrote to a person."""
    return "\n".join(message.text for message in person.dm.messages() if message.user != person.id)


BUSY_MACHINE = 30.0
"""Seconds in which the app answers even where other work runs; whether it does in three is a question for benchmarks."""


@asynccontextmanager
async def scene(
    database: Database,
    engine: EngineName,
    *,
    start: datetime = MONDAY,
    practising: bool = True,
    lease_seconds: float = 3,
    library: Library = LIBRARY,
    model_url: str = "",
) -> AsyncIterator[Scene]:
    """A team whose practice posts at ten in Berlin on working days; it is a minute before ten on a Monday.

    Unless `practising`, the app was invited to the channel, and nothing else happened yet.
    """
    async with staged(
        database,
        engine=engine,
        start=start,
        library=library,
        lease_seconds=lease_seconds,
        answer_within=BUSY_MACHINE,
        model="stand-in" if model_url else "",
        model_url=model_url,
    ) as stage:
        mara = stage.slack.team.add_person("Mara Lindqvist", tz="Europe/Berlin")
        jo = stage.slack.team.add_person("Jo Abara", tz="Europe/London")
        channel = stage.slack.team.add_channel("leadership", members=[mara, jo])
        await channel.invite_app(by=mara)
        if practising:
            await database.run(lambda work: set_up(work, channel.id, mara.id, start + timedelta(minutes=1)))
        await stage.settle()
        yield Scene(stage, channel, mara, jo)
        assert not stage.slack.refused, stage.slack.refused


def set_up(work: Work, channel: str, user_id: str, first: datetime) -> None:
    """Make the channel's practice, with its first question due at `first`."""
    room = work.room(1)
    routine = room.routines.set_up(channel, DAILY)
    room.routines.set_facilitators(routine.id, [user_id])
    room.routines.due_next(routine.id, first)
