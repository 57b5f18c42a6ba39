"""Taking a form: keeping its draft, its answer, and the copy of it that stands in the thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.happenings import AnswerBegun, AnswerChanged, AnswerLeaving, PersonKeptOut, PersonLeaving
from bot.kit import Kit
from bot.slack.scripts import Surface, Urgency, owe
from content.answers import FORM_FIELDS
from storage.answers import Answer
from storage.messages import Message
from storage.postings import QUESTION, Posting
from storage.sayings import Saying
from storage.work import Room

FORM_ANSWER = "form_answer"
NOT_POSTED = "not_posted"
FIELDS = tuple(key for key in FORM_FIELDS if key != "answer")


@dataclass(frozen=True)
class Filled:
    """A form as it was sent: its fields, and whether the thread may see it (`thread` or `private`)."""

    view_id: str
    callback: str
    fields: Mapping[str, str]
    visibility: str


def take_form(room: Room, posting: Posting, user_id: str, filled: Filled, now: datetime, kit: Kit) -> None:
    """Keep the form as an answer, once; a second form on the same question is a new attempt."""
    if not room.forms.take_submission(filled.view_id, filled.callback, now):
        return
    room.forms.drop_draft(user_id, posting.id)
    answer = room.answers.begin(posting.id, user_id, visibility=filled.visibility, form=filled.fields)
    kit.doors.hear(room, AnswerBegun(answer.id, user_id), now)
    if filled.visibility == "thread":
        _owe_copy(room, answer, now)
    else:
        _settle_at_once(room, answer, now, kit)


def rewrite_form(room: Room, answer: Answer, filled: Filled, now: datetime, kit: Kit) -> None:
    """Replace what was typed, here and in the thread; earlier wording is not kept."""
    if not room.forms.take_submission(filled.view_id, filled.callback, now):
        return
    room.answers.rewrite_form(answer.id, filled.fields)
    if filled.visibility != answer.visibility:
        show(room, answer, filled.visibility, now, kit)
    elif filled.visibility == "thread":
        _owe_copy(room, answer, now)
    room.sayings.refresh(FORM_ANSWER, str(answer.id), now)
    _settle_at_once(room, answer, now, kit)


def show(room: Room, answer: Answer, visibility: str, now: datetime, kit: Kit) -> None:
    """Let the thread see the form's answer; or nobody but its author, and what the app said about it goes."""
    room.answers.show(answer.id, visibility)
    if visibility == "thread":
        room.sayings.retire(FORM_ANSWER, str(answer.id))
        room.sayings.refresh(NOT_POSTED, str(answer.id), now)
        room.sayings.retire(NOT_POSTED, str(answer.id))
        _owe_copy(room, answer, now)
        return
    kit.doors.hear(room, AnswerLeaving(answer.id), now)
    for message in room.messages.of_answer(answer.id):
        if room.sayings.find_said(message.channel, message.ts):
            room.messages.delete(message.channel, message.ts)
            room.feedback.delete_on(message.channel, message.ts)


def delete_form(room: Room, answer: Answer, now: datetime, kit: Kit) -> None:
    """Delete the answer, its copy in the thread, and what the app said about it."""
    kit.doors.hear(room, AnswerLeaving(answer.id), now)
    room.messages.disown_all(answer.id)
    room.answers.delete(answer.id)


def take_back_copy(room: Room, event: AnswerLeaving, now: datetime) -> None:
    """The answer goes, and its copy in the thread with it."""
    room.sayings.withdraw(FORM_ANSWER, str(event.answer_id))
    room.sayings.refresh(FORM_ANSWER, str(event.answer_id), now)


def copied(room: Room, saying: Saying) -> Answer | None:
    """The answer that should stand in the thread as this copy; None when it is gone, private, or its author kept out.

    None too when the copy was retired, since another one is wanted.
    """
    answer = None if saying.is_retired else room.answers.get(int(saying.subject))
    if answer is None or answer.form is None or answer.visibility != "thread":
        return None
    return None if room.people.get(answer.user_id).is_kept_out else answer


def posted(room: Room, saying: Saying, now: datetime) -> None:
    """The copy stands in the thread: it is read now, reactions to it count, and who deletes it deletes the answer."""
    answer = copied(room, saying)
    if answer is None or saying.channel is None or saying.ts is None:
        return
    room.messages.keep(
        Message(
            channel=saying.channel,
            ts=saying.ts,
            thread_ts=saying.thread_ts,
            user_id=answer.user_id,
            answer_id=answer.id,
            turn=0,
            text="",
            edited_ts=None,
            claim=None,
        )
    )
    room.feedback.adopt(saying.channel, saying.ts, author=answer.user_id)
    room.answers.settle_at(answer.id, now)


def not_posted(room: Room, saying: Saying, now: datetime) -> None:
    """The copy never reached the thread: the answer is its author's alone, who is told so."""
    answer = copied(room, saying)
    if answer is None:
        return
    room.answers.show(answer.id, "private")
    room.answers.settle_at(answer.id, now)
    owe(
        room,
        NOT_POSTED,
        answer.id,
        surface=Surface.DIRECT,
        urgency=Urgency.SOMEONE_WAITS,
        at=now,
        audience=answer.user_id,
    )


def take_back_copies(room: Room, event: PersonKeptOut | PersonLeaving, now: datetime) -> None:
    """Somebody takes no part any more: the copies of their answers go from the threads."""
    room.echoes.about_answers([FORM_ANSWER, NOT_POSTED], event.user_id, now)


def let_go_of_copies(room: Room, event: PersonKeptOut, now: datetime) -> None:
    """The copies go, and with them their praise; the answers stay, and can be posted anew by their author."""
    take_back_copies(room, event, now)
    room.echoes.about_closed_postings([QUESTION], event.user_id, now)
    room.messages.forget_copies_of(FORM_ANSWER, event.user_id)
    room.sayings.retire_about_answers(FORM_ANSWER, event.user_id)


def _settle_at_once(room: Room, answer: Answer, now: datetime, kit: Kit) -> None:
    """A form is complete when it is sent: there is nothing to wait for."""
    room.answers.settle_at(answer.id, now)
    kit.doors.hear(room, AnswerChanged(answer.id), now)


def _owe_copy(room: Room, answer: Answer, now: datetime) -> None:
    """One that is owed or stands already is the copy."""
    posting = room.postings.get(answer.posting_id)
    owe(
        room,
        FORM_ANSWER,
        answer.id,
        surface=Surface.POST,
        urgency=Urgency.SOMEONE_WAITS,
        at=now,
        channel=posting.channel,
        thread_ts=posting.ts,
    )
