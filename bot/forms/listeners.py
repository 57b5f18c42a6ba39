"""The form: opened, sent, closed, edited, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.forms import messages, use_cases
from bot.forms.use_cases import FIELDS, FORM_ANSWER, NOT_POSTED, Filled
from bot.happenings import AnswerLeaving, PersonKeptOut, PersonLeaving
from bot.kit import Kit
from bot.slack.blocks import private_of
from bot.slack.doors import Desk
from bot.slack.interactions import (
    ChangeView,
    Dismissal,
    FieldErrors,
    Nothing,
    OpenView,
    Press,
    PushView,
    Response,
    Submission,
    Values,
    Whisper,
)
from bot.slack.scripts import Draft, Script
from storage.answers import Answer
from storage.sayings import Saying
from storage.work import Room


@dataclass(frozen=True)
class Listeners:
    """Answers to what people do with the form."""

    kit: Kit

    async def open(self, desk: Desk, press: Press) -> Response:
        """Open the form for a question, with this person's own draft in it."""
        return await desk.run(lambda room: self._open(room, int(press.value), press.user_id))

    def _open(self, room: Room, posting_id: int, user_id: str) -> Response:
        posting = room.postings.find(posting_id)
        if posting is None:
            return Whisper(messages.QUESTION_GONE)
        if room.people.get(user_id).is_kept_out:
            return Whisper(messages.KEPT_OUT)
        question = self.kit.question(room, posting.question_id)
        draft = room.forms.draft(user_id, posting_id)
        where = draft.get("where") or ("private" if question.private_first else "thread")
        private = {"posting": posting_id}
        return OpenView(messages.form(question, draft, where=where, private=private, is_draft=bool(draft)))

    async def edit(self, desk: Desk, press: Press) -> Response:
        """Open the form again with what stands in the answer."""
        return await desk.run(
            lambda room: self._edit(room, int(press.value), press.user_id, on_top=bool(press.view_id))
        )

    def _edit(self, room: Room, answer_id: int, user_id: str, *, on_top: bool) -> Response:
        answer = room.answers.get(answer_id)
        if refusal := _refusal(answer, user_id):
            return refusal
        assert answer is not None
        question = self.kit.question(room, room.answers.question_of(answer_id))
        private = {"posting": answer.posting_id, "answer": answer_id}
        form = messages.form(
            question, answer.form or {}, where=answer.visibility, private=private, is_draft=False
        )
        return PushView(form) if on_top else OpenView(form)

    async def send(self, desk: Desk, sent: Submission) -> Response:
        """Keep the form; an empty one gets a sentence and stays open."""
        fields = _fields(sent.values)
        if not fields:
            return FieldErrors({"actions": messages.EMPTY})
        filled = Filled(sent.view_id, sent.callback, fields, sent.values.text("where") or "private")
        private = private_of(sent.private)
        return await desk.run(lambda room: self._send(room, private, sent.user_id, filled, desk.now))

    def _send(
        self, room: Room, private: Mapping[str, str], user_id: str, filled: Filled, now: datetime
    ) -> Response:
        posting = room.postings.find(int(private["posting"]))
        if posting is None:
            return FieldErrors({"actions": messages.QUESTION_GONE})
        if room.people.get(user_id).is_kept_out:
            return FieldErrors({"actions": messages.KEPT_OUT})
        if "answer" in private:
            answer = room.answers.get(int(private["answer"]))
            if answer is None or answer.user_id != user_id:
                return FieldErrors({"actions": messages.GONE})
            use_cases.rewrite_form(room, answer, filled, now, self.kit)
        else:
            use_cases.take_form(room, posting, user_id, filled, now, self.kit)
        question = self.kit.question(room, posting.question_id)
        return ChangeView(messages.thanks(question, posting.reason, filled.visibility))

    async def close(self, desk: Desk, closed: Dismissal) -> Response:
        """Keep what was typed as this person's own draft."""
        private = private_of(closed.private)
        fields = _fields(closed.values)
        if fields and "answer" not in private:
            kept = {**fields, "where": closed.values.text("where")}
            await desk.run(lambda room: _keep_draft(room, closed.user_id, int(private["posting"]), kept))
        return Nothing()

    async def delete(self, desk: Desk, press: Press) -> Response:
        """Delete the answer and its copy."""
        return await desk.run(lambda room: self._delete(room, int(press.value), press.user_id, desk.now))

    def _delete(self, room: Room, answer_id: int, user_id: str, now: datetime) -> Response:
        answer = room.answers.get(answer_id)
        if refusal := _refusal(answer, user_id):
            return refusal
        assert answer is not None
        use_cases.delete_form(room, answer, now, self.kit)
        return Whisper(messages.DELETED)

    def render(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """The copy as it should stand; None when none should (any more)."""
        answer = use_cases.copied(room, saying)
        if answer is None or answer.form is None:
            return None
        name = room.people.get(answer.user_id).name
        return messages.copy(name, answer.form, answer.user_id, answer.id)

    def not_posted(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """That the copy never reached the thread, while the answer is there and private."""
        answer = None if saying.is_retired else room.answers.get(int(saying.subject))
        if answer is None or answer.visibility != "private":
            return None
        return messages.not_posted(answer.id)


def _fields(values: Values) -> dict[str, str]:
    return {key: values.text(key) for key in FIELDS if values.text(key).strip()}


def _refusal(answer: Answer | None, user_id: str) -> Whisper | None:
    if answer is None:
        return Whisper(messages.GONE)
    return None if answer.user_id == user_id else Whisper(messages.NOT_YOURS)


def _keep_draft(room: Room, user_id: str, posting_id: int, fields: Mapping[str, str]) -> None:
    if room.postings.find(posting_id) and not room.people.get(user_id).is_kept_out:
        room.forms.keep_draft(user_id, posting_id, fields)


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to the form and its copy's buttons."""
    listeners = Listeners(kit)
    kit.doors.on(Press, "forms:open", listeners.open)
    kit.doors.on(Press, "forms:edit", listeners.edit)
    kit.doors.on(Press, "forms:delete", listeners.delete)
    kit.doors.on(Submission, "forms:answer", listeners.send)
    kit.doors.on(Dismissal, "forms:answer", listeners.close)
    kit.doors.on_event(AnswerLeaving, use_cases.take_back_copy)
    kit.doors.on_event(PersonKeptOut, use_cases.let_go_of_copies)
    kit.doors.on_event(PersonLeaving, use_cases.take_back_copies)
    return (
        Script(FORM_ANSWER, listeners.render, said=use_cases.posted, given_up=use_cases.not_posted),
        Script(NOT_POSTED, listeners.not_posted),
    )
