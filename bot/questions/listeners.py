"""What people do to bring a question or a case of their own, and everything that this feature listens to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.happenings import PersonKeptOut, PersonLeaving
from bot.kit import CASE, QUESTION, Kit
from bot.questions import messages, use_cases
from bot.questions.deciding import Deciding, find_open, follows, too_late
from bot.questions.packs import Packs
from bot.questions.practices import fields_of, practice_in
from bot.questions.use_cases import DECIDED, SUGGESTION
from bot.slack.blocks import private_of
from bot.slack.doors import Desk
from bot.slack.interactions import (
    ChangeView,
    Command,
    FieldErrors,
    OpenView,
    Press,
    Response,
    Submission,
    Values,
    Whisper,
    meant_channel,
)
from bot.slack.scripts import Script
from content.additions import Own, make_case, make_question
from content.errors import ContentError
from content.packs import is_private_ground
from storage.work import Room


@dataclass(frozen=True)
class Listeners:
    """Answers to who opens and sends the forms."""

    kit: Kit

    async def suggest(self, desk: Desk, deed: Press | Command) -> Response:
        """Open the form of a question."""
        return await self._open(desk, deed, QUESTION)

    async def bring(self, desk: Desk, deed: Press | Command) -> Response:
        """Open the form of a case."""
        return await self._open(desk, deed, CASE)

    async def _open(self, desk: Desk, deed: Press | Command, exercise: str) -> Response:
        channel = meant_channel(deed)

        def form(room: Room) -> Response:
            practice = practice_in(room, channel)
            if practice is None:
                return messages.whisper(messages.NOT_SET_UP)
            if room.people.get(deed.user_id).is_kept_out:
                return messages.whisper(messages.KEPT_OUT)
            return OpenView(
                messages.form(
                    exercise,
                    _begun(deed),
                    private={"channel": channel, "exercise": exercise},
                    competencies=use_cases.competencies(self.kit),
                    decides=practice.is_run_by(deed.user_id),
                )
            )

        return await desk.run(form)

    async def send(self, desk: Desk, sent: Submission) -> Response:
        """Keep what was typed, or say at its field what to write instead; what is close to it is shown first."""
        return await desk.run(lambda room: self._send(room, sent, desk.now))

    def _send(self, room: Room, sent: Submission, now: datetime) -> Response:
        private = private_of(sent.private)
        exercise = private["exercise"]
        first, *_ = fields_of(exercise)
        if room.people.get(sent.user_id).is_kept_out:
            return FieldErrors({first: messages.KEPT_OUT})
        try:
            own = self._read(exercise, sent.values)
        except ContentError as error:
            return FieldErrors({problem.field or first: problem.say for problem in error.problems})
        close = use_cases.close_to(room, own, self.kit)
        if not close.keys() <= set(private.get("seen", "").split()):
            form = messages.form(
                exercise,
                _typed(exercise, sent.values),
                private={**private, "seen": " ".join(close)},
                competencies=use_cases.competencies(self.kit),
                decides="suggestion" in private or "private_only" in sent.values.choices,
                close=tuple(close.values()),
            )
            return ChangeView(form)
        if "suggestion" in private:
            return self._change(room, sent, int(private["suggestion"]), own, now)
        return self._keep(room, sent, private["channel"], own, now)

    def _read(self, exercise: str, values: Values) -> Own:
        typed = _typed(exercise, values)
        if exercise == CASE:
            return make_case(typed)
        in_private = bool(typed["private_only"]) or is_private_ground(typed["competency"], self.kit.library)
        return make_question(typed, private_only=in_private)

    def _change(self, room: Room, sent: Submission, suggestion_id: int, own: Own, now: datetime) -> Response:
        found = find_open(room, suggestion_id, sent.user_id)
        if isinstance(found, Whisper):
            return ChangeView(messages.page("Change it", found.text))
        suggestion, practice = found
        if not use_cases.take_up(room, suggestion, practice, own, by=sent.user_id, now=now, kit=self.kit):
            return ChangeView(messages.page("Change it", too_late(room, suggestion_id).text))
        return ChangeView(messages.page("Change it", follows(room, practice, own), own))

    def _keep(self, room: Room, sent: Submission, channel: str, own: Own, now: datetime) -> Response:
        practice = practice_in(room, channel)
        if practice is None:
            return ChangeView(messages.page("Not sent", messages.NOT_SET_UP, own))
        if room.forms.take_submission(sent.view_id, sent.callback, now):
            use_cases.suggest(room, practice, sent.user_id, own, now, self.kit)
        if practice.is_run_by(sent.user_id):
            return ChangeView(messages.page("Taken up", follows(room, practice, own), own))
        return ChangeView(messages.page("Sent", messages.SENT.format(channel=channel), own))


def _begun(deed: Press | Command) -> dict[str, str]:
    """What was typed behind `suggest` is the question's beginning."""
    said = deed.words.split(maxsplit=1) if isinstance(deed, Command) else []
    return {"text": said[1]} if len(said) > 1 and said[0].lower() == "suggest" else {}


def _typed(exercise: str, values: Values) -> dict[str, str]:
    ticked = "yes" if values.many("private_only") else ""
    return {**{name: values.text(name) for name in fields_of(exercise)}, "private_only": ticked}


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to suggestions, to who decides on them, and to packs."""
    listeners, deciding, packs = Listeners(kit), Deciding(kit), Packs(kit)
    doors = kit.doors
    doors.on(Command, "suggest", listeners.suggest)
    doors.on(Press, "questions:suggest", listeners.suggest)
    doors.on(Command, "bring a case", listeners.bring)
    doors.on(Press, "questions:bring", listeners.bring)
    doors.on(Submission, "questions:send", listeners.send)
    doors.on(Command, "suggestions", deciding.list_waiting)
    doors.on(Press, "questions:take", deciding.take)
    doors.on(Press, "questions:take_back", deciding.take_back)
    doors.on(Press, "questions:change", deciding.change)
    doors.on(Press, "questions:decline", deciding.ask_why)
    doors.on(Submission, "questions:decline", deciding.decline)
    packs.register()
    doors.on_event(PersonKeptOut, use_cases.take_back)
    doors.on_event(PersonLeaving, use_cases.take_back)
    return (Script(SUGGESTION, deciding.card), Script(DECIDED, deciding.tell))
