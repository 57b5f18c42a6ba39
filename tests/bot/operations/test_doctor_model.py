"""What `doctor` tells of the language model: whether there is one, at whom, with whose key; never the key."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.operations.doctor import Finding, examine
from bot.settings import Settings

KEY = "sk-very-secret"


async def told(folder: Path, model: str = "", url: str = "", key: str = "") -> Finding:
    """What it says of the model; of nothing else it tells the key."""
    settings = Settings(
        database_url=f"sqlite:///{folder}/understudy.db",
        model=model,
        model_url=url,
        model_key=SecretStr(key),
    )
    findings = await examine(settings)
    assert KEY not in str(findings)
    (found,) = [finding for finding in findings if finding.what == "language model"]
    return found


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


async def test_that_there_is_none_is_fine(tmp_path: Path) -> None:
    found = await told(tmp_path)
    assert found.is_fine
    assert found.say == "none: the rules alone"


async def test_it_tells_the_host_that_the_words_go_to_and_whose_key_goes_with_them(tmp_path: Path) -> None:
    found = await told(tmp_path, "gpt-oss", "https://models.example:8443/v1", KEY)
    assert found.is_fine
    assert found.say == "gpt-oss at models.example, with the key of UNDERSTUDY_MODEL_KEY"
    found = await told(tmp_path, "gpt-oss", "https://models.example/v1")
    assert found.say == "gpt-oss at models.example, without a key"


async def test_a_key_that_only_the_provider_reads_is_not_told_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    found = await told(tmp_path, "openai:gpt-5-mini")
    assert found.is_fine
    assert (
        found.say
        == "openai:gpt-5-mini at api.openai.com, with the key that its provider finds for itself, if any"
    )


async def test_a_model_that_cannot_be_had_is_to_be_mended(tmp_path: Path) -> None:
    found = await told(tmp_path, "openai:gpt-5-mini")
    assert not found.is_fine
    assert "OPENAI_API_KEY" in found.say
    assert "leave UNDERSTUDY_MODEL empty" in found.say
