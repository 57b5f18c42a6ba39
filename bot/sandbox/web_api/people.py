"""`auth.test`, `bots.info`, `team.info` and `users.*`: who the app, the workspace and the people are."""

from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json
from bot.sandbox.web_api.args import Args
from bot.sandbox.web_api.caller import Caller, page


def auth_test(caller: Caller, _args: Args) -> Json:
    """`auth.test`: whom the token speaks for."""
    workspace = caller.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.account(workspace.bot_user_id).name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user_id,
        "bot_id": workspace.bot_id,
        "enterprise_id": workspace.enterprise_id,
        "is_enterprise_install": workspace.is_org_install,
    }


def bot_info(caller: Caller, args: Args) -> Json:
    """`bots.info`: one bot, our own where none is named."""
    caller.workspace.require_scope("users:read")
    bot_id = args.text("bot") or caller.workspace.bot_id
    accounts = caller.workspace.accounts.values()
    bot = next((account for account in accounts if account.bot_id == bot_id), None)
    if bot is None:
        raise ApiError("bot_not_found")
    now = int(caller.world.clock.now().timestamp())
    told: Json = {
        "id": bot_id,
        "app_id": bot.app_id,
        "user_id": bot.id,
        "name": bot.real_name,
        "deleted": bot.deleted,
        "updated": now,
        "icons": {},
    }
    return {"bot": told}


def team_info(caller: Caller, args: Args) -> Json:
    """`team.info`: the workspace of the token, and no other."""
    workspace = caller.workspace
    workspace.require_scope("team:read")
    if args.text("team") not in {"", workspace.team_id}:
        raise ApiError("team_not_found")
    told: Json = {
        "id": workspace.team_id,
        "name": workspace.name,
        "domain": workspace.domain,
        "email_domain": "",
        "icon": {},
        "enterprise_id": workspace.enterprise_id,
    }
    return {"team": told}


def info(caller: Caller, args: Args) -> Json:
    """`users.info`: one person with name, time zone and what they are."""
    caller.workspace.require_scope("users:read")
    account = caller.workspace.account(args.needed("user"))
    return {"user": account.as_json(caller.world.clock.now())}


def list_(caller: Caller, args: Args) -> Json:
    """`users.list`: everybody, bots and deactivated people too, in pages."""
    caller.workspace.require_scope("users:read")
    shown, cursor = page(list(caller.workspace.accounts.values()), args, default=1000, most=1000)
    now = caller.world.clock.now()
    return {
        "members": [account.as_json(now) for account in shown],
        "cache_ts": int(now.timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }
