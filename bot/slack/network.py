"""How this machine reaches others, and asks for the time: through a proxy that the environment names, trusting an own authority too."""

from __future__ import annotations

import ssl
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

from bot.clock import Clock, RemoteClock, SystemClock
from bot.settings import Settings


def trust_of(settings: Settings) -> ssl.SSLContext | None:
    """Who is trusted: what the machine trusts and the authorities of `ca_file`; None: what the machine trusts."""
    if not settings.ca_file:
        return None
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=settings.ca_file)
    return context


def open_session(settings: Settings, *traces: aiohttp.TraceConfig) -> aiohttp.ClientSession:
    """The session for all calls; it obeys `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`."""
    return aiohttp.ClientSession(
        trace_configs=list(traces),
        timeout=aiohttp.ClientTimeout(total=settings.call_timeout_seconds),
        connector=aiohttp.TCPConnector(ssl=trust_of(settings) or True),
        trust_env=True,
    )


def proxy_of(url: str) -> str | None:
    """The proxy through which the environment sends calls to `url`, or None; the socket goes the same way."""
    parts = urlsplit(url)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    return getproxies().get(parts.scheme)


def clock_of(settings: Settings, session: aiohttp.ClientSession) -> Clock:
    """The machine's clock, or the one that the settings point at."""
    return RemoteClock(settings.clock_url, session) if settings.clock_url else SystemClock()
