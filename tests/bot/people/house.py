"""The app without Slack: real rows, and the features that meet in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

import bot.answers.listeners
import bot.coaching.jobs
import bot.coaching.listeners
import bot.feedback.listeners
import bot.forms.listeners
import bot.home.listeners
import bot.people.jobs
import bot.people.listeners
import bot.postings.jobs
import bot.postings.listeners
import bot.privacy.listeners
from bot.kit import Kit, Reach
from bot.slack.doors import Desk, Doors
from bot.slack.events import MessagePosted, Reacted
from bot.slack.installations import Installations
from bot.slack.interactions import Command, Press, Response, Values
from bot.slack.parsing import Bot
from bot.slack.refreshing import Refresher
from bot.slack.scripts import Scripts
from bot.slack.shelf import Installation
from bot.slack.speaking import Speaker
from content.answers import ts_of
from content.questions import load_library
from storage.database import Database
from storage.migrate import migrate
from storage.people import Profile
from storage.routines import Routine, Settings
from storage.work import Room
from tests.bot.people.slack_by_hand import SlackByHand

T = TypeVar("T")

MONDAY_NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
CHANNEL = "C0LEADERS"
MARA, JO, LEE = "U0MARA", "U0JO", "U0LEE"
FEATURES = (
    bot.postings.listeners,
    bot.answers.listeners,
    bot.forms.listeners,
    bot.coaching.listeners,
    bot.feedback.listeners,
    bot.people.listeners,
    bot.privacy.listeners,
    bot.home.listeners,
)
JOBS = (bot.postings.jobs, bot.coaching.jobs, bot.people.jobs)


@dataclass
class Clock:
    """A clock that a test moves."""

    at: datetime = MONDAY_NOON

    async def now(self) -> datetime:
        return self.at


@dataclass
class House:
    """One workspace with the features of the daily loop."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    slack: SlackByHand = field(default_factory=SlackByHand)

    def __post_init__(self) -> None:
        self.kit = Kit(Doors(), load_library(), timedelta(seconds=60))
        self.scripts = Scripts.of(script for feature in FEATURES for script in feature.register(self.kit))
        self.workspace = self.database.run_here(
            lambda work: work.workspaces.know(team_id="T1", bot_user_id="U0BOT", bot_id="B1", app_id="A1").id
        )
        self.speaker = Speaker(
            self.database,
            self.slack,
            self.clock,
            self.scripts,
            lambda: self.clock.at,
            timedelta(hours=1),
            timedelta(seconds=20),
        )
        installations = Installations()
        own = Bot(user_id="U0BOT", bot_id="B1", team_id="T1")
        installations.know(Installation(self.workspace, "", own, "token"))
        self.reach = Reach(self.database, self.slack, self.clock, installations, self.kit)

    @classmethod
    def at(cls, folder: Path) -> House:
        """A house with an empty database in this folder."""
        database = Database(f"sqlite:///{folder / 'understudy.db'}")
        migrate(database.engine)
        return cls(database)

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def do(self, work: Callable[[Room], T]) -> T:
        """What `work` returns after its commit."""
        return self.database.run_here(lambda unit: work(unit.room(self.workspace)))

    def hear(self, event: object) -> None:
        """Let all features have an event."""
        self.do(lambda room: self.kit.doors.hear(room, event, self.clock.at))

    def practice(self, channel: str = CHANNEL, country: str | None = None) -> Routine:
        """A practice at half past nine in Berlin with Mara, Jo and Lee in it."""
        settings = Settings("12345", "09:30", "Europe/Berlin", country, None, 1440, 120, "thread")

        def set_up(room: Room) -> Routine:
            room.people.join(channel, [MARA, JO, LEE])
            return room.routines.set_up(channel, settings)

        return self.do(set_up)

    def know(self, user_id: str, name: str, zone: str = "Europe/Berlin") -> None:
        """Slack's word on a person."""
        profile = Profile(user_id, name, zone, is_bot=False, is_guest=False, is_stranger=False, is_gone=False)
        self.do(lambda room: room.people.know(profile, self.clock.at))

    def ask(self, routine: Routine, slot: str = "2026-11-02", question_id: str = "could-not-agree") -> int:
        """An open question; the number of its posting."""

        def put(room: Room) -> int:
            posting = room.postings.claim(
                routine_id=routine.id,
                slot=slot,
                channel=routine.channel,
                question_id=question_id,
                reason="",
                planned_at=self.clock.at,
            )
            assert posting is not None
            closes_at = self.clock.at + timedelta(hours=24)
            room.postings.mark_open(posting.id, ts=ts_of(self.clock.at), closes_at=closes_at)
            return posting.id

        self.clock.at += timedelta(seconds=1)
        return self.do(put)

    def reply(self, posting_id: int, user_id: str, text: str, after: float = 1) -> str:
        """A message in the question's thread; its ts."""
        posting = self.do(lambda room: room.postings.get(posting_id))
        assert posting.ts is not None
        ts = f"{float(posting.ts) + after:.6f}"
        self.hear(MessagePosted(posting.channel, ts, user_id, text, posting.ts, None, is_direct=False))
        return ts

    def react(self, user_id: str, ts: str, emoji: str, channel: str = CHANNEL) -> None:
        """Praise by reaction."""
        self.hear(Reacted(channel, ts, user_id, emoji, f"{float(ts) + 60:.6f}", present=True))

    async def press(self, action: str, user_id: str, value: str = "", view_id: str = "") -> Response:
        """A button."""
        press = Press(action, value, user_id, CHANNEL, "", "", view_id, "", "", Values())
        return await self._carry(press)

    async def type(self, words: str, user_id: str, channel: str = CHANNEL) -> Response:
        """Words after the slash command."""
        return await self._carry(Command(words, user_id, channel))

    async def _carry(self, deed: Press | Command) -> Response:
        handler = self.kit.doors.handler_of(deed)
        assert handler is not None, f"nobody answers {deed}"
        return await handler(Desk(self.workspace, self.clock.at, self.database, self.slack), deed)

    async def tick(self) -> None:
        """All that is due is done and said, until nothing is."""
        jobs = [job for of in JOBS for job in of.jobs(self.kit)]
        while True:
            done = sum(self.database.run_here(partial(job, now=self.clock.at)) for job in jobs)
            done += await self.speaker.say_due()
            done += await Refresher(self.speaker).refresh_stale()
            if not done:
                return
            self.clock.at += timedelta(seconds=1)


def texts(found: object) -> str:
    """Every text in a view or in blocks, a line each."""
    if isinstance(found, dict):
        own = [found["text"]] if isinstance(found.get("text"), str) else []
        return "\n".join([*own, *filter(None, map(texts, found.values()))])
    if isinstance(found, list | tuple):
        return "\n".join(filter(None, map(texts, found)))
    return ""


def ids(found: object) -> list[str]:
    """The action ids of all controls in a view or in blocks."""
    if isinstance(found, dict):
        own = [str(found["action_id"])] if "action_id" in found else []
        return own + [one for part in found.values() for one in ids(part)]
    if isinstance(found, list | tuple):
        return [one for part in cast("Sequence[object]", found) for one in ids(part)]
    return []
