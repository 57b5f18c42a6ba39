"""Whose turn it is among the drills of one person, what is kept of a try, and what may be told of many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.drills import messages
from content.drilling import countable
from content.library.exercises import Drill
from content.questions import Question
from content.rotation import next_turn
from storage.work import Room


@dataclass(frozen=True)
class Filled:
    """A form as it was sent: `submission` is what it is taken once by, `option` what was chosen, if there was a choice.

    `posting_id`: the posting that brought the drill; None where somebody practises alone.
    """

    user_id: str
    posting_id: int | None
    submission: tuple[str, str]
    option: int | None
    written: Mapping[str, str]


def find_next(room: Room, drills: Iterable[Drill], user_id: str) -> str | None:
    """The id of the drill whose turn it is for this person; None if there is none."""
    before = [tried.drill_id for tried in room.tries.of_person(user_id)]
    turn = next_turn({drill.id: str(drill.kind) for drill in drills}, before, seed=user_id)
    return turn.item_id if turn else None


def keep_try(room: Room, drill: Drill, filled: Filled, now: datetime) -> None:
    """Keep the form as a try, once; nothing of somebody who is kept out."""
    if not _may_keep(room, filled.user_id, filled.submission, now):
        return
    posting = room.postings.find(filled.posting_id) if filled.posting_id is not None else None
    room.tries.keep(
        filled.user_id,
        drill.id,
        posting_id=posting.id if posting else None,
        option=filled.option,
        words=messages.as_text(drill.kind, filled.written),
        at=now,
    )


def keep_answer(
    room: Room, user_id: str, question: Question, words: str, submission: tuple[str, str], now: datetime
) -> None:
    """Keep what somebody answered who practises alone as a try, once; nothing of somebody who is kept out."""
    if _may_keep(room, user_id, submission, now):
        room.tries.keep(user_id, question.id, posting_id=None, option=None, words=words, at=now)


def _may_keep(room: Room, user_id: str, submission: tuple[str, str], now: datetime) -> bool:
    """Whether this is sent for the first time, by somebody of whom something may be kept."""
    return not room.people.get(user_id).is_kept_out and room.forms.take_submission(*submission, now)


def chosen_by_colleagues(room: Room, posting_id: int | None) -> list[int]:
    """What people chose at first in the drill of this posting, as far as it may be told; empty while they are few."""
    if posting_id is None:
        return []
    chosen = [tried.option for tried in room.tries.on_posting(posting_id) if tried.option is not None]
    return chosen[: countable(len(chosen))]
