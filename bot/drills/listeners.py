"""The window of a drill: opened from its card or alone, sent, tried again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.drills import asides, cards, messages, use_cases
from bot.drills.choosing import Turn, about, next_question, seen_in, turn_of
from bot.drills.messages import FIELDS, OPTION
from bot.drills.use_cases import Filled
from bot.kit import Kit
from bot.slack.blocks import private_of
from bot.slack.doors import Desk
from bot.slack.interactions import (
    ChangeView,
    Command,
    FieldErrors,
    OpenView,
    Press,
    PushView,
    Response,
    Submission,
    Values,
    View,
    Whisper,
)
from bot.slack.messages import notice
from bot.slack.scripts import Script
from content.drilling import find_amiss, find_kind
from content.library.exercises import Drill, DrillKind
from storage.work import Room


@dataclass(frozen=True)
class Listeners:
    """Answers to what people do with drills."""

    kit: Kit

    async def open(self, desk: Desk, press: Press) -> Response:
        """Open the drill of a card."""
        return await desk.run(lambda room: self._open(room, int(press.value), press.user_id))

    def _open(self, room: Room, posting_id: int, user_id: str) -> Response:
        posting = room.postings.find(posting_id)
        if posting is None:
            return Whisper(messages.PRACTICE_GONE)
        drill = self.kit.library.drill(posting.question_id)
        return OpenView(_form(room, drill, user_id, posting_id)) if drill else Whisper(messages.GONE)

    async def practise(self, desk: Desk, command: Command) -> Response:
        """Open the next drill for this person alone: of the kind that the words name, or of any."""
        asked = " ".join(command.words.split()[1:])
        kind = find_kind(asked)
        if asked and kind is None:
            return Whisper(messages.kinds())
        return await desk.run(lambda room: self._practise(room, kind, command.user_id))

    def _practise(self, room: Room, kind: DrillKind | None, user_id: str) -> Response:
        library = self.kit.library
        wanted = [drill for drill in library.all_drills() if kind in (None, drill.kind)]
        drill = library.drill(use_cases.find_next(room, wanted, user_id) or "")
        return OpenView(_form(room, drill, user_id, None)) if drill else Whisper(messages.NONE)

    async def again(self, desk: Desk, press: Press) -> Response:
        """The empty form again, in the window that shows what fits."""
        return await desk.run(lambda room: self._again(room, private_of(press.private), press.user_id))

    def _again(self, room: Room, private: Mapping[str, str], user_id: str) -> Response:
        drill = self.kit.library.drill(private["drill"])
        if drill is None:
            return Whisper(messages.GONE)
        return ChangeView(_form(room, drill, user_id, _posting_id(private)))

    async def send(self, desk: Desk, sent: Submission) -> Response:
        """Keep the try and show what fits; what does not meet the drill's form gets a sentence and stays open."""
        private = private_of(sent.private)
        drill = self.kit.library.drill(private["drill"])
        if drill is None:
            return PushView(notice(Whisper(messages.GONE)))
        if wrong := _wrong(drill, sent.values):
            return FieldErrors(wrong)
        filled = Filled(
            user_id=sent.user_id,
            posting_id=_posting_id(private),
            submission=(sent.view_id, f"{sent.callback}:{private['attempt']}"),
            option=_option(drill, sent.values),
            written=_written(drill, sent.values),
        )
        return await desk.run(lambda room: _send(room, drill, filled, private, desk.now))


def _send(room: Room, drill: Drill, filled: Filled, private: Mapping[str, str], now: datetime) -> Response:
    use_cases.keep_try(room, drill, filled, now)
    return ChangeView(
        messages.reveal(
            drill,
            option=filled.option,
            written=filled.written,
            colleagues=use_cases.chosen_by_colleagues(room, filled.posting_id),
            is_kept_out=room.people.get(filled.user_id).is_kept_out,
            private=private,
        )
    )


def _form(room: Room, drill: Drill, user_id: str, posting_id: int | None) -> View:
    """The form, which knows which attempt it is: a window that was changed keeps its id, and is sent once an attempt."""
    tries = room.tries.of(user_id, drill.id)
    private: dict[str, object] = {"drill": drill.id, "attempt": len(tries) + 1}
    return messages.form(
        drill,
        option_before=tries[-1].option if tries else None,
        words_before=tries[-1].words if tries else None,
        is_kept_out=room.people.get(user_id).is_kept_out,
        private=private if posting_id is None else {**private, "posting": posting_id},
    )


def _posting_id(private: Mapping[str, str]) -> int | None:
    return int(private["posting"]) if "posting" in private else None


def _wrong(drill: Drill, values: Values) -> Mapping[str, str]:
    """A sentence for each field that is not as the drill asks."""
    written = _written(drill, values)
    wrong = {
        field.key: messages.EMPTY for field in FIELDS[drill.kind] if field.needed and field.key not in written
    }
    if drill.options and _option(drill, values) is None:
        wrong[OPTION] = messages.PICK_ONE
    if not wrong and (amiss := find_amiss(drill.kind, messages.as_text(drill.kind, written))):
        wrong[FIELDS[drill.kind][0].key] = messages.amiss(drill.kind, amiss)
    return wrong


def _written(drill: Drill, values: Values) -> Mapping[str, str]:
    return {
        field.key: values.text(field.key)
        for field in FIELDS[drill.kind]
        if any(map(str.isalnum, values.text(field.key)))
    }


def _option(drill: Drill, values: Values) -> int | None:
    """The option that was chosen, counted from 0."""
    number = values.text(OPTION)
    return int(number) if number.isdecimal() and int(number) < len(drill.options) else None


@dataclass(frozen=True)
class Alone:
    """Answers to people who practise a question alone."""

    kit: Kit

    async def practise(self, desk: Desk, command: Command) -> Response:
        """Open a question for this person alone: about what the words name, or any."""
        topic = " ".join(command.words.split()[1:])
        return await desk.run(lambda room: self._practise(room, topic, command.user_id, desk.now))

    def _practise(self, room: Room, topic: str, user_id: str, now: datetime) -> Response:
        bank = self.kit.bank(room)
        if bank and not about(bank, topic):
            competencies = {question.competency for question in bank if question.competency}
            return Whisper(cards.unknown(sorted(competencies), sorted(self.kit.library.stories)))
        turn = next_question(room, bank, user_id, topic=topic, now=now)
        return OpenView(_answer_form(room, turn, user_id)) if turn else Whisper(cards.NONE)

    async def another(self, desk: Desk, press: Press) -> Response:
        """The next question, in the same window and about the same."""
        return await desk.run(
            lambda room: self._another(room, private_of(press.private), press.user_id, desk.now)
        )

    def _another(self, room: Room, private: Mapping[str, str], user_id: str, now: datetime) -> Response:
        topic, seen = private["topic"], seen_in(private)
        turn = next_question(room, self.kit.bank(room), user_id, topic=topic, seen=seen, now=now)
        return ChangeView(_answer_form(room, turn, user_id)) if turn else Whisper(cards.NONE)

    async def anew(self, desk: Desk, press: Press) -> Response:
        """The same question with an empty field."""
        return await desk.run(lambda room: self._anew(room, private_of(press.private), press.user_id))

    def _anew(self, room: Room, private: Mapping[str, str], user_id: str) -> Response:
        turn = turn_of(self.kit.bank(room), private)
        return ChangeView(_answer_form(room, turn, user_id)) if turn else Whisper(cards.GONE)

    async def send(self, desk: Desk, sent: Submission) -> Response:
        """Keep the answer for its author and show what the coach says; too short a one stays open with a sentence."""
        words = sent.values.text(cards.ANSWER)
        if not words.strip():
            return FieldErrors({cards.ANSWER: messages.EMPTY})
        if asides.is_too_short(words):
            return FieldErrors({cards.ANSWER: cards.TOO_SHORT})
        return await desk.run(lambda room: self._send(room, sent, words, desk.now))

    def _send(self, room: Room, sent: Submission, words: str, now: datetime) -> Response:
        private = private_of(sent.private)
        turn = turn_of(self.kit.bank(room), private)
        if turn is None:
            return PushView(notice(Whisper(cards.GONE)))
        question, attempt = turn.question, private["attempt"]
        submission = (sent.view_id, f"{sent.callback}:{question.id}:{attempt}")
        use_cases.keep_answer(room, sent.user_id, question, words, submission, now)
        seed = f"{sent.user_id}:{question.id}:{attempt}"
        return ChangeView(
            cards.reveal(
                question,
                words=words,
                remarks=asides.remarks(room, sent.user_id, question, words, seed=seed, now=now),
                kept=_kept(room, sent.user_id),
                private=private,
            )
        )


def _answer_form(room: Room, turn: Turn, user_id: str) -> View:
    """The form, which knows its attempt, what it is about and what came before it."""
    tries = room.tries.of(user_id, turn.question.id)
    return cards.form(
        turn.question,
        words_before=tries[-1].words if tries else None,
        kept=_kept(room, user_id),
        private=turn.to_carry(len(tries) + 1),
    )


def _kept(room: Room, user_id: str) -> str:
    """What becomes of the words of this person."""
    return messages.KEPT_OUT if room.people.get(user_id).is_kept_out else cards.YOURS


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to a drill's card, its window, and to those who practise alone."""
    listeners, alone = Listeners(kit), Alone(kit)
    kit.doors.on(Press, "drills:open", listeners.open)
    kit.doors.on(Press, "drills:again", listeners.again)
    kit.doors.on(Submission, "drills:try", listeners.send)
    kit.doors.on(Command, "drill", listeners.practise)
    for word in ("practise", "practice"):
        kit.doors.on(Command, word, alone.practise)
    kit.doors.on(Press, "drills:another", alone.another)
    kit.doors.on(Press, "drills:anew", alone.anew)
    kit.doors.on(Submission, "drills:answer", alone.send)
    return ()
