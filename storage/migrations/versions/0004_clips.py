"""Voice and video clips that are answers, with their transcripts.

Revision: 0004, after 0003.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "clips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transcript", sa.Text(), nullable=True),
        sa.Column("own_part_heard", sa.Boolean(), nullable=True),
        sa.Column("result_heard", sa.Boolean(), nullable=True),
        sa.Column("learning_heard", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "channel", "ts"],
            ["messages.workspace_id", "messages.channel", "messages.ts"],
            name=op.f("fk_clips_workspace_id_channel_ts"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_clips_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clips")),
        sa.UniqueConstraint("id", "workspace_id", name=op.f("uq_clips_id_workspace_id")),
        sa.UniqueConstraint(
            "workspace_id", "channel", "ts", "file_id", name=op.f("uq_clips_workspace_id_channel_ts_file_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("clips", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clips_due_at"), ["due_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_clips_workspace_id_file_id"), ["workspace_id", "file_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("clips", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clips_workspace_id_file_id"))
        batch_op.drop_index(batch_op.f("ix_clips_due_at"))

    op.drop_table("clips")
