"""Keeping people out, and what is stored of one person: all of it shown, all of it erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from bot.happenings import PersonKeptOut, PersonLeaving
from bot.kit import Kit
from content.answers import KEPT_FOR, ts_of
from content.cadence import local_day
from storage.answers import Answer
from storage.feedback import Reaction
from storage.messages import Message
from storage.sayings import Saying
from storage.suggestions import Suggestion
from storage.work import Room

HOME = "home"


@dataclass(frozen=True)
class Written:
    """One answer as its author reads it: the question's id, its day, who can see it, and all the words.

    `form_id`: the answer's number when it was filled in, field by field, and can be edited so.
    """

    question_id: str
    day: date
    visibility: str
    texts: tuple[str, ...]
    form_id: int | None


def keep_out(room: Room, user_id: str, now: datetime, kit: Kit) -> bool:
    """Whether this is new: from now on nothing of theirs is stored, and what is open for them ends."""
    if room.people.get(user_id).is_kept_out:
        return False
    room.people.keep_out(user_id, now)
    kit.doors.hear(room, PersonKeptOut(user_id), now)
    return True


def let_in(room: Room, user_id: str, now: datetime) -> bool:
    """Whether they were kept out; from now on they take part again, and are looked up anew."""
    if not room.people.get(user_id).is_kept_out:
        return False
    room.people.let_in(user_id)
    room.people.start_afresh(user_id, ts_of(now))
    room.people.look_up_anew(user_id)
    room.sayings.refresh(HOME, user_id, now)
    return True


def own_answers(room: Room, user_id: str, most: int) -> tuple[int, tuple[Written, ...]]:
    """How many answers a person has, and the newest of them, at most `most`."""
    numbers = room.own_answers.numbers(user_id)
    newest = filter(None, map(room.answers.get, numbers[:most]))
    return len(numbers), tuple(_written(room, answer) for answer in newest)


def _written(room: Room, answer: Answer) -> Written:
    posting = room.postings.get(answer.posting_id)
    texts = tuple(part.text for part in room.conversations.parts(answer))
    in_fields = answer.form is not None and "answer" not in answer.form
    form_id = answer.id if in_fields else None
    day = local_day(posting.planned_at, room.routines.get(posting.routine_id).zone)
    return Written(posting.question_id, day, answer.visibility, texts, form_id)


def export_person(room: Room, user_id: str) -> dict[str, object]:
    """Everything that is stored about a person, ready for `json.dumps`; of others no name and no word."""
    return {
        "person": _plain(asdict(room.people.get(user_id))),
        "fresh_start": room.people.fresh_starts([user_id]).get(user_id),
        "channels": list(room.people.channels_of(user_id)),
        "facilitates": [routine.channel for routine in room.routines.run_by(user_id)],
        "installed_the_app": (found := room.installation.find()) is not None
        and found.installed_by == user_id,
        "answers": [_answer(room, answer) for answer in room.answers.of_person(user_id)],
        "other_messages": [
            _message(room, message) for message in room.messages.of_person(user_id) if not message.answer_id
        ],
        "praise_given": [
            {"channel": given.channel, "message": given.ts, **_praise(given)}
            for given in room.feedback.given_by(user_id)
        ],
        "drafts": [
            {"question": room.postings.get(posting_id).question_id, "fields": dict(fields)}
            for posting_id, fields in room.forms.drafts_of(user_id).items()
        ],
        "tries": [_plain(asdict(one)) for one in room.tries.of_person(user_id)],
        "suggestions": [_suggestion(one) for one in room.suggestions.of_person(user_id)],
        "suggestions_decided": [
            {"id": one.id, "state": one.state, "reason": one.reason}
            for one in room.suggestions.decided_by(user_id)
        ],
        "notes": [_plain(asdict(item)) for item in room.notes.of_person(user_id)],
        "told": [_saying(saying) for saying in room.sayings.of_audience(user_id)],
    }


def _answer(room: Room, answer: Answer) -> dict[str, object]:
    """One answer with all that was said about it; praise without whoever gave it: the giving is theirs."""
    messages = room.messages.of_answer(answer.id)
    received = [
        _praise(praise)
        for message in messages
        for praise in room.feedback.on_message(message.channel, message.ts)
        if praise.user_id != answer.user_id
    ]
    return {
        **_plain(asdict(answer)),
        "question": room.answers.question_of(answer.id),
        "messages": [_message(room, message) for message in messages],
        "follow_ups": [_plain(asdict(asked)) for asked in room.follow_ups.of_answer(answer.id)],
        "praise_received": received,
    }


def _suggestion(suggestion: Suggestion) -> dict[str, object]:
    """What they suggested and what became of it; who decided, and in which words, is somebody else's."""
    theirs = {
        name: value for name, value in asdict(suggestion).items() if name not in {"decided_by", "reason"}
    }
    return _plain(theirs)


def _message(room: Room, message: Message) -> dict[str, object]:
    clips = room.clips.on_message(message.channel, message.ts)
    return {**_plain(asdict(message)), "clips": [_plain(asdict(clip)) for clip in clips]}


def _praise(reaction: Reaction) -> dict[str, object]:
    return {"emoji": reaction.emoji, "at": reaction.event_ts}


def _saying(saying: Saying) -> dict[str, object]:
    kept = ("kind", "subject", "surface", "channel", "thread_ts", "state", "not_before", "ts", "reason")
    return _plain({name: getattr(saying, name) for name in kept})


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    """A row as JSON knows it: days and instants as ISO text."""
    return {
        key: value.isoformat() if isinstance(value, date | datetime) else value for key, value in row.items()
    }


def erase_person(room: Room, user_id: str, now: datetime, kit: Kit) -> int:
    """Delete everything of a person, and what the app said with their words in it; how many answers there were.

    That they are kept out stays, if they are. Records of others stay whole.
    """
    kit.doors.hear(room, PersonLeaving(user_id), now)
    room.routines.read_members_anew(user_id)
    room.messages.bury_of(user_id, now + KEPT_FOR)
    room.feedback.delete_received_by(user_id)
    room.messages.delete_of_person(user_id)
    erased = room.answers.delete_of_person(user_id)
    room.feedback.delete_given_by(user_id)
    room.forms.drop_drafts_of(user_id)
    room.tries.delete_of_person(user_id)
    room.suggestions.delete_of_person(user_id)
    room.notes.forget(user_id)
    room.sayings.unname(user_id, now)
    room.routines.drop_facilitator(user_id)
    room.installation.drop_installer(user_id)
    room.people.leave_all(user_id)
    room.people.forget(user_id)
    room.people.start_afresh(user_id, ts_of(now))
    return erased
