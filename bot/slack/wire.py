"""Every call to Slack is counted where it leaves the process, whoever made it."""

from __future__ import annotations

import time
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp

from bot.figures import CallOutcome, Figures

BEGINNING = 24  # bytes of an answer: Slack says at once whether it is `"ok":true`


class _Call(SimpleNamespace):
    """One call on its way; `method` is None when it is none of ours, or counted already."""

    method: str | None = None
    status: int = 0
    began: float = 0.0


def counted(figures: Figures, base_url: str) -> aiohttp.TraceConfig:
    """What lets a session count its calls of `base_url`, by method and outcome."""
    counter = _Counter(figures, base_url)
    trace = aiohttp.TraceConfig(trace_config_ctx_factory=_Call)
    trace.on_request_start.append(counter.begin)
    trace.on_request_end.append(counter.answered)
    trace.on_response_chunk_received.append(counter.read)
    trace.on_request_exception.append(counter.broke)
    return trace


class _Counter:
    """What a session tells of its calls; aiohttp hands over what the factory made."""

    def __init__(self, figures: Figures, base_url: str) -> None:
        self._figures = figures
        self._base_url = base_url

    async def begin(self, _: object, call: SimpleNamespace, sent: aiohttp.TraceRequestStartParams) -> None:
        """A call sets out."""
        if str(sent.url).startswith(self._base_url):
            call.method = sent.url.name
            call.began = time.perf_counter()

    async def answered(self, _: object, call: SimpleNamespace, sent: aiohttp.TraceRequestEndParams) -> None:
        """The head of an answer came."""
        call.status = sent.response.status
        if call.status == HTTPStatus.TOO_MANY_REQUESTS:
            self._count(call, "ratelimited")
        elif call.status != HTTPStatus.OK:
            self._count(call, "failed")

    async def read(
        self, _: object, call: SimpleNamespace, sent: aiohttp.TraceResponseChunkReceivedParams
    ) -> None:
        """The body of an answer came, all at once."""
        said = sent.chunk[:BEGINNING].replace(b" ", b"")
        self._count(call, "ok" if b'"ok":true' in said else "refused")

    async def broke(
        self, _: object, call: SimpleNamespace, _sent: aiohttp.TraceRequestExceptionParams
    ) -> None:
        """No answer came."""
        self._count(call, "unknown")

    def _count(self, call: SimpleNamespace, outcome: CallOutcome) -> None:
        if call.method is not None:
            self._figures.called(call.method, outcome, time.perf_counter() - call.began)
            call.method = None
