"""The app behind a company's proxy, with the company's own authority: calls and sockets get through."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
from pydantic import SecretStr

from bot.serving import Server
from bot.settings import Settings
from bot.slack.bolt import bolt_of
from bot.slack.clients import Clients
from bot.slack.installations import Installations
from bot.slack.network import open_session, trust_of
from bot.slack.transport import transport_of
from tests.bot.install.walls import Proxy, certificate, far_slack, proxy


@pytest.fixture
def company(tmp_path: Path) -> tuple[Path, Path]:
    return certificate(tmp_path)


@pytest.fixture
async def far(company: tuple[Path, Path]) -> AsyncIterator[str]:
    async with far_slack(*company) as address:
        yield address


@pytest.fixture
async def way_out(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Proxy]:
    async with proxy() as opened:
        for name in ("no_proxy", "NO_PROXY", "https_proxy"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HTTPS_PROXY", opened.url)
        yield opened


def settings_of(far: str, company: tuple[Path, Path] | None) -> Settings:
    return Settings(
        slack_api_url=f"{far}/api/",
        slack_app_token=SecretStr("xapp-1"),
        ca_file=str(company[0]) if company else "",
        ping_seconds=0.5,
    )


async def test_a_server_of_an_unknown_authority_is_not_trusted(far: str) -> None:
    settings = settings_of(far, None)
    async with open_session(settings) as session:
        client = Clients(settings.slack_api_url, session, trust_of(settings)).of("xoxb-1")
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await client.auth_test()


async def test_calls_go_through_the_proxy_and_trust_the_company(
    far: str, company: tuple[Path, Path], way_out: Proxy
) -> None:
    settings = settings_of(far, company)
    async with open_session(settings) as session:
        client = Clients(settings.slack_api_url, session, trust_of(settings)).of("xoxb-1")
        assert (await client.auth_test())["team_id"] == "T0FAR"
    assert way_out.tunnels == [urlsplit(far).netloc]


async def test_the_socket_goes_through_the_proxy_too(
    far: str, company: tuple[Path, Path], way_out: Proxy
) -> None:
    assert await _reaches(far, company)
    assert way_out.tunnels.count(urlsplit(far).netloc) == 2, "one for the call, one for the socket"


async def test_a_host_that_is_excepted_is_reached_without_the_proxy(
    far: str, company: tuple[Path, Path], way_out: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert await _reaches(far, company)
    assert way_out.tunnels == []


async def _reaches(far: str, company: tuple[Path, Path]) -> bool:
    """Whether the app's socket opens."""
    settings = settings_of(far, company)
    async with open_session(settings) as session:
        client = Clients(settings.slack_api_url, session, trust_of(settings)).of(None)
        app = bolt_of(settings, client, Installations(), None)
        transport = transport_of(settings, app, Server("127.0.0.1", 0))
        await transport.open()
        try:
            return await transport.is_open()
        finally:
            await transport.close()
