"""`reactions.*`: the app's own, and everybody's on one message."""

from bot.sandbox.deeds import reactions
from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json
from bot.sandbox.web_api.args import Args
from bot.sandbox.web_api.caller import Caller, find_message


def add(caller: Caller, args: Args) -> Json:
    """`reactions.add`: one emoji of the app's on a message."""
    workspace = caller.workspace
    workspace.require_scope("reactions:write")
    conversation = workspace.conversation(args.needed("channel"))
    if workspace.bot_user_id not in conversation.members:
        raise ApiError("not_in_channel")
    if conversation.archived:
        raise ApiError("is_archived")
    message = find_message(conversation, args.needed("timestamp"))
    reactions.add(caller.world, workspace, conversation, message, workspace.bot_user_id, args.needed("name"))
    return {}


def get(caller: Caller, args: Args) -> Json:
    """`reactions.get`: a message with all who reacted."""
    caller.workspace.require_scope("reactions:read")
    conversation = caller.workspace.conversation(args.needed("channel"))
    message = find_message(conversation, args.needed("timestamp"))
    return {"type": "message", "channel": conversation.id, "message": conversation.message_json(message)}
