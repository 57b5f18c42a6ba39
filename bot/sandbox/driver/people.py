"""A made-up person in the hands of a test: writes, reacts, presses, reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox.deeds import messages, reactions
from bot.sandbox.deeds.directs import direct_with
from bot.sandbox.deeds.telling import tell
from bot.sandbox.driver import gestures
from bot.sandbox.driver.channels import Channel
from bot.sandbox.driver.controls import find_control
from bot.sandbox.driver.modals import Modal
from bot.sandbox.driver.open_views import HomeTab, OpenView
from bot.sandbox.driver.place import Place
from bot.sandbox.driver.recordings import Recording, record
from bot.sandbox.driver.replies import Reply
from bot.sandbox.driver.searching import Option, as_option, offered_for
from bot.sandbox.driver.writing import draft, typed_text
from bot.sandbox.errors import CannotDo
from bot.sandbox.shapes import Json
from bot.sandbox.world.account import Account
from bot.sandbox.world.message import Message


@dataclass(frozen=True, repr=False)
class Person:
    """A person (or another app's bot) of one workspace; two handles of the same account are equal."""

    place: Place
    account: Account

    def __repr__(self) -> str:
        return f"{self.account.real_name} ({self.id})"

    @property
    def id(self) -> str:
        """The user id."""
        return self.account.id

    @property
    def name(self) -> str:
        """The name that people see."""
        return self.account.display_name

    @property
    def mention(self) -> str:
        """What others type to mention this person."""
        return f"@{self.account.real_name}"

    @property
    def dm(self) -> Channel:
        """The direct message with the app."""
        return Channel(self.place, direct_with(self.place.world, self.place.workspace, [self.id]))

    @property
    def ephemerals(self) -> list[Message]:
        """What only this person sees, oldest first."""
        return [message.copy() for message in self.account.ephemerals]

    @property
    def modal(self) -> Modal | None:
        """The modal on top of the screen, or None."""
        return Modal(self.place, self.account, self.account.stack[-1]) if self.account.stack else None

    @property
    def home(self) -> Json | None:
        """The published Home as a view object, or None."""
        return self.account.home.as_json() if self.account.home else None

    @property
    def home_tab(self) -> HomeTab:
        """The published Home to read and press."""
        if self.account.home is None:
            raise CannotDo(f"No Home was published for {self.name}.")
        return HomeTab(self.place, self.account, self.account.home)

    @property
    def notices(self) -> list[str]:
        """What Slack itself told this person, such as that the app did not respond."""
        return list(self.account.notices)

    async def post(
        self,
        channel: Channel,
        text: str,
        thread_ts: str | None = None,
        subtype: str | None = None,
        *,
        broadcast: bool = False,
        files: Sequence[Json | str] = (),
    ) -> str:
        """Write a message and return its `ts`; names after @ and # become tokens, all else is escaped."""
        message = draft(
            self.place,
            self.account,
            channel,
            text,
            thread_ts=thread_ts,
            subtype=subtype,
            broadcast=broadcast,
            files=files,
        )
        letter = messages.say(self.place.world, self.place.workspace, channel.conversation, message)
        await self.place.tried(letter)
        return message.ts

    async def record(
        self,
        channel: Channel,
        thread_ts: str | None = None,
        text: str = "",
        *,
        seconds: float = 130,
        video: bool = False,
    ) -> Recording:
        """Record a voice or video clip and send it; Slack has no transcript of it yet."""
        return await record(
            self.place, self.account, channel, thread_ts=thread_ts, text=text, seconds=seconds, video=video
        )

    async def edit(self, channel: Channel, ts: str, text: str) -> None:
        """Change an own message's words."""
        message, before = self._own(channel, ts)
        message.text, message.blocks = typed_text(self.place, text)
        message.edited = {"user": self.id, "ts": self.place.world.stamps.next()}
        place = self.place
        await place.tried(
            messages.change(place.world, place.workspace, channel.conversation, message, before)
        )

    async def delete(self, channel: Channel, ts: str) -> None:
        """Take an own message away."""
        message, _ = self._own(channel, ts)
        place = self.place
        await place.tried(messages.delete(place.world, place.workspace, channel.conversation, message))

    async def react(self, channel: Channel, ts: str, emoji: str) -> None:
        """Add an emoji to a message."""
        place, message = self.place, self._seen(channel, ts)
        await place.tried(
            reactions.add(place.world, place.workspace, channel.conversation, message, self.id, emoji)
        )

    async def unreact(self, channel: Channel, ts: str, emoji: str) -> None:
        """Take an own emoji back."""
        place, message = self.place, self._seen(channel, ts)
        await place.tried(
            reactions.remove(place.world, place.workspace, channel.conversation, message, self.id, emoji)
        )

    async def click(
        self, channel: Channel, ts: str, what: str, *, block_id: str | None = None, value: str | None = None
    ) -> bool:
        """Press a button of a message, found by its action id or its words; whether the app acknowledged."""
        message = self._seen(channel, ts)
        control = find_control(message.blocks, what, user_id=self.id, block_id=block_id, value=value)
        return await gestures.act_on_message(self.place, self.account, channel.conversation, message, control)

    async def choose(
        self, container: Message | OpenView, what: str, value: object, *, block_id: str | None = None
    ) -> bool:
        """Choose in a select of a message, modal or Home; whether the app acknowledged."""
        if isinstance(container, OpenView):
            return await container.choose(what, value, block_id=block_id)
        channel = Channel(self.place, self.place.workspace.conversations[container.channel])
        message = self._seen(channel, container.ts)
        control = find_control(message.blocks, what, user_id=self.id, block_id=block_id)
        return await gestures.choose_on_message(
            self.place, self.account, channel.conversation, message, control, value
        )

    async def suggest(self, channel: Channel, ts: str, what: str, typed: str) -> list[Option]:
        """What a searchable select of a message offers for the typed letters."""
        message = self._seen(channel, ts)
        control = find_control(message.blocks, what, user_id=self.id)
        surface = gestures.surface_of(channel.conversation, message)
        return [as_option(o) for o in await offered_for(self.place, self.account, control, typed, surface)]

    async def command(self, name: str, text: str = "", channel: Channel | None = None) -> Reply:
        """Give a slash command, in the DM with the app unless a channel is named."""
        where = (channel or self.dm).conversation
        return await gestures.command(self.place, self.account, where, name, text)

    async def message_shortcut(self, callback_id: str, channel: Channel, ts: str) -> bool:
        """Take a shortcut on a message; whether the app acknowledged."""
        message = self._seen(channel, ts)
        return await gestures.message_shortcut(
            self.place, self.account, channel.conversation, message, callback_id
        )

    async def global_shortcut(self, callback_id: str) -> bool:
        """Take a global shortcut; whether the app acknowledged."""
        return await gestures.global_shortcut(self.place, self.account, callback_id)

    async def open_home(self, tab: str = "home") -> None:
        """Open the app's page at a tab."""
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm.id, "tab": tab}
        event["event_ts"] = self.place.world.stamps.next()
        if self.home and tab == "home":
            event["view"] = self.home
        await self.place.tried(tell(self.place.world, self.place.workspace, event))

    def reload(self) -> None:
        """Reload Slack: modals vanish, nobody is told, and their external ids stay taken."""
        self.account.stack.clear()

    async def change(
        self,
        *,
        tz: str | None = None,
        real_name: str | None = None,
        display_name: str | None = None,
        is_guest: bool | None = None,
        deleted: bool | None = None,
    ) -> None:
        """Change the profile; the app hears `user_change`."""
        account, place = self.account, self.place
        account.tz = tz or account.tz
        account.real_name = real_name or account.real_name
        account.display_name = display_name or account.display_name
        account.is_guest = account.is_guest if is_guest is None else is_guest
        account.deleted = account.deleted if deleted is None else deleted
        event: Json = {"type": "user_change", "user": account.as_json(place.world.clock.now())}
        event |= {"cache_ts": int(place.world.clock.now().timestamp()), "event_ts": place.world.stamps.next()}
        await place.tried(tell(place.world, place.workspace, event, scope="users:read"))

    async def deactivate(self) -> None:
        """Leave the company."""
        await self.change(deleted=True)

    def _seen(self, channel: Channel, ts: str) -> Message:
        whispered = (m for m in self.account.ephemerals if m.ts == ts and m.channel == channel.id)
        message = next(whispered, channel.conversation.messages.get(ts))
        if message is None or message.deleted:
            raise CannotDo(f"{self.name} sees no message {ts} in #{channel.name}.")
        if self.id not in channel.members and channel.conversation.kind != "channel":
            raise CannotDo(f"{self.name} is not in #{channel.name}.")
        return message

    def _own(self, channel: Channel, ts: str) -> tuple[Message, Json]:
        message = self._seen(channel, ts)
        if message.user != self.id:
            raise CannotDo(f"The message {ts} is not {self.name}'s.")
        return message, channel.conversation.message_json(message)
