"""When a routine asks next, and every change to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog

from bot.happenings import ChannelSetUp
from bot.kit import Kit
from bot.slack.scripts import Surface, Urgency, owe
from content import cadence
from content.cadence import CadenceError, Planned, Schedule, Slot
from storage.routines import Routine, Settings
from storage.work import Room

log = structlog.get_logger()

WELCOME = "welcome"
WELCOME_BACK = "welcome_back"
SAMPLE = "sample"

MOMENT = timedelta(microseconds=1)
SAMPLE_GOOD_FOR = timedelta(hours=1)  # whoever asked for it is looking for it now


@dataclass(frozen=True)
class Outlook:
    """What a routine asks next, left-out days named; `today` is the post that is still to come today."""

    routine: Routine
    planned: tuple[Planned, ...]
    today: Slot | None

    @property
    def next_slot(self) -> Slot | None:
        """The next post, or None when nothing is planned."""
        return next((day.slot for day in self.planned if day.left_out is None), None)


@dataclass(frozen=True)
class Skipped:
    """The day that is left out, whether it was so before, and what comes instead."""

    day: date
    already: bool
    outlook: Outlook


@dataclass(frozen=True)
class Paused:
    """What holds now: paused until that day (None: not paused), whether it was so before, and what comes next."""

    until: date | None
    already: bool
    outlook: Outlook


def outlook(room: Room, routine: Routine, now: datetime) -> Outlook:
    """The next ten posts; CadenceError when the routine's zone or holiday calendar is not known any more."""
    schedule = routine.schedule(room.routines.skips(routine.id))
    planned = cadence.preview(schedule, _after_taken(room, routine, schedule, now))
    first = next((day.slot for day in planned if day.left_out is None), None)
    is_today = first is not None and first.day == cadence.local_day(now, routine.zone)
    return Outlook(routine, planned, first if is_today else None)


def _after_taken(room: Room, routine: Routine, schedule: Schedule, after: datetime) -> datetime:
    """The moment behind the slots that have their question, or their skip, already: a day is never asked twice."""
    slot = cadence.next_slot(schedule, after)
    while slot is not None and room.postings.find_by_slot(routine.id, slot.day.isoformat()):
        after = slot.at
        slot = cadence.next_slot(schedule, after)
    return after


def plan_next(room: Room, routine_id: int, now: datetime) -> None:
    """Let the tick look at the routine's next free slot; one that is due just now is not passed over."""
    routine = room.routines.get(routine_id)
    since = now if routine.next_at is None else min(now, routine.next_at - MOMENT)
    try:
        schedule = routine.schedule(room.routines.skips(routine_id))
    except CadenceError:
        log.warning("routine_cannot_be_planned", workspace=room.workspace_id, routine=routine_id)
        room.routines.due_next(routine_id, None)
        return
    slot = cadence.next_slot(schedule, _after_taken(room, routine, schedule, since))
    room.routines.due_next(routine_id, slot.at if slot else None)


def set_up(
    room: Room,
    channel: str,
    settings: Settings,
    facilitators: Iterable[str],
    *,
    by: str,
    now: datetime,
    kit: Kit,
) -> Routine:
    """The channel's practice with these settings; whoever saves it is always one of its facilitators."""
    routine = room.routines.set_up(channel, settings)
    chosen = tuple(dict.fromkeys((by, *facilitators)))
    room.routines.set_facilitators(routine.id, chosen)
    for user_id in chosen:
        room.people.meet(user_id)
    room.people.join(channel, [by])
    room.routines.mark_members_read(routine.id, None)
    plan_next(room, routine.id, now)
    room.sayings.refresh(WELCOME, channel, now)
    kit.doors.hear(room, ChannelSetUp(routine.id), now)
    return room.routines.get(routine.id)


def skip_next(room: Room, routine: Routine, now: datetime) -> Skipped | None:
    """Leave the next day out, once; None when nothing is planned."""
    skips = room.routines.skips(routine.id)
    unskipped = replace(routine.schedule(skips), skipped=frozenset())
    slot = cadence.next_slot(unskipped, _after_taken(room, routine, unskipped, now))
    if slot is None:
        return None
    room.routines.skip(routine.id, slot.day)
    plan_next(room, routine.id, now)
    return Skipped(slot.day, slot.day in skips, outlook(room, room.routines.get(routine.id), now))


def pause(room: Room, routine: Routine, until: date, now: datetime) -> Paused:
    """Ask nothing before that day; CadenceError when the routine cannot be planned at all."""
    already = paused_until(routine, now) == until
    room.routines.pause(routine.id, until)
    plan_next(room, routine.id, now)
    return Paused(until, already, outlook(room, room.routines.get(routine.id), now))


def resume(room: Room, routine: Routine, now: datetime) -> Paused:
    """Ask again as planned."""
    already = paused_until(routine, now) is None
    room.routines.pause(routine.id, None)
    plan_next(room, routine.id, now)
    return Paused(None, already, outlook(room, room.routines.get(routine.id), now))


def paused_until(routine: Routine, now: datetime) -> date | None:
    """The day on which it asks again; None when it is not paused (any more). CadenceError for an unknown zone."""
    until = routine.paused_until
    return until if until is not None and until > cadence.local_day(now, routine.zone) else None


def owe_sample(room: Room, user_id: str, form_id: str, now: datetime) -> None:
    """A sample question for whoever sets up, once for each form that they opened."""
    owe(
        room,
        SAMPLE,
        form_id,
        surface=Surface.DIRECT,
        urgency=Urgency.SOMEONE_WAITS,
        at=now,
        audience=user_id,
        good_until=now + SAMPLE_GOOD_FOR,
    )
