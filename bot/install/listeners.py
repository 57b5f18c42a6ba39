"""The app is put out; and the wording of the note when it comes back."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.install import messages, use_cases
from bot.install.use_cases import CAME_BACK, SCOPES_CHANGED
from bot.kit import Kit
from bot.slack.events import AppLetIn, AppPutOut
from bot.slack.scopes import SCOPES, granted_of, missing_from
from bot.slack.scripts import Draft, Script
from storage.sayings import Saying
from storage.work import Room


def _came_back(room: Room, saying: Saying, _now: datetime) -> Draft | None:
    """Which practices go on; nothing to somebody who was erased meanwhile."""
    if saying.is_unnamed:
        return None
    return messages.came_back([routine.channel for routine in room.routines.all()])


def _scopes_changed(room: Room, saying: Saying, _now: datetime) -> Draft | None:
    """What is different from when it was owed; nothing when all is as before again."""
    installed = room.installation.find()
    if saying.is_unnamed or installed is None:
        return None
    before, now = use_cases.scopes_in(saying.subject), granted_of(installed.scopes)
    gained = [scope for scope in SCOPES if scope.name in now - before]
    return messages.scopes_changed(gained, missing_from(now)) if before != now else None


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to being removed."""
    kit.doors.on_event(AppLetIn, use_cases.let_in_by_organisation)
    kit.doors.on_event(AppPutOut, partial(use_cases.put_out, grace=kit.purge_after))
    return (Script(CAME_BACK, _came_back), Script(SCOPES_CHANGED, _scopes_changed))
