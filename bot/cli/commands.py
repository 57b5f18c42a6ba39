"""The commands, each a thin door to what does the work."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.app import opened
from bot.cli.demo import play
from bot.cli.ending import fail
from bot.cli.postgres import throw_away_postgres
from bot.cli.records import DatabaseOption, erase, export
from bot.cli.replay import Report, pack_of, read_lines
from bot.cli.replay import replay as replay_lines
from bot.logs import set_up_logs
from bot.operations.doctor import examine
from bot.operations.manifest import manifest as app_manifest
from bot.settings import Settings, read_settings
from bot.slack.calls import SlackApiError
from content.coaching.predict import predict
from content.questions import load_library
from storage.database import Database
from storage.migrate import migrate as run_migrations

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Understudy: a team practises leadership interviews in Slack.",
)
console = Console()
NO_TOKENS = """\
Understudy needs to know your Slack app before it can run. Set these in the environment:
  UNDERSTUDY_SLACK_BOT_TOKEN   xoxb-…  (OAuth & Permissions → Bot User OAuth Token)
  UNDERSTUDY_SLACK_APP_TOKEN   xapp-…  (Basic Information → App-Level Tokens, scope connections:write)
To make the app, run `python -m bot manifest` and paste the result at api.slack.com/apps → From a manifest.
To try everything without an account, run `python -m bot demo`."""


@app.command()
def run() -> None:
    """Serve Slack until stopped."""
    settings = read_settings()
    set_up_logs(settings.log_format)
    wanted = [settings.slack_bot_token]
    wanted.append(
        settings.slack_app_token if settings.transport == "socket" else settings.slack_signing_secret
    )
    if not all(secret.get_secret_value() for secret in wanted):
        fail(NO_TOKENS)
    database = Database(settings.database_url)
    run_migrations(database.engine)
    try:
        asyncio.run(_serve(settings, database))
    except SlackApiError as error:
        fail(f"Slack refused the token ({error.response.get('error')}). `python -m bot doctor` tells more.")
    finally:
        database.close()


async def _serve(settings: Settings, database: Database) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with opened(settings, library=load_library(), database=database) as understudy:
        await understudy.start()
        await stop.wait()
        await understudy.stop()


@app.command()
def migrate(database: DatabaseOption = None) -> None:
    """Bring the database to this version's tables."""
    opened_database = Database(database or read_settings().database_url)
    run_migrations(opened_database.engine)
    opened_database.close()
    console.print("The database is up to date.")


@app.command()
def demo(
    file: Annotated[Path, typer.Option("--database", help="The file that the demo makes anew.")] = Path(
        "demo.db"
    ),
) -> None:
    """Play one practice day in the terminal, without any account."""
    set_up_logs("console", least=logging.ERROR)
    for old in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        old.unlink(missing_ok=True)
    database = Database(f"sqlite:///{file}")
    run_migrations(database.engine)
    asyncio.run(play(database, console))
    database.close()
    console.print(f"\nThat was one practice day. Everything it kept is in {file.resolve()}", soft_wrap=True)


@app.command()
def replay(
    file: Annotated[
        Path, typer.Argument(help="Lines of {id, question, answer}.", exists=True, dir_okay=False)
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    database: Annotated[
        str | None, typer.Option("--database", help="Database URL, or `postgres` for a throw-away server.")
    ] = None,
    faults: Annotated[bool, typer.Option("--faults", help="Rough weather.")] = False,
) -> None:
    """Send real answers through the whole app and count what became of them."""
    set_up_logs("console", least=logging.CRITICAL)
    logging.disable(logging.CRITICAL)
    try:
        lines = read_lines(file)
        pack_of(lines)
    except ValueError as error:
        fail(str(error))
    with ExitStack() as stack:
        if database == "postgres":
            database = stack.enter_context(throw_away_postgres())
        elif database is None:
            folder = stack.enter_context(TemporaryDirectory(prefix="understudy-"))
            database = f"sqlite:///{folder}/replay.db"
        opened_database = Database(database)
        run_migrations(opened_database.engine)
        stack.callback(opened_database.close)
        progress = stack.enter_context(Progress(console=Console(stderr=True), disable=as_json))
        task = progress.add_task("Answers", total=len(lines))
        report = asyncio.run(
            replay_lines(lines, opened_database, faults=faults, advance=lambda: progress.advance(task))
        )
    _show(report, as_json=as_json)
    if report.lost or report.twice:
        raise typer.Exit(1)


@app.command()
def coach(*, jsonl: Annotated[bool, typer.Option("--jsonl", help="Lines in, lines out.")] = True) -> None:
    """Read answers from standard input, a JSON object a line, and write what the coach reads and would ask."""
    del jsonl
    for text in sys.stdin:
        if text.strip():
            sys.stdout.write(json.dumps(predict(json.loads(text)), ensure_ascii=False) + "\n")


@app.command()
def manifest(
    http: Annotated[str | None, typer.Option("--http", help="The app's public address, for HTTP.")] = None,
) -> None:
    """Print the manifest from which Slack makes the app."""
    sys.stdout.write(json.dumps(app_manifest(http), indent=2, ensure_ascii=False) + "\n")


@app.command()
def doctor(
    *, quiet: Annotated[bool, typer.Option("--quiet", help="Say only what is wrong.")] = False
) -> None:
    """Check tokens, scopes, database, migrations, clock and library; each line is OK or says what to do."""
    findings = asyncio.run(examine(read_settings()))
    for finding in findings:
        if not (quiet and finding.is_fine):
            console.print(
                f"{'[green]OK[/]  ' if finding.is_fine else '[red]FIX[/] '} {finding.what}: {finding.say}"
            )
    if not all(finding.is_fine for finding in findings):
        raise typer.Exit(1)


def _show(report: Report, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(report.as_json() + "\n")
        return
    table = Table("what", "answers", title="Replay")
    table.add_row("sent", str(report.sent))
    table.add_row("stored", str(report.stored))
    for kind, count in report.coached.items():
        table.add_row(f"coached: {kind}", str(count))
    table.add_row("silent", str(report.silent))
    table.add_row("lost", str(report.lost))
    table.add_row("twice", str(report.twice))
    table.add_row("tags", str(report.tags))
    table.add_row("seconds", str(report.seconds))
    console.print(table)


app.command()(export)
app.command()(erase)


def main() -> None:
    """The entry point of `understudy`."""
    app()
