"""Who is in a conversation: people and the app join and leave."""

from bot.sandbox.deeds.telling import READ_SCOPE, tell, tell_members
from bot.sandbox.delivery.letter import Letter
from bot.sandbox.shapes import Json
from bot.sandbox.world.conversation import Conversation
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World


def join(
    world: World, workspace: Workspace, conversation: Conversation, user: str, inviter: str = ""
) -> Letter | None:
    """Let somebody in and tell the app; None when they were in already."""
    if user in conversation.members:
        return None
    conversation.members.append(user)
    event = _event(world, workspace, conversation, "member_joined_channel", user)
    if inviter:
        event["inviter"] = inviter
    return tell_members(world, workspace, conversation, event, scope=READ_SCOPE[conversation.kind])


def leave(world: World, workspace: Workspace, conversation: Conversation, user: str) -> list[Letter]:
    """Let somebody out and tell the app; the app itself hears `channel_left` (or `group_left`) as well."""
    scope = READ_SCOPE[conversation.kind]
    event = _event(world, workspace, conversation, "member_left_channel", user)
    letters = [tell_members(world, workspace, conversation, event, scope=scope)]
    conversation.members.remove(user)
    if user == workspace.bot_user_id:
        kind = "group_left" if conversation.kind == "group" else "channel_left"
        left: Json = {
            "type": kind,
            "channel": conversation.id,
            "actor_id": "",
            "event_ts": world.stamps.next(),
        }
        letters.append(tell(world, workspace, left, scope=scope))
    return [letter for letter in letters if letter]


def _event(world: World, workspace: Workspace, conversation: Conversation, kind: str, user: str) -> Json:
    return {
        "type": kind,
        "user": user,
        "channel": conversation.id,
        "channel_type": {"channel": "C", "group": "G"}.get(conversation.kind, "D"),
        "team": workspace.team_id,
        "event_ts": world.stamps.next(),
    }
