"""Keeping what people write: every order and repetition of messages, edits and deletions ends in the same answers."""

from __future__ import annotations

from datetime import datetime

from bot.happenings import AnswerBegun, AnswerChanged, AnswerLeaving, PostingOpened
from bot.kit import Kit
from bot.slack.events import MessageDeleted, MessageEdited, MessagePosted
from content.answers import KEPT_FOR, addresses_someone, first_name_called, ts_of, turn_of
from storage.answers import Answer
from storage.messages import Message
from storage.postings import Posting
from storage.work import Room

QUESTION = "question"


def keep_message(room: Room, event: MessagePosted, now: datetime, *, kit: Kit) -> None:
    """Keep a message of a practice thread, if it is part of an answer or of a reply to the coach."""
    if event.is_direct or event.thread_ts is None:
        return
    posting = room.postings.find_by_thread(event.channel, event.thread_ts)
    if posting is None and not room.sayings.in_flight(event.channel, QUESTION):
        return
    person = room.people.get(event.user_id)
    if person.is_kept_out or person.is_bot or person.is_stranger:
        return
    if room.messages.is_buried(event.channel, event.ts):
        return
    if posting is None:
        if not room.messages.keep(event.kept(), kept_until=now + KEPT_FOR) and event.edited_ts:
            room.messages.rewrite(event.channel, event.ts, event.text, event.edited_ts)
    else:
        _place(room, posting, event, now, kit)


def adopt_early_replies(room: Room, opened: PostingOpened, now: datetime, *, kit: Kit) -> None:
    """Replies that came before we knew our own card's ts find their question now."""
    posting = room.postings.get(opened.posting_id)
    assert posting.ts is not None
    for message in room.messages.waiting_for(posting.channel, posting.ts):
        room.messages.delete(message.channel, message.ts)
        _place(room, posting, _event(message), now, kit)


def _place(room: Room, posting: Posting, event: MessagePosted, now: datetime, kit: Kit) -> None:
    """Decide by ts alone what the message is, and keep it if it is somebody's answer or reply."""
    known = room.messages.find(event.channel, event.ts)
    if known is not None and (known.claim == "not" or not _is_newer(event, known)):
        return
    answer = _answer_of(room, posting, event, known)
    turn = _turn(room, posting, answer, event, claimed=known is not None and known.claim == "answer")
    if turn is None:
        _set_aside(room, event, known, now, kit)
        return
    if answer is None:
        answer = begin(room, posting, event.user_id, now, kit)
    if known is None:
        room.messages.keep(event.kept(answer.id, turn))
    else:
        room.messages.rewrite(event.channel, event.ts, event.text, event.edited_ts or "")
        room.messages.belongs(event.channel, event.ts, answer.id, turn)
    room.feedback.adopt(event.channel, event.ts, author=event.user_id)
    changed(room, answer.id, now, kit)


def begin(room: Room, posting: Posting, user_id: str, now: datetime, kit: Kit) -> Answer:
    """A new attempt of this person in the thread."""
    before = room.answers.latest(posting.id, user_id)
    attempt = before.attempt + 1 if before else 1
    answer = room.answers.begin(posting.id, user_id, visibility="thread", attempt=attempt)
    room.people.join(posting.channel, [user_id])
    kit.doors.hear(room, AnswerBegun(answer.id, user_id), now)
    return answer


def _answer_of(room: Room, posting: Posting, event: MessagePosted, known: Message | None) -> Answer | None:
    """The attempt that the message is part of already, else the person's newest that the thread can see."""
    if known is not None and known.answer_id is not None:
        return room.answers.get(known.answer_id)
    return room.answers.latest_in_thread(posting.id, event.user_id)


def _turn(
    room: Room, posting: Posting, answer: Answer | None, event: MessagePosted, *, claimed: bool
) -> int | None:
    """The turn that the message belongs to; None when it is conversation."""
    if claimed:
        return 0
    if _addresses_someone(room, event):
        return None
    turn = turn_of(event.ts, room.conversations.turns(answer)) if answer else 0
    too_late = posting.closes_at is not None and event.ts > ts_of(posting.closes_at)
    return None if turn == 0 and too_late else turn


def _addresses_someone(room: Room, event: MessagePosted) -> bool:
    if first_name_called(event.text) is None:
        return addresses_someone(event.text)
    others = room.people.in_channel(event.channel)
    return addresses_someone(event.text, names=[p.name for p in others if p.user_id != event.user_id])


def _set_aside(room: Room, event: MessagePosted, known: Message | None, now: datetime, kit: Kit) -> None:
    """Conversation is not kept; only that an edit made it so, while the first wording may still arrive."""
    if event.edited_ts is None:
        return
    if known is None:
        room.messages.keep(event.kept())
    else:
        room.messages.rewrite(event.channel, event.ts, "", event.edited_ts)
    room.messages.set_aside(event.channel, event.ts, now + KEPT_FOR)
    room.feedback.set_aside(event.channel, event.ts, now + KEPT_FOR, author=event.user_id)
    if known is not None and known.answer_id is not None:
        shrunk(room, known.answer_id, now, kit)


def edit_message(room: Room, event: MessageEdited, now: datetime, *, kit: Kit) -> None:
    """An edit replaces; an edit of something unknown is the message itself, arriving first.

    Of somebody kept out the new words are not stored, and the earlier ones are not kept: the message goes.
    """
    message = event.message
    if not room.people.get(message.user_id).is_kept_out:
        keep_message(room, message, now, kit=kit)
        return
    known = room.messages.find(message.channel, message.ts)
    if known is not None and _is_newer(message, known):
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
    if answer is not None and answer.form is not None and known.turn == 0 and not known.text:
        delete_answer(room, answer.id, now, kit)  # it was the form's copy in the thread
    else:
        shrunk(room, known.answer_id, now, kit)


def shrunk(room: Room, answer_id: int, now: datetime, kit: Kit) -> None:
    """Something was taken out of the answer: it is read again, or gone if nothing is left."""
    if room.answers.is_left_empty(answer_id):
        delete_answer(room, answer_id, now, kit)
    else:
        changed(room, answer_id, now, kit)


def delete_answer(room: Room, answer_id: int, now: datetime, kit: Kit) -> None:
    """The answer is gone, and with it what the app said about it."""
    kit.doors.hear(room, AnswerLeaving(answer_id), now)
    room.answers.delete(answer_id)


def changed(room: Room, answer_id: int, now: datetime, kit: Kit) -> None:
    """The answer is read once it has been quiet for a while; each further message starts the wait anew."""
    room.answers.settle_at(answer_id, now + kit.quiet)
    kit.doors.hear(room, AnswerChanged(answer_id), now)


def _is_newer(event: MessagePosted, known: Message) -> bool:
    return event.edited_ts is not None and (known.edited_ts is None or known.edited_ts < event.edited_ts)


def _event(message: Message) -> MessagePosted:
    return MessagePosted(
        channel=message.channel,
        ts=message.ts,
        user_id=message.user_id,
        text=message.text,
        thread_ts=message.thread_ts,
        edited_ts=message.edited_ts,
        is_direct=False,
    )
