"""An answer's deliveries as typed events, and a practice in memory that hears them in any order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text

from bot.app import FEATURES
from bot.kit import QUESTION, Kit
from bot.postings.use_cases import put_question
from bot.slack.doors import Doors
from bot.slack.events import MessageDeleted, MessageEdited, MessagePosted, OwnMessageHeard, Reacted
from bot.slack.scripts import Scripts
from storage.database import open_engine
from storage.migrate import migrate
from storage.work import Room, Work
from tests.flows.scene import LIBRARY, MONDAY, set_up

CHANNEL, CARD = "C0TEAM", "1795424400.000100"
JO, MARA, LEE = "U0JO", "U0MARA", "U0LEE"
NOW = datetime.fromtimestamp(1795424400, UTC)
ASKED = "1795424700.000100"
Event = MessagePosted | MessageEdited | MessageDeleted | OwnMessageHeard | Reacted
Row = tuple[object, ...]


def ts(seconds: int) -> str:
    return f"{1795424400 + seconds}.000200"


def posted(seconds: int, words: str, by: str = JO) -> MessagePosted:
    return MessagePosted(CHANNEL, ts(seconds), by, words, CARD, None, is_direct=False)


def edited(message: MessagePosted, words: str, after: int = 1) -> MessageEdited:
    at = f"{int(message.ts[:10]) + after}.000000"
    return MessageEdited(replace(message, text=words, edited_ts=at))


def deleted(message: MessagePosted) -> MessageDeleted:
    return MessageDeleted(CHANNEL, message.ts, is_direct=False)


def reacted(
    message: MessagePosted, by: str, after: int, *, present: bool = True, emoji: str = "dart"
) -> Reacted:
    return Reacted(CHANNEL, message.ts, by, emoji, f"{int(message.ts[:10]) + after}.000300", present)


@dataclass(frozen=True)
class Ended:
    """What there is when all has arrived; `answers` without numbers, which depend on the order."""

    answers: list[Row]
    messages: list[Row]
    praise: list[Row]
    tombstones: list[Row]


@dataclass
class Practice:
    """A practice whose question is just being said; each play is undone."""

    work: Work
    connection: Connection
    doors: Doors
    card: OwnMessageHeard

    @property
    def room(self) -> Room:
        return self.work.room(1)

    def play(self, events: Sequence[Event]) -> tuple[Ended, Ended]:
        """What there is after these deliveries; and what of it is left when the hour of grace is over."""
        undo = self.connection.begin_nested()
        for event in events:
            self.doors.hear(self.room, event, NOW)
        ended = self.look()
        self.work.due.sweep(NOW + timedelta(hours=2))
        left = self.look()
        undo.rollback()
        return ended, left

    def look(self) -> Ended:
        return Ended(
            self._rows("SELECT posting_id, user_id, attempt, visibility FROM answers ORDER BY user_id"),
            self._rows("SELECT ts, turn, text FROM messages ORDER BY ts"),
            self._rows("SELECT ts, user_id, emoji FROM feedback WHERE present ORDER BY ts, user_id"),
            self._rows("SELECT ts FROM tombstones ORDER BY ts"),
        )

    def _rows(self, query: str) -> list[Row]:
        return [tuple(row) for row in self.connection.execute(text(query))]


@contextmanager
def open_practice() -> Iterator[Practice]:
    """One on a database in memory."""
    engine = open_engine("sqlite://")
    migrate(engine)
    kit = Kit(Doors(), LIBRARY, timedelta(seconds=60))
    scripts = Scripts.of(script for feature in FEATURES for script in feature.register(kit))

    def heard(room: Room, event: OwnMessageHeard, now: datetime) -> None:
        saying = room.sayings.get(event.saying_id)
        assert saying is not None
        scripts.mark_said(room, saying, event.channel, event.ts, now)

    kit.doors.on_event(OwnMessageHeard, heard)
    with engine.begin() as connection:
        work = Work(connection)
        work.workspaces.know(team_id="T0", bot_user_id="U0BOT", bot_id="B0", app_id="A0")
        set_up(work, CHANNEL, MARA, MONDAY)
        room = work.room(1)
        routine = room.routines.find_by_channel(CHANNEL)
        assert routine is not None
        put_question(room, routine, "2026-11-23", NOW, now=NOW, kit=kit)
        (saying,) = work.due.claim_sayings(NOW, lease_until=NOW, limit=1)
        assert saying.kind == QUESTION
        yield Practice(work, connection, kit.doors, OwnMessageHeard(CHANNEL, CARD, saying.id))
    engine.dispose()
