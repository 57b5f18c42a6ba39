"""Units of work and statements, counted for tests that say how few there are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import event
from typing_extensions import override

from storage.database import Database
from storage.work import Work

T = TypeVar("T")


class CountingDatabase(Database):
    """A database that counts its units of work."""

    units = 0

    @override
    async def run(self, work: Callable[[Work], T]) -> T:
        self.units += 1
        return await super().run(work)


@contextmanager
def statements_of(database: Database) -> Iterator[list[str]]:
    """What the database is asked inside the block."""
    heard: list[str] = []

    def hear(*told: Any) -> None:
        _connection, _cursor, statement, _parameters, _context, _many = told
        heard.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)
