"""What a channel reads about its practice, worded from the rows at the last moment."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.kit import Kit
from bot.routines import messages, use_cases
from bot.routines.rights import TOOK_OVER
from bot.routines.use_cases import SAMPLE, WELCOME, WELCOME_BACK
from bot.slack.scripts import Draft, Script
from content.cadence import CadenceError
from storage.sayings import Saying
from storage.work import Room


def scripts(kit: Kit) -> tuple[Script, ...]:
    """The kinds of sayings that this feature owns."""
    return (
        Script(WELCOME, welcome),
        Script(WELCOME_BACK, welcome_back),
        Script(TOOK_OVER, took_over),
        Script(SAMPLE, partial(sample, kit=kit)),
    )


def welcome(room: Room, saying: Saying, _now: datetime) -> Draft | None:
    """What the app is, in the channel it was invited to."""
    channel = saying.channel or saying.subject
    return messages.welcome(channel, room.routines.find_by_channel(channel))


def welcome_back(room: Room, saying: Saying, now: datetime) -> Draft | None:
    """That the practice goes on."""
    routine = room.routines.find_by_channel(saying.channel or "")
    if routine is None:
        return None
    try:
        return messages.welcome_back(use_cases.outlook(room, routine, now))
    except CadenceError:
        return messages.welcome_back(None)


def took_over(_room: Room, saying: Saying, _now: datetime) -> Draft | None:
    """Who runs the practice now."""
    return messages.took_over(saying.subject.split(":")[1])


def sample(_room: Room, _saying: Saying, _now: datetime, *, kit: Kit) -> Draft | None:
    """The library's first question as an example."""
    question = next(iter(kit.library.questions.values()), None)
    return messages.sample(question) if question else None
