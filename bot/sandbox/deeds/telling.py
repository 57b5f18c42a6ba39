"""Telling the app what happened: only where it is installed, is a member, and was granted the scope."""

from bot.sandbox.delivery.letter import Letter
from bot.sandbox.shapes import Json
from bot.sandbox.world.conversation import Conversation
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World

HISTORY_SCOPE = {
    "channel": "channels:history",
    "group": "groups:history",
    "im": "im:history",
    "mpim": "mpim:history",
}
READ_SCOPE = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}


def tell(world: World, workspace: Workspace, event: Json, *, scope: str = "") -> Letter | None:
    """Queue an event for the app; None when the app is not installed or lacks the scope."""
    if not workspace.installed or (scope and scope not in workspace.scopes):
        return None
    return world.office.post(envelope(world, workspace, event))


def tell_members(
    world: World, workspace: Workspace, conversation: Conversation, event: Json, *, scope: str
) -> Letter | None:
    """Queue an event of a conversation; None as well when the app is no member of it."""
    if workspace.bot_user_id not in conversation.members:
        return None
    return tell(world, workspace, event, scope=scope)


def envelope(world: World, workspace: Workspace, event: Json) -> Json:
    """The event as Slack wraps it."""
    authorization: Json = {
        "enterprise_id": workspace.enterprise_id,
        "team_id": None if workspace.is_org_install else workspace.team_id,
        "user_id": workspace.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": workspace.is_org_install,
    }
    shared = workspace.conversations.get(str(event.get("channel", "")))
    return {
        "token": world.verification_token,
        "team_id": workspace.team_id,
        "context_team_id": workspace.team_id,
        "context_enterprise_id": workspace.enterprise_id,
        "enterprise_id": workspace.enterprise_id,
        "api_app_id": world.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": world.ids.next("Ev"),
        "event_time": int(world.clock.now().timestamp()),
        "authorizations": [authorization],
        "is_ext_shared_channel": bool(shared and shared.ext_shared),
        "event_context": world.ids.secret("4-"),
    }
