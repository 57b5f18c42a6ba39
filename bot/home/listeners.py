"""Home when it is opened, and the picker behind the bare command."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.happenings import ChannelSetUp, PersonKeptOut
from bot.home import messages, use_cases
from bot.home.use_cases import HOME
from bot.kit import Kit
from bot.slack.doors import Desk
from bot.slack.events import HomeOpened
from bot.slack.interactions import Command, Response
from bot.slack.scripts import Draft, Script
from storage.sayings import Saying
from storage.work import Room


async def pick(desk: Desk, command: Command, *, kit: Kit) -> Response:
    """What can be done here; words that mean nothing here are quoted back."""
    unknown = "" if command.words.lower().split()[:1] in ([], ["help"]) else command.words

    def read(room: Room) -> Response:
        stand = use_cases.stand_of(room, command.user_id, desk.now, _whom(kit))
        practice = use_cases.practice_in(room, command.channel, desk.now)
        return messages.picker(stand, command.channel, practice, unknown)

    return await desk.run(read)


def render(room: Room, saying: Saying, now: datetime, *, kit: Kit) -> Draft | None:
    """The Home of the person who reads it; of somebody erased there is none."""
    if saying.is_unnamed:
        return None
    stand = use_cases.stand_of(room, saying.audience, now, _whom(kit))
    shown, left = use_cases.practices_of(room, saying.audience, now, messages.MOST_PRACTICES)
    return messages.home(stand, shown, left)


def _whom(kit: Kit) -> str | None:
    return kit.advisor.to if kit.advisor else None


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to Homes that are opened, to what changes them, and to commands that nobody else knows."""
    kit.doors.on_event(HomeOpened, use_cases.show_home)
    kit.doors.on_event(PersonKeptOut, use_cases.show_kept_out)
    kit.doors.on_event(ChannelSetUp, use_cases.show_set_up)
    for words in ("", "help"):
        kit.doors.on(Command, words, partial(pick, kit=kit))
    return (Script(HOME, partial(render, kit=kit)),)
