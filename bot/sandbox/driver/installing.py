"""Slack's install page: the app asks for scopes, a person allows them, the browser is sent back with a code."""

from collections.abc import Sequence
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.sandbox.errors import CannotDo
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
