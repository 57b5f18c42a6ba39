"""Figures for operators: how much, how fast, how late; labels are ids and kinds, never what people wrote."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, Self

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST as CONTENT_TYPE_LATEST

ACK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)  # Slack waits three seconds
LATENESS = (0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 7200)  # a post is good for two hours
DATABASE = (0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
CALL = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
TICK = (0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30)

CallOutcome = Literal["ok", "refused", "ratelimited", "failed", "unknown"]


class _Deliveries:
    """All that Slack delivered to this process."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Nothing was delivered."""
        events = Counter("understudy_events", "Deliveries", ("kind", "outcome"), registry=registry)
        ack = Histogram(
            "understudy_ack_seconds",
            "From the delivery to its answer",
            ("door",),
            buckets=ACK,
            registry=registry,
        )
        self.at_hand = Gauge("understudy_at_hand", "Deliveries not answered yet", registry=registry)
        self.count = cache(events.labels)  # finding them by name takes longer than counting
        self.time = cache(ack.labels)


@dataclass(slots=True)
class Delivery:
    """Something that Slack delivered, timed while it is dealt with, and what became of it."""

    among: _Deliveries
    door: str
    kind: str
    outcome: str = "failed"
    began: float = 0.0

    def __enter__(self) -> Self:
        """It arrives."""
        self.among.at_hand.inc()
        self.began = time.perf_counter()
        return self

    def __exit__(self, *_error: object) -> None:
        """It is answered, or failed."""
        self.among.at_hand.dec()
        self.among.count(self.kind, self.outcome).inc()
        self.among.time(self.door).observe(time.perf_counter() - self.began)


class _CoachGauges:
    """How the coach's questions were taken, by what they ask for."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Nothing is known."""
        signal = ("signal",)
        self._asked = Gauge("understudy_coach_asked", "Questions of the coach", signal, registry=registry)
        self._not_right = Gauge(
            "understudy_coach_not_right", "Those that were called not right", signal, registry=registry
        )

    def show(self, by_signal: Mapping[str, tuple[int, int]]) -> None:
        """These, and no others."""
        self._asked.clear()
        self._not_right.clear()
        for signal, (asked, not_right) in by_signal.items():
            self._asked.labels(signal).set(asked)
            self._not_right.labels(signal).set(not_right)


class Figures:
    """All figures of one process, in a registry of their own."""

    def __init__(self) -> None:
        """All of them stand at nothing."""
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._deliveries = _Deliveries(registry)
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
        self._database_up = Gauge(
            "understudy_database_up", "1 while rows can be read and written", registry=registry
        )
        self._since_tick = Gauge(
            "understudy_since_tick_seconds", "Since the rows were last asked", registry=registry
        )
        self._coach = _CoachGauges(registry)
        routine = ("workspace", "routine")
        self._silence = Gauge("understudy_days_since_post", "Since its last post", routine, registry=registry)
        self._missed = Gauge(
            "understudy_posts_missed", "Due since its last post, and not posted", routine, registry=registry
        )

    def delivery(self, door: str, kind: str | None) -> Delivery:
        """Deal with one delivery; whoever does says what became of it, or it failed."""
        return Delivery(self._deliveries, door, kind or "?")

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

    def database_is(self, state: Literal["up", "down"]) -> None:
        """Whether rows can be read and written."""
        self._database_up.set(state == "up")

    def rows_are_unknown(self) -> None:
        """Nobody could ask the rows: what they said before is shown no longer."""
        self._waiting.set(float("nan"))
        self._since_tick.set(float("nan"))
        self._owed.clear()

    def silences(self, found: Mapping[tuple[int, int], tuple[float | None, int]]) -> None:
        """For each workspace's number and routine's: days since its last post, if it ever posted, and posts missed."""
        self._silence.clear()
        self._missed.clear()
        for (workspace, routine), (days, missed) in found.items():
            self._missed.labels(str(workspace), str(routine)).set(missed)
            if days is not None:
                self._silence.labels(str(workspace), str(routine)).set(days)

    def coach(self, by_signal: Mapping[str, tuple[int, int]]) -> None:
        """For each signal: how many questions, and how many of them were called not right."""
        self._coach.show(by_signal)

    def written(self) -> bytes:
        """All of them as Prometheus reads them."""
        return generate_latest(self._registry)
