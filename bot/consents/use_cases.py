"""Giving consent to the language model that is set up, and taking it back."""

from __future__ import annotations

from datetime import datetime

from bot.advising.advisor import Advisor
from bot.consents import messages
from storage.work import Room

HOME = "home"


def agree(room: Room, user_id: str, advisor: Advisor, now: datetime) -> str:
    """This person agrees that their answers go there; what to tell them."""
    room.consents.give(user_id, advisor.to)
    room.sayings.refresh(HOME, user_id, now)
    is_open = room.consents.of_workspace() == advisor.to
    return (messages.mine_on if is_open else messages.mine_on_alone)(advisor.model, advisor.to)


def disagree(room: Room, user_id: str, now: datetime) -> str:
    """This person does not, or no longer; what to tell them."""
    room.consents.give(user_id, None)
    room.sayings.refresh(HOME, user_id, now)
    return messages.MINE_OFF


def open_workspace(room: Room, advisor: Advisor) -> str:
    """People here may agree; what to tell the admin."""
    room.consents.give_for_workspace(advisor.to)
    return messages.workspace_on(advisor.model, advisor.to)


def close_workspace(room: Room) -> str:
    """Nothing goes to a model from here; what to tell the admin."""
    room.consents.give_for_workspace(None)
    return messages.WORKSPACE_OFF
