"""What the coach says to somebody who practises alone: read at once, kept nowhere."""

from __future__ import annotations

from datetime import datetime

from bot.drills import cards
from bot.kit import asked_lately, spared
from content.coaching.asked import as_asked
from content.coaching.coach import (
    Ask,
    AskedQuestion,
    Reading,
    Silent,
    SilentReason,
    Wording,
    decide,
    find_strong_credit,
    may_credit,
    read,
    word,
    word_credit,
)
from content.coaching.gates import is_sensitive
from content.coaching.texts import take_apart
from content.questions import Question
from storage.work import Room

FEWEST_WORDS = 6
FEWEST_CHARACTERS = 40  # a script without spaces says much in one word


def is_too_short(words: str) -> bool:
    """Whether there is too little to read; what the coach stays away from is long enough however short it is."""
    is_short = len(words.split()) < FEWEST_WORDS and len(words.strip()) < FEWEST_CHARACTERS
    return is_short and not is_sensitive(take_apart([words]))


def remarks(
    room: Room, user_id: str, question: Question, words: str, *, seed: str, now: datetime
) -> tuple[Wording, ...]:
    """What the words plainly show, the one question to them, or one friendly sentence where the coach asks nothing."""
    if room.people.get(user_id).coach_place == "off":
        return (_ours(cards.OFF),)
    asked = as_asked(question)
    reading = read([words], question=asked)
    decision = decide(
        reading,
        question=asked,
        turn=1,
        asked_lately=asked_lately(room, user_id, now),
        spared=spared(room, user_id, now),
    )
    asks = word(decision, question=asked, seed=seed) if isinstance(decision, Ask) else None
    said = [found for found in (_credit(words, reading, decision, asked, asks, seed), asks) if found]
    return tuple(said) or (_ours(_silence(decision)),)


def _credit(
    words: str,
    reading: Reading,
    decision: Ask | Silent,
    asked: AskedQuestion,
    asks: Wording | None,
    seed: str,
) -> Wording | None:
    """The line on a strong answer; none where something is missing, or where the coach stays away."""
    if not may_credit(reading) or (isinstance(decision, Ask) and not decision.branch):
        return None
    credit = find_strong_credit([words], reading, question=asked, besides=asks.quote if asks else None)
    return word_credit(credit, seed=seed) if credit else None


def _silence(decision: Ask | Silent) -> str:
    reason = decision.reason if isinstance(decision, Silent) else SilentReason.NOTHING_TO_ASK
    return cards.SILENCE.get(SilentReason(reason), cards.NOTHING_TO_ASK)


def _ours(sentence: str) -> Wording:
    return Wording(sentence, None, "")
