"""A hand-made Slack that takes everything and remembers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient
from typing_extensions import override

from bot.slack.calls import Calls, Outcome, Refused, Said
from bot.slack.interactions import Block, View
from storage.people import Profile


def direct(user_id: str) -> str:
    """The conversation with one person; like Slack's own, its id does not tell whose it is."""
    return "D" + user_id.encode().hex().upper()


async def _client(_workspace: int) -> AsyncWebClient:
    return AsyncWebClient()


@dataclass
class Message:
    """What stands in a conversation."""

    channel: str
    ts: str
    text: str
    blocks: Sequence[Block]


class SlackByHand(Calls):
    """Takes everything, and remembers it; `profiles` answers look-ups, an exception in it is raised."""

    def __init__(self) -> None:
        super().__init__(_client)
        self.stands: dict[str, Message] = {}
        self.homes: dict[str, View] = {}
        self.profiles: dict[str, Profile | Exception] = {}
        self.looked_up: list[str] = []
        self.refuses_homes = False

    @override
    async def post(
        self,
        workspace_id: int,
        *,
        saying_id: str,
        channel: str,
        thread_ts: str | None,
        text: str,
        blocks: Sequence[Block],
    ) -> Outcome:
        ts = f"{1_793_620_800 + len(self.stands)}.{workspace_id:06}"
        self.stands[saying_id] = Message(channel, ts, text, blocks)
        return Said(channel, ts)

    @override
    async def whisper(
        self,
        workspace_id: int,
        *,
        channel: str,
        user: str,
        thread_ts: str | None,
        text: str,
        blocks: Sequence[Block],
    ) -> Outcome:
        return Said(channel, None)

    @override
    async def update(
        self, workspace_id: int, *, channel: str, ts: str, text: str, blocks: Sequence[Block]
    ) -> Outcome:
        for message in self.stands.values():
            if (message.channel, message.ts) == (channel, ts):
                message.text, message.blocks = text, blocks
        return Said(channel, ts)

    @override
    async def delete(self, workspace_id: int, *, channel: str, ts: str) -> Outcome:
        self.stands = {
            key: message
            for key, message in self.stands.items()
            if (message.channel, message.ts) != (channel, ts)
        }
        return Said(channel, ts)

    @override
    async def open_direct(self, workspace_id: int, user: str) -> Outcome:
        return Said(direct(user), None)

    @override
    async def publish_home(self, workspace_id: int, user: str, view: View) -> Outcome:
        if self.refuses_homes:
            return Refused("not_enabled")
        self.homes[user] = view
        return Said("", None)

    @override
    async def profile(self, workspace_id: int, user: str, team_id: str) -> Profile:
        self.looked_up.append(user)
        found = self.profiles[user]
        if isinstance(found, Exception):
            raise found
        return found

    def told(self, user: str) -> list[str]:
        """What stands in a person's direct messages."""
        return [message.text for message in self.stands.values() if message.channel == direct(user)]
