"""The daily loop.

Revision: 0001, after .
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("bot_user_id", sa.String(length=32), nullable=False),
        sa.Column("bot_id", sa.String(length=32), nullable=False),
        sa.Column("app_id", sa.String(length=32), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("enterprise_id", "team_id", name=op.f("uq_workspaces_enterprise_id_team_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "feedback",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("emoji", sa.String(length=64), nullable=False),
        sa.Column("event_ts", sa.String(length=32), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_feedback_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "channel", "ts", "user_id", "emoji", name=op.f("pk_feedback")
        ),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_kept_until"), ["kept_until"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_feedback_workspace_id_user_id"), ["workspace_id", "user_id"], unique=False
        )

    op.create_table(
        "members",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_members_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel", "user_id", name=op.f("pk_members")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_members_workspace_id_user_id_channel"),
            ["workspace_id", "user_id", "channel"],
            unique=False,
        )

    op.create_table(
        "note_items",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_note_items_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", "kind", "subject", name=op.f("pk_note_items")),
    )
    op.create_table(
        "people",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("zone", sa.String(length=64), server_default="", nullable=False),
        sa.Column("is_bot", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_stranger", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("looked_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coach_place", sa.String(length=16), nullable=True),
        sa.Column("direct_notes", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("dm_channel", sa.String(length=32), nullable=True),
        sa.Column("note_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_people_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(
            "ix_people_not_looked_up",
            ["workspace_id"],
            unique=False,
            sqlite_where=sa.text("looked_up_at IS NULL"),
            postgresql_where=sa.text("looked_up_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_people_note_at"), ["note_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_people_workspace_id_dm_channel"), ["workspace_id", "dm_channel"], unique=False
        )

    op.create_table(
        "routines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("days", sa.String(length=7), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=8), nullable=True),
        sa.Column("region", sa.String(length=32), nullable=True),
        sa.Column("open_minutes", sa.Integer(), nullable=False),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column("coach_place", sa.String(length=16), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("members_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lost", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_routines_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routines")),
        sa.UniqueConstraint("workspace_id", "channel", name=op.f("uq_routines_workspace_id_channel")),
        sa.UniqueConstraint("id", "workspace_id", name=op.f("uq_routines_id_workspace_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("routines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_routines_next_at"), ["next_at"], unique=False)
        batch_op.create_index(
            "ix_routines_not_read",
            ["workspace_id"],
            unique=False,
            sqlite_where=sa.text("members_read_at IS NULL AND lost IS NULL"),
            postgresql_where=sa.text("members_read_at IS NULL AND lost IS NULL"),
        )

    op.create_table(
        "sayings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("surface", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("thread_ts", sa.String(length=32), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("good_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("stale", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_sayings_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sayings")),
        sa.UniqueConstraint(
            "workspace_id",
            "kind",
            "subject",
            "audience",
            name=op.f("uq_sayings_workspace_id_kind_subject_audience"),
        ),
    )
    with op.batch_alter_table("sayings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sayings_owed",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("state = 'owed'"),
            postgresql_where=sa.text("state = 'owed'"),
        )
        batch_op.create_index(
            "ix_sayings_leased",
            ["lease_until"],
            unique=False,
            sqlite_where=sa.text("lease_until IS NOT NULL"),
            postgresql_where=sa.text("lease_until IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_sayings_stale",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("stale = 1"),
            postgresql_where=sa.text("stale"),
        )
        batch_op.create_index(
            batch_op.f("ix_sayings_workspace_id_channel_ts"), ["workspace_id", "channel", "ts"], unique=False
        )

    op.create_table(
        "submissions",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("view_id", sa.String(length=64), nullable=False),
        sa.Column("callback_id", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_submissions_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "view_id", "callback_id", name=op.f("pk_submissions")),
    )
    op.create_table(
        "tombstones",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_tombstones_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel", "ts", name=op.f("pk_tombstones")),
    )
    with op.batch_alter_table("tombstones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tombstones_kept_until"), ["kept_until"], unique=False)

    op.create_table(
        "facilitators",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("routine_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "routine_id"],
            ["routines.workspace_id", "routines.id"],
            name=op.f("fk_facilitators_workspace_id_routine_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_facilitators_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "routine_id", "user_id", name=op.f("pk_facilitators")),
    )
    op.create_table(
        "postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("routine_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=128), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("skipped_because", sa.String(length=64), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("catch_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "routine_id"],
            ["routines.workspace_id", "routines.id"],
            name=op.f("fk_postings_workspace_id_routine_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_postings_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sa.UniqueConstraint(
            "workspace_id", "channel", "ts", name=op.f("uq_postings_workspace_id_channel_ts")
        ),
        sa.UniqueConstraint("id", "workspace_id", name=op.f("uq_postings_id_workspace_id")),
        sa.UniqueConstraint(
            "workspace_id", "routine_id", "slot", name=op.f("uq_postings_workspace_id_routine_id_slot")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postings_catch_up_at"), ["catch_up_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_postings_workspace_id_routine_id_id"),
            ["workspace_id", "routine_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_postings_open",
            ["closes_at"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "skips",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("routine_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "routine_id"],
            ["routines.workspace_id", "routines.id"],
            name=op.f("fk_skips_workspace_id_routine_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_skips_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "routine_id", "day", name=op.f("pk_skips")),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("visibility", sa.String(length=16), nullable=False),
        sa.Column("form", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("claimed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("settles_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_ts", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("reading_version", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "posting_id"],
            ["postings.workspace_id", "postings.id"],
            name=op.f("fk_answers_workspace_id_posting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_answers_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("id", "workspace_id", name=op.f("uq_answers_id_workspace_id")),
        sa.UniqueConstraint(
            "workspace_id",
            "posting_id",
            "user_id",
            "attempt",
            name=op.f("uq_answers_workspace_id_posting_id_user_id_attempt"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_settles_at"), ["settles_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_answers_workspace_id_user_id"), ["workspace_id", "user_id"], unique=False
        )

    op.create_table(
        "drafts",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "posting_id"],
            ["postings.workspace_id", "postings.id"],
            name=op.f("fk_drafts_workspace_id_posting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_drafts_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", "posting_id", name=op.f("pk_drafts")),
    )
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("signal", sa.String(length=16), nullable=False),
        sa.Column("confidence", sa.String(length=8), nullable=False),
        sa.Column("goes_deeper", sa.Boolean(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=16), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_ts", sa.String(length=32), nullable=True),
        sa.Column("asked_channel", sa.String(length=32), nullable=True),
        sa.Column("closed_ts", sa.String(length=32), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "answer_id"],
            ["answers.workspace_id", "answers.id"],
            name=op.f("fk_follow_ups_workspace_id_answer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_follow_ups_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint(
            "workspace_id", "answer_id", "turn", name=op.f("uq_follow_ups_workspace_id_answer_id_turn")
        ),
        sa.UniqueConstraint("id", "workspace_id", name=op.f("uq_follow_ups_id_workspace_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_follow_ups_workspace_id_asked_channel_asked_ts"),
            ["workspace_id", "asked_channel", "asked_ts"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_follow_ups_workspace_id_user_id_owed_at"),
            ["workspace_id", "user_id", "owed_at"],
            unique=False,
        )

    op.create_table(
        "messages",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("thread_ts", sa.String(length=32), nullable=True),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edited_ts", sa.String(length=32), nullable=True),
        sa.Column("claim", sa.String(length=8), nullable=True),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "answer_id"],
            ["answers.workspace_id", "answers.id"],
            name=op.f("fk_messages_workspace_id_answer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_messages_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel", "ts", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_kept_until"), ["kept_until"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_messages_workspace_id_answer_id"), ["workspace_id", "answer_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_messages_workspace_id_user_id"), ["workspace_id", "user_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_messages_workspace_id_user_id"))
        batch_op.drop_index(batch_op.f("ix_messages_workspace_id_answer_id"))
        batch_op.drop_index(batch_op.f("ix_messages_kept_until"))

    op.drop_table("messages")
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_ups_workspace_id_user_id_owed_at"))
        batch_op.drop_index(batch_op.f("ix_follow_ups_workspace_id_asked_channel_asked_ts"))

    op.drop_table("follow_ups")
    op.drop_table("drafts")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_workspace_id_user_id"))
        batch_op.drop_index(batch_op.f("ix_answers_settles_at"))

    op.drop_table("answers")
    op.drop_table("skips")
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_postings_workspace_id_routine_id_id"))
        batch_op.drop_index(batch_op.f("ix_postings_catch_up_at"))
        batch_op.drop_index(
            "ix_postings_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.drop_table("postings")
    op.drop_table("facilitators")
    with op.batch_alter_table("tombstones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tombstones_kept_until"))

    op.drop_table("tombstones")
    op.drop_table("submissions")
    with op.batch_alter_table("sayings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sayings_workspace_id_channel_ts"))
        batch_op.drop_index(
            "ix_sayings_stale", sqlite_where=sa.text("stale = 1"), postgresql_where=sa.text("stale")
        )
        batch_op.drop_index(
            "ix_sayings_leased",
            sqlite_where=sa.text("lease_until IS NOT NULL"),
            postgresql_where=sa.text("lease_until IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_sayings_owed",
            sqlite_where=sa.text("state = 'owed'"),
            postgresql_where=sa.text("state = 'owed'"),
        )

    op.drop_table("sayings")
    with op.batch_alter_table("routines", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_routines_not_read",
            sqlite_where=sa.text("members_read_at IS NULL AND lost IS NULL"),
            postgresql_where=sa.text("members_read_at IS NULL AND lost IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_routines_next_at"))

    op.drop_table("routines")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_workspace_id_dm_channel"))
        batch_op.drop_index(batch_op.f("ix_people_note_at"))
        batch_op.drop_index(
            "ix_people_not_looked_up",
            sqlite_where=sa.text("looked_up_at IS NULL"),
            postgresql_where=sa.text("looked_up_at IS NULL"),
        )

    op.drop_table("people")
    op.drop_table("note_items")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_members_workspace_id_user_id_channel"))

    op.drop_table("members")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_workspace_id_user_id"))
        batch_op.drop_index(batch_op.f("ix_feedback_kept_until"))

    op.drop_table("feedback")
    op.drop_table("workspaces")
