"""Whether there is a language model, by the settings; the library behind it is imported only then."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

from bot.advising.advisor import Advisor
from bot.settings import Settings
from content.coaching.advising import Advice, Brief, as_data


class NoModelError(Exception):
    """The model of the settings cannot be had; the message says why."""


@asynccontextmanager
async def advising(settings: Settings) -> AsyncIterator[Advisor | None]:
    """The advisor of the settings, None when they name no model; at the end whatever is with it is given up.

    Raises NoModelError.
    """
    if not settings.model:
        yield None
        return
    from bot.advising.provider import agent_of, client_of, model_of, whom  # noqa: PLC0415 (an extra that most do without)

    try:
        client = client_of(settings)
        model = model_of(settings, client)
        agent, to = agent_of(model), whom(settings, model)
    except Exception as error:
        raise NoModelError(f"UNDERSTUDY_MODEL={settings.model} cannot be had: {error}") from error

    async def ask(brief: Brief) -> Advice:
        return (await agent.run(as_data(brief))).output

    async with client or nullcontext(), agent:
        advisor = Advisor(to, settings.model, ask, settings.model_timeout)
        try:
            yield advisor
        finally:
            await advisor.leave()
