"""The app is put out; and the wording of the note when it comes back."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.install import messages, use_cases
from bot.install.use_cases import CAME_BACK
from bot.kit import Kit
from bot.slack.events import AppPutOut
from bot.slack.scripts import Draft, Script
from storage.sayings import Saying
from storage.work import Room


def _came_back(room: Room, saying: Saying, _now: datetime) -> Draft | None:
    """Which practices go on; nothing to somebody who was erased meanwhile."""
    if saying.is_unnamed:
        return None
    return messages.came_back([routine.channel for routine in room.routines.all()])


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to being removed."""
    kit.doors.on_event(AppPutOut, partial(use_cases.put_out, grace=kit.purge_after))
    return (Script(CAME_BACK, _came_back),)
