"""Who calls a method, and what every method needs: channels that may be written to, messages, pages."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.sandbox.deeds.telling import HISTORY_SCOPE, READ_SCOPE
from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json
from bot.sandbox.web_api.args import Args
from bot.sandbox.world.conversation import Conversation
from bot.sandbox.world.ledger import Refusal
from bot.sandbox.world.message import Message
from bot.sandbox.world.workspace import Workspace
from bot.sandbox.world.world import World

Item = TypeVar("Item")


@dataclass(frozen=True)
class Caller:
    """The app in one workspace."""

    world: World
    workspace: Workspace

    def readable(self, args: Args) -> Conversation:
        """The conversation whose messages the app wants to read: it must be a member and hold the history scope."""
        conversation = self.workspace.conversation(args.needed("channel"))
        self.workspace.require_scope(HISTORY_SCOPE[conversation.kind])
        if self.workspace.bot_user_id not in conversation.members:
            raise ApiError("not_in_channel")
        return conversation

    def known(self, args: Args) -> Conversation:
        """The conversation that the app asks about: it must hold the read scope."""
        conversation = self.workspace.conversation(args.needed("channel"))
        self.workspace.require_scope(READ_SCOPE[conversation.kind])
        return conversation

    def refuse(self, where: str, payload: Json, reasons: list[str], code: str) -> ApiError:
        """Keep a refused payload for assertions and make the error that answers it."""
        self.world.refused.append(Refusal(where=where, payload=payload, reasons=reasons))
        return ApiError(
            code, errors=reasons, response_metadata={"messages": [f"[ERROR] {r}" for r in reasons]}
        )


def find_message(conversation: Conversation, ts: str) -> Message:
    """The message of that `ts`; none, or a tombstone, is `message_not_found`."""
    message = conversation.messages.get(ts)
    if message is None or message.deleted:
        raise ApiError("message_not_found")
    return message


def page(
    items: Sequence[Item], args: Args, *, default: int, most: int, at_once: int | None = None
) -> tuple[list[Item], str]:
    """One page of the items and the cursor of the next, empty at the end; a made-up cursor is refused."""
    limit = args.number("limit", default) or default
    if not 1 <= limit <= most:
        raise ApiError("invalid_limit")
    limit = min(limit, at_once or limit)
    start = _position(args.text("cursor"))
    rest = start + limit < len(items)
    return list(items[start : start + limit]), _cursor(start + limit) if rest else ""


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"next:{position}".encode()).decode()


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.urlsafe_b64decode(cursor).decode().removeprefix("next:"))
    except ValueError as problem:
        raise ApiError("invalid_cursor") from problem
