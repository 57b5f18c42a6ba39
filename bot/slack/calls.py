"""Slack's Web API as the app uses it: every answer is a value, nothing is ever posted twice by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

import aiohttp
from pydantic import BaseModel
from slack_sdk.errors import SlackApiError as SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse as AsyncSlackResponse

from bot.slack.interactions import Block, View
from bot.slack.parsing import SAYING_EVENT
from bot.slack.shapes import SlackUser
from storage.people import Profile

PAGE = 100  # messages a page when looking for our own; Slack cuts it to 15 for some apps, and we read on
MOST_PAGES = 10
UNCERTAIN = frozenset({"fatal_error", "internal_error", "request_timeout"})
"""Refusals after which, by Slack's own word, part of the deed may have been done."""


@dataclass(frozen=True)
class Said:
    """It stands in `channel` at `ts` (None for what only one person sees)."""

    channel: str
    ts: str | None


@dataclass(frozen=True)
class Refused:
    """It is certain that nothing happened; `retry_after` in seconds when Slack named it."""

    error: str
    retry_after: float | None = None


@dataclass(frozen=True)
class Unknown:
    """It may or may not have happened."""

    cause: str


Outcome = Said | Refused | Unknown
ClientOf = Callable[[int], AsyncWebClient]


class _Heard(BaseModel):
    """A message of a history, as far as it may be one of ours; of others' nothing is taken for granted."""

    ts: str
    metadata: object = None
    blocks: object = None

    def carries(self, saying_id: str) -> bool:
        """Whether the id stands in the metadata or, where a server drops that, as the first block's id."""
        payload = self.metadata.get("event_payload") if isinstance(self.metadata, dict) else None
        first = self.blocks[0] if isinstance(self.blocks, list) and self.blocks else None
        return (isinstance(payload, dict) and payload.get("saying") == saying_id) or (
            isinstance(first, dict) and first.get("block_id") == saying_id
        )


class Calls:
    """The Web API of every workspace, through one shared session and without the SDK's retries."""

    def __init__(self, client_of: ClientOf) -> None:
        """`client_of` gives the client with a workspace's token."""
        self._client_of = client_of

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
        """Post a message that carries its saying's id in its metadata and as its first block's id."""
        return await _outcome(
            self._client_of(workspace_id).chat_postMessage(
                channel=channel,
                thread_ts=thread_ts,
                text=text,
                blocks=list(blocks),
                metadata={"event_type": SAYING_EVENT, "event_payload": {"saying": saying_id}},
                unfurl_links=False,
                unfurl_media=False,
            )
        )

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
        """Show a message to one person in a channel; Slack may lose it."""
        return await _outcome(
            self._client_of(workspace_id).chat_postEphemeral(
                channel=channel, user=user, thread_ts=thread_ts, text=text, blocks=list(blocks)
            )
        )

    async def update(
        self, workspace_id: int, *, channel: str, ts: str, text: str, blocks: Sequence[Block]
    ) -> Outcome:
        """Replace a message of ours; may be repeated."""
        return await _outcome(
            self._client_of(workspace_id).chat_update(channel=channel, ts=ts, text=text, blocks=list(blocks))
        )

    async def delete(self, workspace_id: int, *, channel: str, ts: str) -> Outcome:
        """Delete a message of ours; may be repeated."""
        return await _outcome(self._client_of(workspace_id).chat_delete(channel=channel, ts=ts))

    async def open_direct(self, workspace_id: int, user: str) -> Outcome:
        """The conversation with one person; may be repeated."""
        return await _outcome(self._client_of(workspace_id).conversations_open(users=[user]))

    async def find_said(
        self, workspace_id: int, *, saying_id: str, channel: str, thread_ts: str | None, oldest: str
    ) -> Said | None:
        """Where a saying stands, looked for from `oldest` on; None when it is not there.

        Raises SlackApiError or an aiohttp error when the conversation cannot be read.
        """
        async for message in self._messages(workspace_id, channel, thread_ts, oldest):
            if message.carries(saying_id):
                return Said(channel, message.ts)
        return None

    async def _messages(
        self, workspace_id: int, channel: str, thread_ts: str | None, oldest: str
    ) -> AsyncIterator[_Heard]:
        client = self._client_of(workspace_id)
        cursor: str | None = None
        for _page in range(MOST_PAGES):
            if thread_ts:
                answer = await client.conversations_replies(
                    channel=channel,
                    ts=thread_ts,
                    oldest=oldest,
                    cursor=cursor,
                    limit=PAGE,
                    inclusive=True,
                    include_all_metadata=True,
                )
            else:
                answer = await client.conversations_history(
                    channel=channel,
                    oldest=oldest,
                    cursor=cursor,
                    limit=PAGE,
                    inclusive=True,
                    include_all_metadata=True,
                )
            for message in answer["messages"]:
                yield _Heard.model_validate(message)
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    async def thread(self, workspace_id: int, channel: str, thread_ts: str) -> Sequence[Mapping[str, object]]:
        """All messages of a thread as Slack tells them, the first one included.

        Raises SlackApiError or an aiohttp error when it cannot be read to its end.
        """
        found: list[Mapping[str, object]] = []
        cursor: str | None = None
        while True:
            answer = await self._client_of(workspace_id).conversations_replies(
                channel=channel, ts=thread_ts, cursor=cursor, limit=PAGE
            )
            found += answer["messages"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return found

    async def profile(self, workspace_id: int, user: str, team_id: str) -> Profile:
        """What Slack says of a person. Raises SlackApiError."""
        answer = await self._client_of(workspace_id).users_info(user=user)
        return SlackUser.model_validate(answer["user"]).as_profile(team_id)

    async def members(self, workspace_id: int, channel: str) -> tuple[str, ...]:
        """The ids of all who are in a channel. Raises SlackApiError."""
        found: list[str] = []
        cursor = None
        while True:
            answer = await self._client_of(workspace_id).conversations_members(
                channel=channel, cursor=cursor, limit=1000
            )
            found += answer["members"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return tuple(found)

    async def is_shared_outside(self, workspace_id: int, channel: str) -> bool:
        """Whether people of other companies are in the channel. Raises SlackApiError."""
        answer = await self._client_of(workspace_id).conversations_info(channel=channel)
        return bool(answer["channel"].get("is_ext_shared"))

    async def publish_home(self, workspace_id: int, user: str, view: View) -> Outcome:
        """Show a person's Home; may be repeated."""
        return await _outcome(self._client_of(workspace_id).views_publish(user_id=user, view=view))


async def _outcome(call: Awaitable[AsyncSlackResponse]) -> Outcome:
    """What became of a call that writes."""
    try:
        answer = await call
    except SlackApiError as error:
        return refusal_of(error)
    except aiohttp.ClientConnectorError:
        return Refused("unreachable")
    except (TimeoutError, aiohttp.ClientError) as error:
        return Unknown(type(error).__name__)
    channel = answer.get("channel") or ""
    if isinstance(channel, dict):
        channel = channel["id"]
    return Said(str(channel), cast("str | None", answer.get("ts")))


def refusal_of(error: SlackApiError) -> Refused | Unknown:
    """A refusal, or the lack of one: a body that is not Slack's arrives as aiohttp's own response."""
    response = error.response
    if not isinstance(response, AsyncSlackResponse):
        return Unknown(f"unreadable answer, status {getattr(response, 'status', '?')}")
    code = str(response.get("error") or response.status_code)
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return Refused("ratelimited", float(response.headers.get("Retry-After", 1)))
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or code in UNCERTAIN:
        return Unknown(code)
    return Refused(code)
