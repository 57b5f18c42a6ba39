"""`content …`: the library and packs of questions, checked, listed, shown and exported."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.card_view import print_cards
from bot.cli.content_import import exported, import_questions, tell_problems
from bot.cli.content_report import ContentReport, report_on_library, report_on_pack
from bot.cli.ending import fail
from bot.cli.item_view import item_view
from bot.cli.rooms import DatabaseOption, TeamOption
from content.errors import ContentError
from content.library.schema import schema_text
from content.library.shape import Content
from content.packs import PackFormat, write_pack
from content.questions import Library, load_library

content_app = typer.Typer(
    no_args_is_help=True, help="Check, list, show, import and export what there is to practise with."
)
console = Console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@content_app.command()
def check(
    path: Annotated[
        Path | None,
        typer.Argument(
            help="A pack in TOML or CSV; the library itself if left out.", exists=True, dir_okay=False
        ),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Hold the library, or a pack, against its rules; whatever breaks one is told with what to write instead."""
    report = report_on_library() if path is None else report_on_pack(path)
    if as_json:
        sys.stdout.write(report.as_json() + "\n")
    else:
        _tell(report)
    if report.errors:
        raise typer.Exit(1)


@content_app.command("list")
def list_questions(
    *,
    competency: Annotated[
        list[str] | None, typer.Option("--competency", help="Only those of this competency; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the built-in questions."""
    questions = list(_library().questions.values())
    known = sorted({question.competency for question in questions})
    for wanted in competency or ():
        if wanted not in known:
            fail(f"No question has the competency “{wanted}”; there are {', '.join(known)}.")
    chosen = [question for question in questions if not competency or question.competency in competency]
    if as_json:
        told = [question.model_dump(mode="json", include=_LISTED) for question in chosen]
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return
    table = Table("id", "kind", "competency", "question")
    for question in chosen:
        table.add_row(question.id, question.kind, question.competency, Text(question.text))
    console.print(table)
    console.print(f"{len(chosen)} questions")


@content_app.command()
def show(item_id: Annotated[str, typer.Argument(metavar="ID", help="What `list` and `check` name.")]) -> None:
    """Show a question, a drill, a contrast set or a case with everything that is kept about it."""
    library = _library()
    shelves: tuple[Mapping[str, Content], ...] = (
        library.questions, library.drills, library.contrasts, library.cases,
    )  # fmt: skip
    for shelf in shelves:
        if item_id in shelf:
            console.print(item_view(shelf[item_id]))
            return
    close = get_close_matches(item_id, [key for shelf in shelves for key in shelf], n=3)
    meant = f"; did you mean {' or '.join(f'“{key}”' for key in close)}?" if close else "."
    fail(f"Nothing in the library has the id “{item_id}”{meant}")


@content_app.command("export")
def export_questions(
    *,
    form: Annotated[PackFormat, typer.Option("--format", help="How to write them.")] = PackFormat.TOML,
    team: TeamOption = "",
    pack: Annotated[
        str, typer.Option("--pack", help="Only this pack of the workspace; all its packs by default.")
    ] = "",
    database: DatabaseOption = None,
) -> None:
    """Write the built-in questions, or a workspace's own, to standard output, as a pack that `import` reads."""
    if pack and not team:
        fail("A pack belongs to a workspace: name that too, with --team.")
    questions = exported(team, pack, database) if team else _library().questions.values()
    sys.stdout.buffer.write(write_pack(questions, form).encode())


@content_app.command()
def schema() -> None:
    """Print the JSON schema of the library's files, for editors."""
    sys.stdout.write(schema_text())


content_app.command("import")(import_questions)
content_app.command("cards")(print_cards)

_LISTED = {"id", "text", "kind", "competency", "story", "pillar", "levels"}


def _library() -> Library:
    try:
        return load_library()
    except ContentError as error:
        fail(str(error))


def _tell(report: ContentReport) -> None:
    if report.errors:
        tell_problems(report.errors)
        return
    table = Table("what", "how many", title="Content")
    for what, number in report.counts():
        table.add_row(what, str(number))
    console.print(table)
