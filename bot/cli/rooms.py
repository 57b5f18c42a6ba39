"""The database and the workspace that a command is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from bot.cli.ending import fail
from bot.settings import read_settings
from storage.database import Database, open_existing
from storage.errors import AbsentError
from storage.migrate import is_current
from storage.work import Room, Work

T = TypeVar("T")

DatabaseOption = Annotated[
    str | None, typer.Option("--database", help="Database URL; the settings' by default.")
]
TeamOption = Annotated[
    str, typer.Option("--team", help="Slack's id of the workspace; needed only if there are several.")
]


def in_database(url: str | None, work: Callable[[Work], T]) -> T:
    """What `work` returns after its commit; ends with a sentence where the database cannot be used."""
    opened = Database(url or read_settings().database_url, open_existing)
    try:
        if not is_current(opened.engine):
            fail(
                "The database has not this version's tables yet. Run `python -m bot migrate`, then try again."
            )
        return opened.run_here(work)
    except AbsentError as error:
        fail(
            f"Nothing was done: {error}. Check UNDERSTUDY_DATABASE_URL and the folder that you are in."
            " Run `python -m bot migrate` to make a new database there."
        )
    finally:
        opened.close()


def chosen_room(work: Work, team: str) -> Room:
    """The room of the named workspace, or of the only one; ends with a sentence that lists those that there are."""
    teams = {team_of(work, number): number for number in work.workspaces.all()}
    if not teams:
        fail("There is no workspace in this database yet. Install Understudy in one, then try again.")
    listed = ", ".join(sorted(teams))
    if team and team not in teams:
        fail(f"There is no workspace {team} in this database; there are {listed}.")
    if not team and len(teams) > 1:
        fail(f"This database holds {len(teams)} workspaces; name one of {listed} with --team.")
    return work.room(teams[team] if team else next(iter(teams.values())))


def team_of(work: Work, workspace_id: int) -> str:
    """Slack's id of the workspace; the organisation's where it is one as a whole."""
    workspace = work.workspaces.get(workspace_id)
    return workspace.team_id or workspace.enterprise_id
