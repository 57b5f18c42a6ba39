"""HTTP mode: events, interactions and commands as signed POST requests to the app's URLs."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.delivery.letter import Answer, Kind, Letter
from bot.sandbox.shapes import Json, as_object


@dataclass
class AppUrls:
    """Where the app listens; one URL is enough, an empty one falls back to the URL of events."""

    events: str = ""
    interactivity: str = ""
    commands: str = ""

    def of(self, kind: Kind) -> str:
        """The URL for this kind of payload."""
        special = {
            "interactive": self.interactivity,
            "slash_commands": self.commands,
            "events_api": self.events,
        }
        return special[kind] or self.events


@dataclass(eq=False)
class Pushes:
    """Posts letters to the app's URLs, signed with the real time as Slack signs."""

    urls: AppUrls
    signing_secret: str
    patience: float
    now: Callable[[], float] = time.time
    _session: aiohttp.ClientSession | None = field(default=None, init=False)

    async def carry(self, letter: Letter) -> Answer:
        """Post once; 2xx within patience is acceptance, all else is a failure that Slack names."""
        url = self.urls.of(letter.kind)
        if not url:
            return Answer(accepted=False, failure="connection_failed")
        body, headers = self._written(letter)
        try:
            async with (
                asyncio.timeout(self.patience),
                self._client().post(url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                text = await answer.text()
                if answer.ok and answer.status < 300:  # noqa: PLR2004  2xx is HTTP's own word
                    return Answer(accepted=True, payload=_payload(text))
                may_retry = answer.headers.get("x-slack-no-retry") != "1"
                return Answer(accepted=False, failure="http_error", may_retry=may_retry)
        except TimeoutError:
            return Answer(accepted=False, failure="http_timeout")
        except (aiohttp.ClientError, OSError):
            return Answer(accepted=False, failure="connection_failed")

    async def close(self) -> None:
        """Close the connections to the app."""
        if self._session:
            await self._session.close()

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    def _written(self, letter: Letter) -> tuple[str, dict[str, str]]:
        timestamp = str(int(self.now()))
        if letter.kind == "events_api":
            body, content_type = json.dumps(letter.payload), "application/json"
        elif letter.kind == "interactive":
            body, content_type = urlencode({"payload": json.dumps(letter.payload)}), FORM
        else:
            body, content_type = urlencode({key: str(value) for key, value in letter.payload.items()}), FORM
        signature = SignatureVerifier(self.signing_secret).generate_signature(timestamp=timestamp, body=body)
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": str(signature),
        }
        if letter.attempt:
            headers |= {"X-Slack-Retry-Num": str(letter.attempt), "X-Slack-Retry-Reason": letter.reason}
        return body, headers


FORM = "application/x-www-form-urlencoded"


def _payload(text: str) -> Json:
    try:
        return as_object(json.loads(text))
    except ValueError:
        return {"text": text} if text else {}
