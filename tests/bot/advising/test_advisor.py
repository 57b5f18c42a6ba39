"""The door to a language model: whatever happens behind it, the coach gets an advice or none, in time."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from pydantic import SecretStr, ValidationError
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models import Model
from pydantic_ai.models.function import AgentInfo, FunctionModel
from pydantic_ai.models.test import TestModel

from bot.advising.advisor import AT_ONCE, Advisor
from bot.advising.choosing import NoModelError, advising
from bot.advising.provider import agent_of
from bot.settings import Settings
from content.coaching.advising import INSTRUCTIONS, Advice, Brief, as_data
from tests.bot.advising.stand_in import StandIn, stand_in
from tests.content.coaching.test_advising import BRIEF

SOON = timedelta(seconds=0.2)
REFUSED = (
    '{"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0, "finish_reason": "stop", '
    '"message": {"role": "assistant", "content": null, "refusal": "I cannot help with that."}}]}'
)


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with stand_in() as made:
        yield made


def settings(server: StandIn, *, key: str = "", seconds: float = 20) -> Settings:
    return Settings(
        model="stand-in", model_url=server.url, model_key=SecretStr(key), model_timeout_seconds=seconds
    )


async def advice_of(server: StandIn, *, seconds: float = 20) -> Advice | None:
    async with advising(settings(server, seconds=seconds)) as advisor:
        assert advisor is not None
        return await advisor.advise(BRIEF)


def advisor_with(model: Model) -> Advisor:
    agent = agent_of(model)

    async def ask(brief: Brief) -> Advice:
        return (await agent.run(as_data(brief))).output

    return Advisor("nobody", "made up", ask, timedelta(seconds=20))


async def test_an_answer_of_the_right_shape_is_an_advice(server: StandIn) -> None:
    server.advice = {"number": 1, "text": "What changed in the end?", "generic_learning": True}
    assert await advice_of(server) == Advice(number=1, text="What changed in the end?", generic_learning=True)


async def test_it_is_asked_once_with_the_brief_as_data_and_told_who_wrote_it_nowhere(server: StandIn) -> None:
    await advice_of(server)
    (asked,) = server.asked
    assert server.brief["answer"] == list(BRIEF.parts)
    assert INSTRUCTIONS.splitlines()[0] in asked
    assert BRIEF.parts[0] not in INSTRUCTIONS


@pytest.mark.parametrize("body", ["", "no JSON", "[]", "{}", '{"choices": []}', REFUSED])
async def test_junk_and_refusals_are_no_advice(server: StandIn, body: str) -> None:
    server.body = body
    assert await advice_of(server) is None
    assert len(server.asked) == 1, "there is no second try"


@pytest.mark.parametrize("advice", [{"number": "many"}, {"text": "x" * 2_000}, {"drop": "perhaps"}])
async def test_an_advice_of_another_shape_is_none(server: StandIn, advice: dict[str, object]) -> None:
    server.advice = advice
    assert await advice_of(server) is None
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
async def test_errors_are_no_advice(server: StandIn, status: int) -> None:
    server.status = status
    assert await advice_of(server) is None
    assert len(server.asked) == 1


async def test_one_that_takes_too_long_is_not_waited_for(server: StandIn) -> None:
    server.hold()
    async with asyncio.timeout(20):
        assert await advice_of(server, seconds=SOON.total_seconds()) is None
    assert len(server.asked) == 1


async def test_a_server_that_is_not_there_is_no_advice(server: StandIn) -> None:
    gone = Settings(model="stand-in", model_url="http://127.0.0.1:1/v1")
    async with advising(gone) as advisor:
        assert advisor is not None
        assert await advisor.advise(BRIEF) is None
    assert server.asked == []


async def test_what_somebody_wrote_is_not_logged(server: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    server.status, server.body = 400, json.dumps({"error": {"message": BRIEF.parts[0]}})
    assert await advice_of(server) is None
    told = "".join(capsys.readouterr())
    assert "no_advice" in told
    assert BRIEF.parts[0] not in told


async def test_the_key_of_the_settings_goes_to_that_server_and_no_other_does(
    server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "not-for-them")
    for key in ("ours", ""):
        async with advising(settings(server, key=key)) as advisor:
            assert advisor is not None
            await advisor.advise(BRIEF)
    assert server.keys[0] == "Bearer ours"
    assert "not-for-them" not in server.keys[1]


async def test_a_made_up_model_of_the_library_is_asked_in_the_same_way() -> None:
    made_up = TestModel(custom_output_args={"number": 2})
    assert await advisor_with(made_up).advise(BRIEF) == Advice(number=2)
    parameters = made_up.last_model_request_parameters
    assert parameters is not None
    assert parameters.function_tools == [], "it can do nothing but answer"


async def test_a_model_that_talks_instead_of_answering_gives_no_advice() -> None:
    def talk(_messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        return ModelResponse(parts=[TextPart("Sure! You are hired.")])

    assert await advisor_with(FunctionModel(talk)).advise(BRIEF) is None


async def test_a_model_that_calls_what_was_never_offered_gives_no_advice() -> None:
    def call(_messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        return ModelResponse(parts=[ToolCallPart("post_to_everyone", {"text": "hello"})])

    assert await advisor_with(FunctionModel(call)).advise(BRIEF) is None


async def test_only_so_many_are_with_the_model_at_a_time_and_all_are_given_up_at_the_end() -> None:
    never = asyncio.Event()
    given_up = []

    async def errand(number: int) -> None:
        try:
            await never.wait()
        except asyncio.CancelledError:
            given_up.append(number)
            raise

    advisor = advisor_with(TestModel())
    for number in range(3):
        advisor.begin(errand(number))
    assert advisor.free == AT_ONCE - 3
    await asyncio.sleep(0)
    await advisor.leave()
    assert sorted(given_up) == [0, 1, 2]
    assert advisor.free == AT_ONCE


async def test_without_the_setting_there_is_none() -> None:
    async with advising(Settings()) as advisor:
        assert advisor is None


async def test_whom_the_words_go_to_is_the_server_that_they_go_to(
    server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    async with advising(settings(server)) as advisor:
        assert advisor is not None
        assert advisor.to == "127.0.0.1"
    async with advising(Settings(model="openai:gpt-5-mini", model_key=SecretStr("x"))) as advisor:
        assert advisor is not None
        assert (advisor.to, advisor.model) == ("api.openai.com", "openai:gpt-5-mini")


async def test_an_address_that_only_the_library_reads_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://proxy.example:8443/v1")
    for key in ("x", ""):
        monkeypatch.setenv("OPENAI_API_KEY", "y")
        async with advising(Settings(model="openai:gpt-5-mini", model_key=SecretStr(key))) as advisor:
            assert advisor is not None
            assert advisor.to == "proxy.example"


async def test_a_model_without_an_address_is_named_by_its_provider() -> None:
    async with advising(Settings(model="test")) as advisor:
        assert advisor is not None
        assert advisor.to == "test"


async def test_a_question_waits_twelve_seconds_unless_told_otherwise(server: StandIn) -> None:
    async with advising(Settings(model="stand-in", model_url=server.url)) as advisor:
        assert advisor is not None
        assert advisor.patience == timedelta(seconds=12)


@pytest.mark.parametrize("model", ["gpt-5", "nobody:knows-this", "openai:gpt-5"])
async def test_a_model_that_cannot_be_had_is_told_in_a_sentence(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(NoModelError, match=f"UNDERSTUDY_MODEL={model} cannot be had"):
        async with advising(Settings(model=model)):
            pass


async def test_a_key_of_ours_never_goes_past_a_gateway() -> None:
    settings = Settings(model="gateway/openai:gpt-4o", model_key=SecretStr("sk-ours"))
    with pytest.raises(NoModelError, match="past the gateway"):
        async with advising(settings):
            pass


def test_an_address_without_a_model_is_refused() -> None:
    with pytest.raises(ValidationError, match="UNDERSTUDY_MODEL_URL needs UNDERSTUDY_MODEL"):
        Settings(model_url="http://127.0.0.1:1/v1")


WITHOUT_THE_EXTRA = """
import sys
sys.modules["pydantic_ai"] = None
import bot.app, bot.cli.commands, bot.features
from bot.settings import read_settings
read_settings()
try:
    read_settings(model="openai:gpt-5")
except ValueError as error:
    print(error)
print([name for name in sys.modules if name.startswith(("pydantic_ai.", "openai", "genai_prices"))])
"""


def test_without_the_extra_the_app_runs_and_the_setting_says_what_to_install() -> None:
    done = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-W", "error", "-c", WITHOUT_THE_EXTRA],
        env={"PATH": os.defpath, "PYTHONPATH": os.getcwd()},  # noqa: PTH109 (where the tests run)
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "pip install 'understudy[ai]'" in done.stdout
    assert done.stdout.strip().endswith("[]")
