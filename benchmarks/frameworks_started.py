"""How Understudy and the frameworks that people would otherwise take are installed and started for one thread of answers.

Neither framework has a setting for Slack's address: the launchers below hand it to the client that each of them makes.
Everything else is theirs, as their manuals have it; built-in plugins are left out.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.traffic import practise
from bot.sandbox.driver.channels import Channel
from bot.sandbox.slack import Sandbox
from storage.database import Database
from storage.migrate import migrate
from storage.tables import messages
from storage.work import Work

INSTALLS_WITHIN = 300.0  # seconds

MACHINE = """\
import asyncio, os
from machine import Machine
from machine.clients.slack import SlackClient
from machine.utils.collections import CaseInsensitiveDict
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

class Elsewhere(Machine):
    async def _setup_slack_clients(self):
        web = AsyncWebClient(token=self._settings["SLACK_BOT_TOKEN"], base_url=os.environ["API_URL"])
        self._socket_mode_client = SocketModeClient(app_token=self._settings["SLACK_APP_TOKEN"], web_client=web)
        self._client = SlackClient(self._socket_mode_client, self._tz)
        await self._client.setup()

asyncio.run(Elsewhere(CaseInsensitiveDict({
    "SLACK_APP_TOKEN": os.environ["APP_TOKEN"], "SLACK_BOT_TOKEN": os.environ["BOT_TOKEN"],
    "PLUGINS": ["keeper.Keeper"], "TZ": "UTC", "HTTP_PROXY": None, "LOG_HANDLED_MESSAGES": False,
    "STORAGE_BACKEND": "machine.storage.backends.sqlite.SQLiteStorage", "SQLITE_PATH": "kept.db",
})).run())
"""
MACHINE_PLUGIN = """\
import os
from machine.plugins.base import MachineBasePlugin
from machine.plugins.decorators import process

class Keeper(MachineBasePlugin):
    '''Keeps the messages of a thread.'''

    @process("message")
    async def keep(self, event):
        if event.get("thread_ts") == os.environ["THREAD"]:
            await self.storage.set(event["ts"], {"user": event["user"], "text": event["text"]})
"""
MACHINE_COUNT = """\
import sqlite3
print(sqlite3.connect("kept.db").execute("SELECT count(*) FROM sm_storage WHERE key LIKE '%:1%.%'").fetchone()[0])
"""

ERRBOT = """\
import logging, os, types
import slack_sdk.web

class Elsewhere(slack_sdk.web.WebClient):
    def __init__(self, *given, **named):
        super().__init__(*given, **{**named, "base_url": os.environ["API_URL"]})

slack_sdk.web.WebClient = Elsewhere
from errbot.bootstrap import bootstrap

config = types.ModuleType("config")
config.BACKEND = "SlackV3"
config.BOT_IDENTITY = {"token": os.environ["BOT_TOKEN"], "app_token": os.environ["APP_TOKEN"]}
config.BOT_DATA_DIR = "data"
config.BOT_EXTRA_PLUGIN_DIR = "plugins"
config.BOT_LOG_LEVEL = logging.ERROR
config.BOT_ADMINS = ("@nobody",)
config.CORE_PLUGINS = ()
config.AUTOINSTALL_DEPS = False
config.BOT_PLUGIN_INDEXES = ()
os.makedirs("data", exist_ok=True)
bootstrap("SlackV3", logging.getLogger(""), config)
"""
ERRBOT_PLUGIN = """\
import os
from errbot import BotPlugin

class Keeper(BotPlugin):
    '''Keeps the messages of a thread.'''

    def callback_message(self, message):
        event = message.extras["slack_event"]
        if event.get("thread_ts") == os.environ["THREAD"]:
            self[event["ts"]] = {"user": event["user"], "text": event["text"]}
"""
ERRBOT_PLUG = "[Core]\nName = Keeper\nModule = keeper\n[Python]\nVersion = 3\n"
ERRBOT_COUNT = """\
import glob, shelve
print(sum("." in key for key in shelve.open("data/Keeper.db", "r")))
"""


class NotHereError(Exception):
    """A framework cannot be installed; the message says why."""


@dataclass(frozen=True)
class Framework:
    """What to install, and the files of a bot that keeps a thread: `start.py` starts it, `count.py` tells what it kept."""

    name: str
    packages: Sequence[str]
    files: Mapping[str, str]

    def installed(self, venvs: Path) -> Path:
        """The Python of its own venv, made where it is missing. Raises NotHereError."""
        folder = venvs / self.name
        python, mark = folder / "bin" / "python", folder / "installed"
        if mark.exists():
            return python
        for words in (
            [sys.executable, "-m", "venv", "--clear", str(folder)],
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *self.packages],
        ):
            try:
                subprocess.run(words, check=True, capture_output=True, text=True, timeout=INSTALLS_WITHIN)
            except subprocess.CalledProcessError as error:
                raise NotHereError(_last_line(error.stderr) or f"{words[-1]}: {error}") from error
            except (OSError, subprocess.TimeoutExpired) as error:
                raise NotHereError(str(error)) from error
        mark.touch()
        return python

    def written(self, folder: Path) -> None:
        """Put its files into its folder."""
        for name, text in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)


FRAMEWORKS = (
    Framework(
        "slack-machine",
        ["slack-machine[sqlite]"],
        {"start.py": MACHINE, "keeper.py": MACHINE_PLUGIN, "count.py": MACHINE_COUNT},
    ),
    Framework(
        "errbot",
        ["errbot", "errbot-backend-slackv3"],
        {
            "start.py": ERRBOT,
            "plugins/keeper/keeper.py": ERRBOT_PLUGIN,
            "plugins/keeper/keeper.plug": ERRBOT_PLUG,
            "count.py": ERRBOT_COUNT,
        },
    ),
)


def prepare_understudy(
    database_url: str, slack: Sandbox, people: Sequence[str], channel: Channel, thread: str
) -> None:
    """A database in which the thread is that of an open question, and everybody has been met."""
    database = Database(database_url)
    migrate(database.engine)
    team = slack.team

    def set_up(work: Work) -> None:
        workspace = work.workspaces.know(
            team_id=team.team_id, bot_user_id=team.bot_user_id, bot_id=team.bot_id, app_id=slack.app_id
        )
        room = work.room(workspace.id)
        now = datetime.now(UTC)
        routine = practise(room, people, channel.id)
        room.routines.mark_members_read(routine, now)
        posting = room.postings.claim(
            routine_id=routine, slot="now", channel=channel.id, question_id="q", reason="", planned_at=now
        )
        assert posting is not None
        room.postings.mark_open(posting.id, ts=thread, closes_at=now + timedelta(days=1))

    database.run_here(set_up)
    database.close()


def kept_by_us(database_url: str, thread: str) -> int:
    """How many messages of the thread belong to answers."""
    database = Database(database_url)
    statement = select(func.count()).where(messages.c.thread_ts == thread, messages.c.answer_id.is_not(None))
    with database.engine.begin() as connection:
        kept = connection.scalar(statement) or 0
    database.close()
    return kept


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("WARNING")]
    return lines[-1].strip() if lines else ""
