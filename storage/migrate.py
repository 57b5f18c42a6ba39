"""Migrations: from empty, or from any earlier version, to the tables of this code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage.errors import NewerError, UnreachableError
from storage.reaching import be_brief, said
from storage.tables import metadata

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x6D696772  # any number that nobody else locks in this database
ENGINES = "procrastinate_"
"""How the names of the engine's tables begin, which stand beside ours and remember nothing."""


def migrate(engine: Engine, target: str = "head") -> None:
    """Bring the database to `target`; what is already there is left alone.

    Several processes may start at once: one of them does it, and the others wait and find it done.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        command.upgrade(_config(connection), target)


def is_current(engine: Engine) -> bool:
    """Whether every migration has run. Raises as `revision_of` does."""
    return revision_of(engine) == newest()


def revision_of(engine: Engine) -> str | None:
    """The last migration that ran, None where none did.

    Raises UnreachableError when the database does not answer, and NewerError when this code does not know the migration.
    """
    try:
        with engine.connect() as connection:
            be_brief(connection)
            found = MigrationContext.configure(connection).get_current_revision()
    except DBAPIError as error:
        raise UnreachableError(said(error)) from error
    if found is not None and found not in revisions():
        raise NewerError(
            f"this database is of a newer version ({found}): start the newer app, or restore an older copy"
        )
    return found


def newest() -> str | None:
    """The revision that this code expects."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def revisions() -> tuple[str, ...]:
    """All revisions, oldest first."""
    script = ScriptDirectory.from_config(_config(None))
    return tuple(reversed([revision.revision for revision in script.walk_revisions()]))


def differences(engine: Engine) -> list[object]:
    """What the database and `tables` disagree about; empty when the migrations are complete."""
    with engine.connect() as connection:
        return list(
            compare_metadata(
                MigrationContext.configure(
                    connection, opts={"compare_type": True, "include_name": belongs_to_us}
                ),
                metadata,
            )
        )


def belongs_to_us(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table is one of ours; asked by Alembic when it compares."""
    return not (kind == "table" and name is not None and name.startswith(ENGINES))


def write_revision(engine: Engine, message: str, revision: str) -> None:
    """Write a new migration that makes up what `differences` finds (for developers)."""
    with engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=revision)


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
