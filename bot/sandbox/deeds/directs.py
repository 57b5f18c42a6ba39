"""Direct and group messages with the app: opened once for the same people."""

from bot.sandbox.errors import ApiError
from bot.sandbox.world.conversation import Conversation
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World


def direct_with(
    world: World, workspace: Workspace, people: list[str], *, create: bool = True
) -> Conversation:
    """The conversation of exactly these people and the app; opened if there was none and it may be created."""
    found = workspace.direct(set(people))
    if found:
        return found
    if not create:
        raise ApiError("channel_not_found")
    alone = len(people) == 1
    conversation = Conversation(
        id=world.ids.next("D" if alone else "G"),
        team_id=workspace.team_id,
        name="directmessage"
        if alone
        else "mpdm-" + "--".join(workspace.account(p).name for p in people) + "-1",
        kind="im" if alone else "mpim",
        created=int(world.clock.now().timestamp()),
        creator=workspace.bot_user_id,
        members=[*people, workspace.bot_user_id],
    )
    workspace.conversations[conversation.id] = conversation
    return conversation
