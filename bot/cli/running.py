"""`run`: the app, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from typing import Annotated

import structlog
import typer

from bot.advising.choosing import NoModelError
from bot.app import opened
from bot.cli.ending import fail
from bot.engine.choosing import prepare_engine
from bot.logs import set_up_logs
from bot.settings import Role, Settings, read_settings
from bot.slack.calls import SlackApiError, code_of
from content.questions import load_library
from storage.database import Database
from storage.errors import UnreachableError
from storage.migrate import is_current, migrate
from storage.reaching import reaching

log = structlog.get_logger()

NO_TOKENS = """\
Understudy needs to know your Slack app before it can run. Set these in the environment:
  UNDERSTUDY_SLACK_BOT_TOKEN   xoxb-…  (OAuth & Permissions → Bot User OAuth Token)
  UNDERSTUDY_SLACK_APP_TOKEN   xapp-…  (Basic Information → App-Level Tokens, scope connections:write)
To make the app, run `python -m bot manifest` and paste the result at api.slack.com/apps → From a manifest.
To try everything without an account, run `python -m bot demo`."""

AWAY = "The database cannot be reached ({error}). Check UNDERSTUDY_DATABASE_URL and that the server runs, then start again."


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
    wanted = [] if settings.serves_many else [settings.slack_bot_token]
    if settings.is_served:
        wanted.append(settings.slack_signing_secret)
    elif settings.role != "worker":
        wanted.append(settings.slack_app_token)
    if not all(secret.get_secret_value() for secret in wanted):
        fail(NO_TOKENS)
    database = Database(settings.database_url)
    try:
        make_ready(settings, database)
        asyncio.run(_serve(settings, database))
    except UnreachableError as error:
        fail(AWAY.format(error=error))
    except SlackApiError as error:
        fail(f"Slack refused the token ({code_of(error)}). `python -m bot doctor` tells more.")
    except NoModelError as error:
        fail(str(error))
    finally:
        database.close()


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
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        with reaching():
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
        finally:
            log.info("stopping")
            await understudy.stop()
