"""An answer that is quiet, with all that deciding needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.kit import Kit, coach_place
from content.coaching.asked import as_asked
from content.coaching.coach import (
    Ask,
    AskedQuestion,
    Confidence,
    Progress,
    Reading,
    Signal,
    Span,
    progress,
    read,
)
from storage.answers import Answer
from storage.conversations import Part
from storage.follow_ups import FollowUp
from storage.postings import Posting
from storage.work import Room


@dataclass(frozen=True)
class Settled:
    """One answer that is quiet, with all that deciding needs."""

    answer: Answer
    posting: Posting
    place: str
    asked: tuple[FollowUp, ...]
    parts: tuple[Part, ...]
    question: AskedQuestion

    @property
    def turn(self) -> int:
        """The turn that is read now."""
        return len(self.asked)

    @property
    def texts(self) -> tuple[str, ...]:
        """All that its author wrote, in order."""
        return tuple(part.text for part in self.parts)

    def read(self) -> Reading:
        """The reading of all of it."""
        return read_as(self.answer, self.parts, self.asked, self.question)


def gather(room: Room, answer_id: int, kit: Kit) -> Settled | None:
    """What there is to read; None when there is nobody to coach, nothing new, or a clip that is waited for."""
    answer = room.answers.get(answer_id)
    if answer is None or room.clips.are_open(answer_id):
        return None
    author = room.people.get(answer.user_id)
    if author.is_out or author.is_gone:
        return None
    posting = room.postings.get(answer.posting_id)
    asked = room.conversations.asked(answer)
    parts = room.conversations.parts(answer)
    if not any(part.turn == len(asked) for part in parts):
        return None
    question = as_asked(kit.question(room, posting.question_id))
    return Settled(answer, posting, _place(room, answer, posting, asked), asked, parts, question)


def read_as(
    answer: Answer, parts: Sequence[Part], asked: Sequence[FollowUp], question: AskedQuestion
) -> Reading:
    """The reading of these parts of an answer, `asked` about in this order; what its author claimed is an answer."""
    replies = {Signal(one.signal): _of_turn(parts, one.turn) for one in asked}
    reading = read([part.text for part in parts], question=question, replies=replies)
    return replace(reading, is_answer=True) if answer.claimed else reading


def _of_turn(parts: Sequence[Part], turn: int) -> tuple[str, ...]:
    return tuple(part.text for part in parts if part.turn == turn)


def find_progress(
    answer: Answer,
    parts: Sequence[Part],
    asked: Sequence[FollowUp],
    turn: int,
    question: AskedQuestion,
    *,
    after: Reading,
) -> Progress | None:
    """What the reply of this turn made clear, by the reading `after` it: first of all what it was asked for."""
    before = read_as(answer, [part for part in parts if part.turn < turn], asked, question)
    wanted = next((Signal(one.signal) for one in asked if one.turn == turn), Signal.NONE)
    return progress(before, after, asked=wanted)


def as_ask(follow_up: FollowUp) -> Ask:
    """What the coach decided on, from the row that keeps it; where the quote stood is no longer known."""
    quote = Span(0, 0, len(follow_up.quote), follow_up.quote) if follow_up.quote else None
    signal, confidence = Signal(follow_up.signal), Confidence(follow_up.confidence)
    return Ask(signal, confidence, quote, None, "", branch=follow_up.goes_deeper)


def _place(room: Room, answer: Answer, posting: Posting, asked: tuple[FollowUp, ...]) -> str:
    """Where the coach asks: the author's choice, else the routine's.

    What was said in private is never quoted in public: a private answer, and one whose talk went on in private.
    """
    place = coach_place(room, answer.user_id, posting.routine_id)
    is_private = answer.visibility == "private" or any(one.place == "private" for one in asked)
    return "private" if place == "thread" and is_private else place
