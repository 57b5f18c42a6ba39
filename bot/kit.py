"""What every feature is built from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.clock import Clock
from bot.slack.calls import Calls
from bot.slack.doors import Doors
from bot.slack.installations import Installations
from bot.slack.speaking import PUT_OFF as PUT_OFF
from content.questions import Library, Question, bare_question
from storage.database import Database
from storage.work import Room, Work

log = structlog.get_logger()

R = TypeVar("R")

Job = Callable[[Work, datetime], int]
"""A piece of the tick: one transaction over what is due; how many rows it took up."""


@dataclass(frozen=True)
class Reach:
    """What a job needs that asks Slack something: no transaction is open while it waits."""

    database: Database
    calls: Calls
    clock: Clock
    installations: Installations


SlackJob = Callable[[Reach], Awaitable[int]]
"""A piece of the tick that asks Slack; how many rows it took up."""


def each(
    work: Work,
    due: Sequence[tuple[int, R]],
    deed: Callable[[Room, R], None],
    put_off: Callable[[Room, R], None],
) -> int:
    """Do the deed for every row that is due; one that fails is logged, undone and put off, and spares the others."""
    for workspace_id, row in due:
        room = work.room(workspace_id)
        try:
            with work.attempt():
                deed(room, row)
        except Exception:
            log.exception("row_failed", deed=getattr(deed, "__name__", "?"), workspace=workspace_id, row=row)
            put_off(room, row)
    return len(due)


@dataclass(frozen=True)
class Kit:
    """The library, the switchboard and the few settings that features read."""

    doors: Doors
    library: Library
    quiet: timedelta
    purge_after: timedelta = timedelta(days=30)

    def question(self, question_id: str) -> Question:
        """The question of this id; one that left the library keeps its id as its text."""
        return self.library.find(question_id) or bare_question(question_id, question_id)
