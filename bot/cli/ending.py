"""How a command ends that cannot do its work."""

import sys
from typing import NoReturn

import typer
from pydantic import ValidationError


def fail(sentence: str) -> NoReturn:
    """End with a sentence that says what to do."""
    sys.stderr.write(sentence + "\n")
    raise typer.Exit(1)


def told(error: ValidationError) -> str:
    """What is wrong with the settings, a line each, without what was set."""
    lines = []
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        names = ".".join(str(step) for step in problem["loc"])
        sentence = problem["msg"].removeprefix("Value error, ")
        lines.append(f"UNDERSTUDY_{names.upper()}: {sentence}" if names else sentence)
    return "\n".join(lines)
