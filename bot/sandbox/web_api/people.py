"""`auth.test` and `users.*`: who the app is and who the people are."""

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
