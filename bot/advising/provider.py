"""pydantic-ai behind the door: any provider that it knows, or a server that speaks as OpenAI's does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from pydantic_ai import Agent
from pydantic_ai.models import Model, infer_model
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers import Provider, infer_provider_class
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

from bot.settings import Settings
from content.coaching.advising import INSTRUCTIONS, Advice

MOST_TOKENS = 1_500


def model_of(settings: Settings) -> Model:
    """The model of the settings. Raises whatever pydantic-ai has to say against them."""
    key = settings.model_key.get_secret_value()
    if settings.model_url:
        provider = OpenAICompatibleProvider(
            _host(settings.model_url), base_url=settings.model_url, api_key=key or "none"
        )
        return OpenAIChatModel(settings.model, provider=provider)
    if not key:
        return infer_model(settings.model)

    def with_key(name: str) -> Provider[Any]:
        make = cast("Callable[..., Provider[Any]]", infer_provider_class(name))
        return make(api_key=key)

    return infer_model(settings.model, with_key)


def agent_of(model: Model) -> Agent[None, Advice]:
    """The agent that asks it: one request, no tools, no second try, nothing reported to anybody."""
    return Agent(
        model,
        deps_type=type(None),
        output_type=Advice,
        instructions=INSTRUCTIONS,
        retries=0,
        model_settings={"max_tokens": MOST_TOKENS, "max_retries": 0},
    )


def whom(settings: Settings, model: Model) -> str:
    """Whom the words go to: the server that the model is at, whoever set its address, or else the provider."""
    return _host(model.base_url) if model.base_url else settings.model.partition(":")[0]


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
