"""Slack's install page: the app asks for scopes, a person allows them, the browser is sent back with a code.

And an organisation's admins, who let an app that it installed into some of its workspaces, and put it out of them.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.sandbox.deeds.telling import envelope
from bot.sandbox.delivery.letter import Letter
from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import Json
from bot.sandbox.world.grants import CODE_LIVES, Code
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World

PAGE = "/oauth/v2/authorize"


def allow(
    world: World, workspace: Workspace, url: str, by: str, *, leave_out: Sequence[str] = (), org: bool = False
) -> str:
    """Press *Allow*; where the browser is sent then. A page that Slack would not show raises CannotDo."""
    asked = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    if urlsplit(url).path != PAGE or asked.get("client_id") != world.grants.client_id:
        raise CannotDo(f"Slack knows no app at {url}.")
    if not asked.get("scope") or not asked.get("redirect_uri"):
        raise CannotDo("The app asks for no scopes, or does not say where to go then.")
    code = world.ids.secret("")
    world.grants.codes[code] = Code(
        team_id=workspace.team_id,
        scopes=tuple(scope for scope in asked["scope"].split(",") if scope not in leave_out),
        redirect_uri=asked["redirect_uri"],
        by=by,
        is_org=org,
        until=world.clock.now() + CODE_LIVES,
    )
    return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked.get('state', '')})}"


def open_to(organisation: Workspace, workspace: Workspace) -> None:
    """Let the app of the organisation into this workspace, with the one token and bot that it has everywhere."""
    workspace.accounts.pop(workspace.bot_user_id, None)
    workspace.bot_user_id, workspace.bot_id = organisation.bot_user_id, organisation.bot_id
    bot = organisation.accounts[organisation.bot_user_id]
    workspace.accounts[bot.id] = replace(bot, team_id=workspace.team_id)
    workspace.bot_token, workspace.token_until = organisation.bot_token, organisation.token_until
    workspace.older_tokens = dict(organisation.older_tokens)
    workspace.scopes, workspace.enterprise_id = organisation.scopes, organisation.enterprise_id
    workspace.installed = workspace.is_org_install = True


def tell_access(
    world: World, organisation: Workspace, what: Literal["granted", "revoked"], team_ids: Sequence[str]
) -> Letter:
    """Queue `team_access_granted` or `team_access_revoked`: it goes to the organisation and to no workspace."""
    event: Json = {"type": f"team_access_{what}", "team_ids": list(team_ids), "event_ts": world.stamps.next()}
    whole = envelope(world, organisation, event)
    return world.office.post({**whole, "team_id": None, "context_team_id": None})
