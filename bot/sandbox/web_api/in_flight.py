"""How many Web API calls are being answered at this moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


class CallsInFlight:
    """Counts calls from their arrival to their answer, even where the caller has left."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    def counted(self, handler: Handler) -> Handler:
        """The handler, each of its calls counted."""

        async def serve(request: web.Request) -> web.StreamResponse:
            self._count += 1
            self._none.clear()
            try:
                return await handler(request)
            finally:
                self._count -= 1
                if not self._count:
                    self._none.set()

        return serve

    async def done(self) -> None:
        """Return when no call is being answered."""
        await self._none.wait()
