"""Which question comes for somebody who practises alone, and what may be named to get one about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.drills.cards import SPOKEN
from bot.hours import hours_of
from content.choice import LATELY, choose, own_gaps
from content.questions import Question
from content.zones import local_day
from storage.work import Room

MOST_SEEN = 12
"""So many ids of questions travel in a window; it has room for as many of the longest."""


@dataclass(frozen=True)
class Turn:
    """One question in one window: the subject that was asked for, empty for any, and the ids that were here before."""

    question: Question
    topic: str
    seen: tuple[str, ...] = ()

    def to_carry(self, attempt: int) -> Mapping[str, object]:
        """What its window carries; `seen` ends with this question, so that the next one is another."""
        others = [item_id for item_id in self.seen if item_id != self.question.id]
        seen = "\n".join([*others, self.question.id][-MOST_SEEN:])
        return {"question": self.question.id, "attempt": attempt, "topic": self.topic, "seen": seen}


def seen_in(private: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the questions that a window carries."""
    return tuple(private["seen"].splitlines())


def turn_of(bank: Iterable[Question], private: Mapping[str, str]) -> Turn | None:
    """The question of a window; None if it left the library."""
    found = (question for question in bank if question.id == private["question"])
    return next((Turn(question, private["topic"], seen_in(private)) for question in found), None)


def about(questions: Iterable[Question], topic: str) -> tuple[Question, ...]:
    """The questions of the competency or story that these words name, in whole or in part; empty if they name none."""
    listed = tuple(questions)
    meant = SPOKEN.get(_slug(topic), _slug(topic))
    if not meant:
        return listed
    named = tuple(question for question in listed if meant in _subjects(question))
    return named or tuple(
        question for question in listed if any(f"-{meant}-" in f"-{name}-" for name in _subjects(question))
    )


def next_question(
    room: Room,
    bank: Sequence[Question],
    user_id: str,
    *,
    topic: str,
    seen: tuple[str, ...] = (),
    now: datetime,
) -> Turn | None:
    """The question whose turn it is for this person, those for one person alone among them; None where none fits.

    `seen`: what came in this window already. Of those who are kept out nothing else tells what they had.
    """
    tried = _tried(room, user_id)
    known = {item_id for item_id, _ in tried}
    passed = [(item_id, now.date()) for item_id in seen if item_id not in known]
    gaps = own_gaps(room.follow_ups.asked_lately(user_id, now - LATELY))
    choice = choose(about(bank, topic), [*tried, *passed], seed=user_id, private=True, gaps=gaps)
    return Turn(choice.question, topic, seen) if choice else None


def _tried(room: Room, user_id: str) -> list[tuple[str, date]]:
    """What this person tried before, and on which of their days; drills among it are no questions, which is tolerated."""
    zone = hours_of(room, room.people.get(user_id)).zone
    return [(tried.drill_id, local_day(tried.at, zone)) for tried in room.tries.of_person(user_id)]


def _subjects(question: Question) -> tuple[str, ...]:
    return tuple(_slug(name) for name in (question.competency, question.story or "") if name)


def _slug(words: str) -> str:
    return "-".join(words.lower().replace("-", " ").split())
