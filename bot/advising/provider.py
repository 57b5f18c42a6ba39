"""pydantic-ai behind the door: any provider that it knows, or a server that speaks as OpenAI's does."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

import httpx2
from pydantic_ai import Agent
from pydantic_ai.models import Model, infer_model
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers import Provider, infer_provider_class
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

from bot.settings import Settings
from content.coaching.advising import INSTRUCTIONS, Advice

MOST_TOKENS = 1_500
GATEWAY = "gateway/"
NO_GATEWAY = (
    "with a key or a CA file of ours the library would go past the gateway to the provider itself; "
    "give the gateway's key in the variable that the library reads, and no CA file"
)


def client_of(settings: Settings) -> httpx2.AsyncClient | None:
    """What the model is asked with if `ca_file` is to be trusted too; None: what the library makes.

    Either obeys `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
    """
    if not settings.ca_file:
        return None
    trusted = ssl.create_default_context()
    trusted.load_verify_locations(cafile=settings.ca_file)
    return httpx2.AsyncClient(verify=trusted, timeout=settings.model_timeout_seconds)


def model_of(settings: Settings, client: httpx2.AsyncClient | None = None) -> Model:
    """The model of the settings, asked with this client. Raises whatever pydantic-ai has to say against them."""
    key = settings.model_key.get_secret_value()
    if settings.model_url:
        provider = OpenAICompatibleProvider(
            _host(settings.model_url),
            base_url=settings.model_url,
            api_key=key or "none",
            http_client=client,
        )
        return OpenAIChatModel(settings.model, provider=provider)
    given = {"api_key": key or None, "http_client": client}
    told = {name: value for name, value in given.items() if value is not None}
    if not told:
        return infer_model(settings.model)
    if settings.model.startswith(GATEWAY):
        raise ValueError(NO_GATEWAY)

    def as_told(name: str) -> Provider[Any]:
        make = cast("Callable[..., Provider[Any]]", infer_provider_class(name))
        return make(**told)

    return infer_model(settings.model, as_told)


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
