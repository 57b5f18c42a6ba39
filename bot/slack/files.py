"""Files in Slack: read with the workspace's token, from Slack alone."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from slack_sdk.web.async_client import AsyncWebClient

FILES: Final = ("https", "files.slack.com")
MOST = 1_000_000  # bytes; the captions of an hour are a tenth of it


class ForeignAddressError(Exception):
    """An address that is not Slack's: the token goes nowhere else."""


async def fetch(client: AsyncWebClient, url: str) -> str:
    """The text of a file of Slack's, cut where it is larger than any we read.

    It may be an HTML page: so Slack answers a token that may not read it. Raises ForeignAddressError or an aiohttp error.
    """
    if _origin(url) not in {FILES, _origin(client.base_url)}:
        raise ForeignAddressError
    assert client.session is not None
    headers = {"Authorization": f"Bearer {client.token}"}
    async with client.session.get(url, headers=headers, allow_redirects=False) as answer:
        answer.raise_for_status()
        found = b""
        async for chunk in answer.content.iter_any():
            found += chunk
            if len(found) >= MOST:
                break
    return found[:MOST].decode(errors="replace")


def _origin(url: str) -> tuple[str, str]:
    """Who is asked, to the letter."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc
