"""What every feature is built from."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.advising.advisor import Advisor
from bot.clock import Clock
from bot.happenings import AnswerChanged
from bot.slack.calls import Calls
from bot.slack.doors import Doors
from bot.slack.installations import Installations
from bot.slack.speaking import PUT_OFF as PUT_OFF
from content.coaching.coach import Signal
from content.library.exercises import Case
from content.packs import from_kept
from content.questions import Library, Question, bare_question
from storage.additions import Addition
from storage.database import Database
from storage.due import Due
from storage.postings import CASE as CASE
from storage.postings import DRILL as DRILL
from storage.postings import QUESTION as QUESTION
from storage.work import Room, Work

log = structlog.get_logger()

R = TypeVar("R")

ASKED_LATELY = timedelta(days=14)
SPARED_FOR = timedelta(days=30)

Job = Callable[[Work, datetime], int]
"""A piece of the tick: one transaction over what is due; how many rows it took up."""


@dataclass(frozen=True)
class Reach:
    """What a job needs that asks Slack something: no transaction is open while it waits."""

    database: Database
    calls: Calls
    clock: Clock
    installations: Installations
    kit: Kit


SlackJob = Callable[[Reach], Awaitable[int]]
"""A piece of the tick that asks Slack; how many rows it took up."""


def coach_place(room: Room, user_id: str, routine_id: int) -> str:
    """Where the coach asks this person: `thread`, `private` or `off`, by their own choice, else the routine's."""
    return room.people.get(user_id).coach_place or room.routines.get(routine_id).coach_place


def asked_lately(room: Room, user_id: str, now: datetime) -> tuple[Signal, ...]:
    """What the coach asked this person of late, which makes the same less likely."""
    return tuple(map(Signal, room.follow_ups.asked_lately(user_id, now - ASKED_LATELY)))


def spared(room: Room, user_id: str, now: datetime) -> frozenset[Signal]:
    """What this person is not asked for a while, because they called it not right."""
    return frozenset(map(Signal, room.follow_ups.not_right_lately(user_id, now - SPARED_FOR)))


def each(
    work: Work,
    due: Sequence[tuple[int, R]],
    deed: Callable[[Room, R], None],
    put_off: Callable[[Room, R], object],
) -> int:
    """Do the deed for every row that is due; one that fails is logged, undone and put off, and spares the others.

    A savepoint costs as much as the deed's own statements, so that each row gets one only when one of them failed.
    """
    try:
        with work.attempt():
            for workspace_id, row in due:
                deed(work.room(workspace_id), row)
    except Exception:
        log.warning("rows_done_one_by_one", rows=len(due), exc_info=True)
        return _each_alone(work, due, deed, put_off)
    return len(due)


def _each_alone(
    work: Work,
    due: Sequence[tuple[int, R]],
    deed: Callable[[Room, R], None],
    put_off: Callable[[Room, R], object],
) -> int:
    for workspace_id, row in due:
        room = work.room(workspace_id)
        try:
            with work.attempt():
                deed(room, row)
        except Exception:
            log.exception("row_failed", deed=getattr(deed, "__name__", "?"), workspace=workspace_id, row=row)
            put_off(room, row)
    return len(due)


async def ask_each(
    reach: Reach,
    find: Callable[[Due, int, Collection[int]], Sequence[tuple[int, R]]],
    ask: Callable[[int, R], Awaitable[bool]],
    most: int,
) -> int:
    """Ask Slack about rows that wait, `most` of them at most; how many need not be asked about again.

    Workspaces are asked side by side. One where a row has to wait longer is left out for the rest of the round, so that
    it holds up nobody else.
    """
    left_out = set(reach.installations.unserved)
    done = 0

    def look(work: Work) -> Sequence[tuple[int, R]]:
        return find(work.due, most - done, left_out)

    while done < most and (rows := await reach.database.run(look)):
        by_workspace: dict[int, list[R]] = {}
        for workspace_id, row in rows:
            by_workspace.setdefault(workspace_id, []).append(row)
        answered = await asyncio.gather(*(_ask_in_turn(ask, *each) for each in by_workspace.items()))
        counted = zip(by_workspace.items(), answered, strict=True)
        left_out |= {workspace_id for (workspace_id, asked), count in counted if count < len(asked)}
        done += sum(answered)
    return done


async def _ask_in_turn(ask: Callable[[int, R], Awaitable[bool]], workspace_id: int, rows: Sequence[R]) -> int:
    """How many of them, before the first that has to wait longer."""
    for done, row in enumerate(rows):
        try:
            if not await ask(workspace_id, row):
                return done
        except Exception:
            log.exception("row_not_asked_about", workspace=workspace_id, row=row)
            return done
    return len(rows)


@dataclass(frozen=True)
class Kit:
    """The library, the switchboard, the language model if there is one, and the few settings that features read."""

    doors: Doors
    library: Library
    quiet: timedelta
    purge_after: timedelta = timedelta(days=30)
    advisor: Advisor | None = None

    def question(self, room: Room, question_id: str) -> Question:
        """The question of this id, the library's or the team's own; one that left both keeps its id as its text."""
        if found := self.library.find(question_id):
            return found
        own = room.additions.find(QUESTION, question_id)
        return _question(own) if own else bare_question(question_id, question_id)

    def bank(self, room: Room) -> tuple[Question, ...]:
        """All questions there are for a team: the library's, and its own."""
        return (*self.library.questions.values(), *own_questions(room))

    def case(self, room: Room, case_id: str) -> Case | None:
        """The case of this id, the library's or the team's own; None if it is gone."""
        if found := self.library.cases.get(case_id):
            return found
        own = room.additions.find(CASE, case_id)
        return _case(own) if own else None

    def cases(self, room: Room, packs_left_out: Collection[str] = ()) -> tuple[Case, ...]:
        """All cases there are for a team: the library's, and those that were brought, in no pack left out."""
        brought = [own for own in room.additions.all(CASE) if own.pack not in packs_left_out]
        return (*self.library.cases.values(), *map(_case, brought))

    def reread(self, room: Room, answer_id: int, now: datetime) -> None:
        """The words of the answer changed: it is read once it has been quiet; each further message waits anew."""
        room.answers.settle_at(answer_id, now + self.quiet)
        self.doors.hear(room, AnswerChanged(answer_id), now)


def own_questions(room: Room) -> tuple[Question, ...]:
    """The questions of a team's own, by id; none that were removed."""
    return tuple(map(_question, room.additions.all(QUESTION)))


def _question(own: Addition) -> Question:
    return from_kept(own.item_id, own.pack, own.content)


def _case(own: Addition) -> Case:
    return Case.model_validate({**own.content, "id": own.item_id})
