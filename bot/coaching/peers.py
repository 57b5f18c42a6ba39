"""A colleague who asks about an answer takes over: people before the coach."""

from __future__ import annotations

from datetime import datetime

from bot.coaching.use_cases import drop_unsaid
from bot.slack.events import MessagePosted
from content.answers import asks_you, first_name_called, is_called, mention_first
from storage.answers import Answer
from storage.postings import Posting
from storage.work import Room

NOBODY_YET = ""


def leave_to_peers(room: Room, event: MessagePosted, now: datetime) -> None:
    """Ask nothing (more) about the answer that a colleague asks about in its thread; what was said stands.

    The question may have overtaken the answer: of one that is not here the thread itself tells, read in order of ts.
    """
    if event.is_direct or event.thread_ts is None or "?" not in event.text:
        return
    posting = room.postings.find_by_thread(event.channel, event.thread_ts)
    author = _asked_person(room, event, event.thread_ts) if posting else None
    if posting is None or author is None or author == event.user_id or room.people.get(event.user_id).is_out:
        return
    if found := _asked_about(room, event, posting, author):
        _leave(room, found.id)
    elif not posting.is_closed:
        room.postings.catch_up_at(posting.id, now)


def _leave(room: Room, answer_id: int) -> None:
    room.answers.leave_to_peers(answer_id)
    answer = room.answers.get(answer_id)  # whoever was reading it is done
    if answer is not None and answer.was_read:
        drop_unsaid(room, answer.id, len(room.conversations.asked(answer)))


def _asked_about(room: Room, event: MessagePosted, posting: Posting, author: str) -> Answer | None:
    """The answer of the one who is asked, begun before the question."""
    answer = room.answers.latest_in_thread(posting.id, author)
    if answer is None or not any(m.ts < event.ts for m in room.messages.of_answer(answer.id)):
        return None
    return answer


def _asked_person(room: Room, event: MessagePosted, thread_ts: str) -> str | None:
    """The one mentioned or called first, else whoever answered last before a short question to "you".

    `NOBODY_YET` when nobody is known to have answered by then; None: nobody is asked.
    """
    if mentioned := mention_first(event.text):
        return mentioned
    if called := first_name_called(event.text):
        for person in room.people.in_channel(event.channel):
            if is_called(called, person.name):
                return person.user_id
    kept = room.messages.find(event.channel, event.ts)
    if not asks_you(event.text) or (kept is not None and kept.turn):  # what replies to the coach asks nobody
        return None
    author = room.messages.author_before(event.channel, thread_ts, event.ts, other_than=event.user_id)
    return author or NOBODY_YET
