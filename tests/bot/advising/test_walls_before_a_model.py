"""A language model behind a company's proxy, with the company's own authority: what it says gets through."""

import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr, ValidationError

from bot.advising.choosing import advising
from bot.settings import Settings
from content.coaching.advising import Advice
from tests.bot.advising.stand_in import StandIn, stand_in
from tests.bot.install.walls import Proxy, certificate, proxy
from tests.content.coaching.test_advising import BRIEF

ADVICE = Advice(number=1)


@pytest.fixture
def company(tmp_path: Path) -> tuple[Path, Path]:
    return certificate(tmp_path)


@pytest.fixture
async def server(company: tuple[Path, Path]) -> AsyncIterator[StandIn]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*company)
    async with stand_in(tls) as made:
        made.advice = {"number": 1}
        yield made


@pytest.fixture
async def way_out(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Proxy]:
    async with proxy() as opened:
        for name in ("no_proxy", "NO_PROXY", "https_proxy"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HTTPS_PROXY", opened.url)
        yield opened


async def advice_of(settings: Settings) -> Advice | None:
    async with advising(settings) as advisor:
        assert advisor is not None
        return await advisor.advise(BRIEF)


async def test_a_model_of_an_unknown_authority_is_told_nothing(server: StandIn) -> None:
    assert await advice_of(Settings(model="stand-in", model_url=server.url)) is None
    assert server.asked == []


async def test_a_model_that_the_company_vouches_for_is_asked(
    server: StandIn, company: tuple[Path, Path]
) -> None:
    there = Settings(model="stand-in", model_url=server.url, ca_file=str(company[0]))
    assert await advice_of(there) == ADVICE


async def test_so_is_one_whose_address_only_the_library_reads(
    server: StandIn, company: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "theirs")
    for key in ("ours", ""):
        settings = Settings(model="openai-chat:gpt-5-mini", model_key=SecretStr(key), ca_file=str(company[0]))
        assert await advice_of(settings) == ADVICE
    assert server.keys == ["Bearer ours", "Bearer theirs"]


async def test_the_model_is_asked_through_the_proxy(
    server: StandIn, company: tuple[Path, Path], way_out: Proxy
) -> None:
    there = Settings(model="stand-in", model_url=server.url, ca_file=str(company[0]))
    assert await advice_of(there) == ADVICE
    assert way_out.tunnels == [urlsplit(server.url).netloc]


async def test_without_an_authority_of_ones_own_the_proxy_is_obeyed_too(
    server: StandIn, way_out: Proxy
) -> None:
    assert await advice_of(Settings(model="stand-in", model_url=server.url)) is None
    assert way_out.tunnels == [urlsplit(server.url).netloc]


def test_an_authority_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    nonsense = tmp_path / "company.pem"
    nonsense.write_text("no certificate")
    with pytest.raises(ValidationError, match="and no certificate can be read there"):
        Settings(ca_file=str(nonsense))
