"""A database that counts its units of work, for tests that say how few there are."""

from collections.abc import Callable
from typing import TypeVar

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
