"""Reactions: added and taken back, as a set of people per emoji."""

import re

from bot.sandbox.deeds.telling import tell_members
from bot.sandbox.delivery.letter import Letter
from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json
from bot.sandbox.world.conversation import Conversation
from bot.sandbox.world.message import Message
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World

NAME = re.compile(r"[a-z0-9_+'\-]+(::skin-tone-[2-6])?")


def add(
    world: World, workspace: Workspace, conversation: Conversation, message: Message, user: str, name: str
) -> Letter | None:
    """Add one person's emoji; a second time is `already_reacted`."""
    if not NAME.fullmatch(name):
        raise ApiError("invalid_name")
    users = message.reactions.setdefault(name, [])
    if user in users:
        raise ApiError("already_reacted")
    users.append(user)
    return _tell(world, workspace, conversation, message, user, {"type": "reaction_added", "reaction": name})


def remove(
    world: World, workspace: Workspace, conversation: Conversation, message: Message, user: str, name: str
) -> Letter | None:
    """Take one person's emoji back; one that is not there is `no_reaction`."""
    users = message.reactions.get(name, [])
    if user not in users:
        raise ApiError("no_reaction")
    users.remove(user)
    if not users:
        del message.reactions[name]
    return _tell(
        world, workspace, conversation, message, user, {"type": "reaction_removed", "reaction": name}
    )


def _tell(
    world: World, workspace: Workspace, conversation: Conversation, message: Message, user: str, event: Json
) -> Letter | None:
    item: Json = {"type": "message", "channel": conversation.id, "ts": message.ts}
    event = {**event, "user": user, "item": item, "item_user": message.user, "event_ts": world.stamps.next()}
    return tell_members(world, workspace, conversation, event, scope="reactions:read")
