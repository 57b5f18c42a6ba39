"""Clips from the message to the transcript, from there to the author's ticks, and on to the coach."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clips import messages
from bot.happenings import PersonKeptOut, PersonLeaving
from bot.kit import PUT_OFF, Kit, coach_place, each
from bot.slack.events import FileChanged, FileDeleted, MessageDeleted, MessageEdited, MessagePosted
from bot.slack.scripts import Urgency, owe_alone
from content.answers import KEPT_FOR
from content.clips import TICKING, ClipState, Lack, Whole, is_given_up, is_in_known_language, next_look
from storage.answers import Answer
from storage.clips import Clip
from storage.messages import Message
from storage.postings import Posting
from storage.work import Room, Work

TICKS = "clip_ticks"
UNHEARD = "clip_unheard"
LANGUAGE = "clip_language"

AT_ONCE = 10  # clips in one tick; Slack takes about fifty looks a minute
GOOD_FOR = timedelta(hours=12)  # what is said the next day would puzzle


@dataclass(frozen=True)
class Found:
    """What a look at a clip found; `was_asked`: Slack gave an answer."""

    what: Whole | Lack
    seconds: int | None = None
    was_asked: bool = True


def keep_clips(room: Room, event: MessagePosted, now: datetime) -> None:
    """Keep the clips of a message that was kept, and look for their transcripts if it is an answer.

    Late deliveries bring nothing back: of who takes no part, and of what became no answer, no clip is kept.
    """
    message = room.messages.find(event.channel, event.ts) if event.clips else None
    if message is None or _is_forgotten(room, message) or room.people.get(event.user_id).is_out:
        return
    for clip in event.clips:
        if not room.messages.is_buried(event.channel, clip.file_id):
            room.clips.keep(event.channel, event.ts, clip.file_id, clip.seconds)
    if message.answer_id is not None:
        room.clips.begin(event.channel, event.ts, now)


def _is_forgotten(room: Room, message: Message) -> bool:
    """Whether its author disowned it, or it is conversation; what still waits for its question is neither."""
    if message.answer_id is not None or message.thread_ts is None:
        return message.claim == "not"
    return room.postings.find_by_thread(message.channel, message.thread_ts) is not None


def edit_clips(room: Room, event: MessageEdited, now: datetime) -> None:
    """An edit may be heard before the message itself."""
    keep_clips(room, event.message, now)


def look_again(room: Room, event: FileChanged, now: datetime) -> None:
    """The transcript may be there now."""
    room.clips.look_again(event.file_id, now)


def forget_file(room: Room, event: FileDeleted, now: datetime, *, kit: Kit) -> None:
    """The file is gone, and so is what was said in it; a message of nothing else is gone with it."""
    for clip in room.clips.of_file(event.file_id):
        room.channels.hold(clip.channel)
        room.clips.delete(clip.id)
        room.messages.bury(clip.channel, clip.file_id, now + KEPT_FOR)  # its message may be told of again
        message = room.messages.find(clip.channel, clip.ts)
        if message is None:
            continue
        if not message.text.strip() and not room.clips.on_message(clip.channel, clip.ts):
            kit.doors.hear(room, MessageDeleted(clip.channel, clip.ts), now)
        elif message.answer_id is not None:
            kit.reread(room, message.answer_id, now)


def claim_looks(work: Work, now: datetime) -> tuple[tuple[int, Clip], ...]:
    """The clips to look at now; who dies while looking has left the next look behind.

    Time in which nobody looked does not count: after an outage of ours there are as many looks to come as before it.
    """
    found: list[tuple[int, Clip]] = []
    for workspace_id, clip_id in work.due.clips(ClipState.WAITING, now, AT_ONCE):
        room = work.room(workspace_id)
        if clip := room.clips.get(clip_id):
            begun = _begun(clip) + _lost(clip, now)
            room.clips.is_due_at(clip_id, next_look(begun, now), begun_at=begun)
            found.append((workspace_id, clip))
    return tuple(found)


def _lost(clip: Clip, now: datetime) -> timedelta:
    """For how long nobody looked though a look was due: that is no reason to give up."""
    return now - clip.due_at if clip.due_at else timedelta()


def take_in(room: Room, clip_id: int, found: Found, now: datetime) -> None:
    """Write down what a look found, and owe its author what follows; a clip that is gone stays gone."""
    clip = room.clips.get(clip_id)
    place = _place(room, clip) if clip else None
    if clip is None or place is None:
        return
    if isinstance(found.what, Whole) and found.what.text:
        _hear(room, place, found.what.text, found.seconds, now)
    elif found.what is not Lack.NOT_YET or is_given_up(_begun(clip), now, was_asked=found.was_asked):
        _mute(room, place, now)


@dataclass(frozen=True)
class _Place:
    """A clip in its answer, the question in whose thread it stands (None: elsewhere), and where the coach asks."""

    clip: Clip
    turn: int
    answer: Answer
    thread: Posting | None
    coach_place: str


def _place(room: Room, clip: Clip) -> _Place | None:
    """None when the clip's message is part of no answer."""
    message = room.messages.find(clip.channel, clip.ts)
    answer = room.answers.get(message.answer_id) if message and message.answer_id else None
    if message is None or answer is None:
        return None
    posting = room.postings.get(answer.posting_id)
    is_seen = clip.channel == posting.channel and answer.visibility == "thread"
    where = coach_place(room, answer.user_id, posting.routine_id)
    return _Place(clip, message.turn or 0, answer, posting if is_seen else None, where)


def _hear(room: Room, place: _Place, transcript: str, seconds: int | None, now: datetime) -> None:
    """The transcript is here: its author ticks first, unless the coach would say nothing anyway."""
    if not room.clips.hear(place.clip.id, transcript, seconds, now + TICKING):
        return
    is_known = is_in_known_language(transcript)
    if is_known and place.coach_place != "off":
        _tell(room, TICKS, place.clip.id, place, now, good_for=TICKING)
        return
    if not is_known and place.coach_place != "off":
        _tell(room, LANGUAGE, place.answer.user_id, place, now, good_for=GOOD_FOR)
    _let_read(room, place.clip.id, now)


def _mute(room: Room, place: _Place, now: datetime) -> None:
    """There is no transcript: its author may type, unless they did, or are not coached; what else there is is read."""
    if not room.clips.mute(place.clip.id):
        return
    if place.coach_place != "off" and not _has_typed(room, place):
        _tell(room, UNHEARD, place.answer.id, place, now, good_for=GOOD_FOR)
    room.answers.settle_from(place.answer.id, now)


def _has_typed(room: Room, place: _Place) -> bool:
    """Whether the author typed something in the clip's turn, a form included."""
    in_form = place.turn == 0 and place.answer.form is not None
    typed = (m.turn for m in room.messages.of_answer(place.answer.id) if m.text.strip())
    return in_form or place.turn in typed


def _let_read(room: Room, clip_id: int, now: datetime) -> None:
    """The coach may read the clip from now on, and does so once they are quiet; it is no matter if it might before."""
    clip = room.clips.get(clip_id)
    message = room.messages.find(clip.channel, clip.ts) if clip else None
    if room.clips.let_read(clip_id) and message is not None and message.answer_id is not None:
        room.answers.settle_from(message.answer_id, now)


def read_unticked(work: Work, now: datetime) -> int:
    """Let the coach read what nobody ticked in time; how many clips."""
    return each(
        work,
        work.due.clips(ClipState.HEARD, now, AT_ONCE),
        lambda room, clip_id: _let_read(room, clip_id, now),
        lambda room, clip_id: room.clips.is_due_at(clip_id, now + PUT_OFF),
    )


def tick(room: Room, clip_id: int, user_id: str, ticked: Collection[str]) -> str | None:
    """Keep what the author says can be heard; what to tell whoever may not, or too late."""
    clip = room.clips.get(clip_id)
    message = room.messages.find(clip.channel, clip.ts) if clip else None
    if message is None:
        return messages.GONE
    if message.user_id != user_id:
        return messages.NOT_YOURS
    room.clips.tick(
        clip_id, own_part="own_part" in ticked, result="result" in ticked, learning="learning" in ticked
    )
    return None


def end_ticking(room: Room, clip_id: int, user_id: str, ticked: Collection[str], now: datetime) -> str:
    """The author is done: the coach may read; what to tell them."""
    if refusal := tick(room, clip_id, user_id, ticked):
        return refusal
    _let_read(room, clip_id, now)
    return messages.THANKS


def end_for(room: Room, event: PersonKeptOut | PersonLeaving, _now: datetime) -> None:
    """Of somebody who takes no part no transcript is taken any more."""
    room.clips.let_rest(event.user_id)


def _tell(
    room: Room, kind: str, subject: object, place: _Place, now: datetime, *, good_for: timedelta
) -> None:
    """Owe a line to the author alone: beside the thread, or in the conversation with the app."""
    owe_alone(
        room,
        kind,
        subject,
        audience=place.answer.user_id,
        beside=place.thread if place.coach_place != "private" else None,
        urgency=Urgency.SOMEONE_WAITS,
        at=now,
        good_until=now + good_for,
    )


def _begun(clip: Clip) -> datetime:
    """Since when it is looked for, without the time in which nobody did."""
    assert clip.begun_at is not None
    return clip.begun_at
