"""How a command ends that cannot do its work."""

import sys
from typing import NoReturn

import typer


def fail(sentence: str) -> NoReturn:
    """End with a sentence that says what to do."""
    sys.stderr.write(sentence + "\n")
    raise typer.Exit(1)
