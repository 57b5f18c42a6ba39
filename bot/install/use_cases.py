"""Coming in, going out and coming back; and the end of what is kept of a workspace that does not come back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.slack.events import AppLetIn, AppPutOut
from bot.slack.installations import Installations
from bot.slack.oauth import Granted
from bot.slack.scopes import SCOPES, granted_of
from bot.slack.scripts import Surface, Urgency, owe
from bot.slack.shelf import Shelf
from content.answers import instant_of, ts_of
from storage.installations import Installed
from storage.vault import Vault
from storage.work import Room, Work

log = structlog.get_logger()

CAME_BACK = "came_back"
SCOPES_CHANGED = "scopes_changed"
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
    _tell_of_scopes(room, before, granted, now)
    if before is not None and before.uninstalled_at is not None:
        _welcome_back(room, granted.installed_by, now)
        if not granted.team_id:
            _bring_back(work, before, now)
    log.info("app_let_in", workspace=workspace.id, again=before is not None)
    return workspace.id


def _welcome_back(room: Room, installed_by: str, now: datetime) -> None:
    """Who is in the channels is read anew, and whoever brought the app back is told what became of practice."""
    _read_anew(room)
    _owe_installer(room, CAME_BACK, ts_of(now), installed_by, now)


def _tell_of_scopes(room: Room, before: Installed | None, granted: Granted, now: datetime) -> None:
    """Whoever installed the app is told what is missing, and later what changed; nothing that was told before."""
    known = granted_of(before.scopes if before else "")
    if known != granted_of(granted.scopes):
        subject = f"{ts_of(now)}:{_written(known)}"
        _owe_installer(room, SCOPES_CHANGED, subject, granted.installed_by, now)


def _written(scopes: Collection[str]) -> str:
    """Which of our scopes these are, in a few letters."""
    return f"{sum(1 << place for place, scope in enumerate(SCOPES) if scope.name in scopes):x}"


def scopes_in(subject: str) -> frozenset[str]:
    """The scopes that were granted before a change, read from what is owed about it."""
    places = int(subject.partition(":")[2], 16)
    return frozenset(scope.name for place, scope in enumerate(SCOPES) if places >> place & 1)


def _owe_installer(room: Room, kind: str, subject: str, installed_by: str, now: datetime) -> None:
    """A message to whoever installed the app, unless they take no part."""
    if installed_by and not room.people.get(installed_by).is_kept_out:
        owe(
            room,
            kind,
            subject,
            surface=Surface.DIRECT,
            urgency=Urgency.SOMEONE_WAITS,
            at=now,
            audience=installed_by,
        )


def _bring_back(work: Work, before: Installed, now: datetime) -> None:
    """The workspaces of an organisation from which the app went when it went from all are served again."""
    for each in work.installations.spoken_for(before.enterprise_id):
        if each.uninstalled_at == before.uninstalled_at:
            let_in_by_organisation(work.room(each.workspace_id), AppLetIn(ts_of(now)), now)


def _read_anew(room: Room) -> None:
    for routine in room.routines.all():
        room.routines.mark_members_read(routine.id, None)


def let_in_by_organisation(room: Room, event: AppLetIn, _now: datetime) -> None:
    """The organisation that installed the app let it in here, for the first time or again: its token speaks.

    Word of an earlier time, which comes after the app was put out, changes nothing.
    """
    installed = room.installation.find()
    if installed is None or event.ts <= ts_of(installed.uninstalled_at or installed.installed_at):
        return
    room.installation.keep(instant_of(event.ts))
    if installed.uninstalled_at is not None:
        _read_anew(room)
    log.info("app_let_in", workspace=room.workspace_id, again=installed.uninstalled_at is not None)


def put_out(room: Room, event: AppPutOut, now: datetime, *, grace: timedelta) -> None:
    """The app was removed: nothing is due there any more, and what is kept is deleted after the grace.

    Word of an earlier removal, which comes after the app was let in again, changes nothing.
    """
    installed = room.installation.find()
    if installed is not None and event.ts > ts_of(installed.installed_at):
        _take_out(room, min(instant_of(event.ts), now), now + grace)


def _take_out(room: Room, at: datetime, purge_at: datetime) -> None:
    if room.installation.take_out(at, purge_at):
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

        await self.shelf.database.run(lambda work: self._bury(work, workspace_id, token, now))
        self.installations.look_again()

    def _bury(self, work: Work, workspace_id: int, token: str, now: datetime) -> None:
        """Take out whoever speaks with this token, and an organisation with all that it speaks for."""
        installed = work.room(workspace_id).installation.find()
        if installed is None:
            return
        whole = work.installations.of_organisation(installed.enterprise_id)
        for row in filter(None, dict.fromkeys((installed, whole))):
            if self.shelf.opened(row).token == token:
                others = () if row.team_id else work.installations.spoken_for(row.enterprise_id)
                for each in (row, *others):
                    _take_out(work.room(each.workspace_id), now, now + self.grace)
