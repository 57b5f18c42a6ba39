"""What became of a call to Slack: said, refused, or unknown (law 3)."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

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


def refusal_of(error: SlackApiError) -> Refused | Unknown:
    """A refusal, or the lack of one: a body that is not Slack's arrives as aiohttp's own response."""
    response = error.response
    if not isinstance(response, AsyncSlackResponse):
        return Unknown(f"unreadable answer, status {getattr(response, 'status', '?')}")
    code = code_of(error) or str(response.status_code)
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return Refused("ratelimited", float(response.headers.get("Retry-After", 1)))
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or code in UNCERTAIN:
        return Unknown(code)
    return Refused(code)


def code_of(error: SlackApiError) -> str | None:
    """Slack's word for the refusal; None for an answer that is not Slack's."""
    data = getattr(error.response, "data", error.response)
    code = data.get("error") if isinstance(data, dict) else None
    return str(code) if code else None
