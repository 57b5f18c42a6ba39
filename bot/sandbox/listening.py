"""The local server: Web API, sockets, response URLs and the clock behind one address."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from aiohttp import web

from bot.sandbox.deeds.responses import respond
from bot.sandbox.delivery.sockets import Sockets
from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json, as_object, as_text
from bot.sandbox.web_api.files import captions
from bot.sandbox.web_api.in_flight import CallsInFlight
from bot.sandbox.web_api.server import WebApi
from bot.sandbox.world.ledger import Call
from bot.sandbox.world.world import World

SHUTDOWN_SECONDS = 0.2  # how long calls that hang are waited for at the end
BODY_BYTES_MAX = 4_000_000


@asynccontextmanager
async def listening(
    world: World, sockets: Sockets, calls: CallsInFlight, *, host: str, port: int
) -> AsyncIterator[str]:
    """Serve until the block ends; yields the address."""

    def open_socket() -> str:
        return f"{world.url.replace('http', 'ws', 1)}/socket?ticket={sockets.issue()}"

    desk = _Desk(world)
    app = web.Application(client_max_size=BODY_BYTES_MAX)
    app.router.add_route("*", "/api/{method}", calls.counted(WebApi(world, open_socket).serve))
    app.router.add_get("/socket", sockets.serve)
    app.router.add_post("/response/{key}", desk.respond)
    app.router.add_get("/files/{file_id}/file.vtt", desk.captions)
    app.router.add_get("/clock", desk.tell_time)
    app.router.add_post("/clock", desk.move_clock)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    try:
        await site.start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


class _Desk:
    """Answers what is neither the Web API nor a socket."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def tell_time(self, _request: web.Request) -> web.Response:
        """Tell the present, how many deliveries are under way, and when the next one is due."""
        office = self._world.office
        due = office.next_due()
        present: Json = {"now": self._world.clock.now().isoformat(), "in_flight": office.in_flight()}
        return web.json_response({**present, "next_due": due.isoformat() if due else None})

    async def move_clock(self, request: web.Request) -> web.Response:
        """Move the clock to an instant or by seconds; backwards is refused."""
        asked = as_object(await request.json())
        try:
            if "now" in asked:
                self._world.clock.move_to(datetime.fromisoformat(as_text(asked["now"])))
            else:
                self._world.clock.advance(timedelta(seconds=float(str(asked.get("seconds", 0)))))
        except ValueError as problem:
            return web.json_response({"error": str(problem)}, status=400)
        return await self.tell_time(request)

    async def captions(self, request: web.Request) -> web.Response:
        """Give the captions of a clip."""
        return captions(self._world, request)

    async def respond(self, request: web.Request) -> web.Response:
        """Take a message through a response URL; a sixth or late one is refused."""
        given = self._world.response_urls.get(request.match_info["key"])
        if given is None:
            return web.json_response({"ok": False, "error": "invalid_url"}, status=404)
        body = as_object(await request.json())
        now = self._world.clock.now()
        call = Call(method="response_url", args=body, team=given.team_id, at=now, outcome="ok")
        self._world.record.append(call)
        try:
            given.use(now)
            respond(self._world, given, body, where="response_url")
        except ApiError as error:
            call.outcome = error.code
            return web.json_response({"ok": False, "error": error.code}, status=404)
        return web.Response(text="ok")
