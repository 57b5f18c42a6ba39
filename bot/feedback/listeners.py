"""Reactions, added and removed."""

from __future__ import annotations

from functools import partial

from bot.feedback.use_cases import keep_reaction
from bot.kit import Kit
from bot.slack.events import Reacted
from bot.slack.scripts import Script


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to reactions; the close of a question and the daily note tell of them."""
    kit.doors.on_event(Reacted, partial(keep_reaction, kit=kit))
    return ()
