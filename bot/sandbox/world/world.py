"""All that the sandbox remembers, in one place that deeds, methods and people share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.sandbox.clock import SandboxClock, Stamps
from bot.sandbox.delivery.faults import Faults
from bot.sandbox.delivery.office import PostOffice
from bot.sandbox.errors import ApiError
from bot.sandbox.ids import Ids
from bot.sandbox.world.grants import Grants
from bot.sandbox.world.ledger import Call, Refusal
from bot.sandbox.world.passes import ResponseUrl, Triggers
from bot.sandbox.world.view import View
from bot.sandbox.world.workspace import Workspace


@dataclass(kw_only=True, eq=False, repr=False)
class World:
    """One app and its workspaces; `url` is known once the server listens."""

    clock: SandboxClock
    stamps: Stamps
    ids: Ids
    faults: Faults
    office: PostOffice
    triggers: Triggers
    app_id: str
    app_token: str
    signing_secret: str
    verification_token: str
    grants: Grants
    url: str = ""
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    record: list[Call] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def by_token(self, token: str, *, channel: str = "", users: Sequence[str] = ()) -> Workspace:
        """The workspace that a bot token speaks for; a missing, unknown or revoked token is refused.

        An organisation's token speaks for several: then for the one in which the channel or the people are.
        """
        if not token:
            raise ApiError("not_authed")
        found = [w for w in self.workspaces.values() if w.bot_token == token or token in w.older_tokens]
        if not found:
            raise ApiError("invalid_auth")
        found.sort(key=lambda w: (not w.has(channel, users), not w.installed))
        workspace = found[0]
        if not workspace.installed:
            is_in_another = any(w.installed for w in found)
            raise ApiError("team_access_not_granted" if is_in_another else "account_inactive")
        if workspace.is_expired(token, self.clock.now()):
            raise ApiError("token_expired")
        return workspace

    def sharing(self, workspace: Workspace) -> list[Workspace]:
        """The workspaces of its organisation that share its token."""
        everywhere = self.workspaces.values() if workspace.is_org_install else ()
        return [w for w in everywhere if w.is_org_install and w.enterprise_id == workspace.enterprise_id]

    def find_view(self, *, team_id: str, view_id: str = "", external_id: str = "") -> View | None:
        """The open view of a workspace by its id or by the app's own name for it, if there is one."""
        own = [view for view in self.views.values() if view.team_id == team_id]
        if view_id:
            return next((view for view in own if view.id == view_id), None)
        return next((view for view in own if external_id and view.external_id == external_id), None)
