"""Events as Slack sends them, and an app that hears them without a socket between."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from pydantic import SecretStr
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from sqlalchemy import Column, Engine, Insert, MetaData, Table, Text

from bot.app import Understudy, opened
from bot.cli.postgres import throw_away_postgres
from bot.sandbox.slack import Sandbox
from bot.settings import Settings
from content.answers import ts_of
from content.questions import load_library
from storage.database import Database
from storage.migrate import migrate
from storage.people import Profile
from storage.routines import Settings as RoutineSettings
from storage.work import Room

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CHANNEL = "C0PRACTICE"
DATABASES = ("sqlite", "postgres")
T = TypeVar("T")
Event = Mapping[str, object]


@dataclass(frozen=True)
class Spent:
    """Microseconds an event: of this process's CPUs, and by the wall."""

    cpu: float
    wall: float


@dataclass
class MovedClock:
    """It moves when it is moved."""

    at: datetime = START

    async def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Heard:
    """The app and the Bolt app that it listens to."""

    understudy: Understudy
    bolt: AsyncApp
    slack: Sandbox
    clock: MovedClock

    @property
    def team_id(self) -> str:
        return self.slack.team.team_id

    @property
    def workspace_id(self) -> int:
        return self.understudy.reach.installations.find(None, self.team_id).workspace_id

    def room(self, work: Callable[[Room], T]) -> T:
        """What `work` returns in the workspace's room."""
        return self.understudy.database.run_here(lambda unit: work(unit.room(self.workspace_id)))


@contextmanager
def database_of(kind: str) -> Iterator[Database]:
    """An empty, migrated database of this kind, set up as an operator would have it."""
    with TemporaryDirectory(prefix="understudy-") as folder:
        if kind == "sqlite":
            with _opened(f"sqlite:///{Path(folder) / 'bench.db'}") as database:
                yield database
            return
        with throw_away_postgres() as url, _opened(url) as database:
            yield database


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    migrate(database.engine)
    yield database
    database.close()


@asynccontextmanager
async def heard(database: Database) -> AsyncIterator[Heard]:
    """The whole app, joined but not started: events are handed to Bolt, and nothing ticks."""
    async with Sandbox.open(start=START) as slack:
        settings = Settings(
            slack_bot_token=SecretStr(slack.team.bot_token),
            slack_app_token=SecretStr(slack.app_token),
            slack_api_url=slack.api_url,
        )
        clock = MovedClock()
        async with opened(settings, library=load_library(), database=database, clock=clock) as understudy:
            await understudy.meet_slack()
            bolt = understudy.transport._app  # noqa: SLF001 (nothing else needs it from there)
            yield Heard(understudy, bolt, slack, clock)


def bare(of: Heard) -> AsyncApp:
    """Bolt with one listener that does nothing."""

    async def nothing(body: Event, event: Event) -> None:
        del body, event

    return _listening(of, nothing)


def storing(of: Heard) -> AsyncApp:
    """Bolt with one listener that inserts one row by one statement in one transaction: the least that keeps anything."""
    kept = Table("kept", MetaData(), Column("event_ts", Text, primary_key=True), Column("user_id", Text))
    kept.create(of.understudy.database.engine, checkfirst=True)
    insertion = kept.insert()

    async def store(body: Event, event: Event) -> None:
        del body
        row = {"event_ts": event["event_ts"], "user_id": event["user"]}
        await of.understudy.database.ask(partial(_insert, insertion, row))

    return _listening(of, store)


def _insert(insertion: Insert, row: Mapping[str, object], engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insertion, row)


def _listening(of: Heard, listener: Callable[..., Awaitable[None]]) -> AsyncApp:
    """Bolt with this one listener, authorized and set as the app is."""
    app = AsyncApp(
        client=of.bolt.client,
        authorize=of.understudy.reach.installations.authorizer(),
        process_before_response=True,
        ignoring_self_events_enabled=False,
        request_verification_enabled=False,
    )
    app.event(re.compile(".*", re.DOTALL))(listener)
    return app


def practise(room: Room, people: Sequence[str], channel: str = CHANNEL) -> int:
    """The number of a practice channel's routine, whose people have all been met."""
    for user_id in people:
        room.people.know(
            Profile(
                user_id,
                f"Person {user_id}",
                "Europe/Berlin",
                is_bot=False,
                is_guest=False,
                is_stranger=False,
                is_gone=False,
            ),
            START,
        )
        room.people.mark_met(user_id, START)
    settings = RoutineSettings("12345", "10:00", "Europe/Berlin", None, None, 1440, 120, "thread")
    return room.routines.set_up(channel, settings).id


def ask(room: Room, routine_id: int, at: datetime) -> str:
    """The ts of a question that stands open since then."""
    made = room.postings.claim(
        routine_id=routine_id,
        slot=at.isoformat(),
        channel=CHANNEL,
        question_id="q",
        reason="",
        planned_at=at,
    )
    assert made is not None
    room.postings.mark_open(made.id, ts=ts_of(at), closes_at=at + timedelta(days=1))
    return ts_of(at)


_moments = itertools.count(1)


def new_ts(at: datetime = START) -> str:
    """The ts of a message that was never written before."""
    return f"{int(at.timestamp())}.{next(_moments):06d}"


def message(user_id: str, text: str, *, ts: str, thread_ts: str | None = None) -> Event:
    """A `message` event, as wide as Slack's own."""
    inner = {
        "type": "message",
        "client_msg_id": "3ddae3f2-0a2f-4f4c-8f43-2b5f7a7f8d11",
        "user": user_id,
        "text": text,
        "ts": ts,
        "team": "T",
        "channel": CHANNEL,
        "channel_type": "channel",
        "event_ts": ts,
        "blocks": [
            {
                "type": "rich_text",
                "block_id": "x",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
            }
        ],
    }
    return {**inner, "thread_ts": thread_ts, "parent_user_id": "U0APP"} if thread_ts else inner


def reaction(user_id: str, emoji: str, *, on: str, author: str, ts: str) -> Event:
    """A `reaction_added` event."""
    return {
        "type": "reaction_added",
        "user": user_id,
        "reaction": emoji,
        "item_user": author,
        "item": {"type": "message", "channel": CHANNEL, "ts": on},
        "event_ts": ts,
    }


def envelope(team_id: str, event: Event) -> dict[str, object]:
    """What Slack puts around an event."""
    return {
        "token": "t",
        "team_id": team_id,
        "api_app_id": "A0APP",
        "event": event,
        "type": "event_callback",
        "event_id": "Ev0001",
        "event_time": int(START.timestamp()),
        "authorizations": [{"enterprise_id": None, "team_id": team_id, "user_id": "U0APP", "is_bot": True}],
        "is_ext_shared_channel": False,
    }


async def spend(app: AsyncApp, bodies: Sequence[dict[str, object]], *, at_once: int) -> Spent:
    """What it costs to hear these, so many at a time; all must be acknowledged."""

    async def hear(waiting: Iterator[dict[str, object]]) -> None:
        for body in waiting:
            response = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
            assert response.status == HTTPStatus.OK, response.body

    waiting = iter(bodies)
    cpu, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(hear(waiting) for _ in range(at_once)))
    spent = time.process_time() - cpu, time.perf_counter() - wall
    return Spent(*(seconds / len(bodies) * 1e6 for seconds in spent))
