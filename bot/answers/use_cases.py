"""Keeping what people write: every order and repetition of messages, edits and deletions ends in the same answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.happenings import AnswerBegun, AnswerChanged, AnswerLeaving, PostingOpened
from bot.kit import Kit
from bot.slack.events import MessageDeleted, MessageEdited, MessagePosted, SharedClip
from content.answers import KEPT_FOR, Turns, addresses_someone, first_name_called, ts_of, turn_of
from storage.answers import Answer
from storage.arrivals import ArrivedMessage
from storage.clips import Clip
from storage.messages import Message
from storage.postings import QUESTION
from storage.work import Room


def keep_message(room: Room, event: MessagePosted, now: datetime, *, kit: Kit) -> None:
    """Keep a message of a practice thread, if it is part of an answer or of a reply to the coach."""
    if event.is_direct or event.thread_ts is None:
        return
    arrived = _arrived(room, event, event.thread_ts)
    if arrived.author_is_out or arrived.is_buried:
        return
    if arrived.posting_id is not None:
        _place(room, arrived.posting_id, event, arrived, now, kit)
    elif room.sayings.in_flight(event.channel, QUESTION):
        _keep_for_now(room, event, now)


def _arrived(room: Room, event: MessagePosted, thread_ts: str) -> ArrivedMessage:
    return room.arrivals.message(event.channel, event.ts, thread_ts=thread_ts, user_id=event.user_id)


def _keep_for_now(room: Room, event: MessagePosted, now: datetime) -> None:
    """Its question may just be appearing: see `adopt_early_replies`."""
    if not room.messages.keep(event.kept(), kept_until=now + KEPT_FOR) and event.edited_ts:
        room.messages.rewrite(event.channel, event.ts, event.text, event.edited_ts)


def adopt_early_replies(room: Room, opened: PostingOpened, now: datetime, *, kit: Kit) -> None:
    """Replies that came before we knew our own card's ts are heard again, and find their question now."""
    posting = opened.posting
    assert posting.ts is not None
    for message in room.messages.waiting_for(posting.channel, posting.ts):
        event = _event(message, room.clips.on_message(message.channel, message.ts))
        room.messages.delete(message.channel, message.ts)
        kit.doors.hear(room, event, now)


def _place(
    room: Room, posting_id: int, event: MessagePosted, arrived: ArrivedMessage, now: datetime, kit: Kit
) -> None:
    """Decide by ts alone what the message is, and keep it if it is somebody's answer or reply."""
    if arrived.known == "not" or (arrived.known is not None and not _is_newer(event, arrived.edited_ts)):
        return
    turn = _turn(room, event, arrived)
    if turn is None:
        _set_aside(room, event, arrived, now, kit)
        return
    answer_id, was_read = arrived.answer_id, False
    if answer_id is None:
        answer_id = begin(room, posting_id, event.user_id, now, kit, was_met=arrived.author_is_met).id
        if not arrived.author_is_member:
            room.people.join(event.channel, [event.user_id])
    else:  # whether it was read is known only from here on: reading holds the answer's row, not the channel
        was_read = room.answers.settle_at(answer_id, now + kit.quiet)
    _keep_in(room, answer_id, turn, event, arrived)
    if was_read or arrived.is_closed:
        kit.doors.hear(room, AnswerChanged(answer_id), now)


def _keep_in(room: Room, answer_id: int, turn: int, event: MessagePosted, arrived: ArrivedMessage) -> None:
    """Keep the message as part of this answer, with the praise that came before it."""
    if arrived.known is None:
        room.messages.keep(event.kept(answer_id, turn))
    else:
        room.messages.rewrite(event.channel, event.ts, event.text, event.edited_ts or "")
        room.messages.belongs(event.channel, event.ts, answer_id, turn)
    if arrived.is_praised:
        room.feedback.adopt(event.channel, event.ts, author=event.user_id)


def begin(
    room: Room, posting_id: int, user_id: str, now: datetime, kit: Kit, *, was_met: bool = False
) -> Answer:
    """This person's next attempt in the thread, which is read once it has been quiet for a while."""
    settles_at = now + kit.quiet
    answer = room.answers.begin(posting_id, user_id, visibility="thread", settles_at=settles_at)
    kit.doors.hear(room, AnswerBegun(answer.id, user_id, was_met), now)
    return answer


def _turn(room: Room, event: MessagePosted, arrived: ArrivedMessage) -> int | None:
    """The turn that the message belongs to; None when it is conversation."""
    if arrived.known == "answer":
        return 0
    if _addresses_someone(room, event):
        return None
    turn = turn_of(event.ts, _turns(room, arrived))
    too_late = arrived.closes_at is not None and event.ts > ts_of(arrived.closes_at)
    return None if turn == 0 and too_late else turn


def _turns(room: Room, arrived: ArrivedMessage) -> Turns:
    """How far the conversation is; before the answer was read once, there was none."""
    answer = room.answers.get(arrived.answer_id) if arrived.was_read and arrived.answer_id else None
    return room.conversations.turns(answer) if answer else Turns()


def _addresses_someone(room: Room, event: MessagePosted) -> bool:
    if first_name_called(event.text) is None:
        return addresses_someone(event.text)
    others = room.people.in_channel(event.channel)
    return addresses_someone(event.text, names=[p.name for p in others if p.user_id != event.user_id])


def _set_aside(room: Room, event: MessagePosted, arrived: ArrivedMessage, now: datetime, kit: Kit) -> None:
    """Conversation is not kept; only that an edit made it so, while the first wording may still arrive."""
    if event.edited_ts is None:
        return
    if arrived.known is None:
        room.messages.keep(event.kept())
    else:
        room.messages.rewrite(event.channel, event.ts, "", event.edited_ts)
    room.messages.set_aside(event.channel, event.ts, now + KEPT_FOR)
    room.feedback.set_aside(event.channel, event.ts, now + KEPT_FOR, author=event.user_id)
    if arrived.part_of is not None:
        shrunk(room, arrived.part_of, now, kit)


def edit_message(room: Room, event: MessageEdited, now: datetime, *, kit: Kit) -> None:
    """An edit replaces; an edit of something unknown is the message itself, arriving first.

    Of somebody kept out the new words are not stored, and the earlier ones are not kept: the message goes.
    """
    message = event.message
    if not room.people.get(message.user_id).is_kept_out:
        keep_message(room, message, now, kit=kit)
        return
    known = room.messages.find(message.channel, message.ts)
    if known is not None and _is_newer(message, known.edited_ts):
        _forget(room, message.channel, message.ts, now, kit)


def delete_message(room: Room, event: MessageDeleted, now: datetime, *, kit: Kit) -> None:
    """The message is gone here too, with its praise; one that has not arrived yet is not kept when it does."""
    known = room.messages.find(event.channel, event.ts)
    if known is None and not event.is_direct and room.routines.find_by_channel(event.channel) is None:
        return
    room.messages.bury(event.channel, event.ts, now + KEPT_FOR)
    _forget(room, event.channel, event.ts, now, kit)


def _forget(room: Room, channel: str, ts: str, now: datetime, kit: Kit) -> None:
    known = room.messages.find(channel, ts)
    room.messages.delete(channel, ts)
    room.feedback.delete_on(channel, ts)
    if known is None or known.answer_id is None:
        return
    answer = room.answers.get(known.answer_id)
    if answer is not None and answer.form is not None and is_copy(room, known):
        delete_answer(room, answer.id, now, kit)
    else:
        shrunk(room, known.answer_id, now, kit)


def is_copy(room: Room, message: Message) -> bool:
    """Whether the message of an answer is its form's copy in the thread: then the app said it, not the author."""
    return room.sayings.find_said(message.channel, message.ts) is not None


def shrunk(room: Room, answer_id: int, now: datetime, kit: Kit) -> None:
    """Something was taken out of the answer: it is read again, or gone if nothing is left."""
    if room.answers.is_left_empty(answer_id):
        delete_answer(room, answer_id, now, kit)
    else:
        kit.reread(room, answer_id, now)


def delete_answer(room: Room, answer_id: int, now: datetime, kit: Kit) -> None:
    """The answer is gone, and with it what the app said about it."""
    kit.doors.hear(room, AnswerLeaving(answer_id), now)
    room.messages.disown_all(answer_id)
    room.answers.delete(answer_id)


def _is_newer(event: MessagePosted, edited_ts: str | None) -> bool:
    return event.edited_ts is not None and (edited_ts is None or edited_ts < event.edited_ts)


def _event(message: Message, clips: Sequence[Clip]) -> MessagePosted:
    return MessagePosted(
        channel=message.channel,
        ts=message.ts,
        user_id=message.user_id,
        text=message.text,
        thread_ts=message.thread_ts,
        edited_ts=message.edited_ts,
        is_direct=False,
        clips=tuple(SharedClip(clip.file_id, clip.seconds) for clip in clips),
    )
