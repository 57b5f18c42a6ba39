"""Use cases in which an author corrects the app: mine, not mine, mine alone."""

from __future__ import annotations

from datetime import datetime

from bot.answers import messages, use_cases
from bot.happenings import AnswerChanged, AnswerLeaving, AnswerSettled, PersonKeptOut, PersonLeaving
from bot.kit import Kit
from bot.slack.interactions import Shortcut
from bot.slack.scripts import Urgency, owe_alone
from content.answers import mentioned_in, named_in
from storage.messages import Message
from storage.postings import Posting
from storage.work import Room

NAMES = "names"


def claim_message(room: Room, shortcut: Shortcut, now: datetime, kit: Kit) -> str:
    """Keep a message as (part of) its author's answer; what to tell them."""
    posting, refusal = _practice_of(room, shortcut)
    if posting is None:
        return refusal
    room.channels.hold(posting.channel)
    answer = room.answers.latest_in_thread(posting.id, shortcut.user_id)
    if answer is None:
        answer = use_cases.begin(room, posting.id, shortcut.user_id, now, kit)
        room.people.join(posting.channel, [shortcut.user_id])
    known = room.messages.find(shortcut.channel, shortcut.message_ts)
    if known is None or not (known.text or known.answer_id):
        room.messages.delete(shortcut.channel, shortcut.message_ts)
        room.messages.keep(_message(shortcut, text=shortcut.text))
        for clip in shortcut.clips:
            room.clips.keep(shortcut.channel, shortcut.message_ts, clip.file_id, clip.seconds)
    room.messages.belongs(shortcut.channel, shortcut.message_ts, answer.id, 0)
    room.messages.claim(shortcut.channel, shortcut.message_ts)
    room.clips.begin(shortcut.channel, shortcut.message_ts, now)
    room.feedback.adopt(shortcut.channel, shortcut.message_ts, author=shortcut.user_id)
    room.answers.claim(answer.id)
    kit.reread(room, answer.id, now)
    return messages.CLAIMED_LATE if room.conversations.asked(answer) else messages.CLAIMED


def disown_message(room: Room, shortcut: Shortcut, now: datetime, kit: Kit) -> str:
    """Take a message out of its author's answer; what to tell them."""
    posting, refusal = _practice_of(room, shortcut)
    if posting is None:
        return refusal
    known = room.messages.find(shortcut.channel, shortcut.message_ts)
    if known is None:
        room.messages.keep(_message(shortcut, text=""))
    room.messages.disown(shortcut.channel, shortcut.message_ts)
    if known is not None and known.answer_id is not None:
        use_cases.shrunk(room, known.answer_id, now, kit)
    return messages.DISOWNED


def claim_answer(room: Room, answer_id: int, user_id: str, now: datetime, kit: Kit) -> str:
    """What was taken for a remark is the answer after all; what to tell its author."""
    answer = room.answers.get(answer_id)
    if answer is None:
        return messages.GONE
    if answer.user_id != user_id:
        return messages.NOT_YOURS
    room.answers.claim(answer_id)
    kit.reread(room, answer_id, now)
    return messages.CLAIMED


def make_private(room: Room, answer_id: int, user_id: str, now: datetime, kit: Kit) -> str:
    """Move the words from the thread's messages into a private answer; what to tell its author."""
    answer = room.answers.get(answer_id)
    if answer is None:
        return messages.GONE
    if answer.user_id != user_id:
        return messages.NOT_YOURS
    if answer.visibility == "private":
        return messages.NOW_PRIVATE
    if room.clips.are_open(answer_id):
        return messages.CLIP_OPEN
    words = "\n\n".join(part.text for part in room.conversations.in_messages(answer))
    kept = room.messages.of_answer(answer_id)
    is_own = any(not use_cases.is_copy(room, message) for message in kept)
    kit.doors.hear(room, AnswerLeaving(answer_id), now)
    for message in kept:
        room.messages.disown(message.channel, message.ts)
        room.feedback.delete_on(message.channel, message.ts)
    room.answers.show(answer_id, "private")
    if words:
        room.answers.rewrite_form(answer_id, {**(answer.form or {}), "answer": words})
    return messages.NOW_PRIVATE if is_own or answer.form is None else messages.NOW_PRIVATE_FORM


def tell_of_names(room: Room, event: AnswerSettled, now: datetime) -> None:
    """Tell the author, once and alone, when an answer names somebody."""
    answer = room.answers.get(event.answer_id)
    if answer is None or not people_named(room, event.answer_id):
        return
    posting = room.postings.get(answer.posting_id)
    owe_alone(
        room,
        NAMES,
        answer.id,
        audience=answer.user_id,
        beside=posting if answer.visibility == "thread" else None,
        urgency=Urgency.WHENEVER,
        at=now,
    )


def unname_answers(room: Room, event: PersonKeptOut | PersonLeaving, now: datetime) -> None:
    """Of somebody who takes no part nothing is said of names either."""
    room.echoes.about_answers([NAMES], event.user_id, now)


def name_anew(room: Room, event: AnswerChanged, now: datetime) -> None:
    """What was said of names follows the words."""
    room.sayings.refresh(NAMES, str(event.answer_id), now)


def name_no_more(room: Room, event: AnswerLeaving, now: datetime) -> None:
    """The answer goes, and with it what was said of the names in it."""
    room.sayings.withdraw(NAMES, str(event.answer_id))
    room.sayings.refresh(NAMES, str(event.answer_id), now)


def people_named(room: Room, answer_id: int) -> tuple[str, ...]:
    """The people of the channel, other than the author, whom the answer mentions or names in full."""
    answer = room.answers.get(answer_id)
    if answer is None:
        return ()
    text = "\n".join(part.text for part in room.conversations.parts(answer))
    others = [
        person
        for person in room.people.in_channel(room.postings.get(answer.posting_id).channel)
        if person.user_id != answer.user_id and not person.is_bot
    ]
    known = {person.user_id: person.name for person in others}
    mentioned = [known.get(user_id) or "somebody" for user_id in mentioned_in(text)]
    named = named_in(text, [person.name for person in others])
    return tuple(dict.fromkeys([*mentioned, *named]))


def _practice_of(room: Room, shortcut: Shortcut) -> tuple[Posting | None, str]:
    """The question in whose thread the message stands, or why the correction cannot be taken."""
    posting = room.postings.find_by_thread(shortcut.channel, shortcut.thread_ts)
    if posting is None or shortcut.thread_ts == shortcut.message_ts:
        return None, messages.NOT_A_REPLY
    if shortcut.author != shortcut.user_id:
        return None, messages.NOT_YOURS
    if room.people.get(shortcut.user_id).is_kept_out:
        return None, messages.KEPT_OUT
    return posting, ""


def _message(shortcut: Shortcut, *, text: str) -> Message:
    return Message(
        channel=shortcut.channel,
        ts=shortcut.message_ts,
        thread_ts=shortcut.thread_ts,
        user_id=shortcut.user_id,
        answer_id=None,
        turn=None,
        text=text,
        edited_ts=None,
        claim=None,
    )
