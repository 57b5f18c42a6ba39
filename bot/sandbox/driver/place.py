"""Where a made-up person stands: one workspace of one sandbox, and the ways to reach the app from it."""

from dataclasses import dataclass

from bot.sandbox.delivery.letter import Answer, Kind, Letter
from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import Json
from bot.sandbox.world.account import Account
from bot.sandbox.world.conversation import Conversation
from bot.sandbox.world.passes import ResponseUrl
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World

NO_ANSWER = "Slack: this app did not respond."


@dataclass(frozen=True)
class Place:
    """One workspace of one sandbox."""

    world: World
    workspace: Workspace

    async def tried(self, *letters: Letter | None) -> None:
        """Return once each event was tried for the first time, or put aside by a fault."""
        for letter in letters:
            if letter:
                await letter.tried.wait()

    async def ask(self, account: Account, payload: Json, kind: Kind = "interactive") -> Answer:
        """Send an interaction once; the person is told when no answer came."""
        if not self.workspace.installed:
            raise CannotDo(f"The app is not installed in {self.workspace.name}.")
        if account.deleted:
            raise CannotDo(f"{account.real_name} is deactivated.")
        answer = await self.world.office.ask(kind, payload)
        if not answer.accepted:
            account.notices.append(NO_ANSWER)
        return answer

    def trigger(self, account: Account, view_id: str | None = None) -> str:
        """A fresh trigger id for what a person does now."""
        return self.world.triggers.give(
            self.world.ids.secret("trigger."),
            user=account.id,
            team_id=self.workspace.team_id,
            view_id=view_id,
        )

    def response_url(
        self, account: Account, conversation: Conversation, source_ts: str | None
    ) -> tuple[str, ResponseUrl]:
        """A fresh response URL for what a person does now, with what will be heard through it."""
        given = ResponseUrl(
            team_id=self.workspace.team_id,
            channel=conversation.id,
            user=account.id,
            given_at=self.world.clock.now(),
            source_ts=source_ts,
        )
        key = self.world.ids.secret("")
        self.world.response_urls[key] = given
        return f"{self.world.url}/response/{key}", given

    def channel_json(self, conversation: Conversation) -> Json:
        """A conversation as interaction payloads name it."""
        names = {"im": "directmessage", "group": "privategroup", "mpim": "privategroup"}
        return {"id": conversation.id, "name": names.get(conversation.kind, conversation.name)}

    def base(self, kind: str, account: Account) -> Json:
        """What every interaction payload starts with."""
        user: Json = {
            "id": account.id,
            "username": account.name,
            "name": account.name,
            "team_id": account.team_id,
        }
        team: Json = {"id": self.workspace.team_id, "domain": self.workspace.domain}
        enterprise = self.workspace.enterprise_id
        return {
            "type": kind,
            "user": user,
            "api_app_id": self.world.app_id,
            "token": self.world.verification_token,
            "team": team,
            "enterprise": {"id": enterprise, "name": self.workspace.name} if enterprise else None,
            "is_enterprise_install": self.workspace.is_org_install,
        }
