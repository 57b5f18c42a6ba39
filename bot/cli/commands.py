"""The commands, each a thin door to what does the work."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.cli.coach_by_hand import coach
from bot.cli.content import content_app
from bot.cli.demo import play
from bot.cli.ending import Commands, fail
from bot.cli.keys import new_key, rotate_keys
from bot.cli.moving import move_database
from bot.cli.postgres import throw_away_postgres
from bot.cli.records import erase, export, show_coach_record
from bot.cli.replay import Report, pack_of, read_lines
from bot.cli.replay import replay as replay_lines
from bot.cli.rooms import DatabaseOption
from bot.cli.running import make_ready, run
from bot.engine.choosing import EngineName
from bot.logs import set_up_logs
from bot.operations.doctor import examine
from bot.operations.manifest import manifest as app_manifest
from bot.settings import read_settings
from content.errors import ContentError
from storage.database import Database
from storage.migrate import migrate as run_migrations

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    help="Understudy: a team practises leadership interviews in Slack.",
)
console = Console()


@app.command()
def migrate(database: DatabaseOption = None) -> None:
    """Bring the database to this version's tables."""
    settings = read_settings()
    opened_database = Database(database or settings.database_url)
    try:
        make_ready(settings, opened_database)
    finally:
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
    engine: Annotated[EngineName, typer.Option(help="What ticks, as UNDERSTUDY_ENGINE.")] = "apscheduler",
    faults: Annotated[bool, typer.Option("--faults", help="Rough weather.")] = False,
) -> None:
    """Send real answers through the whole app and count what became of them."""
    set_up_logs("console", least=logging.CRITICAL)
    logging.disable(logging.CRITICAL)
    try:
        lines = read_lines(file)
        pack_of(lines)
    except (ContentError, ValueError) as error:
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
            replay_lines(
                lines,
                opened_database,
                engine=engine,
                faults=faults,
                advance=lambda: progress.advance(task),
            )
        )
    _show(report, as_json=as_json)
    if report.lost or report.twice:
        raise typer.Exit(1)


@app.command()
def manifest(
    http: Annotated[str | None, typer.Option("--http", help="The app's public address, for HTTP.")] = None,
    install: Annotated[
        str | None, typer.Option("--install", help="The same, for installing alone: events come by socket.")
    ] = None,
) -> None:
    """Print the manifest from which Slack makes the app."""
    made = app_manifest(http, install_url=install)
    sys.stdout.write(json.dumps(made, indent=2, ensure_ascii=False) + "\n")


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


app.command()(run)
app.command()(export)
app.command()(erase)
app.command()(coach)
app.command("coach-record")(show_coach_record)
app.command()(new_key)
app.command()(rotate_keys)
app.command()(move_database)
app.add_typer(content_app, name="content")


def main() -> None:
    """The entry point of `understudy`."""
    app()
