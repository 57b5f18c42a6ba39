"""Coming in, going out and coming back; and the end of what is kept of a workspace that does not come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.slack.events import AppPutOut
from bot.slack.installations import Installations, Shelf
from bot.slack.oauth import Granted
from bot.slack.scripts import Surface, Urgency, owe
from content.answers import ts_of
from storage.vault import Vault
from storage.work import Room, Work

log = structlog.get_logger()

CAME_BACK = "came_back"
PURGES = 1  # workspaces in one transaction: a large one takes a while


def let_in(work: Work, granted: Granted, vault: Vault, now: datetime) -> int:
    """The workspace that installed the app, for the first time or again; what was to be deleted is kept."""
    workspace = work.workspaces.know(
        team_id=granted.team_id,
        enterprise_id=granted.enterprise_id,
        bot_user_id=granted.bot_user_id,
        bot_id=granted.bot_id,
        app_id=granted.app_id,
    )
    room = work.room(workspace.id)
    before = room.installation.find()
    room.installation.keep(
        now,
        token=vault.seal(granted.token),
        refresh_token=vault.seal(granted.refresh_token) if granted.refresh_token else None,
        expires_at=granted.expires_at,
        scopes=granted.scopes,
        installed_by=granted.installed_by,
    )
    if before is not None and before.uninstalled_at is not None:
        _welcome_back(room, granted.installed_by, now)
    log.info("app_let_in", workspace=workspace.id, again=before is not None)
    return workspace.id


def _welcome_back(room: Room, installed_by: str, now: datetime) -> None:
    """Who is in the channels is read anew, and whoever brought the app back is told what became of practice."""
    for routine in room.routines.all():
        room.routines.mark_members_read(routine.id, None)
    if installed_by and not room.people.get(installed_by).is_kept_out:
        owe(
            room,
            CAME_BACK,
            ts_of(now),
            surface=Surface.DIRECT,
            urgency=Urgency.SOMEONE_WAITS,
            at=now,
            audience=installed_by,
        )


def put_out(room: Room, event: AppPutOut, now: datetime, *, grace: timedelta) -> None:
    """The app was removed: nothing is due there any more, and what is kept is deleted after the grace.

    Word of an earlier removal, which comes after the app was let in again, changes nothing.
    """
    installed = room.installation.find()
    if installed is not None and event.ts > ts_of(installed.installed_at):
        _take_out(room, now, grace)


def _take_out(room: Room, now: datetime, grace: timedelta) -> None:
    if room.installation.take_out(now, now + grace):
        log.warning("app_put_out", workspace=room.workspace_id)


def purge_due(work: Work, now: datetime) -> int:
    """Delete every workspace whose grace is over, with all that belongs to it; how many there were."""
    due = work.due.purges(now, PURGES)
    for workspace_id in due:
        work.workspaces.forget(workspace_id)
        log.warning("workspace_purged", workspace=workspace_id)
    return len(due)


@dataclass(frozen=True)
class Reception:
    """What the door to Slack tells of installations: somebody let the app in, or a token is dead."""

    shelf: Shelf
    installations: Installations
    clock: Clock
    grace: timedelta

    async def let_in(self, granted: Granted) -> None:
        """Keep what Slack granted; from now on the workspace is served."""
        now = await self.clock.now()
        await self.shelf.database.run(lambda work: let_in(work, granted, self.shelf.vault, now))
        self.installations.look_again()

    async def find_dead(self, workspace_id: int, token: str) -> None:
        """The app is out without our having heard of it, if this is the token that we have; a newer one lives."""
        now = await self.clock.now()

        def take_out(room: Room) -> None:
            installed = room.installation.find()
            if installed is not None and self.shelf.opened(installed).token == token:
                _take_out(room, now, self.grace)

        await self.shelf.database.run(lambda work: take_out(work.room(workspace_id)))
        self.installations.look_again()
