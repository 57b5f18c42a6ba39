"""Taking what is written to the app alone: a reply to the coach, or a private answer to an open question."""

from __future__ import annotations

from datetime import datetime

from bot.happenings import AnswerBegun, PersonKeptOut
from bot.kit import Kit
from bot.slack.events import MessagePosted
from bot.slack.scripts import Surface, Urgency, owe
from content.answers import KEPT_FOR, turn_of
from storage.answers import Answer
from storage.follow_ups import FollowUp
from storage.postings import Posting
from storage.sayings import Saying
from storage.work import Room

WHICH = "which_question"
KEPT = "kept_in_private"
MOST_OFFERED = 5  # open questions to choose from


def keep_direct(room: Room, event: MessagePosted, now: datetime, *, kit: Kit) -> None:
    """Keep a message to the app; one that cannot be placed is asked about, once."""
    if not event.is_direct:
        return
    person = room.people.get(event.user_id)
    if person.is_kept_out or person.is_bot:
        return
    if room.messages.is_buried(event.channel, event.ts) or _is_known(room, event, now, kit):
        return
    if event.ts <= room.people.fresh_starts([event.user_id]).get(event.user_id, ""):
        return
    if place := _place(room, event):
        answer, turn = place
        room.messages.keep(event.kept(answer.id, turn))
        kit.reread(room, answer.id, now)
        return
    room.messages.keep(event.kept(), kept_until=now + KEPT_FOR)
    awaited = awaiting(room, event.user_id)
    if len(awaited) == 1:
        if answer_with(room, awaited[0].id, event.channel, event.ts, now, kit):
            _tell_kept(room, awaited[0].id, event, now)
    else:
        _ask_which(room, event, now)


def _is_known(room: Room, event: MessagePosted, now: datetime, kit: Kit) -> bool:
    """Whether the message is kept already; an edit of it replaces its words."""
    known = room.messages.find(event.channel, event.ts)
    if known is None:
        return False
    news = event.edited_ts and room.messages.rewrite(event.channel, event.ts, event.text, event.edited_ts)
    if news and known.answer_id is not None:
        kit.reread(room, known.answer_id, now)
    return True


def _place(room: Room, event: MessagePosted) -> tuple[Answer, int] | None:
    """The answer that this continues or replies about, and its turn."""
    asked = _asked_here(room, event)
    if asked is not None and asked.asked_ts is not None and asked.asked_ts < event.ts:
        answer = room.answers.get(asked.answer_id)
        return (answer, asked.turn) if answer else None
    for posting in room.postings.open_for(event.user_id):
        answer = room.answers.latest(posting.id, event.user_id)
        if answer is not None and answer.visibility == "private":
            turn = turn_of(event.ts, room.conversations.turns(answer))
            if turn is not None:
                return answer, turn
    return None


def awaiting(room: Room, user_id: str) -> tuple[Posting, ...]:
    """The open questions that this person has not answered in private yet, newest first."""
    return tuple(p for p in room.postings.open_for(user_id) if not _is_answered(room, p, user_id))


def _is_answered(room: Room, posting: Posting, user_id: str) -> bool:
    answer = room.answers.latest(posting.id, user_id)
    return answer is not None and answer.visibility == "private"


def _asked_here(room: Room, event: MessagePosted) -> FollowUp | None:
    """The coach's question that a message replies to: the one in whose thread it stands, or the newest.

    About a question that is closed nothing more is awaited while another one is open.
    """
    if event.thread_ts is not None:
        return room.follow_ups.find_asked(event.channel, event.thread_ts)
    asked = room.follow_ups.waiting_in_private(event.user_id)
    answer = room.answers.get(asked.answer_id) if asked else None
    if answer is None:
        return None
    is_over = room.postings.get(answer.posting_id).is_closed
    return None if is_over and awaiting(room, event.user_id) else asked


def forget_unplaced(room: Room, saying: Saying, _now: datetime) -> None:
    """Its author was told that no question is open: nothing of the message is kept."""
    channel, _, ts = saying.subject.partition(":")
    message = room.messages.find(channel, ts)
    if message is not None and message.answer_id is None and not awaiting(room, saying.audience):
        room.messages.delete(channel, ts)


def drop_unplaced(room: Room, event: PersonKeptOut, now: datetime) -> None:
    """Of somebody who takes no part any more nothing waits for its question, and the choice goes."""
    for message in room.messages.of_person(event.user_id):
        if message.answer_id is None and message.channel.startswith("D"):
            room.messages.delete(message.channel, message.ts)
            room.sayings.refresh(WHICH, f"{message.channel}:{message.ts}", now)


def answer_with(room: Room, posting_id: int, channel: str, ts: str, now: datetime, kit: Kit) -> bool:
    """Whether the waiting message became (part of) its author's private answer to this question."""
    room.channels.hold(channel)
    message = room.messages.find(channel, ts)
    posting = room.postings.find(posting_id)
    if message is None or posting is None or message.answer_id is not None:
        return False
    answer = room.answers.begin(posting_id, message.user_id, visibility="private")
    kit.doors.hear(room, AnswerBegun(answer.id, message.user_id), now)
    room.messages.belongs(channel, ts, answer.id, 0)
    room.clips.begin(channel, ts, now)
    kit.reread(room, answer.id, now)
    return True


def _tell_kept(room: Room, posting_id: int, event: MessagePosted, now: datetime) -> None:
    """Say, once for each question, what became of a message that nobody said was an answer."""
    owe(
        room,
        KEPT,
        f"{posting_id}:{event.user_id}",
        surface=Surface.DIRECT,
        urgency=Urgency.SOMEONE_WAITS,
        at=now,
        audience=event.user_id,
        channel=event.channel,
        good_until=now + KEPT_FOR,
    )


def _ask_which(room: Room, event: MessagePosted, now: datetime) -> None:
    owe(
        room,
        WHICH,
        f"{event.channel}:{event.ts}",
        surface=Surface.DIRECT,
        urgency=Urgency.SOMEONE_WAITS,
        at=now,
        audience=event.user_id,
        channel=event.channel,
        good_until=now + KEPT_FOR,
    )
