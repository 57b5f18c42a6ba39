"""Laws 1 and 3 under SIGKILL: a real process dies between each pair of steps, and nothing is lost or said twice."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import Select, func, select

from bot.engine.choosing import EngineName
from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.people import Person
from bot.sandbox.slack import Sandbox
from storage.database import Database
from storage.tables import messages, sayings
from storage.work import Work
from tests.bot.advising.stand_in import stand_in
from tests.flows.kill_child import ANSWER_STEPS, POSTING_STEPS
from tests.flows.scene import MONDAY, TEAM_ANSWER, set_up

PATIENCE = 60  # real seconds for a process to do its part; a busy machine needs ten to start one


@dataclass
class World:
    """A sandbox in this process; the app in another."""

    slack: Sandbox
    channel: Channel
    jo: Person
    database_url: str
    engine: EngineName
    process: asyncio.subprocess.Process | None = field(default=None)
    model_url: str = ""

    async def start(self, step: str) -> None:
        """Start the app; it dies at `step`."""
        environment = {
            **os.environ,
            "UNDERSTUDY_SLACK_BOT_TOKEN": self.slack.team.bot_token,
            "UNDERSTUDY_SLACK_APP_TOKEN": self.slack.app_token,
            "UNDERSTUDY_SLACK_API_URL": self.slack.api_url,
            "UNDERSTUDY_CLOCK_URL": f"{self.slack.url}/clock",
            "UNDERSTUDY_DATABASE_URL": self.database_url,
            "UNDERSTUDY_ENGINE": self.engine,
            "UNDERSTUDY_TICK_SECONDS": "0.05",
            "UNDERSTUDY_LEASE_SECONDS": "2",
            "UNDERSTUDY_CALL_TIMEOUT_SECONDS": "0.8",
            "UNDERSTUDY_PING_SECONDS": "1",
            "UNDERSTUDY_PORT": "0",
            "UNDERSTUDY_MODEL": "stand-in" if self.model_url else "",
            "UNDERSTUDY_MODEL_URL": self.model_url,
        }
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.flows.kill_child", step, env=environment
        )

    async def connected(self) -> None:
        """The process hears Slack; until then the clock stands, or Slack's last redelivery would pass unheard."""
        async with asyncio.timeout(PATIENCE):
            await self.slack.connected()

    async def died(self) -> None:
        """The process has killed itself."""
        assert self.process is not None
        assert await asyncio.wait_for(self.process.wait(), PATIENCE) == -signal.SIGKILL
        self.process = None

    async def until(self, holds: Callable[[], bool], moving: float = 0) -> None:
        """Give the process real time until this holds; the clock moves on, but not while Slack waits for an answer."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await asyncio.sleep(0.05)
                if not self.slack.in_flight():
                    self.slack.clock.advance(timedelta(seconds=moving))

    def cards(self) -> int:
        """How many questions stand in the channel."""
        return sum("Today's question" in message.text for message in self.channel.messages())

    def follow_ups(self) -> int:
        """How many questions the coach has asked."""
        (card,) = [m for m in self.channel.messages() if "Today's question" in m.text]
        return sum(m.user == self.slack.team.bot_user_id for m in self.channel.messages(thread_ts=card.ts))


@asynccontextmanager
async def world(database_url: str, engine: EngineName) -> AsyncIterator[World]:
    """A practice whose question is due in a minute; no app runs yet."""
    async with Sandbox.open(start=MONDAY, ack_timeout=1.0) as slack:
        jo = slack.team.add_person("Jo Abara", tz="Europe/London")
        channel = slack.team.add_channel("leadership", members=[jo])
        database = Database(database_url)
        database.run_here(
            lambda work: work.workspaces.know(
                team_id=slack.team.team_id,
                bot_user_id=slack.team.bot_user_id,
                bot_id=slack.team.bot_id,
                app_id=slack.app_id,
            )
        )
        database.run_here(lambda work: set_up(work, channel.id, jo.id, MONDAY + timedelta(minutes=1)))
        database.close()
        made = World(slack, channel, jo, database_url, engine)
        await channel.invite_app()
        try:
            yield made
        finally:
            if made.process is not None:
                made.process.kill()
                await made.process.wait()


@pytest.mark.parametrize("step", POSTING_STEPS)
async def test_a_process_killed_while_it_says_a_question_leaves_exactly_one(
    database_url: str, engine: EngineName, step: str
) -> None:
    async with world(database_url, engine) as made:
        await made.start(step)
        await made.connected()
        made.slack.clock.advance(timedelta(minutes=1))
        await made.died()
        await made.start("never")
        await made.until(lambda: made.cards() > 0)
        await made.until(lambda: _all_said(database_url, "question"), moving=1)
        assert made.cards() == 1


@pytest.mark.parametrize("step", ANSWER_STEPS)
async def test_a_process_killed_while_it_takes_an_answer_loses_nothing_and_asks_once(
    database_url: str, engine: EngineName, step: str
) -> None:
    async with world(database_url, engine) as made:
        await made.start(step)
        await made.connected()
        made.slack.clock.advance(timedelta(minutes=1))
        await made.until(lambda: _all_said(database_url, "question"))
        (card,) = [m for m in made.channel.messages() if "Today's question" in m.text]
        posting = asyncio.create_task(made.jo.post(made.channel, TEAM_ANSWER, thread_ts=card.ts))
        await made.until(lambda: made.process is None or made.process.returncode is not None, moving=1)
        await made.died()
        await posting
        await made.start("never")
        await made.connected()
        await made.until(lambda: _all_said(database_url, "follow_up"), moving=1)
        assert made.follow_ups() == 1
        assert _answers(database_url) == 1
        assert made.cards() == 1


def _all_said(database_url: str, kind: str) -> bool:
    said = (sayings.c.kind == kind) & (sayings.c.state == "said")
    return _count(database_url, select(func.count()).select_from(sayings).where(said)) == 1


def _answers(database_url: str) -> int:
    return _count(database_url, select(func.count()).select_from(messages).where(messages.c.turn == 0))


def _count(database_url: str, query: Select[int]) -> int:
    database = Database(database_url)
    with database.engine.connect() as connection:
        found = connection.scalars(query).one()
    database.close()
    return found


async def test_a_process_killed_while_a_model_is_asked_leaves_the_rule_s_question_said_once(
    database_url: str, engine: EngineName
) -> None:
    async with stand_in() as server, world(database_url, engine) as made:
        server.hold()
        made.model_url = server.url
        _consent(database_url, made.jo.id)
        await made.start("after the model is asked")
        await made.connected()
        made.slack.clock.advance(timedelta(minutes=1))
        await made.until(lambda: _all_said(database_url, "question"))
        (card,) = [m for m in made.channel.messages() if "Today's question" in m.text]
        await made.jo.post(made.channel, TEAM_ANSWER, thread_ts=card.ts)
        await made.until(lambda: made.process is None or made.process.returncode is not None, moving=1)
        await made.died()
        await made.start("never")
        await made.connected()
        await made.until(lambda: _all_said(database_url, "follow_up"), moving=1)
        assert made.follow_ups() == 1
        assert "A rule worded this." in made.channel.messages(thread_ts=card.ts)[-1].text
        assert len(server.asked) <= 1, "the next process does not ask again"


def _consent(database_url: str, user_id: str) -> None:
    database = Database(database_url)

    def agree(work: Work) -> None:
        work.room(1).consents.give_for_workspace("127.0.0.1")
        work.room(1).consents.give(user_id, "127.0.0.1")

    database.run_here(agree)
    database.close()
