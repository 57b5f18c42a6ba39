"""Drills and cases beside questions, what a workspace adds to the library, and which packs a routine leaves out.

Revision: 0007, after 0006.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("exercise", sa.String(length=16), server_default="question", nullable=False)
        )
    with op.batch_alter_table("routines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("levels", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("drill_days", sa.String(length=7), server_default="", nullable=False))
        batch_op.add_column(sa.Column("case_days", sa.String(length=7), server_default="", nullable=False))
    _make_tables()


def _make_tables() -> None:
    op.create_table(
        "additions",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("exercise", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=150), nullable=False),
        sa.Column("pack", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_additions_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "exercise", "item_id", name=op.f("pk_additions")),
    )
    op.create_table(
        "packs_left_out",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("routine_id", sa.Integer(), nullable=False),
        sa.Column("pack", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "routine_id"],
            ["routines.workspace_id", "routines.id"],
            name=op.f("fk_packs_left_out_workspace_id_routine_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_packs_left_out_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "routine_id", "pack", name=op.f("pk_packs_left_out")),
    )
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("routine_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("exercise", sa.String(length=16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=150), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "routine_id"],
            ["routines.workspace_id", "routines.id"],
            name=op.f("fk_suggestions_workspace_id_routine_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_suggestions_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
        sa.UniqueConstraint("id", "workspace_id", name=op.f("uq_suggestions_id_workspace_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_suggestions_workspace_id_user_id"), ["workspace_id", "user_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_suggestions_workspace_id_routine_id_state"),
            ["workspace_id", "routine_id", "state"],
            unique=False,
        )
    op.create_table(
        "tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("drill_id", sa.String(length=150), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=True),
        sa.Column("option", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "posting_id"],
            ["postings.workspace_id", "postings.id"],
            name=op.f("fk_tries_workspace_id_posting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_tries_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tries")),
        sa.UniqueConstraint("id", "workspace_id", name=op.f("uq_tries_id_workspace_id")),
        sa.UniqueConstraint(
            "workspace_id",
            "user_id",
            "drill_id",
            "attempt",
            name=op.f("uq_tries_workspace_id_user_id_drill_id_attempt"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tries_workspace_id_posting_id"), ["workspace_id", "posting_id"], unique=False
        )


def downgrade() -> None:
    for table in ("tries", "suggestions", "packs_left_out", "additions"):
        op.drop_table(table)
    with op.batch_alter_table("routines", schema=None) as batch_op:
        for column in ("case_days", "drill_days", "levels"):
            batch_op.drop_column(column)
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.drop_column("exercise")
