"""Figures for operators: how much, how fast, how late; labels are ids and kinds, never what people wrote."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST as CONTENT_TYPE_LATEST

ACK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)  # Slack waits three seconds
LATENESS = (0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 7200)  # a post is good for two hours
DATABASE = (0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
CALL = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
TICK = (0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30)

CallOutcome = Literal["ok", "refused", "ratelimited", "failed", "unknown"]


@dataclass
class Delivery:
    """What became of something that Slack delivered."""

    outcome: str = "failed"


class Figures:
    """All figures of one process, in a registry of their own."""

    def __init__(self) -> None:
        """All of them stand at nothing."""
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._events = Counter("understudy_events", "Deliveries", ("kind", "outcome"), registry=registry)
        self._ack = Histogram(
            "understudy_ack_seconds",
            "From the delivery to its answer",
            ("door",),
            buckets=ACK,
            registry=registry,
        )
        self._lateness = Histogram(
            "understudy_post_lateness_seconds",
            "From a question's slot to its post",
            buckets=LATENESS,
            registry=registry,
        )
        self._owed = Gauge("understudy_owed", "Messages that are owed, by age", ("age",), registry=registry)
        self._calls = Counter("understudy_calls", "Calls of Slack", ("method", "outcome"), registry=registry)
        self._call_seconds = Histogram(
            "understudy_call_seconds", "How long Slack took to answer", buckets=CALL, registry=registry
        )
        self._database = Histogram(
            "understudy_database_seconds",
            "Units of work, waiting included",
            buckets=DATABASE,
            registry=registry,
        )
        self._ticks = Histogram(
            "understudy_tick_seconds", "Ticks of this process", buckets=TICK, registry=registry
        )
        self._taken = Counter("understudy_taken", "Rows that ticks took up", registry=registry)
        self._waiting = Gauge("understudy_waiting_ticks", "Ticks wanted and not begun", registry=registry)
        self._since_tick = Gauge(
            "understudy_since_tick_seconds", "Since the rows were last asked", registry=registry
        )
        self._silence = Gauge(
            "understudy_days_since_post",
            "Days since the last post of a routine",
            ("workspace", "routine"),
            registry=registry,
        )

    @contextmanager
    def delivery(self, door: str, kind: str | None) -> Iterator[Delivery]:
        """Deal with one delivery; whoever does says what became of it, or it failed."""
        delivery = Delivery()
        began = time.perf_counter()
        try:
            yield delivery
        finally:
            self._events.labels(kind or "?", delivery.outcome).inc()
            self._ack.labels(door).observe(time.perf_counter() - began)

    def posted(self, late_seconds: float) -> None:
        """A question stands in its channel, so long after its slot."""
        self._lateness.observe(max(0.0, late_seconds))

    def called(self, method: str, outcome: CallOutcome, seconds: float) -> None:
        """Slack answered a call, or did not."""
        self._calls.labels(method, outcome).inc()
        self._call_seconds.observe(seconds)

    def worked(self, seconds: float) -> None:
        """The database did a unit of work."""
        self._database.observe(seconds)

    def ticked(self, seconds: float, taken: int) -> None:
        """A tick ended."""
        self._ticks.observe(seconds)
        self._taken.inc(taken)

    def engine(self, *, waiting: int, since_tick: float | None) -> None:
        """How the engine stands."""
        self._waiting.set(waiting)
        self._since_tick.set(float("nan") if since_tick is None else since_tick)

    def owed(self, by_age: Mapping[str, int]) -> None:
        """What is owed at this moment."""
        for age, count in by_age.items():
            self._owed.labels(age).set(count)

    def silences(self, days: Mapping[tuple[int, int], float]) -> None:
        """For each workspace's number and routine's: days since its last post."""
        self._silence.clear()
        for (workspace, routine), since in days.items():
            self._silence.labels(str(workspace), str(routine)).set(since)

    def written(self) -> bytes:
        """All of them as Prometheus reads them."""
        return generate_latest(self._registry)
