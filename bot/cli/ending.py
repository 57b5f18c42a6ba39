"""How a command ends that cannot do its work."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from typer.core import TyperGroup
from typing_extensions import override

from bot.advising.choosing import NoModelError
from bot.serving import DoorError
from bot.settings import Settings
from bot.slack.tokens import TokenRefusedError
from storage.errors import NewerError, TakenError, UnreachableError, UnwritableError, UrlError
from storage.reaching import reaching
from storage.vault import NoKeyError

MENDABLE = (
    DoorError,
    NewerError,
    NoKeyError,
    NoModelError,
    SettingsError,
    TakenError,
    TokenRefusedError,
    UnreachableError,
    UnwritableError,
    UrlError,
    ValidationError,
)
"""What an operator can mend; everything else is a bug and keeps its traceback."""

AWAY = "The database cannot be reached ({error}). Check UNDERSTUDY_DATABASE_URL and that the server runs, then start again."


class Commands(TyperGroup):
    """The commands: what an operator can mend ends each of them with one sentence, and with 1."""

    @override
    def invoke(self, ctx: Any) -> Any:
        try:
            with reaching():
                return super().invoke(ctx)
        except MENDABLE as error:
            if isinstance(error, ValidationError) and error.title != Settings.__name__:
                raise
            fail(_sentence_of(error))


def fail(sentence: str) -> NoReturn:
    """End with a sentence that says what to do."""
    sys.stderr.write(sentence + "\n")
    raise typer.Exit(1)


def _sentence_of(error: Exception) -> str:
    match error:
        case ValidationError():
            return _told(error)
        case UnreachableError():
            return AWAY.format(error=error)
        case NoKeyError():
            return f"UNDERSTUDY_ENCRYPTION_KEYS will not do: {error}."
        case _:
            return str(error)


def _told(error: ValidationError) -> str:
    """What is wrong with the settings, a line each, without what was set."""
    lines = []
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        names = ".".join(str(step) for step in problem["loc"])
        sentence = problem["msg"].removeprefix("Value error, ")
        lines.append(f"UNDERSTUDY_{names.upper()}: {sentence}" if names else sentence)
    return "\n".join(lines)
