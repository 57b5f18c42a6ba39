"""`oauth.v2.access`: a code for a token, and a refresh token for the next."""

import base64
import binascii

from aiohttp import web

from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json
from bot.sandbox.web_api.args import Args
from bot.sandbox.world.grants import TOKEN_LIVES, Code
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World

ACCESS = "oauth.v2.access"


def access(world: World, request: web.Request, args: Args) -> Json:
    """Trade a code or a refresh token; the app's id and secret come as basic authorization or among the arguments."""
    client_id, client_secret = _client(request, args)
    if client_id != world.grants.client_id:
        raise ApiError("invalid_client_id")
    if client_secret != world.grants.client_secret:
        raise ApiError("bad_client_secret")
    if args.text("grant_type") == "refresh_token":
        return _refreshed(world, args.needed("refresh_token"))
    return _installed(world, args)


def _client(request: web.Request, args: Args) -> tuple[str, str]:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind != "Basic":
        return args.text("client_id"), args.text("client_secret")
    try:
        client_id, _, client_secret = base64.b64decode(given).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return client_id, client_secret


def _installed(world: World, args: Args) -> Json:
    """Scopes only grow while the app stays installed, and so does its token, unless tokens rotate."""
    code = world.grants.codes.pop(args.needed("code"), None)
    if code is None:
        raise ApiError("invalid_code")
    if world.clock.now() > code.until:
        raise ApiError("code_expired")
    if args.text("redirect_uri", code.redirect_uri) != code.redirect_uri:
        raise ApiError("bad_redirect_uri")
    workspace = world.workspaces[code.team_id]
    before = workspace.scopes if workspace.installed else ()
    if workspace.installed and workspace.rotates:
        workspace.retire_token()
    if workspace.rotates or not workspace.installed:
        workspace.bot_token = world.ids.secret("xoxe.xoxb-" if workspace.rotates else "xoxb-")
    workspace.installed, workspace.is_org_install = True, code.is_org
    workspace.scopes = tuple(dict.fromkeys((*before, *code.scopes)))
    return {**_granted(world, workspace), "authed_user": {"id": code.by}, **_where(workspace, code)}


def _where(workspace: Workspace, code: Code) -> Json:
    name = workspace.name
    return {
        "team": None if code.is_org else {"id": workspace.team_id, "name": name},
        "enterprise": {"id": workspace.enterprise_id, "name": name} if workspace.enterprise_id else None,
        "is_enterprise_install": code.is_org,
    }


def _refreshed(world: World, refresh_token: str) -> Json:
    team_id = world.grants.refresh_tokens.pop(refresh_token, None)
    if team_id is None or not world.workspaces[team_id].installed:
        raise ApiError("invalid_refresh_token")
    workspace = world.workspaces[team_id]
    workspace.retire_token()
    workspace.bot_token = world.ids.secret("xoxe.xoxb-")
    granted = _granted(world, workspace)
    for mate in world.sharing(workspace):
        mate.older_tokens.update(workspace.older_tokens)
        mate.bot_token, mate.token_until = workspace.bot_token, workspace.token_until
    return {**granted, "team": {"id": workspace.team_id, "name": workspace.name}}


def _granted(world: World, workspace: Workspace) -> Json:
    granted: Json = {
        "access_token": workspace.bot_token,
        "token_type": "bot",
        "scope": ",".join(workspace.scopes),
        "bot_user_id": workspace.bot_user_id,
        "app_id": workspace.app_id,
    }
    if not workspace.rotates:
        return granted
    workspace.token_until = world.clock.now() + TOKEN_LIVES
    refresh_token = world.ids.secret("xoxe-1-")
    world.grants.refresh_tokens[refresh_token] = workspace.team_id
    return {**granted, "refresh_token": refresh_token, "expires_in": int(TOKEN_LIVES.total_seconds())}
