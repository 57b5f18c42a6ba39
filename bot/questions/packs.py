"""Choosing the packs that a practice asks from; and putting away what a team asks no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.kit import CASE, QUESTION, Kit
from bot.questions import cards, messages
from bot.questions.cards import Pack
from bot.questions.practices import Practice, own_of, practice_in
from bot.slack.blocks import private_of
from bot.slack.doors import Desk
from bot.slack.interactions import (
    ChangeView,
    Command,
    OpenView,
    Press,
    PushView,
    Response,
    View,
    meant_channel,
)
from content.additions import Own
from content.choice import fits
from content.questions import Question
from storage.work import Room

Act = Callable[[Room, Practice], Response]


@dataclass(frozen=True)
class Packs:
    """Answers to looking at packs and switching them."""

    kit: Kit

    async def show(self, desk: Desk, deed: Press | Command) -> Response:
        """Show everybody which packs there are, and whether they are on here."""
        channel = meant_channel(deed)

        def look(room: Room) -> Response:
            practice = practice_in(room, channel)
            if practice is None:
                return messages.whisper(messages.NOT_SET_UP)
            return OpenView(self._packs(room, practice, deed.user_id))

        return await desk.run(look)

    async def switch_off(self, desk: Desk, press: Press) -> Response:
        """Ask nothing of that pack here, unless nothing would be left to ask."""

        def act(room: Room, practice: Practice) -> Response:
            left_out = room.additions.left_out(practice.routine.id) | {press.value}
            if not _asked_from(practice, self.kit.bank(room), left_out):
                return messages.whisper(cards.LAST_PACK)
            if any(pack.name == press.value for pack in self._counted(room, practice)):
                room.additions.leave_out(practice.routine.id, press.value)
            return ChangeView(self._packs(room, practice, press.user_id))

        return await _managed(desk, press, act)

    async def switch_on(self, desk: Desk, press: Press) -> Response:
        """Ask what is in that pack again."""

        def act(room: Room, practice: Practice) -> Response:
            room.additions.take_in(practice.routine.id, press.value)
            return ChangeView(self._packs(room, practice, press.user_id))

        return await _managed(desk, press, act)

    async def show_ours(self, desk: Desk, press: Press) -> Response:
        """List the team's own questions and cases, some at a time; the button's value says from where on."""

        def look(room: Room) -> Response:
            practice = practice_in(room, private_of(press.private)["channel"])
            if practice is None:
                return messages.whisper(messages.NOT_SET_UP)
            begins = int(press.value or 0)
            view = self._ours(room, practice, press.user_id, begins)
            return ChangeView(view) if begins else PushView(view)

        return await desk.run(look)

    async def remove(self, desk: Desk, press: Press) -> Response:
        """Ask that question no more, or bring that case no more, anywhere; where it was asked, it stays readable."""

        def act(room: Room, practice: Practice) -> Response:
            exercise, _, item_id = press.value.partition(":")
            left = [question for question in self.kit.bank(room) if question.id != item_id]
            left_out = room.additions.left_out(practice.routine.id)
            if exercise == QUESTION and not _asked_from(practice, left, left_out):
                return messages.whisper(cards.LAST_QUESTION)
            room.additions.remove(exercise, item_id)
            return ChangeView(self._ours(room, practice, press.user_id, 0))

        return await _managed(desk, press, act)

    def _packs(self, room: Room, practice: Practice, user_id: str) -> View:
        return cards.packs(
            self._counted(room, practice),
            practice.channel,
            has_own=bool(_own(room)),
            may_switch=practice.is_run_by(user_id),
        )

    def _counted(self, room: Room, practice: Practice) -> list[Pack]:
        """The library's own first, then by name."""
        counts = Counter(question.pack for question in self.kit.bank(room))
        left_out = room.additions.left_out(practice.routine.id)
        names = sorted(counts, key=lambda name: (name != cards.BUILT_IN, name))
        return [Pack(name, counts[name], name not in left_out) for name in names]

    def _ours(self, room: Room, practice: Practice, user_id: str, begins: int) -> View:
        return cards.ours(_own(room), practice.channel, begins, may_remove=practice.is_run_by(user_id))

    def register(self) -> None:
        """Listen to the word and to the buttons."""
        doors = self.kit.doors
        doors.on(Command, "packs", self.show)
        doors.on(Press, "questions:packs", self.show)
        doors.on(Press, "questions:pack_off", self.switch_off)
        doors.on(Press, "questions:pack_on", self.switch_on)
        doors.on(Press, "questions:ours", self.show_ours)
        doors.on(Press, "questions:remove", self.remove)


def _own(room: Room) -> list[Own]:
    """What the team added: questions, then cases."""
    kept = [*room.additions.all(QUESTION), *room.additions.all(CASE)]
    return [own_of(each.exercise, each.content, each.item_id) for each in kept]


def _asked_from(practice: Practice, bank: Sequence[Question], left_out: Collection[str]) -> bool:
    """Whether the practice has anything to ask from these."""
    return bool(fits(bank, levels=practice.routine.wanted_levels, packs_left_out=left_out))


async def _managed(desk: Desk, press: Press, act: Act) -> Response:
    """Let who runs the practice act on it, one at a time; others read who may."""

    def work(room: Room) -> Response:
        practice = practice_in(room, private_of(press.private)["channel"])
        if practice is None:
            return messages.whisper(messages.NOT_SET_UP)
        if not practice.is_run_by(press.user_id):
            return messages.whisper(messages.not_yours(practice))
        room.channels.hold(practice.channel)
        return act(room, practice)

    return await desk.run(work)
