"""A server that answers the Web API as Slack's limits do, and does nothing else.

The sandbox checks, keeps and echoes every message, on a clock that stands still: a millisecond of CPU a post, so that a burst
of ten thousand would measure the sandbox. This one takes some 50 µs, and its limits run with real time.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from math import ceil

from typing_extensions import override

POST = "chat.postMessage"


@dataclass
class Budget:
    """So many posts a minute, and a few at once: what is not used up to `burst` is kept."""

    a_minute: float
    burst: float
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait_for(self, team: str, now: float) -> int:
        """Whole seconds for `Retry-After`, 0 for a post that is taken."""
        at, left = self._left.get(team, (now, self.burst))
        left = min(self.burst, left + (now - at) * self.a_minute / 60)
        self._left[team] = (now, left - 1 if left >= 1 else left)
        return 0 if left >= 1 else ceil((1 - left) * 60 / self.a_minute)


@dataclass
class Ledger:
    """What was posted since the ledger was opened; the instants are the machine's."""

    first: float = 0.0
    last: float = 0.0
    posts: int = 0
    refused: int = 0
    stamps: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    seconds: Counter[int] = field(default_factory=Counter)

    def as_json(self) -> bytes:
        """The sums."""
        twice = sum(times - 1 for times in self.stamps.values())
        sums = {
            "first": self.first,
            "last": self.last,
            "posts": self.posts,
            "refused": self.refused,
            "twice": twice,
            "other": dict(self.other),
            "seconds": {str(second): count for second, count in sorted(self.seconds.items())},
        }
        return json.dumps(sums).encode()


class Desk:
    """Decides what a call is answered."""

    def __init__(self, latency: float, budget: Budget) -> None:
        self.latency = latency
        self._budget = budget
        self._ledger = Ledger()
        self._number = 0

    def answer(self, method: str, token: str, body: bytes) -> bytes:
        """The whole answer to one call."""
        if method == "report":
            return _answer(b"200 OK", self._ledger.as_json())
        if method == "begin":
            self._ledger = Ledger()
            return _answer(b"200 OK", b"{}")
        if method != POST:
            self._ledger.other[method] += 1
            return _answer(b"200 OK", b'{"ok":true,"members":[],"user":{"id":"U1"}}')
        now = time.time()
        if wait := self._budget.wait_for(token, now):
            self._ledger.refused += 1
            header = b"Retry-After: %d\r\n" % wait
            return _answer(b"429 Too Many Requests", b'{"ok":false,"error":"ratelimited"}', header)
        return self._post(json.loads(body), token, now)

    def _post(self, message: dict[str, object], token: str, now: float) -> bytes:
        ledger = self._ledger
        ledger.first = ledger.first or now
        ledger.last = now
        ledger.posts += 1
        ledger.seconds[int(now)] += 1
        ledger.stamps[f"{token} {message['channel']}"] += 1
        self._number += 1
        said = {"ok": True, "channel": message["channel"], "ts": f"{int(now)}.{self._number:06}"}
        return _answer(b"200 OK", json.dumps(said).encode())


def _answer(status: bytes, body: bytes, header: bytes = b"") -> bytes:
    return b"HTTP/1.1 %b\r\nContent-Type: application/json\r\n%bContent-Length: %d\r\n\r\n%b" % (
        status,
        header,
        len(body),
        body,
    )


class Connection(asyncio.Protocol):
    """One connection: calls in turn, each answered after the latency."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._heard = b""
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, found, rest = self._heard.partition(b"\r\n\r\n")
        if not found:
            return
        first, *lines = head.split(b"\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
        size = int(headers.get(b"content-length", b"0"))
        if len(rest) < size:
            return
        self._heard = rest[size:]
        method = first.split(b" ")[1].rpartition(b"/")[2].decode()
        answer = self._desk.answer(method, headers.get(b"authorization", b"").decode(), rest[:size])
        asyncio.get_running_loop().call_later(self._desk.latency, self._write, answer)

    def _write(self, answer: bytes) -> None:
        assert self._transport is not None
        if not self._transport.is_closing():
            self._transport.write(answer)


async def _serve(desk: Desk) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Connection(desk), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main(latency: float, a_minute: float, burst: float) -> None:
    """Print the port and serve until ended."""
    asyncio.run(_serve(Desk(latency, Budget(a_minute, burst))))
