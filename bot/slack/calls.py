"""Slack's Web API as the app uses it: every answer is a value, nothing is ever posted twice by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, cast

import aiohttp
from pydantic import BaseModel
from slack_sdk.errors import SlackApiError as SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse as AsyncSlackResponse

from bot.slack.files import fetch
from bot.slack.installations import NotInstalledError
from bot.slack.interactions import Block, View
from bot.slack.outcomes import UNCERTAIN as UNCERTAIN
from bot.slack.outcomes import Outcome as Outcome
from bot.slack.outcomes import Refused as Refused
from bot.slack.outcomes import Said as Said
from bot.slack.outcomes import Unknown as Unknown
from bot.slack.outcomes import code_of as code_of
from bot.slack.outcomes import refusal_of as refusal_of
from bot.slack.parsing import SAYING_EVENT
from bot.slack.shapes import ClipFile, Heard, SlackUser
from bot.slack.text import shorten_escaped
from storage.people import Profile

PAGE = 100  # messages a page when looking for our own; Slack cuts it to 15 for some apps, and we read on
POST_TEXT = 39_000  # Slack cuts the text of a post at 40,000 characters, wherever that is
UPDATE_TEXT = 3_900  # and refuses an update with more than 4,000
ClientOf = Callable[[int], Awaitable[AsyncWebClient]]
Call = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]
Dead = Callable[[int, str], Awaitable[None]]
"""Told of a workspace and its token when Slack says that the token will never be good again."""

DEAD = frozenset({"account_inactive", "token_revoked"})


async def _nobody(_workspace_id: int, _token: str) -> None:
    """Nobody wants to know of dead tokens."""


class Standing(BaseModel):
    """How the app stands to a channel: whether it is in it, and whether people of other companies are."""

    is_member: bool = False
    is_ext_shared: bool = False
    is_mpim: bool = False


class Calls:
    """The Web API of every workspace, through one shared session and without the SDK's retries."""

    def __init__(self, client_of: ClientOf, dead: Dead = _nobody) -> None:
        """`client_of` gives the client with a workspace's token; it raises NotInstalledError when there is none."""
        self._client_of = client_of
        self._dead = dead

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
        return await self._outcome(
            workspace_id,
            lambda slack: slack.chat_postMessage(
                channel=channel,
                thread_ts=thread_ts,
                text=shorten_escaped(text, POST_TEXT),
                blocks=list(blocks),
                metadata={"event_type": SAYING_EVENT, "event_payload": {"saying": saying_id}},
                unfurl_links=False,
                unfurl_media=False,
            ),
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
        return await self._outcome(
            workspace_id,
            lambda slack: slack.chat_postEphemeral(
                channel=channel, user=user, thread_ts=thread_ts, text=text, blocks=list(blocks)
            ),
        )

    async def update(
        self, workspace_id: int, *, channel: str, ts: str, text: str, blocks: Sequence[Block]
    ) -> Outcome:
        """Replace a message of ours; may be repeated."""
        return await self._outcome(
            workspace_id,
            lambda slack: slack.chat_update(
                channel=channel, ts=ts, text=shorten_escaped(text, UPDATE_TEXT), blocks=list(blocks)
            ),
        )

    async def delete(self, workspace_id: int, *, channel: str, ts: str) -> Outcome:
        """Delete a message of ours; may be repeated."""
        return await self._outcome(workspace_id, lambda slack: slack.chat_delete(channel=channel, ts=ts))

    async def open_direct(self, workspace_id: int, user: str) -> Outcome:
        """The conversation with one person; may be repeated."""
        return await self._outcome(workspace_id, lambda slack: slack.conversations_open(users=[user]))

    async def find_said(
        self,
        workspace_id: int,
        *,
        saying_id: str,
        channel: str,
        thread_ts: str | None,
        oldest: str,
        latest: str,
    ) -> Said | None:
        """Where a saying stands, looked for from `oldest` to `latest`; None when it is not there.

        Raises SlackApiError or an aiohttp error when the conversation cannot be read to its end.
        """
        async for message in self._messages(workspace_id, channel, thread_ts, oldest, latest):
            if message.carries(saying_id):
                return Said(channel, message.ts)
        return None

    async def _messages(
        self, workspace_id: int, channel: str, thread_ts: str | None, oldest: str, latest: str
    ) -> AsyncIterator[Heard]:
        cursor: str | None = None
        while True:
            page = {
                "oldest": oldest,
                "latest": latest,
                "cursor": cursor,
                "limit": PAGE,
                "inclusive": True,
                "include_all_metadata": True,
            }
            answer = await self._answer(workspace_id, _reading(channel, thread_ts, page))
            for message in answer["messages"]:
                yield Heard.model_validate(message)
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
            page = {"cursor": cursor, "limit": PAGE}
            answer = await self._answer(workspace_id, _reading(channel, thread_ts, page))
            found += answer["messages"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return found

    async def profile(self, workspace_id: int, user: str, team_id: str) -> Profile:
        """What Slack says of a person. Raises SlackApiError."""
        answer = await self._answer(workspace_id, lambda slack: slack.users_info(user=user))
        return SlackUser.model_validate(answer["user"]).as_profile(team_id)

    async def members(self, workspace_id: int, channel: str) -> tuple[str, ...]:
        """The ids of all who are in a channel. Raises SlackApiError."""
        found: list[str] = []
        cursor: str | None = None
        while True:
            page = {"cursor": cursor, "limit": 1000}
            answer = await self._answer(workspace_id, _members(channel, page))
            found += answer["members"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return tuple(found)

    async def clip(self, workspace_id: int, file_id: str) -> ClipFile:
        """What Slack says of a clip. Raises SlackApiError, and ValidationError when it is of no shape that we know."""
        answer = await self._answer(workspace_id, lambda slack: slack.files_info(file=file_id))
        return ClipFile.model_validate(answer["file"])

    async def captions(self, workspace_id: int, url: str) -> str:
        """What stands at the address of a clip's captions. Raises ForeignAddressError or an aiohttp error."""
        return await fetch(await self._client_of(workspace_id), url)

    async def standing(self, workspace_id: int, channel: str) -> Standing:
        """How the app stands to a channel. Raises SlackApiError."""
        answer = await self._answer(workspace_id, lambda slack: slack.conversations_info(channel=channel))
        return Standing.model_validate(answer["channel"])

    async def publish_home(self, workspace_id: int, user: str, view: View) -> Outcome:
        """Show a person's Home; may be repeated."""
        return await self._outcome(workspace_id, lambda slack: slack.views_publish(user_id=user, view=view))

    async def _answer(self, workspace_id: int, call: Call) -> AsyncSlackResponse:
        """Slack's answer. Raises SlackApiError or an aiohttp error; of a dead token it is told first."""
        client = await self._client_of(workspace_id)
        try:
            return await call(client)
        except SlackApiError as error:
            refused = refusal_of(error)
            if isinstance(refused, Refused) and refused.error in DEAD:
                await self._dead(workspace_id, client.token or "")
            raise

    async def _outcome(self, workspace_id: int, call: Call) -> Outcome:
        """What became of a call that writes."""
        try:
            answer = await self._answer(workspace_id, call)
        except NotInstalledError:
            return Refused("not_installed")
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


def _reading(channel: str, thread_ts: str | None, page: Mapping[str, Any]) -> Call:
    """The call that reads one page of a thread, or of a channel."""
    if thread_ts:
        return lambda slack: slack.conversations_replies(channel=channel, ts=thread_ts, **page)
    return lambda slack: slack.conversations_history(channel=channel, **page)


def _members(channel: str, page: Mapping[str, Any]) -> Call:
    """The call that reads one page of who is in a channel."""
    return lambda slack: slack.conversations_members(channel=channel, **page)
