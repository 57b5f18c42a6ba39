"""Putting a question into a slot, opening it when it stands in the channel, closing it in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from bot.happenings import (
    AnswerChanged,
    AnswerLeaving,
    AnswerPraised,
    BankLow,
    PersonKeptOut,
    PersonLeaving,
    PostingClosed,
    PostingOpened,
    PostingSkipped,
)
from bot.kit import DRILL, PUT_OFF, QUESTION, Kit, each
from bot.postings.choosing import Chosen, choose_for
from bot.slack.scripts import Surface, Urgency, owe
from content import cadence
from storage.routines import Routine
from storage.sayings import Saying
from storage.work import Room, Work

AT_ONCE = 100  # rows in one transaction
BANK_IS_LOW = 10
"""So many questions that were never asked are two weeks of working days: time enough to write some."""


class Asked(StrEnum):
    """What became of *ask now*."""

    ASKED = "asked"
    TAKEN = "taken"
    NO_QUESTION = "no question"


def post_due(work: Work, now: datetime, *, kit: Kit) -> int:
    """Fill or skip every slot that is due; how many routines were looked at."""
    return each(
        work,
        work.due.routines(now, AT_ONCE),
        lambda room, routine_id: _post_due_slots(room, routine_id, now, kit),
        lambda room, routine_id: room.routines.due_next(routine_id, now + PUT_OFF),
    )


def _post_due_slots(room: Room, routine_id: int, now: datetime, kit: Kit) -> None:
    """All slots up to now, so that a long outage leaves a record of each; then the next one."""
    routine = room.routines.get(routine_id)
    schedule = routine.schedule(room.routines.skips(routine_id))
    assert routine.next_at is not None
    slot = cadence.next_slot(schedule, routine.next_at - timedelta(microseconds=1))
    while slot is not None and slot.at <= now:
        if routine.lost:
            _skip(room, routine, slot, routine.lost, now, kit)
        elif cadence.timeliness(slot, now, schedule.grace) is cadence.Timeliness.LATE:
            _skip(room, routine, slot, "late", now, kit)
        else:
            _fill(room, routine, slot, now, kit)
        slot = cadence.next_slot(schedule, slot.at)
    room.routines.due_next(routine_id, slot.at if slot else None)


def _fill(room: Room, routine: Routine, slot: cadence.Slot, now: datetime, kit: Kit) -> None:
    day = slot.day.isoformat()
    chosen = choose_for(room, routine, routine.exercise_on(slot.day), day, now, kit)
    if chosen is None:
        _skip(room, routine, slot, "empty", now, kit)
    else:
        _put(room, routine, chosen, day, slot.at, now, kit)


def put_question(
    room: Room, routine: Routine, slot: str, planned_at: datetime, *, now: datetime, kit: Kit
) -> Asked:
    """Choose a question for the slot and owe its card, unless the slot is taken."""
    chosen = choose_for(room, routine, QUESTION, slot, now, kit)
    if chosen is None:
        return Asked.NO_QUESTION
    return Asked.ASKED if _put(room, routine, chosen, slot, planned_at, now, kit) else Asked.TAKEN


def _put(
    room: Room, routine: Routine, chosen: Chosen, slot: str, planned_at: datetime, now: datetime, kit: Kit
) -> bool:
    """Whether the slot was free; then it is filled, and the card of what fills it is owed."""
    posting = room.postings.claim(
        routine_id=routine.id,
        slot=slot,
        channel=routine.channel,
        question_id=chosen.item_id,
        reason=chosen.reason,
        planned_at=planned_at,
        exercise=chosen.exercise,
    )
    if posting is None:
        return False
    owe(
        room,
        chosen.exercise,
        posting.id,
        surface=Surface.POST,
        urgency=Urgency.ON_TIME,
        at=now,
        channel=routine.channel,
        good_until=planned_at + timedelta(minutes=routine.grace_minutes),
    )
    if chosen.exercise == QUESTION and chosen.left <= BANK_IS_LOW:
        kit.doors.hear(room, BankLow(routine.id), now)
    return True


def _skip(room: Room, routine: Routine, slot: cadence.Slot, because: str, now: datetime, kit: Kit) -> None:
    skipped = room.postings.record_skip(
        routine_id=routine.id,
        slot=slot.day.isoformat(),
        channel=routine.channel,
        planned_at=slot.at,
        because=because,
    )
    if skipped is not None:
        kit.doors.hear(room, PostingSkipped(skipped.id), now)


def opened(room: Room, saying: Saying, now: datetime, *, kit: Kit) -> None:
    """The card stands in the channel: from now on its thread takes answers."""
    posting = room.postings.get(int(saying.subject))
    routine = room.routines.get(posting.routine_id)
    assert saying.ts is not None
    closes_at = cadence.closes_at(now, timedelta(minutes=routine.open_minutes))
    if open_now := room.postings.mark_open(posting.id, ts=saying.ts, closes_at=closes_at):
        kit.doors.hear(room, PostingOpened(open_now), now)


def missed(room: Room, saying: Saying, now: datetime, *, kit: Kit) -> None:
    """The card never reached the channel."""
    posting_id = int(saying.subject)
    room.postings.mark_skipped(posting_id, saying.reason or "unknown")
    kit.doors.hear(room, PostingSkipped(posting_id), now)


def close_due(work: Work, now: datetime, *, kit: Kit) -> int:
    """Close every question whose time is over: its card is updated, no new message is said."""
    return each(
        work,
        work.due.closings(now, AT_ONCE),
        lambda room, posting_id: _close(room, posting_id, now, kit),
        lambda room, posting_id: room.postings.close_at(posting_id, now + PUT_OFF),
    )


def _close(room: Room, posting_id: int, now: datetime, kit: Kit) -> None:
    room.postings.mark_closed(posting_id)
    room.sayings.refresh(room.postings.get(posting_id).exercise, str(posting_id), now)
    kit.doors.hear(room, PostingClosed(posting_id), now)


def count_anew(room: Room, event: AnswerChanged | AnswerLeaving, now: datetime) -> None:
    """A closed question tells how many answered: that follows the answers."""
    answer = room.answers.get(event.answer_id)
    if answer is not None and room.postings.get(answer.posting_id).is_closed:
        room.sayings.refresh(QUESTION, str(answer.posting_id), now)


def count_praise(room: Room, event: AnswerPraised, now: datetime) -> None:
    """A closed question tells what was praised most: that follows the praise."""
    if event.is_closed:
        room.sayings.refresh(QUESTION, str(event.posting_id), now)


def count_without(room: Room, event: PersonLeaving, now: datetime) -> None:
    """The closed questions that this person answered count one less."""
    room.echoes.about_closed_postings([QUESTION], event.user_id, now)


def count_tries_without(room: Room, event: PersonKeptOut | PersonLeaving, now: datetime) -> None:
    """The closed drills that this person tried count one less."""
    room.echoes.about_closed_drills([DRILL], event.user_id, now)


def slot_of_today(room: Room, routine: Routine, now: datetime) -> str | None:
    """Today's slot, for *ask now* to take: still to come, or asked already; None when there is none."""
    today = cadence.local_day(now, routine.zone)
    known = room.postings.find_by_slot(routine.id, today.isoformat())
    if known is not None and known.state != "skipped":
        return known.slot
    schedule = routine.schedule(room.routines.skips(routine.id))
    slot = cadence.next_slot(schedule, now)
    return today.isoformat() if slot is not None and slot.day == today else None
