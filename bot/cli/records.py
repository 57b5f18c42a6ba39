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
from bot.cli.rooms import DatabaseOption, TeamOption, chosen_room, in_database
from bot.kit import Kit
from bot.operations.coach_record import FEW_ASKED, coach_record
from bot.privacy.use_cases import erase_person, export_person
from bot.settings import read_settings
from bot.slack.doors import Doors
from content.choice import ENOUGH_PEOPLE
from content.questions import load_library

PersonOption = Annotated[str, typer.Option("--person", help="Slack's id of the person, such as U012AB3CD.")]
TOO_FEW = "too few"


def export(person: PersonOption, team: TeamOption = "", database: DatabaseOption = None) -> None:
    """Write all that is stored about a person as JSON to standard output."""
    found = in_database(database, lambda work: export_person(chosen_room(work, team), person))
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
    kit = Kit(Doors(), load_library(), read_settings().quiet)
    for feature in FEATURES:
        feature.register(kit)
    now = datetime.now(UTC)
    in_database(database, lambda work: erase_person(chosen_room(work, team), person, now, kit))
    sys.stdout.write(
        f"Erased. Messages of the app with words of {person} are deleted as soon as `run` runs.\n"
    )


def show_coach_record(database: DatabaseOption = None) -> None:
    """Print how often each rule of the coach asked and was told *Not right*, over all workspaces."""
    rules = in_database(database, coach_record)
    shown = Table("asks for", "how sure", "asked", "not right", "precision", title="Rules of the coach")
    for rule in rules:
        not_right = TOO_FEW if rule.not_right is None else str(rule.not_right)
        precision = TOO_FEW if rule.precision is None else f"{rule.precision:.2f}"
        shown.add_row(rule.signal, rule.confidence, str(rule.asked), not_right, precision)
    shown.caption = f"too few: asked fewer than {FEW_ASKED} times, or fewer than {ENOUGH_PEOPLE} people"
    Console().print(shown)
