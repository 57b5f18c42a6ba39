"""`views.*`: modals opened, pushed and updated, and everybody's Home."""

import json

from bot.sandbox.checks.views import view_problems
from bot.sandbox.deeds import views
from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json, clone
from bot.sandbox.web_api.args import Args
from bot.sandbox.web_api.caller import Caller
from bot.sandbox.world.view import View

VIEW_BYTES_MAX = 250_000


def open_(caller: Caller, args: Args) -> Json:
    """`views.open`: a modal for whoever gave the trigger."""
    content = checked_view(caller, "views.open", args.raw("view"), "modal")
    trigger = caller.world.triggers.take(args.needed("trigger_id"), team_id=caller.workspace.team_id)
    view = views.make(caller.world, caller.workspace, content)
    views.open_root(caller.world, caller.workspace.account(trigger.user), view)
    return {"view": view.as_json()}


def push(caller: Caller, args: Args) -> Json:
    """`views.push`: a modal on top of the one that the trigger came from; three at most."""
    content = checked_view(caller, "views.push", args.raw("view"), "modal")
    trigger = caller.world.triggers.take(args.needed("trigger_id"), team_id=caller.workspace.team_id)
    account = caller.workspace.account(trigger.user)
    below = next((view for view in account.stack if view.id == trigger.view_id), None)
    if below is None:
        raise ApiError("not_found")
    if len(account.stack) >= views.MAX_STACK:
        raise ApiError("push_limit_reached")
    view = views.make(caller.world, caller.workspace, content, previous=below)
    views.push(account, view)
    return {"view": view.as_json()}


def update(caller: Caller, args: Args) -> Json:
    """`views.update`: new content for an open modal; with a stale `hash`, `hash_conflict`."""
    content = checked_view(caller, "views.update", args.raw("view"), "modal")
    view = caller.world.find_view(
        team_id=caller.workspace.team_id, view_id=args.text("view_id"), external_id=args.text("external_id")
    )
    if view is None or view.kind != "modal":
        raise ApiError("not_found")
    _same_hash(view, args)
    views.fill(caller.world, view, content)
    return {"view": view.as_json()}


def publish(caller: Caller, args: Args) -> Json:
    """`views.publish`: one person's Home; with a stale `hash`, `hash_conflict`."""
    account = caller.workspace.account(args.needed("user_id"))
    content = checked_view(caller, "views.publish", args.raw("view"), "home")
    if account.home is None:
        account.home = views.make(caller.world, caller.workspace, content)
    else:
        _same_hash(account.home, args)
        views.fill(caller.world, account.home, content)
    return {"view": account.home.as_json()}


def checked_view(caller: Caller, where: str, raw: object, kind: str) -> Json:
    """A view that Slack and every reader can take; any other is refused and kept among the refused."""
    if not isinstance(raw, dict):
        raise ApiError(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] view must be an object"]}
        )
    if len(json.dumps(raw).encode()) > VIEW_BYTES_MAX:
        raise caller.refuse(where, clone(raw), ["the view is over 250 kB"], "view_too_large")
    reasons = view_problems(raw, kind)
    if reasons:
        raise caller.refuse(where, clone(raw), reasons, "invalid_arguments")
    return raw


def _same_hash(view: View, args: Args) -> None:
    if args.text("hash") and args.text("hash") != view.hash:
        raise ApiError("hash_conflict")
