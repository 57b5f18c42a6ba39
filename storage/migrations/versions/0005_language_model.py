"""Consents to a language model, and what one had to do with a question of the coach.

Revision: 0005, after 0004.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for table in ("workspaces", "people"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("model_consent", sa.Text(), nullable=True))
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("advice", sa.String(length=8), nullable=True))
        batch_op.create_index(
            "ix_follow_ups_to_advise",
            ["owed_at"],
            unique=False,
            sqlite_where=sa.text("advice = 'wanted'"),
            postgresql_where=sa.text("advice = 'wanted'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_follow_ups_to_advise",
            sqlite_where=sa.text("advice = 'wanted'"),
            postgresql_where=sa.text("advice = 'wanted'"),
        )
        batch_op.drop_column("advice")
    for table in ("people", "workspaces"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("model_consent")
