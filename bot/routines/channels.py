"""Use cases of a channel's life: the app invited and removed, people come and gone, archived, moved, a slot missed."""

from __future__ import annotations

from datetime import datetime

from bot.happenings import BankLow, PostingSkipped
from bot.routines.use_cases import WELCOME, WELCOME_BACK, plan_next
from bot.slack.events import ChannelFound, ChannelLost, ChannelMoved, MemberJoined, MemberLeft
from bot.slack.scripts import Surface, Urgency, owe
from storage.notes import BANK_LOW, SKIPPED
from storage.work import Room

ARCHIVED = "archived"
REMOVED = "removed"


def joined(room: Room, event: MemberJoined, now: datetime) -> None:
    """The app was invited: it says what it is. Somebody else came: they practise here now."""
    routine = room.routines.find_by_channel(event.channel)
    if not event.is_app:
        if routine is not None:
            room.people.join(event.channel, [event.user_id])
    elif routine is None:
        _say(room, WELCOME, event.channel, event.channel, now)
    elif routine.lost is not None:
        _find(room, routine.id, now)
        _say(room, WELCOME_BACK, f"{event.channel}:{int(now.timestamp())}", event.channel, now)


def left(room: Room, event: MemberLeft, _now: datetime) -> None:
    """Somebody left: they no longer practise here."""
    room.people.leave(event.channel, event.user_id)


def lost(room: Room, event: ChannelLost, _now: datetime) -> None:
    """Nothing can be posted there until the channel is found again; without a practice, it is welcomed anew."""
    routine = room.routines.find_by_channel(event.channel)
    if routine is not None:
        room.routines.lose(routine.id, event.why)
    elif event.why == REMOVED:
        room.sayings.retire(WELCOME, event.channel)


def found(room: Room, event: ChannelFound, now: datetime) -> None:
    """An archived channel is back; one that the app was removed from waits for its next invitation."""
    routine = room.routines.find_by_channel(event.channel)
    if routine is not None and routine.lost == ARCHIVED:
        _find(room, routine.id, now)


def moved(room: Room, event: ChannelMoved, _now: datetime) -> None:
    """All that belongs to the channel follows it to its new id."""
    if room.routines.find_by_channel(event.new) is not None:
        return
    room.channels.move(event.old, event.new)


def skipped(room: Room, event: PostingSkipped, now: datetime) -> None:
    """A missed slot is told to the facilitators, in their next daily note."""
    posting = room.postings.get(event.posting_id)
    _note_facilitators(room, posting.routine_id, SKIPPED, str(posting.id), now)


def bank_low(room: Room, event: BankLow, now: datetime) -> None:
    """That few new questions are left is told to the facilitators in a daily note, at most once a month."""
    _note_facilitators(room, event.routine_id, BANK_LOW, f"{event.routine_id}:{now:%Y-%m}", now)


def _note_facilitators(room: Room, routine_id: int, kind: str, subject: str, now: datetime) -> None:
    for user_id in room.routines.facilitators(routine_id):
        if room.people.get(user_id).is_kept_out:
            continue
        if room.notes.add(user_id, kind, subject):
            room.people.note_due(user_id, now)


def _find(room: Room, routine_id: int, now: datetime) -> None:
    room.routines.lose(routine_id, None)
    room.routines.mark_members_read(routine_id, None)
    plan_next(room, routine_id, now)


def _say(room: Room, kind: str, subject: str, channel: str, now: datetime) -> None:
    owe(room, kind, subject, surface=Surface.POST, urgency=Urgency.ON_TIME, at=now, channel=channel)
