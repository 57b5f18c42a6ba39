"""Processes of their own, so that what one of them costs is its own CPU and its own memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 30.0  # seconds until a process that was asked to end is made to


@contextmanager
def running(
    words: Sequence[str],
    env: Mapping[str, str] | None = None,
    *,
    errors: int | None = None,
    folder: Path = ROOT,
) -> Iterator[subprocess.Popen[str]]:
    """A process that reads and writes lines; it is asked to end with the block."""
    process = subprocess.Popen(
        list(words),
        env={**os.environ, **(env or {})},
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def ours(place: str, *arguments: object) -> list[str]:
    """The words that call a function of ours, as in `benchmarks.stand_in:main`, in another process."""
    module, _, function = place.partition(":")
    given = ", ".join(repr(argument) for argument in arguments)
    return [sys.executable, "-c", f"from {module} import {function}; {function}({given})"]


def line_of(process: subprocess.Popen[str]) -> str:
    """The next line that a process writes. Raises RuntimeError when it ended instead."""
    assert process.stdout is not None
    said = process.stdout.readline()
    if not said:
        raise RuntimeError(f"{process.args!r} ended with {process.wait()}")
    return said.strip()


def tell(process: subprocess.Popen[str], line: str) -> None:
    """Write a line for a process to read."""
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def cpu_of(pid: int) -> float:
    """Seconds of CPU, of all its threads, that a process has used so far."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / TICKS


def held_by(pid: int | str = "self") -> float:
    """MB of memory that a process holds now."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")
