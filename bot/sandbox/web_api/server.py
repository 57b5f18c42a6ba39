"""The HTTP side of the Web API: who calls, what fault befalls the call, what is answered."""

import asyncio
from collections.abc import Callable, Mapping

from aiohttp import web

from bot.sandbox.delivery.faults import CallFault
from bot.sandbox.errors import ApiError
from bot.sandbox.shapes import Json, clone
from bot.sandbox.web_api.args import Args, read_call
from bot.sandbox.web_api.caller import Caller
from bot.sandbox.web_api.methods import METHODS
from bot.sandbox.web_api.oauth import ACCESS, access
from bot.sandbox.web_api.pace import Pace
from bot.sandbox.world.ledger import Call
from bot.sandbox.world.world import World

CONNECT = "apps.connections.open"
TEST = "api.test"


class WebApi:
    """Answers `/api/<method>`; keeps every call in the record."""

    def __init__(self, world: World, open_socket: Callable[[], str]) -> None:
        self._world = world
        self._open_socket = open_socket
        self._pace = Pace(world.faults)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        method = request.match_info["method"]
        call = Call(method=method, args={}, team="", at=self._world.clock.now())
        self._world.record.append(call)
        try:
            token, args = await read_call(request)
            call.args = clone(args.given)
            return await self._answer(request, call, token, args)
        except ApiError as error:
            call.outcome = error.code
            return web.json_response({"ok": False, "error": error.code, **error.extra})

    async def _answer(self, request: web.Request, call: Call, token: str, args: Args) -> web.StreamResponse:
        fault = self._world.faults.take(call.method)
        if fault.wait:
            await asyncio.sleep(fault.wait)
        if fault.status:
            return self._failure(call, fault)
        if fault.error:
            raise ApiError(fault.error)
        if call.method == CONNECT:
            return self._connect(call, token)
        if call.method == TEST:
            return self._told(request, call, fault, {"args": clone(args.given)})
        if call.method == ACCESS:
            return self._told(request, call, fault, access(self._world, request, args))
        if call.method not in METHODS:
            raise ApiError("unknown_method", req_method=call.method)
        people = [
            user for name in ("user", "user_id", "users") for user in args.text(name).split(",") if user
        ]
        workspace = self._world.by_token(token, channel=args.text("channel"), users=people)
        caller = Caller(self._world, workspace)
        call.team = caller.workspace.team_id
        too_early = self._pace.wait_for(
            team=call.team, method=call.method, channel=args.text("channel"), now=self._world.clock.now()
        )
        if too_early:
            return self._failure(call, CallFault(status=429, retry_after=too_early))
        done = METHODS[call.method](caller, args)
        return self._told(request, call, fault, done, {"x-oauth-scopes": ",".join(caller.workspace.scopes)})

    def _told(
        self,
        request: web.Request,
        call: Call,
        fault: CallFault,
        done: Json,
        headers: Mapping[str, str] | None = None,
    ) -> web.Response:
        if fault.lose_answer:
            return self._lose(request, call)
        call.outcome = "ok"
        return web.json_response({"ok": True, **done}, headers=headers)

    def _failure(self, call: Call, fault: CallFault) -> web.Response:
        if fault.status == 429:  # noqa: PLR2004  HTTP's own number
            call.outcome = "ratelimited"
            body: Json = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers={"Retry-After": str(fault.retry_after)})
        call.outcome = f"http {fault.status}"
        return web.Response(
            status=fault.status, text="<html>Something went wrong.</html>", content_type="text/html"
        )

    def _lose(self, request: web.Request, call: Call) -> web.Response:
        call.outcome = "done, answer lost"
        if request.transport:
            request.transport.abort()
        return web.Response()

    def _connect(self, call: Call, token: str) -> web.Response:
        if not token:
            raise ApiError("not_authed")
        if token != self._world.app_token:
            known = any(w.bot_token == token for w in self._world.workspaces.values())
            raise ApiError("not_allowed_token_type" if known else "invalid_auth")
        call.outcome = "ok"
        return web.json_response({"ok": True, "url": self._open_socket()})
