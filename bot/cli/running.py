"""`run`: the app, until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import AsyncExitStack
from typing import Annotated

import structlog
import typer

from bot.app import opened
from bot.cli.ending import fail
from bot.engine.choosing import prepare_engine
from bot.logs import set_up_logs
from bot.settings import Role, Settings, read_settings
from content.questions import load_library
from storage.alone import alone
from storage.database import Database
from storage.migrate import is_current, migrate
from storage.reaching import reaching

log = structlog.get_logger()

LONGEST_END = 25.0  # real seconds, before supervisors kill

SECRETS = {
    "slack_bot_token": "xoxb-…  (OAuth & Permissions → Bot User OAuth Token)",
    "slack_app_token": "xapp-…  (Basic Information → App-Level Tokens, scope connections:write)",
    "slack_signing_secret": "(Basic Information → App Credentials → Signing Secret)",
}
"""Where Slack shows each secret that a process may not do without."""

EMPTY = """\
Understudy needs to know your Slack app before it can run. Set in the environment:
{empty}
To make the app, run `python -m bot manifest` and paste the result at api.slack.com/apps → From a manifest.
To try everything without an account, run `python -m bot demo`."""


def run(
    *,
    role: Annotated[
        Role | None,
        typer.Option(
            "--role", help="all (the default), web (hears Slack) or worker (works off what is due)."
        ),
    ] = None,
) -> None:
    """Serve Slack until stopped."""
    settings = read_settings(**({"role": role} if role else {}))
    set_up_logs(settings.log_format)
    if empty := _empty(settings):
        fail(EMPTY.format(empty="\n".join(empty)))
    database = Database(settings.database_url)
    try:
        with alone(database):
            make_ready(settings, database)
            asyncio.run(_serve(settings, database))
    finally:
        database.close()


def _empty(settings: Settings) -> list[str]:
    """A line for each secret that this process cannot do without and that is not set."""
    wanted = {
        "slack_bot_token": not settings.serves_many,
        "slack_app_token": settings.opens_socket,
        "slack_signing_secret": settings.is_served,
    }
    return [
        f"  UNDERSTUDY_{name.upper():<22} {where}"
        for name, where in SECRETS.items()
        if wanted[name] and not getattr(settings, name).get_secret_value()
    ]


def make_ready(settings: Settings, database: Database) -> None:
    """Bring the database to this version's tables, and the engine's if it keeps any there. Raises UnreachableError."""
    with reaching():
        if not is_current(database.engine):
            migrate(database.engine)
    if not database.is_sqlite:
        prepare_engine(settings.engine, database.driver_parameters)


async def _serve(settings: Settings, database: Database) -> None:
    """Run until told to stop, even while Slack cannot be reached yet; then finish what is at hand."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        stop.set()
        hard_end = threading.Timer(LONGEST_END, _end_hard)
        hard_end.daemon = True
        hard_end.start()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, end)
    async with AsyncExitStack() as stack:
        understudy = await stack.enter_async_context(
            opened(settings, library=load_library(), database=database)
        )
        starting = asyncio.create_task(understudy.start())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        try:
            if starting.done():
                await starting
                await stopping
            else:
                starting.cancel()
                await asyncio.gather(starting, return_exceptions=True)
        finally:
            log.info("stopping")
            await understudy.stop()


def _end_hard() -> None:
    """End without waiting: Python waits for its threads, and one may wait for a database that hangs."""
    log.error("ended_hard")
    os._exit(1)
