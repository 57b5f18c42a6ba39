"""A workspace in the hands of a test: people and channels are added, the app is put out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox.deeds.telling import tell
from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.installing import allow, open_to, tell_access
from bot.sandbox.driver.people import Person
from bot.sandbox.driver.place import Place
from bot.sandbox.shapes import Json
from bot.sandbox.world.account import Account
from bot.sandbox.world.conversation import Conversation
from bot.sandbox.world.workspace import ALL_SCOPES, Workspace
from bot.sandbox.world.world import World


@dataclass(frozen=True)
class Team:
    """One workspace with the app installed."""

    place: Place

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.place.workspace.team_id

    @property
    def bot_user_id(self) -> str:
        """The app's user here."""
        return self.place.workspace.bot_user_id

    @property
    def bot_id(self) -> str:
        """The app's bot here."""
        return self.place.workspace.bot_id

    @property
    def bot_token(self) -> str:
        """The token that the app speaks with here."""
        return self.place.workspace.bot_token

    def add_person(
        self,
        name: str,
        tz: str = "Europe/Berlin",
        user_id: str | None = None,
        *,
        is_bot: bool = False,
        is_guest: bool = False,
        is_admin: bool = False,
        external_team: str | None = None,
    ) -> Person:
        """A new person, another app's bot, or with `external_team` somebody from another company; nobody is told."""
        world = self.place.world
        account = Account(
            id=user_id or world.ids.next("U"),
            team_id=external_team or self.team_id,
            name=name.lower().replace(" ", "."),
            real_name=name,
            display_name=name.split(maxsplit=1)[0],
            tz=tz,
            is_bot=is_bot,
            is_guest=is_guest,
            is_admin=is_admin,
            bot_id=world.ids.next("B") if is_bot else None,
            app_id=world.ids.next("A") if is_bot else None,
        )
        self.place.workspace.accounts[account.id] = account
        return Person(self.place, account)

    def add_channel(
        self,
        name: str,
        members: Sequence[Person] = (),
        *,
        private: bool = False,
        channel_id: str | None = None,
    ) -> Channel:
        """A new channel without the app; nobody is told."""
        conversation = Conversation(
            id=channel_id or self.place.world.ids.next("C"),
            team_id=self.team_id,
            name=name,
            kind="group" if private else "channel",
            created=int(self.place.world.clock.now().timestamp()),
            creator=members[0].id if members else "",
            members=[person.id for person in members],
        )
        self.place.workspace.conversations[conversation.id] = conversation
        return Channel(self.place, conversation)

    def person(self, user_id: str) -> Person:
        """The person of that id."""
        return Person(self.place, self.place.workspace.account(user_id))

    def channel(self, channel_id: str) -> Channel:
        """The conversation of that id, direct messages included."""
        return Channel(self.place, self.place.workspace.conversations[channel_id])

    async def uninstall(self, *, tokens_first: bool = False) -> None:
        """Put the app out: `app_uninstalled` and `tokens_revoked` arrive, in either order; then the token is dead."""
        world, workspace = self.place.world, self.place.workspace
        tokens: Json = {"oauth": [], "bot": [workspace.bot_user_id]}
        events: list[Json] = [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": tokens}]
        letters = [
            tell(world, workspace, {**event, "event_ts": world.stamps.next()})
            for event in (reversed(events) if tokens_first else events)
        ]
        workspace.installed = False
        await self.place.tried(*letters)

    def allow(self, url: str, by: Person, *, leave_out: Sequence[str] = (), org: bool = False) -> str:
        """Press *Allow* at Slack's install page at `url`; where the browser is sent then.

        `leave_out` names scopes that the person does not grant; `org` installs for the whole organisation.
        """
        return allow(self.place.world, self.place.workspace, url, by.id, leave_out=leave_out, org=org)

    async def grant(self, *teams: "Team") -> None:
        """The organisation, which installed the app here, lets it into these workspaces too."""
        for team in teams:
            open_to(self.place.workspace, team.place.workspace)
        ids = [team.team_id for team in teams]
        await self.place.tried(tell_access(self.place.world, self.place.workspace, "granted", ids))

    async def revoke(self, *teams: "Team") -> None:
        """The organisation puts the app out of these workspaces; its token is dead there."""
        for team in teams:
            team.place.workspace.installed = False
        ids = [team.team_id for team in teams]
        await self.place.tried(tell_access(self.place.world, self.place.workspace, "revoked", ids))

    def reinstall(self) -> None:
        """Install the app again with a new token; nobody is told, and what was granted stays."""
        self.place.workspace.installed = True
        self.place.workspace.bot_token = self.place.world.ids.secret("xoxb-")


def found_team(
    world: World,
    name: str,
    *,
    team_id: str | None = None,
    scopes: Sequence[str] | None = None,
    bot_user_id: str | None = None,
) -> Team:
    """A new workspace with the app installed."""
    workspace = Workspace(
        team_id=team_id or world.ids.next("T"),
        name=name,
        domain=name.lower().replace(" ", "-"),
        app_id=world.app_id,
        bot_user_id=bot_user_id or world.ids.next("U"),
        bot_id=world.ids.next("B"),
        bot_token=world.ids.secret("xoxb-"),
        scopes=ALL_SCOPES if scopes is None else tuple(scopes),
    )
    workspace.accounts[workspace.bot_user_id] = Account(
        id=workspace.bot_user_id,
        team_id=workspace.team_id,
        name="understudy",
        real_name="Understudy",
        display_name="Understudy",
        is_bot=True,
        bot_id=workspace.bot_id,
        app_id=world.app_id,
    )
    world.workspaces[workspace.team_id] = workspace
    return Team(Place(world, workspace))
