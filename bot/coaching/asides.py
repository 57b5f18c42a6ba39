"""What the coach says to the author alone: what an answer shows, what a reply made clear, or that it saw no answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.coaching.settled import Settled, find_progress, read_as
from bot.slack.scripts import Urgency, owe_alone
from content.coaching.coach import (
    Ask,
    AskedQuestion,
    Credit,
    Reading,
    Silent,
    SilentReason,
    find_own_credit,
    find_strong_credit,
    may_credit,
)
from storage.answers import Answer
from storage.work import Room

PROGRESS = "progress"
NO_ANSWER = "no_answer"
CREDIT = "credit"

GOOD_FOR = timedelta(hours=12)  # what is said the next day would puzzle


def owe_aside(room: Room, kind: str, subject: int, settled: Settled, now: datetime) -> bool:
    """Owe a line beside the thread, or where the coach asks privately; whether it is new."""
    is_beside = settled.answer.visibility == "thread" and settled.place != "private"
    return owe_alone(
        room,
        kind,
        subject,
        audience=settled.answer.user_id,
        beside=settled.posting if is_beside else None,
        urgency=Urgency.SOMEONE_WAITS,
        at=now,
        good_until=now + GOOD_FOR,
    )


def owe_progress(room: Room, settled: Settled, reading: Reading, now: datetime) -> None:
    """Owe a line on what the reply that has just been made made clear."""
    answer, parts, asked = settled.answer, settled.parts, settled.asked
    if find_progress(answer, parts, asked, settled.turn, settled.question, after=reading):
        owe_aside(room, PROGRESS, settled.asked[-1].id, settled, now)


def owe_credit(room: Room, settled: Settled, reading: Reading, decision: Ask | Silent, now: datetime) -> bool:
    """Whether a line on what the answer shows is newly owed: to a first answer, and to one that lacks nothing."""
    if settled.asked or settled.place == "off":
        return False
    answer, texts, question = settled.answer, settled.texts, settled.question
    credit = find_credit(room, answer, texts, reading, question=question)
    if credit is None or not (_lacks_nothing(decision) or is_first(room, answer)):
        return False
    return owe_aside(room, CREDIT, answer.id, settled, now)


def find_credit(
    room: Room, answer: Answer, texts: Sequence[str], reading: Reading, *, question: AskedQuestion
) -> Credit | None:
    """What may be said of the answer: in a first one the clearest own clause, else what makes it strong; or None."""
    if not may_credit(reading):
        return None
    quoted = next((asked.quote for asked in room.follow_ups.of_answer(answer.id)), None)
    own = (
        find_own_credit(texts, reading, question=question, besides=quoted) if is_first(room, answer) else None
    )
    return own or find_strong_credit(texts, reading, question=question, besides=quoted)


def is_first(room: Room, answer: Answer) -> bool:
    """Whether its author never answered before."""
    return not room.people.answered_before(answer.user_id, answer.id)


def credit_now(room: Room, answer: Answer, question: AskedQuestion) -> Credit | None:
    """What is to be said of the answer as it stands now, replies left out; read again, so that nothing gone is quoted."""
    parts = [part for part in room.conversations.parts(answer) if part.turn == 0]
    reading = read_as(answer, parts, (), question)
    return find_credit(room, answer, [part.text for part in parts], reading, question=question)


def _lacks_nothing(decision: Ask | Silent) -> bool:
    """Whether the coach goes deeper into what is there, or has nothing to ask that it is sure of."""
    if isinstance(decision, Ask):
        return decision.branch
    return decision.reason in {SilentReason.NOTHING_TO_ASK, SilentReason.LOW_CONFIDENCE}
