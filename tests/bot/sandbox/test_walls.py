import ast
import sys
from pathlib import Path

import pytest

import bot.sandbox.slack

ROOM = Path(bot.sandbox.slack.__file__).parent
ALLOWED = {*sys.stdlib_module_names, "aiohttp"}


def imported(module: Path) -> set[str]:
    tree = ast.walk(ast.parse(module.read_text()))
    froms = {node.module or "" for node in tree if isinstance(node, ast.ImportFrom)}
    plain = {
        name.name
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Import)
        for name in node.names
    }
    return froms | plain


@pytest.mark.parametrize("module", sorted(ROOM.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOM)))
def test_the_sandbox_imports_nothing_of_the_rest(module: Path) -> None:
    foreign = {
        name
        for name in imported(module)
        if not name.startswith("bot.sandbox.")
        and name.partition(".")[0] not in ALLOWED
        and name != "slack_sdk.signature"
    }
    assert foreign == set()
