"""Organisations: one installation speaks in many workspaces, each of which has a room of its own here.

What befalls the organisation, or some of its workspaces, is heard in each of their rooms as if it had befallen that one alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.slack.events import AppLetIn, AppPutOut, Event, TeamsGranted, TeamsRevoked
from content.answers import ts_of
from storage.work import Room, Work

Heard = Event | AppLetIn


def heard_where(work: Work, workspace_id: int, event: Event) -> Iterator[tuple[Room, Heard]]:
    """The rooms in which an event of this installation is heard, and as what."""
    match event:
        case TeamsGranted(team_ids, ts):
            yield from ((room, AppLetIn(ts)) for room in _teams(work, workspace_id, team_ids))
        case TeamsRevoked(team_ids, ts):
            yield from ((room, AppPutOut(ts)) for room in _teams(work, workspace_id, team_ids))
        case AppPutOut(ts):
            yield from ((room, event) for room in _put_out(work, workspace_id, ts))
        case _:
            yield work.room(workspace_id), event


def _teams(work: Work, organisation: int, team_ids: Sequence[str]) -> Iterator[Room]:
    """The rooms of workspaces of the organisation, which are known from now on."""
    whole = work.workspaces.get(organisation)
    came = work.room(organisation).installation.find()
    if came is None or whole.team_id:
        return
    for team_id in team_ids:
        team = work.workspaces.know(
            team_id=team_id,
            enterprise_id=whole.enterprise_id,
            bot_user_id=whole.bot_user_id,
            bot_id=whole.bot_id,
            app_id=whole.app_id,
        )
        room = work.room(team.id)
        if room.installation.find() is None:
            room.installation.keep(came.installed_at)
        yield room


def _put_out(work: Work, workspace_id: int, ts: str) -> Iterator[Room]:
    """One workspace; or an organisation, and the workspaces that it speaks for.

    A workspace for which its organisation speaks had a token of its own before: that this one is dead means nothing.
    """
    room = work.room(workspace_id)
    installed = room.installation.find()
    if installed is None or ts <= ts_of(installed.installed_at):
        return
    if not installed.team_id:
        yield room
        yield from (
            work.room(each.workspace_id) for each in work.installations.spoken_for(installed.enterprise_id)
        )
        return
    whole = work.installations.of_organisation(installed.enterprise_id)
    if installed.token is not None or whole is None or whole.uninstalled_at is not None:
        yield room
