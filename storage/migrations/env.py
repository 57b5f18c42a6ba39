"""Alembic's door: it runs on the connection that `storage.migrate` hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.sql.elements import False_, True_
from sqlalchemy.sql.schema import DefaultClause

from storage.migrate import belongs_to_us
from storage.tables import metadata
from storage.types import UtcDateTime


def _render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Spell our types and defaults so that an old migration means the same for ever, on every database."""
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "server_default" and isinstance(item, DefaultClause):
        if isinstance(item.arg, False_):
            return "sa.false()"
        if isinstance(item.arg, True_):
            return "sa.true()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_render,
    include_name=belongs_to_us,
)
with context.begin_transaction():
    context.run_migrations()
