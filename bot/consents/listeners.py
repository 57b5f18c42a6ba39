"""Commands and buttons by which a workspace's admins and each person say whether a language model may read answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import aiohttp
from pydantic import ValidationError

from bot.consents import messages, use_cases
from bot.kit import Kit
from bot.slack.calls import SlackApiError
from bot.slack.doors import Desk
from bot.slack.installations import NotInstalledError
from bot.slack.interactions import Command, Press, Response, Whisper
from bot.slack.patience import Asking
from bot.slack.scripts import Script


@dataclass(frozen=True)
class Listeners:
    """Answers to consents; taking one back works where no model is set up any more, too."""

    kit: Kit
    asking: Asking = field(default_factory=Asking)

    async def mine(self, desk: Desk, deed: Press | Command) -> Response:
        """What this person says for themselves."""
        choice = deed.action.rpartition(":")[2] if isinstance(deed, Press) else _last(deed)
        if choice == "off":
            return Whisper(await desk.run(lambda room: use_cases.disagree(room, deed.user_id, desk.now)))
        advisor = self.kit.advisor
        if advisor is None:
            return Whisper(messages.NO_MODEL)
        if choice != "on":
            return Whisper(messages.WHICH_MINE)
        return Whisper(await desk.run(lambda room: use_cases.agree(room, deed.user_id, advisor, desk.now)))

    async def workspace(self, desk: Desk, command: Command) -> Response:
        """What an admin says for the workspace.

        Where Slack does not say in time who is one, nobody turns it on and anybody turns it off.
        """
        choice, advisor = _last(command), self.kit.advisor
        if advisor is None and choice != "off":
            return Whisper(messages.NO_MODEL)
        if choice not in {"on", "off"}:
            return Whisper(messages.WHICH)
        is_admin = await self.asking.in_time(_is_admin(desk, command.user_id), otherwise=None)
        if is_admin is False:
            return Whisper(messages.ONLY_ADMINS)
        if choice == "off" or advisor is None:
            return Whisper(await desk.run(use_cases.close_workspace))
        if is_admin is None:
            return Whisper(messages.NOT_TOLD)
        return Whisper(await desk.run(lambda room: use_cases.open_workspace(room, advisor)))


async def _is_admin(desk: Desk, user_id: str) -> bool | None:
    """Whether Slack says so now; None when it says nothing."""
    installed = await desk.run(lambda room: room.installation.find())
    try:
        profile = await desk.calls.profile(desk.workspace_id, user_id, installed.team_id if installed else "")
    except (SlackApiError, NotInstalledError, aiohttp.ClientError, TimeoutError, ValidationError):
        return None
    return profile.is_admin and not profile.is_stranger


def _last(command: Command) -> str:
    return command.words.lower().split()[-1]


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to consents."""
    listeners = Listeners(kit)
    kit.doors.on(Press, "consents:mine", listeners.mine)
    kit.doors.on(Command, "my model", listeners.mine)
    kit.doors.on(Command, "model", listeners.workspace)
    return ()
