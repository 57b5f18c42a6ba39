"""Messages: said, edited, deleted; the event of each deed goes to the app if it may hear it."""

from bot.sandbox.deeds.telling import HISTORY_SCOPE, tell_members
from bot.sandbox.delivery.letter import Letter
from bot.sandbox.shapes import Json, clone
from bot.sandbox.world.conversation import Conversation
from bot.sandbox.world.message import Message
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World


def say(world: World, workspace: Workspace, conversation: Conversation, message: Message) -> Letter | None:
    """Put a message into its conversation and tell the app."""
    parent = conversation.messages.get(message.thread_ts or "")
    if parent:
        message.parent_user_id = parent.user
    conversation.messages[message.ts] = message
    event: Json = {**message.as_json(), "channel": conversation.id, "event_ts": message.ts}
    if message.subtype == "thread_broadcast" and parent:
        event["root"] = conversation.message_json(parent)
    return _tell(world, workspace, conversation, event)


def change(
    world: World, workspace: Workspace, conversation: Conversation, message: Message, before: Json
) -> Letter | None:
    """Tell the app that a message reads otherwise than `before`."""
    event = _hidden(world, "message_changed", conversation)
    event |= {"message": conversation.message_json(message), "previous_message": before}
    return _tell(world, workspace, conversation, event)


def delete(world: World, workspace: Workspace, conversation: Conversation, message: Message) -> Letter | None:
    """Take a message away and tell the app; a parent with replies leaves a tombstone instead."""
    before = conversation.message_json(message)
    message.reactions = {}
    if not message.is_reply and conversation.replies(message.ts):
        message.become_tombstone()
        return change(world, workspace, conversation, message, before)
    del conversation.messages[message.ts]
    event = _hidden(world, "message_deleted", conversation)
    event |= {"deleted_ts": message.ts, "previous_message": before}
    return _tell(world, workspace, conversation, event)


def _hidden(world: World, subtype: str, conversation: Conversation) -> Json:
    ts = world.stamps.next()
    return {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": conversation.id,
        "ts": ts,
        "event_ts": ts,
    }


def _tell(world: World, workspace: Workspace, conversation: Conversation, event: Json) -> Letter | None:
    event = clone({**event, "channel_type": conversation.kind})
    return tell_members(world, workspace, conversation, event, scope=HISTORY_SCOPE[conversation.kind])
