"""What facilitators do with a practice, what everybody may see of it, and what its channel goes through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.happenings import BankLow, PostingSkipped
from bot.kit import Kit
from bot.routines import cards, channels, messages, outlook, use_cases
from bot.routines.dates import parse_day
from bot.routines.rights import Right, standing, take_over
from bot.routines.setting_up import SetUp
from bot.slack.blocks import private_of
from bot.slack.doors import Desk
from bot.slack.events import ChannelFound, ChannelLost, ChannelMoved, MemberJoined, MemberLeft
from bot.slack.interactions import (
    ChangeView,
    Command,
    FieldErrors,
    OpenView,
    Press,
    Response,
    Submission,
    Whisper,
    meant_channel,
)
from bot.slack.scripts import Script
from content.cadence import UNTIL_RESUMED, CadenceError, local_day
from storage.routines import Routine
from storage.work import Room

Act = Callable[[Room, Routine], Response]


@dataclass(frozen=True)
class Listeners:
    """Answers to presses and words about a practice that is set up."""

    kit: Kit

    async def preview(self, desk: Desk, deed: Press | Command) -> Response:
        """Show the next ten posts to anybody."""
        channel = _channel(deed)

        def show(room: Room) -> Whisper:
            before = standing(room, channel, deed.user_id)
            if before.routine is None:
                return messages.refused(before, channel)
            may_change = before.right is Right.MAY_CHANGE
            try:
                found = use_cases.outlook(room, before.routine, desk.now)
            except CadenceError as error:
                return messages.unplannable(error)
            return outlook.preview(found, channel, may_change=may_change)

        return _fitting(deed, await desk.run(show))

    async def skip(self, desk: Desk, deed: Press | Command) -> Response:
        """Leave the next day out."""
        return await _managed(
            desk,
            deed,
            lambda room, routine: outlook.skipped(
                use_cases.skip_next(room, routine, desk.now), routine.channel
            ),
        )

    async def resume(self, desk: Desk, deed: Press | Command) -> Response:
        """End the pause."""
        return await _managed(
            desk,
            deed,
            lambda room, routine: outlook.resumed(use_cases.resume(room, routine, desk.now), routine.channel),
        )

    async def pause(self, desk: Desk, command: Command) -> Response:
        """Pause until the day that was typed; until somebody resumes if none was."""
        words = command.words.lower().split()[1:]
        typed = " ".join(words[1:] if words[:1] == ["until"] else words)

        def act(room: Room, routine: Routine) -> Whisper:
            today = local_day(desk.now, routine.zone)
            until = parse_day(typed, today) if words else UNTIL_RESUMED
            if until is None:
                return Whisper(messages.NOT_A_DAY)
            if until <= today:
                return Whisper(messages.PAST_DAY)
            return outlook.paused(use_cases.pause(room, routine, until, desk.now), routine.channel)

        return await _managed(desk, command, act)

    async def press_pause(self, desk: Desk, press: Press) -> Response:
        """Ask until when."""
        return await _managed(
            desk,
            press,
            lambda _room, routine: OpenView(
                messages.pause_form(routine.channel, local_day(desk.now, routine.zone) + timedelta(days=1))
            ),
        )

    async def paused(self, desk: Desk, submission: Submission) -> Response:
        """Pause until the day that was chosen."""

        def act(room: Room, routine: Routine) -> Response:
            chosen = submission.values.text("until")
            until = date.fromisoformat(chosen) if chosen else UNTIL_RESUMED
            if until <= local_day(desk.now, routine.zone):
                return FieldErrors({"until": messages.PAST_DAY})
            return outlook.paused(use_cases.pause(room, routine, until, desk.now), routine.channel)

        response = await _managed(desk, submission, act)
        if not isinstance(response, Whisper):
            return response
        return ChangeView(messages.page("Pause the practice", response))

    async def take_over(self, desk: Desk, deed: Press | Command) -> Response:
        """Make a member the facilitator of a practice that has none left."""
        channel = _channel(deed)
        before = await desk.run(lambda room: take_over(room, channel, deed.user_id, desk.now))
        if before.right is Right.MAY_TAKE_OVER:
            return messages.taken_over()
        if before.right is Right.MAY_CHANGE:
            return Whisper(messages.ALREADY_YOURS)
        return messages.refused(before, channel)

    def register(self) -> None:
        """Listen to buttons and words; each button has a word that does the same."""
        doors = self.kit.doors
        doors.on(Press, "routines:preview", self.preview)
        doors.on(Command, "preview", self.preview)
        doors.on(Press, "routines:skip", self.skip)
        doors.on(Command, "skip next", self.skip)
        doors.on(Press, "routines:resume", self.resume)
        doors.on(Command, "resume", self.resume)
        doors.on(Press, "routines:pause", self.press_pause)
        doors.on(Submission, "routines:pause", self.paused)
        doors.on(Command, "pause", self.pause)
        doors.on(Press, "routines:take_over", self.take_over)
        doors.on(Command, "take over", self.take_over)


async def _managed(desk: Desk, deed: Press | Command | Submission, act: Act) -> Response:
    """Let a facilitator act on the practice; others read who may, and a broken routine is said to be one."""
    channel = _channel(deed)

    def work(room: Room) -> Response:
        before = standing(room, channel, deed.user_id)
        if before.right is not Right.MAY_CHANGE or before.routine is None:
            return messages.refused(before, channel)
        try:
            before.routine.schedule(frozenset())
        except CadenceError as error:
            return messages.unplannable(error)
        return act(room, before.routine)

    return _fitting(deed, await desk.run(work))


def _channel(deed: Press | Command | Submission) -> str:
    """The channel that a deed is about: what a button or a form carries, else where it was done."""
    if isinstance(deed, Submission):
        return private_of(deed.private)["channel"]
    return meant_channel(deed)


def _fitting(deed: Press | Command | Submission, response: Response) -> Response:
    """Without the buttons where they would open windows upon windows: in an answer to something done in one."""
    in_view = isinstance(deed, Submission) or (isinstance(deed, Press) and deed.view_id)
    if not (in_view and isinstance(response, Whisper)):
        return response
    return replace(response, blocks=[block for block in response.blocks if block["type"] != "actions"])


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to practices' buttons and words, and to what happens to their channels."""
    SetUp(kit).register()
    listeners = Listeners(kit)
    listeners.register()
    kit.doors.on_event(MemberJoined, channels.joined)
    kit.doors.on_event(MemberLeft, channels.left)
    kit.doors.on_event(ChannelLost, channels.lost)
    kit.doors.on_event(ChannelFound, channels.found)
    kit.doors.on_event(ChannelMoved, channels.moved)
    kit.doors.on_event(PostingSkipped, channels.skipped)
    kit.doors.on_event(BankLow, channels.bank_low)
    return cards.scripts(kit)
