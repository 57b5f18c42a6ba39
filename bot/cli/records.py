"""Commands about what is stored: export and erase for one person, and the record of the coach's rules."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.app import FEATURES
from bot.cli.ending import fail
from bot.kit import Kit
from bot.operations.coach_record import FEW_ASKED, FEW_PEOPLE, coach_record
from bot.privacy.use_cases import erase_person, export_person
from bot.settings import read_settings
from bot.slack.doors import Doors
from content.questions import load_library
from storage.database import Database
from storage.work import Room, Work

PersonOption = Annotated[str, typer.Option("--person", help="Slack's id of the person, such as U012AB3CD.")]
TeamOption = Annotated[
    str, typer.Option(help="Slack's id of the workspace; needed only if there are several.")
]
DatabaseOption = Annotated[
    str | None, typer.Option("--database", help="Database URL; the settings' by default.")
]

TOO_FEW = "too few"


def export(person: PersonOption, team: TeamOption = "", database: DatabaseOption = None) -> None:
    """Write all that is stored about a person as JSON to standard output."""
    opened = Database(database or read_settings().database_url)
    found = opened.run_here(lambda work: export_person(_one_room(work, team), person))
    opened.close()
    sys.stdout.write(json.dumps(found, indent=2, ensure_ascii=False, default=str) + "\n")


def erase(
    person: PersonOption,
    team: TeamOption = "",
    database: DatabaseOption = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete all that is stored about a person; what the app posted with their words goes at its next tick."""
    if not yes:
        typer.confirm(f"Erase all that is stored about {person}? This cannot be undone.", abort=True)
    settings = read_settings()
    kit = Kit(Doors(), load_library(), settings.quiet)
    for feature in FEATURES:
        feature.register(kit)
    now = datetime.now(UTC)
    opened = Database(database or settings.database_url)
    opened.run_here(lambda work: erase_person(_one_room(work, team), person, now, kit))
    opened.close()
    sys.stdout.write(
        f"Erased. Messages of the app with words of {person} are deleted as soon as `run` runs.\n"
    )


def show_coach_record(database: DatabaseOption = None) -> None:
    """Print how often each rule of the coach asked and was told *Not right*, over all workspaces."""
    opened = Database(database or read_settings().database_url)
    rules = opened.run_here(coach_record)
    opened.close()
    shown = Table("asks for", "how sure", "asked", "not right", "precision", title="Rules of the coach")
    for rule in rules:
        not_right = TOO_FEW if rule.not_right is None else str(rule.not_right)
        precision = TOO_FEW if rule.precision is None else f"{rule.precision:.2f}"
        shown.add_row(rule.signal, rule.confidence, str(rule.asked), not_right, precision)
    shown.caption = f"too few: asked fewer than {FEW_ASKED} times, or fewer than {FEW_PEOPLE} people"
    Console().print(shown)


def _one_room(work: Work, team: str) -> Room:
    """The room of the named workspace, or of the only one."""
    if team:
        found = work.workspaces.find(team)
        if found is None:
            fail(f"There is no workspace {team} in this database.")
        return work.room(found.id)
    known = work.workspaces.all()
    if len(known) != 1:
        fail(f"This database holds {len(known)} workspaces; name one with --team.")
    return work.room(known[0])
