"""What befalls a channel as a whole: a new name, the archive, a new id."""

from bot.sandbox.deeds.telling import READ_SCOPE, tell_members
from bot.sandbox.delivery.letter import Letter
from bot.sandbox.shapes import Json
from bot.sandbox.world.conversation import Conversation
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World


def rename(world: World, workspace: Workspace, conversation: Conversation, name: str) -> Letter | None:
    """Give a channel another name."""
    conversation.name = name
    channel: Json = {"id": conversation.id, "name": name, "created": conversation.created}
    return _tell(world, workspace, conversation, "rename", {"channel": channel})


def archive(world: World, workspace: Workspace, conversation: Conversation, by: str) -> Letter | None:
    """Close a channel for writing."""
    conversation.archived = True
    return _tell(world, workspace, conversation, "archive", {"channel": conversation.id, "user": by})


def unarchive(world: World, workspace: Workspace, conversation: Conversation, by: str) -> Letter | None:
    """Open an archived channel again."""
    conversation.archived = False
    return _tell(world, workspace, conversation, "unarchive", {"channel": conversation.id, "user": by})


def change_id(world: World, workspace: Workspace, conversation: Conversation, new_id: str) -> Letter | None:
    """Give a channel another id, as happens the moment somebody starts to share it."""
    old_id = conversation.id
    workspace.conversations[new_id] = workspace.conversations.pop(old_id)
    conversation.id = new_id
    for message in conversation.messages.values():
        message.channel = new_id
    event: Json = {"type": "channel_id_changed", "old_channel_id": old_id, "new_channel_id": new_id}
    event["event_ts"] = world.stamps.next()
    return tell_members(world, workspace, conversation, event, scope=READ_SCOPE[conversation.kind])


def _tell(
    world: World, workspace: Workspace, conversation: Conversation, deed: str, more: Json
) -> Letter | None:
    prefix = "group" if conversation.kind == "group" else "channel"
    event: Json = {"type": f"{prefix}_{deed}", **more, "event_ts": world.stamps.next()}
    return tell_members(world, workspace, conversation, event, scope=READ_SCOPE[conversation.kind])
