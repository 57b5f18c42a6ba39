"""Keep me out, let me in, export and erase: by button and by words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.kit import Kit
from bot.privacy import messages, use_cases
from bot.privacy.messages import IN_WINDOW, Counts, Shown
from bot.slack.doors import Desk
from bot.slack.interactions import Command, OpenView, Press, PushView, Response, View, Whisper
from bot.slack.scripts import Script
from storage.work import Room


@dataclass(frozen=True)
class Listeners:
    """Answers to what people want with what is theirs."""

    kit: Kit

    async def keep_out(self, desk: Desk, deed: Press | Command) -> Response:
        """Keep them out; what was stored is offered to them at once."""
        is_new = await desk.run(lambda room: use_cases.keep_out(room, deed.user_id, desk.now, self.kit))
        in_window = isinstance(deed, Press) and bool(deed.view_id)
        return messages.kept_out(is_new=is_new, in_window=in_window)

    async def let_in(self, desk: Desk, deed: Press | Command) -> Response:
        """They take part again."""
        was_out = await desk.run(lambda room: use_cases.let_in(room, deed.user_id, desk.now))
        return Whisper(messages.IS_IN if was_out else messages.WAS_IN)

    async def export(self, desk: Desk, deed: Press | Command) -> Response:
        """Show them their own answers."""
        view = await desk.run(lambda room: self._stored(room, deed.user_id))
        on_top = isinstance(deed, Press) and deed.value == IN_WINDOW
        return PushView(view) if on_top else OpenView(view)

    def _stored(self, room: Room, user_id: str) -> View:
        total, newest = use_cases.own_answers(room, user_id, messages.MOST_ANSWERS)
        shown = [
            Shown(
                self.kit.question(room, written.question_id).text,
                written.day,
                written.visibility,
                written.texts,
                written.form_id,
            )
            for written in newest
        ]
        counts = Counts(
            total,
            len(room.feedback.given_by(user_id)),
            len(room.forms.drafts_of(user_id)),
            len(room.tries.of_person(user_id)),
            len(room.suggestions.of_person(user_id)),
        )
        return messages.stored(shown, counts, user_id=user_id)

    async def ask_erase(self, _desk: Desk, _command: Command) -> Response:
        """Say what goes, with the button that does it."""
        return messages.ask_erase()

    async def erase(self, desk: Desk, press: Press) -> Response:
        """Erase everything of theirs; they confirmed it."""
        return Whisper(await desk.run(lambda room: self._erase(room, press.user_id, desk)))

    def _erase(self, room: Room, user_id: str, desk: Desk) -> str:
        count = use_cases.erase_person(room, user_id, desk.now, self.kit)
        return messages.erased(count, is_kept_out=room.people.get(user_id).is_kept_out)


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to the words and the buttons."""
    listeners = Listeners(kit)
    kit.doors.on(Command, "keep me out", listeners.keep_out)
    kit.doors.on(Press, "privacy:keep_out", listeners.keep_out)
    kit.doors.on(Command, "let me in", listeners.let_in)
    kit.doors.on(Press, "privacy:let_in", listeners.let_in)
    kit.doors.on(Command, "export", listeners.export)
    kit.doors.on(Press, "privacy:export", listeners.export)
    kit.doors.on(Command, "erase", listeners.ask_erase)
    kit.doors.on(Press, "privacy:erase", listeners.erase)
    return ()
