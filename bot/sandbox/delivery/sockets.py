"""Socket Mode: single-use tickets, up to ten sockets, each payload to any one of them, acks within patience."""

import asyncio
import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from bot.sandbox.delivery.faults import Faults
from bot.sandbox.delivery.letter import Answer, Letter
from bot.sandbox.ids import Ids
from bot.sandbox.shapes import Json, as_object, as_text

MAX_SOCKETS = 10
CONNECTION_SECONDS = 18_060
UNHEARD = Answer(accepted=False, failure="timeout")  # Socket Mode knows one reason for a missing ack


@dataclass(eq=False)
class Socket:
    """One open connection and the deliveries that wait for its ack."""

    ws: web.WebSocketResponse
    request: web.Request
    told_to_go: bool = False
    leaving: bool = False
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    def lose(self) -> None:
        """Fail every delivery that still waits here."""
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(ConnectionError("the socket closed"))


class Sockets:
    """The open sockets of the app; carries letters to them in turn."""

    def __init__(self, *, app_id: str, ids: Ids, faults: Faults, patience: float) -> None:
        self._app_id, self._ids, self._faults, self._patience = app_id, ids, faults, patience
        self._tickets: set[str] = set()
        self._open: list[Socket] = []
        self._turn = itertools.count()
        self._sent = 0
        self._changed = asyncio.Event()
        faults.bind_sockets(self.drop_all, self.refresh_all)

    def issue(self) -> str:
        """A ticket that opens one socket, once; a stale one was issued and opens none."""
        ticket = self._ids.secret("")
        if self._faults.stale_tickets:
            self._faults.stale_tickets -= 1
            return ticket
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a connection: greet it, take its acks, forget it when it closes; a spent ticket is refused."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404, text="This URL was used before or never issued.")
        self._tickets.remove(ticket)
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        if len(self._open) >= MAX_SOCKETS:
            await ws.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await ws.close()
            return ws
        socket = Socket(ws, request)
        self._join(socket)
        try:
            await ws.send_json(self._hello())
            await self._listen(socket)
        except ConnectionError:
            pass
        finally:
            self._leave(socket)
        return ws

    async def carry(self, letter: Letter) -> Answer:
        """Send a letter over one open socket and wait for its ack."""
        usable = [socket for socket in self._open if not socket.leaving]
        if not usable:
            return UNHEARD
        socket = usable[next(self._turn) % len(usable)]
        envelope_id = self._ids.secret("")
        ack: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        socket.waiting[envelope_id] = ack
        try:
            async with asyncio.timeout(self._patience):
                await socket.ws.send_json(_envelope(envelope_id, letter))
                await self._maybe_drop(socket)
                return Answer(accepted=True, payload=await ack)
        except (TimeoutError, ConnectionError):
            return UNHEARD
        finally:
            socket.waiting.pop(envelope_id, None)
            ack.cancel()

    async def connected(self, sockets: int) -> None:
        """Return when at least so many sockets are open."""
        await self._until(lambda: len(self._open) >= sockets)

    async def connected_afresh(self) -> None:
        """Return when every socket that was asked to go is gone and another is open."""
        await self._until(lambda: bool(self._open) and not any(socket.told_to_go for socket in self._open))

    async def drop_all(self) -> None:
        """Cut every open socket without a closing word."""
        for socket in list(self._open):
            await self._cut(socket)

    async def refresh_all(self, reason: str) -> None:
        """Tell every socket why it goes, and send nothing more to it unless that is only a warning."""
        for socket in list(self._open):
            socket.told_to_go, socket.leaving = True, reason != "warning"
            with suppress(ConnectionError):
                await socket.ws.send_json(
                    {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
                )

    async def close(self) -> None:
        """Close every socket politely."""
        for socket in list(self._open):
            self._leave(socket)
            await socket.ws.close()

    async def _listen(self, socket: Socket) -> None:
        async for frame in socket.ws:
            if frame.type is not WSMsgType.TEXT:
                continue
            ack = as_object(frame.json())
            future = socket.waiting.get(as_text(ack.get("envelope_id")))
            if future and not future.done():
                future.set_result(as_object(ack.get("payload")))

    async def _maybe_drop(self, socket: Socket) -> None:
        self._sent += 1
        every = self._faults.drop_socket_every
        if every and self._sent % every == 0:
            await self._cut(socket)

    async def _cut(self, socket: Socket) -> None:
        self._leave(socket)
        transport = socket.request.transport
        if transport:
            transport.abort()
        await asyncio.sleep(0)

    def _join(self, socket: Socket) -> None:
        self._open.append(socket)
        self._note_change()

    def _leave(self, socket: Socket) -> None:
        if socket in self._open:
            self._open.remove(socket)
        socket.lose()
        self._note_change()

    def _note_change(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _until(self, reached: Callable[[], bool]) -> None:
        while not reached():
            await self._changed.wait()

    def _hello(self) -> Json:
        debug: Json = {"host": "sandbox", "approximate_connection_time": CONNECTION_SECONDS}
        info: Json = {"app_id": self._app_id}
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": info,
            "debug_info": debug,
        }


def _envelope(envelope_id: str, letter: Letter) -> Json:
    written: Json = {
        "envelope_id": envelope_id,
        "type": letter.kind,
        "payload": letter.payload,
        "accepts_response_payload": letter.kind != "events_api",
    }
    if letter.kind != "events_api":
        return written
    return {**written, "retry_attempt": letter.attempt, "retry_reason": letter.reason}
