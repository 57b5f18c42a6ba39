"""Which engine the settings ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.engine.embedded import EmbeddedEngine
from bot.engine.port import Engine
from bot.engine.ticking import Tick

EngineName = Literal["apscheduler", "procrastinate"]


def engine_of(
    name: EngineName, tick: Tick, *, every_seconds: float, postgres: Mapping[str, object], works: bool
) -> Engine:
    """The engine of this name; `postgres` says how to connect, and is read by the one that needs it."""
    if name == "procrastinate":
        from bot.engine.spread import SpreadEngine  # noqa: PLC0415 (what is not chosen is not loaded)

        return SpreadEngine(tick, postgres, works=works)
    return EmbeddedEngine(tick, every_seconds=every_seconds)


def prepare_engine(name: EngineName, postgres: Mapping[str, object]) -> None:
    """Make the tables that the engine of this name needs. Raises UnreachableError when the server is away."""
    if name == "procrastinate":
        from bot.engine.schema import ensure_schema  # noqa: PLC0415 (what is not chosen is not loaded)

        ensure_schema(postgres)
