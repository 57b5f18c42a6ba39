"""A conversation in the hands of a test: what people see in it, and what befalls it."""

from dataclasses import dataclass
from typing import Protocol

from bot.sandbox.deeds import channel_life, membership, messages
from bot.sandbox.driver.place import Place
from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import Json
from bot.sandbox.world.account import Account
from bot.sandbox.world.conversation import Conversation
from bot.sandbox.world.message import Message


class HasAccount(Protocol):
    """Whoever acts for an account."""

    @property
    def account(self) -> Account:
        """The account."""
        ...


@dataclass(frozen=True, repr=False)
class Channel:
    """A channel or a direct message; two handles of the same conversation are equal."""

    place: Place
    conversation: Conversation

    def __repr__(self) -> str:
        return f"#{self.name} ({self.id})"

    @property
    def id(self) -> str:
        """Its id, which changes when the channel becomes shared."""
        return self.conversation.id

    @property
    def name(self) -> str:
        """Its name, without the #."""
        return self.conversation.name

    @property
    def members(self) -> list[str]:
        """The ids of those who are in it, the app's included."""
        return list(self.conversation.members)

    def messages(self, thread_ts: str | None = None) -> list[Message]:
        """What people now see, oldest first: the channel itself, or the replies of a thread without their parent."""
        conversation = self.conversation
        found = conversation.top_level() if thread_ts is None else conversation.replies(thread_ts)
        return [message.copy() for message in found]

    def message(self, ts: str) -> Message:
        """The message of that `ts` as people now see it."""
        found = self.conversation.messages.get(ts)
        if found is None:
            raise CannotDo(f"There is no message {ts} in #{self.name}.")
        return found.copy()

    async def invite_app(self, by: HasAccount | None = None) -> None:
        """Let the app in; it hears of it unless it was in already."""
        inviter = by.account.id if by else ""
        bot = self.place.workspace.bot_user_id
        letter = membership.join(self.place.world, self.place.workspace, self.conversation, bot, inviter)
        await self.place.tried(letter)

    async def remove_app(self) -> None:
        """Put the app out."""
        await self._leave(self.place.workspace.bot_user_id)

    async def join(self, person: HasAccount) -> None:
        """Let a person in."""
        args = (self.place.world, self.place.workspace, self.conversation, person.account.id)
        await self.place.tried(membership.join(*args))

    async def leave(self, person: HasAccount) -> None:
        """Let a person out."""
        await self._leave(person.account.id)

    async def rename(self, name: str) -> None:
        """Give it another name."""
        await self.place.tried(
            channel_life.rename(self.place.world, self.place.workspace, self.conversation, name)
        )

    async def archive(self, by: HasAccount | None = None) -> None:
        """Close it for writing."""
        user = by.account.id if by else ""
        await self.place.tried(
            channel_life.archive(self.place.world, self.place.workspace, self.conversation, user)
        )

    async def unarchive(self, by: HasAccount | None = None) -> None:
        """Open it for writing again."""
        user = by.account.id if by else ""
        await self.place.tried(
            channel_life.unarchive(self.place.world, self.place.workspace, self.conversation, user)
        )

    async def change_id(self, new_id: str | None = None) -> str:
        """Give it another id, as sharing does, and return it."""
        fresh = new_id or self.place.world.ids.next("C")
        place = self.place
        await place.tried(channel_life.change_id(place.world, place.workspace, self.conversation, fresh))
        return fresh

    async def unfurl(self, ts: str) -> None:
        """Let Slack add a link preview: `message_changed` without anybody having edited."""
        message = self.conversation.messages[ts]
        before = self.conversation.message_json(message)
        preview: Json = {"id": 1, "title": "A page", "fallback": "A page", "from_url": "https://example.com/"}
        message.attachments = [*message.attachments, preview]
        place = self.place
        await place.tried(messages.change(place.world, place.workspace, self.conversation, message, before))

    def share_externally(self) -> None:
        """Let it be shared with another company; events say so from now on."""
        self.conversation.ext_shared = True

    async def _leave(self, user: str) -> None:
        if user not in self.conversation.members:
            raise CannotDo(f"{user} is not in #{self.name}.")
        letters = membership.leave(self.place.world, self.place.workspace, self.conversation, user)
        await self.place.tried(*letters)
