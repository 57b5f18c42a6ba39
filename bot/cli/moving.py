"""`move-database`: a grown database goes from SQLite to PostgreSQL, or back."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.cli.ending import fail
from storage.errors import MoveError
from storage.move import Moved, move

From = Annotated[str, typer.Argument(metavar="FROM", help="URL of the database to read; it stays as it is.")]
To = Annotated[
    str, typer.Argument(metavar="TO", help="URL of the database to fill; empty, or partly filled before.")
]


def move_database(source: From, target: To) -> None:
    """Copy everything from one database to another; stop `run` first. Killed? Start it again."""
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("Rows", total=None)
        try:
            tables = move(source, target, lambda _table, rows: progress.advance(task, rows))
        except MoveError as error:
            fail(f"Nothing moves: {error}.")
    _show(tables)
    broken = [each.table for each in tables if not each.is_whole]
    if broken:
        fail(
            f"These tables differ: {', '.join(broken)}. Was something running? Stop it, empty TO, and start again."
        )
    Console().print("Both databases hold the same. Set UNDERSTUDY_DATABASE_URL to TO, then `run`.")


def _show(tables: tuple[Moved, ...]) -> None:
    shown = Table("table", "in FROM", "in TO", "copied now", "checksums", title="Moved")
    for each in tables:
        same = "same" if each.source.checksum == each.target.checksum else "[red]differ[/]"
        shown.add_row(each.table, f"{each.source.rows:,}", f"{each.target.rows:,}", f"{each.copied:,}", same)
    Console().print(shown)
