"""What every repository is made of: one connection, one workspace, and inserts that may lose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TypeVar

from sqlalchemy import Connection, Row, Select, Table, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite

R = TypeVar("R")


class Repository:
    """Rows of one workspace; a query that forgets the workspace is a bug that `tests/storage` looks for."""

    def __init__(self, connection: Connection, workspace_id: int) -> None:
        """Reads and writes on `connection`, for `workspace_id` alone."""
        self._connection = connection
        self._workspace_id = workspace_id

    def _insert_once(self, table: Table, **values: object) -> bool:
        """Whether the row is new; a row with the same key stays as it is."""
        return insert_once(self._connection, table, {"workspace_id": self._workspace_id, **values})

    def _put(self, table: Table, keys: Mapping[str, object], **values: object) -> None:
        """Insert the row, or change `values` of the one that has these keys."""
        keys = {"workspace_id": self._workspace_id, **keys}
        statement = _insert(self._connection, table).values(**keys, **values)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=list(keys), set_=dict(values))
        )


def insert_once(connection: Connection, table: Table, values: Mapping[str, object]) -> bool:
    """Whether the row is new; any unique constraint makes this the loser, quietly."""
    statement = _insert(connection, table).values(**values).on_conflict_do_nothing()
    return connection.execute(statement.returning(literal_column("1"))).first() is not None


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert whole rows; one whose primary key is taken stays as it is."""
    keys = [column.name for column in table.primary_key.columns]
    statement = _insert(connection, table).on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement, list(rows))


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Both databases spell ON CONFLICT alike, in two classes."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def record(kind: type[R], row: Row[*tuple[object, ...]] | None) -> R | None:
    """The frozen record of a row whose columns are its fields."""
    return None if row is None else kind(**row._mapping)  # noqa: SLF001 (SQLAlchemy's public way)


def records(kind: type[R], rows: Sequence[Row[*tuple[object, ...]]]) -> tuple[R, ...]:
    """The frozen records of rows."""
    return tuple(kind(**row._mapping) for row in rows)  # noqa: SLF001 (SQLAlchemy's public way)


def select_record(kind: type[object], table: Table) -> Select[*tuple[object, ...]]:
    """A select of the columns of `table` that stand in the dataclass `kind`."""
    return select(*(table.c[field.name] for field in fields(kind)))  # type: ignore[arg-type]
