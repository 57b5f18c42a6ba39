"""A token of the settings, shown to Slack: it is good, or refused, or Slack is not there to say so."""

from __future__ import annotations

from collections.abc import Awaitable

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.outcomes import code_of

log = structlog.get_logger()

REFUSALS = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
"""What Slack says of a token that will not do, however long one waits; every other trouble passes."""


class TokenRefusedError(Exception):
    """Slack refuses a token of the settings; the text names the setting and Slack's word for it."""


async def shown(setting: str, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse | None:
    """Slack's answer to a call with the token of this setting; None while Slack is unwell, which the log tells.

    Raises TokenRefusedError.
    """
    try:
        return await call
    except SlackApiError as error:
        if code_of(error) in REFUSALS:
            raise TokenRefusedError(
                f"Slack refused {setting} ({code_of(error)}). `python -m bot doctor` tells more."
            ) from error
        log.warning("slack_unwell", problem=word_of(error))
    except (aiohttp.ClientError, TimeoutError) as error:
        log.warning("slack_not_reached", problem=type(error).__name__)
    return None


def word_of(error: SlackApiError) -> str:
    """Slack's word for what is wrong, or the status of an answer that is not Slack's."""
    status = getattr(error.response, "status_code", None) or getattr(error.response, "status", "?")
    return code_of(error) or f"status {status}"
