"""The rules of the house, so that nobody has to remember them."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "storage", "content")
EVERYTHING = (*ROOMS, "tests", "benchmarks")

MOST_LINES_A_FILE = 250
"""Half of what one reads in one sitting; a file that needs more has two subjects. Measured on houses that read well: 80."""

MOST_LINES_A_FUNCTION = 45
"""What stands on one screen; nine of ten functions in houses that read well have fewer than 41."""

ALL_TABLES = "storage/tables.py"
"""One list of one kind of thing, which is read by looking up."""

WATCH_A_PROCESS = {
    "tests/bot/cli/test_running.py",
    "tests/bot/engine/turning.py",
    "tests/flows/test_kills.py",
    "tests/flows/test_spread.py",
}
"""What another process does has no clock to move: these tests look until it has died."""

JUNK_DRAWERS = {
    "base",
    "common",
    "core",
    "helper",
    "helpers",
    "manager",
    "misc",
    "service",
    "tools",
    "util",
    "utils",
}
NO_FEATURES = {"advising", "cli", "engine", "operations", "sandbox", "slack"}

IMPORT_EVERYTHING = """
import importlib, pkgutil, socket, sys, threading

def refuse(event, args):
    if event in {"socket.connect", "socket.bind", "subprocess.Popen", "os.fork", "sqlite3.connect"}:
        raise SystemExit(f"{module} did {event} when it was imported")

import croniter  # Procrastinate's; it asks the command `file` what Python is, whenever it is imported

names = ["bot", "storage", "content"]
for room in list(names):
    path = importlib.import_module(room).__path__
    names += [found.name for found in pkgutil.walk_packages(path, room + ".")]
sys.addaudithook(refuse)
for module in names:
    if not module.endswith((".__main__", "migrations.env")):
        importlib.import_module(module)
    if threading.active_count() > 1:
        raise SystemExit(f"{module} started a thread when it was imported")
print(len(names))
"""


def _files(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from (file for file in (ROOT / room).rglob("*.py") if "versions" not in file.parts)


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def _features() -> list[Path]:
    """The folders of bot that hold one noun of the product each."""
    folders = (file.parent for file in (ROOT / "bot").glob("*/__init__.py"))
    return [folder for folder in folders if folder.name not in NO_FEATURES]


def _settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_imports_point_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    configure()
    assert lint_imports(cache_dir=None, no_logo=True)


def test_every_feature_has_its_place_in_the_contracts() -> None:
    inside = {
        name.removeprefix("bot.")
        for contract in _settings()["tool"]["importlinter"]["contracts"]
        for name in contract.get("containers", ())
    }
    assert inside - {"bot"} - NO_FEATURES == {folder.name for folder in _features()}


def test_no_file_is_long() -> None:
    long = {
        _name(f): count
        for f in _files(*ROOMS)
        if (count := len(f.read_text().splitlines())) > MOST_LINES_A_FILE
    }
    assert {name: count for name, count in long.items() if name != ALL_TABLES} == {}


def test_no_function_is_long() -> None:
    long = {
        f"{_name(file)}:{node.lineno} {node.name}": count
        for file in _files(*ROOMS)
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (count := (node.end_lineno or node.lineno) - node.lineno + 1) > MOST_LINES_A_FUNCTION
    }
    assert long == {}


def test_a_package_is_introduced_by_one_docstring() -> None:
    wordy = [
        _name(file)
        for file in _files(*ROOMS)
        if file.name == "__init__.py" and not (ast.get_docstring(_tree(file)) and len(_tree(file).body) == 1)
    ]
    assert wordy == []


def test_nothing_is_a_junk_drawer() -> None:
    assert [_name(file) for file in _files(*EVERYTHING) if {file.stem, file.parent.name} & JUNK_DRAWERS] == []


def test_every_module_says_what_it_is() -> None:
    assert [_name(file) for file in _files(*ROOMS) if not ast.get_docstring(_tree(file))] == []


def test_nothing_is_patched() -> None:
    guilty = [
        _name(file)
        for file in _files(*EVERYTHING)
        for node in ast.walk(_tree(file))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unittest"))
        or (isinstance(node, ast.Import) and any(alias.name.startswith("unittest") for alias in node.names))
    ]
    assert guilty == []


def test_tests_move_a_clock_and_never_sleep() -> None:
    guilty = [
        f"{_name(file)}:{node.lineno}"
        for file in _files("tests")
        if _name(file) not in WATCH_A_PROCESS
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "sleep"
        and not (isinstance(node.args[0], ast.Constant) and node.args[0].value == 0)
    ]
    assert guilty == []


def test_a_feature_is_one_flat_folder() -> None:
    nested = [
        folder
        for feature in _features()
        for folder in feature.iterdir()
        if folder.is_dir() and folder.name != "__pycache__"
    ]
    assert nested == []


def test_importing_starts_nothing(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-W", "error", "-c", IMPORT_EVERYTHING],
        env={"PYTHONPATH": str(ROOT), "PATH": os.defpath, "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > len(ROOMS)
    assert list(tmp_path.iterdir()) == []


def test_every_dependency_has_a_reason() -> None:
    reasons = (ROOT / "docs/decisions/0001-dependencies.md").read_text()
    needed = [re.split(r"[<>=]", line)[0] for line in _settings()["project"]["dependencies"]]
    assert [name for name in needed if f"| `{name}` |" not in reasons] == []


def test_no_file_of_ours_names_a_package_registry() -> None:
    hosts = ("files.pythonhosted" + ".org", "pypi" + ".org", "registry.npmjs" + ".org")
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 (whichever git is here)
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    guilty = [
        name
        for name in tracked
        if (ROOT / name).is_file() and any(host in (ROOT / name).read_text(errors="ignore") for host in hosts)
    ]
    assert guilty == []
