"""What a burst starts as processes of their own: the app on a clock that is set once, and a loop that only posts."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import opened
from bot.cli.running import make_ready
from bot.logs import set_up_logs
from bot.postings.messages import card
from bot.settings import Settings
from bot.slack.parsing import SAYING_EVENT
from bot.slack.speaking import IN_FLIGHT
from content.questions import load_library
from storage.database import Database

DUE = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""When everything is due, by the clock of the app."""


@dataclass
class SetClock:
    """An hour before `DUE` until it is set; then it runs with the machine's."""

    ahead: timedelta | None = None

    async def now(self) -> datetime:
        return DUE - timedelta(hours=1) if self.ahead is None else datetime.now(UTC) + self.ahead


def main() -> None:
    """The app of the environment's settings; it says `ready`, reads at which second of the machine it is `DUE`, and runs."""
    set_up_logs("console", least=logging.ERROR)
    asyncio.run(_serve())


async def _serve() -> None:
    settings = Settings()
    database = Database(settings.database_url)
    make_ready(settings, database)
    clock = SetClock()
    async with opened(settings, library=load_library(), database=database, clock=clock) as understudy:
        await understudy.start()
        print("ready", flush=True)
        at = await asyncio.to_thread(sys.stdin.readline)
        clock.ahead = DUE - datetime.fromtimestamp(float(at), UTC)
        await asyncio.Event().wait()


def only_posts(base_url: str, posts: int) -> None:
    """Post the same card so many times, each in a workspace of its own; print the seconds that took, and those of CPU."""
    print(*asyncio.run(_post_all(base_url, posts)))


async def _post_all(base_url: str, posts: int) -> tuple[float, float]:
    question = next(iter(load_library().questions.values()))
    draft = card(question, 1)
    async with aiohttp.ClientSession() as session:
        clients = [
            AsyncWebClient(token=f"xoxb-only-{number}", base_url=base_url, session=session, retry_handlers=[])
            for number in range(posts)
        ]
        waiting = iter(enumerate(clients))

        async def post() -> None:
            for number, slack in waiting:
                await slack.chat_postMessage(
                    channel=f"C{number}",
                    text=draft.text,
                    blocks=list(draft.blocks),
                    metadata={"event_type": SAYING_EVENT, "event_payload": {"saying": f"{number:032}"}},
                    unfurl_links=False,
                    unfurl_media=False,
                )

        cpu, began = time.process_time(), time.perf_counter()
        await asyncio.gather(*(post() for _ in range(IN_FLIGHT)))
        return time.perf_counter() - began, time.process_time() - cpu
