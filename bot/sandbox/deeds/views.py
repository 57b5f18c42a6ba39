"""Views: placed on a person's stack, replaced in place, published as Home; ids and hashes given on the way."""

from bot.sandbox.errors import ApiError
from bot.sandbox.fields import initial_state
from bot.sandbox.shapes import Json, as_objects, as_text, clone, nested_objects
from bot.sandbox.world.account import Account
from bot.sandbox.world.view import View
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World

MAX_STACK = 3


def make(world: World, workspace: Workspace, content: Json, *, previous: View | None = None) -> View:
    """A new modal that is on nobody's screen yet; its external id must be free."""
    view_id = world.ids.next("V")
    view = View(
        id=view_id,
        team_id=workspace.team_id,
        app_id=world.app_id,
        bot_id=workspace.bot_id,
        kind="home" if content.get("type") == "home" else "modal",
        content={},
        hash="",
        root_id=previous.root_id if previous else view_id,
        previous_id=previous.id if previous else None,
    )
    fill(world, view, content)
    world.views[view_id] = view
    return view


def fill(world: World, view: View, content: Json) -> None:
    """Give a view new content and a new hash; what was typed stays where block and action ids stay."""
    external_id = as_text(content.get("external_id"))
    taken = world.find_view(team_id=view.team_id, external_id=external_id)
    if taken and taken is not view:
        raise ApiError("duplicate_external_id")
    content = with_ids(world, content)
    fresh = initial_state(as_objects(content.get("blocks")))
    view.state = {
        key: view.state[key]
        if key in view.state and view.state[key].get("type") == value.get("type")
        else value
        for key, value in fresh.items()
    }
    view.content, view.errors, view.trouble = content, {}, None
    view.hash = f"{world.stamps.next().partition('.')[0]}.{world.ids.secret('')[:8]}"


def open_root(world: World, account: Account, view: View) -> None:
    """Show a modal as the only one of a person."""
    close_all(world, account)
    account.stack.append(view)


def push(account: Account, view: View) -> None:
    """Show a modal on top of a person's others; a fourth is refused."""
    if len(account.stack) >= MAX_STACK:
        raise ApiError("push_limit_reached")
    account.stack.append(view)


def close(world: World, account: Account, view: View) -> None:
    """Take one modal off a person's stack; nothing happens if it is not there."""
    if view in account.stack:
        account.stack.remove(view)
        forget(world, view)


def close_all(world: World, account: Account) -> None:
    """Clear a person's stack."""
    while account.stack:
        forget(world, account.stack.pop())


def forget(world: World, view: View) -> None:
    """A view that is closed can no longer be found."""
    world.views.pop(view.id, None)


def with_ids(world: World, content: Json) -> Json:
    """A copy in which every block has a `block_id` and every control an `action_id`, made up where missing."""
    content = clone(content)
    for block in as_objects(content.get("blocks")):
        block.setdefault("block_id", world.ids.secret("")[:5])
        for part in nested_objects(block):
            if part is not block and _is_control(part):
                part.setdefault("action_id", world.ids.secret("")[:5])
    return content


def _is_control(part: Json) -> bool:
    kind = as_text(part.get("type"))
    return kind == "button" or kind.endswith(
        ("_select", "_input", "picker", "checkboxes", "radio_buttons", "overflow")
    )
