"""Who hears what: each event type has a list of handlers, each interaction one, found by the id's prefix."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from bot.slack.calls import Calls
from bot.slack.interactions import (
    Command,
    Dismissal,
    Press,
    Response,
    Search,
    Shortcut,
    Submission,
)
from storage.database import Database
from storage.work import Room

E = TypeVar("E")
D = TypeVar("D")
T = TypeVar("T")
Deed = Press | Submission | Dismissal | Shortcut | Command | Search


@dataclass(frozen=True)
class Desk:
    """What an interaction's handler may use: its workspace's rows, the time, and Slack's answers."""

    workspace_id: int
    now: datetime
    database: Database
    calls: Calls

    async def run(self, work: Callable[[Room], T]) -> T:
        """What `work` returns after its commit, in this workspace."""
        return await self.database.run(lambda unit: work(unit.room(self.workspace_id)))


EventHandler = Callable[[Room, E, datetime], None]
DeedHandler = Callable[[Desk, D], Awaitable[Response]]


class Doors:
    """The switchboard, filled once by the composition root."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._events: dict[type[object], list[EventHandler[Any]]] = {}
        self._deeds: dict[tuple[type[object], str], DeedHandler[Any]] = {}

    def on_event(self, kind: type[E], handler: EventHandler[E]) -> None:
        """Call `handler` with each event of this kind, in one transaction with all its other handlers."""
        self._events.setdefault(kind, []).append(handler)

    def on(self, kind: type[D], name: str, handler: DeedHandler[D]) -> None:
        """Call `handler` for the interaction of this kind and id; each id has one handler."""
        assert (kind, name) not in self._deeds, f"{name} has a handler already"
        self._deeds[kind, name] = handler

    def hear(self, room: Room, event: object, now: datetime) -> None:
        """Let every feature that asked for this kind of event have it."""
        for handler in self._events.get(type(event), ()):
            handler(room, event, now)

    def handler_of(self, deed: Deed) -> DeedHandler[Deed] | None:
        """Who answers this interaction; None when its id is of a version that is gone."""
        names = _spoken(deed.words) if isinstance(deed, Command) else [_name(deed)]
        found = (self._deeds.get((type(deed), name)) for name in names)
        return cast("DeedHandler[Deed] | None", next(filter(None, found), None))

    def names(self, kind: type[object]) -> tuple[str, ...]:
        """The ids of this kind that have a handler."""
        return tuple(name for of, name in self._deeds if of is kind)


def _name(deed: Press | Search | Submission | Dismissal | Shortcut) -> str:
    """The id by which an interaction is routed; `feature:deed` and, after a second colon, whatever it is about."""
    match deed:
        case Press() | Search():
            return ":".join(deed.action.split(":")[:2])
        case Submission() | Dismissal() | Shortcut():
            return deed.callback


def _spoken(words: str) -> list[str]:
    """The commands that these words may be, the longest first; the empty one is what everything else means."""
    said = words.lower().split()
    return [" ".join(said[:count]) for count in range(min(len(said), 3), -1, -1)]
