"""Where the coach asks, chosen on any of its questions; and what it says, worded at the last moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.coaching import corrections, messages, use_cases
from bot.coaching.asides import CREDIT, NO_ANSWER, PROGRESS, credit_now
from bot.coaching.peers import leave_to_peers
from bot.coaching.settled import as_ask, find_progress, read_as
from bot.coaching.use_cases import FOLLOW_UP
from bot.happenings import AnswerChanged, AnswerLeaving, PersonKeptOut, PersonLeaving
from bot.kit import Kit, spared
from bot.slack.doors import Desk
from bot.slack.events import MessagePosted
from bot.slack.interactions import Command, OpenView, Press, Response, Whisper
from bot.slack.scripts import Draft, Script
from content.coaching.asked import as_asked
from content.coaching.coach import (
    Confidence,
    Signal,
    explain,
    still_open,
    word_credit,
    word_progress,
)
from storage.follow_ups import FollowUp
from storage.sayings import Saying
from storage.work import Room

CHOICES = {
    "private": messages.FROM_NOW_PRIVATE,
    "thread": messages.FROM_NOW_THREAD,
    "off": messages.FROM_NOW_OFF,
}


@dataclass(frozen=True)
class Listeners:
    """The coach's buttons and its renderings."""

    kit: Kit

    async def choose(self, desk: Desk, press: Press) -> Response:
        """Ask this person there from now on; only the one who was asked may choose."""
        place = press.action.rpartition(":")[2]
        chosen = await desk.run(lambda room: self._choose(room, int(press.value), press.user_id, place))
        return Whisper(CHOICES[place] if chosen else messages.NOT_YOURS)

    def _choose(self, room: Room, follow_up_id: int, user_id: str, place: str) -> bool:
        follow_up = room.follow_ups.find(follow_up_id)
        if follow_up is None or follow_up.user_id != user_id:
            return False
        room.people.choose_place(user_id, place)
        if place == "private":
            room.follow_ups.move_to(follow_up_id, place)
        return True

    async def not_right(self, desk: Desk, deed: Press | Command) -> Response:
        """Keep that the question was not right; words mean the newest question to whoever types them."""

        def keep(room: Room) -> str:
            if isinstance(deed, Command):
                return corrections.call_newest_not_right(room, deed.user_id, desk.now)
            return corrections.call_not_right(room, int(deed.value), deed.user_id, desk.now)

        return Whisper(await desk.run(keep))

    async def why(self, desk: Desk, deed: Press | Command) -> Response:
        """Why a question was asked, to anybody who sees it; words mean the newest to whoever types them."""

        def find(room: Room) -> FollowUp | str:
            if isinstance(deed, Command):
                return room.follow_ups.newest_asked(deed.user_id) or messages.NOTHING_ASKED
            asked = room.follow_ups.find(int(deed.value))
            return messages.GONE if asked is None or asked.withdrawn else asked

        found = await desk.run(find)
        if isinstance(found, str):
            return Whisper(found)
        reasons = explain(Signal(found.signal), Confidence(found.confidence), branch=found.goes_deeper)
        return OpenView(messages.why(found, reasons))

    def follow_up(self, room: Room, saying: Saying, now: datetime) -> Draft | None:
        """The question, unless it was withdrawn or (before it is said) later words answered it or do not want it."""
        asked = room.follow_ups.find(int(saying.subject))
        if asked is None or asked.withdrawn:
            return None
        if saying.ts is None and not self._still_open(room, asked, now):
            return None
        return messages.follow_up(asked)

    def _still_open(self, room: Room, asked: FollowUp, now: datetime) -> bool:
        answer = room.answers.get(asked.answer_id)
        if answer is None or asked.signal in spared(room, asked.user_id, now):
            return False
        question = as_asked(self.kit.question(room, room.answers.question_of(answer.id)))
        texts = [part.text for part in room.conversations.parts(answer)]
        return still_open(as_ask(asked), texts, question=question)

    def progress(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """What the reply made clear; read again now, so that it never quotes what is gone."""
        asked = room.follow_ups.find(int(saying.subject))
        answer = room.answers.get(asked.answer_id) if asked else None
        if asked is None or answer is None or room.people.get(answer.user_id).is_kept_out:
            return None
        question = as_asked(self.kit.question(room, room.answers.question_of(answer.id)))
        said = room.conversations.asked(answer)
        parts = [part for part in room.conversations.parts(answer) if part.turn <= asked.turn]
        after = read_as(answer, parts, said, question)
        made = find_progress(answer, parts, said, asked.turn, question, after=after)
        return messages.aside(word_progress(made, seed=saying.id)) if made else None

    def credit(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """What the answer shows; read again now, so that it never quotes what is gone."""
        answer = room.answers.get(int(saying.subject))
        author = room.people.get(answer.user_id) if answer else None
        if answer is None or author is None or author.is_kept_out:
            return None
        if saying.ts is None and author.coach_place == "off":
            return None
        question = as_asked(self.kit.question(room, room.answers.question_of(answer.id)))
        found = credit_now(room, answer, question)
        return messages.aside(word_credit(found, seed=saying.id)) if found else None

    def no_answer(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """The offer to correct the guess, while there is something to correct."""
        answer = room.answers.get(int(saying.subject))
        return messages.no_answer(answer.id) if answer and not answer.claimed else None


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to the coach's buttons and to what changes an answer."""
    listeners = Listeners(kit)
    for place in CHOICES:
        kit.doors.on(Press, f"coaching:{place}", listeners.choose)
    kit.doors.on(Press, "coaching:not_right", listeners.not_right)
    kit.doors.on(Command, "not right", listeners.not_right)
    kit.doors.on(Press, "coaching:why", listeners.why)
    kit.doors.on(Command, "why", listeners.why)
    kit.doors.on_event(MessagePosted, leave_to_peers)
    kit.doors.on_event(AnswerChanged, use_cases.take_back_quotes)
    kit.doors.on_event(AnswerLeaving, use_cases.take_back_all)
    kit.doors.on_event(PersonKeptOut, use_cases.end_for)
    kit.doors.on_event(PersonLeaving, use_cases.end_for)
    return (
        Script(
            FOLLOW_UP,
            listeners.follow_up,
            said=partial(use_cases.asked, kit=kit),
            given_up=use_cases.not_asked,
        ),
        Script(PROGRESS, listeners.progress),
        Script(NO_ANSWER, listeners.no_answer),
        Script(CREDIT, listeners.credit),
    )
