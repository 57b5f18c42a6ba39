"""Deciding: what those who run a practice make of a suggestion, and what everybody sees of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.kit import Kit
from bot.questions import cards, messages, use_cases
from bot.questions.practices import (
    Practice,
    practice_for,
    practice_in,
    suggested,
    typed_in,
)
from bot.slack.blocks import private_of
from bot.slack.doors import Desk
from bot.slack.interactions import (
    Block,
    ChangeView,
    Command,
    FieldErrors,
    OpenView,
    Press,
    PushView,
    Response,
    Submission,
    View,
    Whisper,
)
from bot.slack.scripts import Draft
from content.additions import OURS, Own
from content.questions import Question
from storage.sayings import Saying
from storage.suggestions import DECLINED, TAKEN, WAITING, WITHDRAWN, Suggestion
from storage.work import Room


@dataclass(frozen=True)
class Deciding:
    """Answers to the buttons of a suggestion, and how it is worded for facilitators and for its author."""

    kit: Kit

    async def list_waiting(self, desk: Desk, command: Command) -> Response:
        """Show whoever runs the channel's practice what waits for them, and others what of theirs waits."""
        return await desk.run(lambda room: self._list_waiting(room, command.channel, command.user_id))

    def _list_waiting(self, room: Room, channel: str, user_id: str) -> Response:
        practice = practice_in(room, channel)
        if practice is None:
            return messages.whisper(messages.NOT_SET_UP)
        if practice.is_run_by(user_id):
            return OpenView(self._waiting(room, practice))
        if mine := _waiting_of(room, practice, user_id):
            return OpenView(_own_waiting(mine))
        return messages.whisper(messages.not_yours(practice))

    async def take_back(self, desk: Desk, press: Press) -> Response:
        """Let its author take back what nobody has decided on."""
        return await desk.run(lambda room: _take_back(room, press, desk.now))

    async def take(self, desk: Desk, press: Press) -> Response:
        """Take it up as it is."""
        return await desk.run(lambda room: self._take(room, press, desk.now))

    def _take(self, room: Room, press: Press, now: datetime) -> Response:
        found = find_open(room, int(press.value), press.user_id)
        if isinstance(found, Whisper):
            return found
        suggestion, practice = found
        own = suggested(suggestion)
        if not use_cases.take_up(room, suggestion, practice, own, by=press.user_id, now=now, kit=self.kit):
            return too_late(room, suggestion.id)
        if press.view_id:
            return ChangeView(self._waiting(room, practice))
        return messages.whisper(follows(room, practice, own))

    async def change(self, desk: Desk, press: Press) -> Response:
        """Open the form with what was suggested in it."""
        return await desk.run(lambda room: self._change(room, press))

    def _change(self, room: Room, press: Press) -> Response:
        found = find_open(room, int(press.value), press.user_id)
        if isinstance(found, Whisper):
            return found
        suggestion, _ = found
        own = suggested(suggestion)
        form = messages.form(
            suggestion.exercise,
            typed_in(own),
            private={"suggestion": suggestion.id, "exercise": suggestion.exercise},
            competencies=use_cases.competencies(self.kit),
            decides=True,
        )
        return _beside(press, form)

    async def ask_why(self, desk: Desk, press: Press) -> Response:
        """Ask for the reason before it is declined."""

        def ask(room: Room) -> Response:
            found = find_open(room, int(press.value), press.user_id)
            if isinstance(found, Whisper):
                return found
            suggestion, _ = found
            return _beside(press, messages.decline_form(suggested(suggestion), suggestion.id))

        return await desk.run(ask)

    async def decline(self, desk: Desk, sent: Submission) -> Response:
        """Decline it, with the reason that was typed."""
        reason = sent.values.text("reason").strip()
        if not reason:
            return FieldErrors({"reason": messages.NO_REASON})
        return await desk.run(lambda room: self._decline(room, sent, reason, desk.now))

    def _decline(self, room: Room, sent: Submission, reason: str, now: datetime) -> Response:
        found = find_open(room, int(private_of(sent.private)["suggestion"]), sent.user_id)
        if isinstance(found, Whisper):
            return ChangeView(messages.page("Decline it", found.text))
        suggestion, practice = found
        if not use_cases.decline(room, suggestion, practice, reason, by=sent.user_id, now=now):
            return ChangeView(messages.page("Decline it", too_late(room, suggestion.id).text))
        return ChangeView(messages.page("Decline it", messages.DECLINED_NOW))

    def card(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """The suggestion for one facilitator as it stands now; None when it is not theirs to read (any more)."""
        suggestion = _readable(room, saying)
        reader = room.people.get(saying.audience)
        if suggestion is None or reader.is_kept_out or reader.is_gone:
            return None
        practice = practice_for(room, suggestion)
        if not practice.is_run_by(saying.audience):
            return None
        own, author, channel = suggested(suggestion), suggestion.user_id, practice.channel
        if suggestion.state == WAITING:
            close = use_cases.close_to(room, own, self.kit).values()
            return cards.card(own, author, channel, suggestion.id, close)
        by, reads_now = use_cases.decider(room, suggestion), use_cases.reads_now(room, suggestion)
        outcome = cards.decided(by, taken=suggestion.state == TAKEN, changed=reads_now is not None)
        return cards.done_card(own, author, channel, outcome, reads_now)

    def tell(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """What became of it, for its author."""
        suggestion = _readable(room, saying)
        if suggestion is None or suggestion.state == WAITING:
            return None
        own, by = suggested(suggestion), use_cases.decider(room, suggestion)
        if suggestion.state == DECLINED:
            return cards.told_declined(own, by, (suggestion.reason or "") if by else "")
        reads_now = use_cases.reads_now(room, suggestion)
        practice = practice_for(room, suggestion)
        return cards.told_taken(own, by, follows(room, practice, reads_now or own), reads_now)

    def _waiting(self, room: Room, practice: Practice) -> View:
        waiting = room.suggestions.waiting(practice.routine.id)
        shown = [self._one(room, each, practice) for each in waiting[: cards.LISTED]]
        return cards.waiting_list(shown, left=len(waiting) - len(shown), empty=cards.NOTHING_WAITS)

    def _one(self, room: Room, suggestion: Suggestion, practice: Practice) -> list[Block]:
        own = suggested(suggestion)
        close = use_cases.close_to(room, own, self.kit).values()
        return cards.waiting(own, suggestion.user_id, practice.channel, suggestion.id, close)


def _take_back(room: Room, press: Press, now: datetime) -> Response:
    suggestion = room.suggestions.find(int(press.value))
    if suggestion is None or suggestion.user_id != press.user_id:
        return messages.whisper(messages.GONE)
    if not use_cases.withdraw(room, suggestion, now) and suggestion.state != WITHDRAWN:
        return too_late(room, suggestion.id)
    return ChangeView(_own_waiting(_waiting_of(room, practice_for(room, suggestion), press.user_id)))


def _waiting_of(room: Room, practice: Practice, user_id: str) -> list[Suggestion]:
    return [
        waiting for waiting in room.suggestions.waiting(practice.routine.id) if waiting.user_id == user_id
    ]


def _own_waiting(mine: Sequence[Suggestion]) -> View:
    shown = [cards.own_waiting(suggested(suggestion), suggestion.id) for suggestion in mine[: cards.LISTED]]
    return cards.waiting_list(shown, left=len(mine) - len(shown), empty=cards.NONE_OF_YOURS)


def find_open(room: Room, suggestion_id: int, user_id: str) -> tuple[Suggestion, Practice] | Whisper:
    """A suggestion that waits for this person's decision; or why there is none."""
    suggestion = room.suggestions.find(suggestion_id)
    if suggestion is None or suggestion.state == WITHDRAWN:
        return messages.whisper(messages.GONE)
    practice = practice_for(room, suggestion)
    if not practice.is_run_by(user_id):
        return messages.whisper(messages.not_yours(practice))
    if room.people.get(user_id).is_kept_out:
        return messages.whisper(messages.KEPT_OUT)
    return (suggestion, practice) if suggestion.state == WAITING else too_late(room, suggestion_id)


def too_late(room: Room, suggestion_id: int) -> Whisper:
    """Who decided what before."""
    suggestion = room.suggestions.find(suggestion_id)
    if suggestion is None or suggestion.state == WITHDRAWN:
        return messages.whisper(messages.GONE)
    outcome = cards.decided(use_cases.decider(room, suggestion), taken=suggestion.state == TAKEN)
    return messages.whisper(messages.already(outcome))


def follows(room: Room, practice: Practice, own: Own) -> str:
    """What taking it up leads to here."""
    is_question = isinstance(own, Question)
    is_asked = OURS not in room.additions.left_out(practice.routine.id)
    comes_up = is_asked if is_question else bool(practice.routine.case_days)
    return messages.taken_now(own, practice.channel, comes_up=comes_up)


def _readable(room: Room, saying: Saying) -> Suggestion | None:
    """What the saying is about, unless its author took it back or takes no part."""
    suggestion = room.suggestions.find(int(saying.subject))
    if suggestion is None or suggestion.state == WITHDRAWN:
        return None
    return None if room.people.get(suggestion.user_id).is_kept_out else suggestion


def _beside(press: Press, form: View) -> Response:
    """On top of the list, or on its own."""
    return PushView(form) if press.view_id else OpenView(form)
