"""What every repository is made of: one connection, one workspace, and inserts that may lose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, Final, TypeVar

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    CursorResult,
    Executable,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

R = TypeVar("R")

_GIVEN: Final = "given_"  # a statement's own names may not be those of columns


class Repository:
    """Rows of one workspace; a query that forgets the workspace is a bug that `tests/storage` looks for.

    What every event asks is built once, with `here` and `given` for what is not known yet, and asked by `_ask`: building
    a statement takes SQLAlchemy five times as long as asking it.
    """

    def __init__(self, connection: Connection, workspace_id: int) -> None:
        """Reads and writes on `connection`, for `workspace_id` alone."""
        self._connection = connection
        self._workspace_id = workspace_id

    def _ask(
        self, statement: Executable, values: Mapping[str, object] | None = None, **given_values: object
    ) -> CursorResult[*tuple[object, ...]]:
        """Ask a statement that was built before; `values` are what an update sets."""
        named = {_GIVEN + name: value for name, value in given_values.items()}
        return self._connection.execute(
            statement, {_GIVEN + "workspace_id": self._workspace_id, **named, **(values or {})}
        )

    def _insert_once(self, table: Table, **values: object) -> bool:
        """Whether the row is new; a row with the same key stays as it is."""
        return insert_once(self._connection, table, {"workspace_id": self._workspace_id, **values})

    def _insert_record(self, kind: type[R], table: Table, **values: object) -> R | None:
        """The record of the new row; None where a row with the same key stays as it is."""
        statement = _new(self._connection.dialect.name, table, kind)  # type: ignore[arg-type]  # classes hash
        row = self._connection.execute(statement, {"workspace_id": self._workspace_id, **values}).first()
        return record(kind, row)

    def _copy_once(self, table: Table, columns: Sequence[str], rows: Select[*tuple[Any, ...]]) -> None:
        """Insert what a query finds; rows with the same keys stay as they are."""
        statement = _insert(self._connection, table).from_select(list(columns), rows)
        self._connection.execute(statement.on_conflict_do_nothing())

    def _change_one(self, table: Table, number: int, **values: object) -> None:
        """Change the row of this number, if it is here."""
        mine = and_(table.c.workspace_id == self._workspace_id, table.c.id == number)
        self._connection.execute(table.update().where(mine).values(**values))

    def _put(self, table: Table, keys: Mapping[str, object], **values: object) -> None:
        """Insert the row, or change `values` of the one that has these keys."""
        keys = {"workspace_id": self._workspace_id, **keys}
        statement = _insert(self._connection, table).values(**keys, **values)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=list(keys), set_=dict(values))
        )


def given(name: str) -> BindParameter[Any]:
    """What `_ask` is told under this name."""
    return bindparam(_GIVEN + name)


def here(table: Table) -> ColumnElement[bool]:
    """The rows of the repository's own workspace, in a statement for `_ask`."""
    return table.c.workspace_id == given("workspace_id")


def insert_once(connection: Connection, table: Table, values: Mapping[str, object]) -> bool:
    """Whether the row is new; any unique constraint makes this the loser, quietly."""
    return connection.execute(_once(connection.dialect.name, table), values).first() is not None


@cache
def _once(dialect: str, table: Table) -> Executable:
    """Its columns are those of the values that it is asked with."""
    return insert_into(dialect, table).on_conflict_do_nothing().returning(literal_column("1"))


@cache
def _new(dialect: str, table: Table, kind: type[object]) -> Executable:
    """The same, with what the row became."""
    return insert_into(dialect, table).on_conflict_do_nothing().returning(*columns_of(kind, table))


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert whole rows; one whose primary key is taken stays as it is."""
    keys = [column.name for column in table.primary_key.columns]
    statement = _insert(connection, table).on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement, list(rows))


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return insert_into(connection.dialect.name, table)


def insert_into(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Both databases spell ON CONFLICT alike, in two classes."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def record(kind: type[R], row: Row[*tuple[object, ...]] | None) -> R | None:
    """The frozen record of a row whose columns are its fields, in their order (see `select_record`)."""
    return None if row is None else kind(*row)


def records(kind: type[R], rows: Sequence[Row[*tuple[object, ...]]]) -> tuple[R, ...]:
    """The frozen records of rows."""
    return tuple(kind(*row) for row in rows)


def columns_of(kind: type[object], table: Table) -> tuple[Column[Any], ...]:
    """The columns of `table` that stand in the dataclass `kind`, in its order."""
    return tuple(table.c[field.name] for field in fields(kind))  # type: ignore[arg-type]


def select_record(kind: type[object], table: Table) -> Select[*tuple[object, ...]]:
    """A select of the columns of `table` that stand in the dataclass `kind`."""
    return select(*columns_of(kind, table))
