"""What fills a slot: a question, a drill or a case, by what the day is for, what came before, and what the team has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.kit import CASE, DRILL, QUESTION, Kit
from content.choice import ENOUGH_PEOPLE, LATELY, choose, gaps_of
from content.questions import CoachSignal
from content.rotation import Turn, next_case, next_drill
from storage.routines import Routine
from storage.work import Room

HISTORY = 400  # past questions that the chooser looks at, or as many as there are

DRILL_REASON = "The kinds of drill come in turn; here it is the turn of this one."
CASE_REASON = "The cases take turns through the five pillars."


@dataclass(frozen=True)
class Chosen:
    """What comes; `left`: how many of its kind were never here."""

    exercise: str
    item_id: str
    reason: str
    left: int


def choose_for(
    room: Room, routine: Routine, exercise: str, slot: str, now: datetime, kit: Kit
) -> Chosen | None:
    """What fills the slot; a question where there is nothing else of its kind, and None where there is none either."""
    seed = f"{room.workspace_id}:{routine.id}:{slot}"
    left_out = room.additions.left_out(routine.id)
    if exercise != QUESTION:
        before = [item_id for item_id, _ in room.postings.asked(routine.id, HISTORY, exercise)]
        if turn := _turn(room, exercise, before, left_out, seed, kit):
            reason = DRILL_REASON if exercise == DRILL else CASE_REASON
            return Chosen(exercise, turn.item_id, reason, turn.left)
    bank = kit.bank(room)
    asked = room.postings.asked(routine.id, max(HISTORY, len(bank)))
    choice = choose(
        bank,
        asked,
        seed=seed,
        levels=routine.wanted_levels,
        packs_left_out=left_out,
        gaps=_gaps(room, routine, now) if asked else (),
    )
    if choice is None:
        return None
    return Chosen(QUESTION, choice.question.id, choice.reason, choice.unasked_left)


def _turn(
    room: Room, exercise: str, before: list[str], left_out: frozenset[str], seed: str, kit: Kit
) -> Turn | None:
    if exercise == CASE:
        return next_case(kit.cases(room, left_out), before, seed=seed)
    return next_drill(kit.library.all_drills(), before, seed=seed)


def _gaps(room: Room, routine: Routine, now: datetime) -> tuple[CoachSignal, ...]:
    people = room.gaps.people(routine.id, now - LATELY)
    if people < ENOUGH_PEOPLE:
        return ()
    return gaps_of(room.gaps.people_asked(routine.id, now - LATELY), people)
