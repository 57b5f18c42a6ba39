"""The tables and the unique constraints that law 2 ("once is a unique constraint") relies on.

Every table carries `workspace_id`, but `oauth_states`, of installations that were only begun; what people wrote or said
stands in `messages`, `clips`, `answers.form`, `drafts`, `tries`, `suggestions` and `follow_ups.quote` and nowhere else; tokens stand sealed in
`installations`. A `ts` is Slack's: seconds and microseconds as text, ordered as text.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.sql.schema import SchemaItem

from storage.types import UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _owned_by_workspace() -> Column[int]:
    return Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)


def _table(name: str, *items: SchemaItem) -> Table:
    """A table whose rows have a number of their own and belong to one workspace."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
        *items,
        UniqueConstraint("id", "workspace_id"),  # in this order, or SQLite reads a whole workspace by it
        sqlite_autoincrement=True,  # what is owed is known by a row's number, which is never given again
    )


def _belongs_to(table: str, column: str) -> ForeignKeyConstraint:
    """A reference that cannot cross workspaces."""
    return ForeignKeyConstraint(
        ["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"], ondelete="CASCADE"
    )


workspaces = Table(
    "workspaces",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("enterprise_id", String(32), nullable=False),
    Column("team_id", String(32), nullable=False),
    Column("bot_user_id", String(32), nullable=False),
    Column("bot_id", String(32), nullable=False),
    Column("app_id", String(32), nullable=False),
    Column("heard_at", UtcDateTime),
    Column("model_consent", Text),
    UniqueConstraint("enterprise_id", "team_id"),
    sqlite_autoincrement=True,
)

installations = Table(
    "installations",
    metadata,
    _owned_by_workspace(),
    Column("token", Text),
    Column("refresh_token", Text),
    Column("expires_at", UtcDateTime),
    Column("renewing_until", UtcDateTime),
    Column("scopes", Text, nullable=False),
    Column("installed_by", String(32), nullable=False),
    Column("installed_at", UtcDateTime, nullable=False),
    Column("uninstalled_at", UtcDateTime),
    Column("purge_at", UtcDateTime),
    Column("version", BigInteger, nullable=False),
    Index(None, "version"),
    Index(None, "purge_at"),
    Index(
        "ix_installations_out",
        "workspace_id",
        sqlite_where=text("uninstalled_at IS NOT NULL"),
        postgresql_where=text("uninstalled_at IS NOT NULL"),
    ),
)

oauth_states = Table(
    "oauth_states",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "expires_at"),
)

people = Table(
    "people",
    metadata,
    _owned_by_workspace(),
    Column("user_id", String(32), primary_key=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("zone", String(64), nullable=False, server_default=""),
    Column("is_bot", Boolean, nullable=False, server_default=false()),
    Column("is_guest", Boolean, nullable=False, server_default=false()),
    Column("is_stranger", Boolean, nullable=False, server_default=false()),
    Column("is_gone", Boolean, nullable=False, server_default=false()),
    Column("looked_up_at", UtcDateTime),
    Column("kept_out_at", UtcDateTime),
    Column("met_at", UtcDateTime),
    Column("coach_place", String(16)),
    Column("direct_notes", Boolean, nullable=False, server_default=true()),
    Column("away_until", Date),
    Column("dm_channel", String(32)),
    Column("note_at", UtcDateTime),
    Column("model_consent", Text),
    Index(None, "note_at"),
    Index(None, "workspace_id", "dm_channel"),
    Index(
        "ix_people_not_looked_up",
        "workspace_id",
        sqlite_where=text("looked_up_at IS NULL"),
        postgresql_where=text("looked_up_at IS NULL"),
    ),
)

fresh_starts = Table(
    "fresh_starts",
    metadata,
    _owned_by_workspace(),
    Column("user_id", String(32), primary_key=True),
    Column("ts", String(32), nullable=False),
)

members = Table(
    "members",
    metadata,
    _owned_by_workspace(),
    Column("channel", String(32), primary_key=True),
    Column("user_id", String(32), primary_key=True),
    Index(None, "workspace_id", "user_id", "channel"),
)

routines = _table(
    "routines",
    Column("channel", String(32), nullable=False),
    Column("days", String(7), nullable=False),
    Column("at", String(5), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("country", String(8)),
    Column("region", String(32)),
    Column("open_minutes", Integer, nullable=False),
    Column("grace_minutes", Integer, nullable=False),
    Column("coach_place", String(16), nullable=False),
    Column("paused_until", Date),
    Column("next_at", UtcDateTime),
    Column("members_read_at", UtcDateTime),
    Column("lost", String(32)),
    Column("levels", Text, nullable=False, server_default=""),
    Column("drill_days", String(7), nullable=False, server_default=""),
    Column("case_days", String(7), nullable=False, server_default=""),
    UniqueConstraint("workspace_id", "channel"),
    Index(None, "next_at"),
    Index(
        "ix_routines_not_read",
        "workspace_id",
        sqlite_where=text("members_read_at IS NULL AND lost IS NULL"),
        postgresql_where=text("members_read_at IS NULL AND lost IS NULL"),
    ),
)

facilitators = Table(
    "facilitators",
    metadata,
    _owned_by_workspace(),
    Column("routine_id", Integer, primary_key=True),
    Column("user_id", String(32), primary_key=True),
    _belongs_to("routines", "routine_id"),
)

skips = Table(
    "skips",
    metadata,
    _owned_by_workspace(),
    Column("routine_id", Integer, primary_key=True),
    Column("day", Date, primary_key=True),
    _belongs_to("routines", "routine_id"),
)

postings = _table(
    "postings",
    Column("routine_id", Integer, nullable=False),
    Column("slot", String(128), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("question_id", String(128), nullable=False),
    Column("reason", Text, nullable=False),
    Column("planned_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("skipped_because", String(64)),
    Column("ts", String(32)),
    Column("closes_at", UtcDateTime),
    Column("catch_up_at", UtcDateTime),
    Column("exercise", String(16), nullable=False, server_default="question"),
    UniqueConstraint("workspace_id", "routine_id", "slot"),
    UniqueConstraint("workspace_id", "channel", "ts"),
    _belongs_to("routines", "routine_id"),
    Index(None, "workspace_id", "routine_id", "id"),
    Index(None, "catch_up_at"),
    Index(
        "ix_postings_open",
        "closes_at",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

tries = _table(
    "tries",
    Column("user_id", String(32), nullable=False),
    Column("drill_id", String(150), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("posting_id", Integer),
    Column("option", Integer),
    Column("words", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("workspace_id", "user_id", "drill_id", "attempt"),
    _belongs_to("postings", "posting_id"),
    Index(None, "workspace_id", "posting_id"),
)

additions = Table(
    "additions",
    metadata,
    _owned_by_workspace(),
    Column("exercise", String(16), primary_key=True),
    Column("item_id", String(150), primary_key=True),
    Column("pack", String(64), nullable=False),
    Column("content", JSON, nullable=False),
)

packs_left_out = Table(
    "packs_left_out",
    metadata,
    _owned_by_workspace(),
    Column("routine_id", Integer, primary_key=True),
    Column("pack", String(64), primary_key=True),
    _belongs_to("routines", "routine_id"),
)

suggestions = _table(
    "suggestions",
    Column("routine_id", Integer, nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("exercise", String(16), nullable=False),
    Column("content", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("item_id", String(150)),
    Column("reason", Text),
    Column("decided_by", String(32)),
    _belongs_to("routines", "routine_id"),
    Index(None, "workspace_id", "user_id"),
    Index(None, "workspace_id", "routine_id", "state"),
)

answers = _table(
    "answers",
    Column("posting_id", Integer, nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("visibility", String(16), nullable=False),
    Column("form", JSON(none_as_null=True)),
    Column("claimed", Boolean, nullable=False, server_default=false()),
    Column("settles_at", UtcDateTime),
    Column("closed_ts", String(32)),
    Column("outcome", String(32)),
    Column("reading_version", String(32)),
    Column("asked_by_peer", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("workspace_id", "posting_id", "user_id", "attempt"),
    _belongs_to("postings", "posting_id"),
    Index(None, "settles_at"),
    Index(None, "workspace_id", "user_id"),
)

messages = Table(
    "messages",
    metadata,
    _owned_by_workspace(),
    Column("channel", String(32), primary_key=True),
    Column("ts", String(32), primary_key=True),
    Column("thread_ts", String(32)),
    Column("user_id", String(32), nullable=False),
    Column("answer_id", Integer),
    Column("turn", Integer),
    Column("text", Text, nullable=False),
    Column("edited_ts", String(32)),
    Column("claim", String(8)),
    Column("kept_until", UtcDateTime),
    _belongs_to("answers", "answer_id"),
    Index(None, "workspace_id", "answer_id"),
    Index(None, "workspace_id", "user_id"),
    Index(None, "kept_until"),
)

clips = _table(
    "clips",
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("file_id", String(32), nullable=False),
    Column("seconds", Integer),
    Column("state", String(16), nullable=False),
    Column("due_at", UtcDateTime),
    Column("begun_at", UtcDateTime),
    Column("transcript", Text),
    Column("own_part_heard", Boolean),
    Column("result_heard", Boolean),
    Column("learning_heard", Boolean),
    UniqueConstraint("workspace_id", "channel", "ts", "file_id"),
    ForeignKeyConstraint(
        ["workspace_id", "channel", "ts"],
        ["messages.workspace_id", "messages.channel", "messages.ts"],
        ondelete="CASCADE",
        onupdate="CASCADE",
    ),
    Index(None, "workspace_id", "file_id"),
    Index(None, "due_at"),
)

follow_ups = _table(
    "follow_ups",
    Column("answer_id", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("signal", String(16), nullable=False),
    Column("confidence", String(8), nullable=False),
    Column("goes_deeper", Boolean, nullable=False),
    Column("before", Text, nullable=False),
    Column("quote", Text),
    Column("after", Text, nullable=False),
    Column("place", String(16), nullable=False),
    Column("version", String(32), nullable=False),
    Column("owed_at", UtcDateTime, nullable=False),
    Column("asked_ts", String(32)),
    Column("asked_channel", String(32)),
    Column("closed_ts", String(32)),
    Column("withdrawn", Boolean, nullable=False, server_default=false()),
    Column("not_right_at", UtcDateTime),
    Column("advice", String(8)),
    UniqueConstraint("workspace_id", "answer_id", "turn"),
    _belongs_to("answers", "answer_id"),
    Index(None, "workspace_id", "user_id", "owed_at"),
    Index(None, "workspace_id", "asked_channel", "asked_ts"),
    Index(
        "ix_follow_ups_to_advise",
        "owed_at",
        sqlite_where=text("advice = 'wanted'"),
        postgresql_where=text("advice = 'wanted'"),
    ),
)

feedback = Table(
    "feedback",
    metadata,
    _owned_by_workspace(),
    Column("channel", String(32), primary_key=True),
    Column("ts", String(32), primary_key=True),
    Column("user_id", String(32), primary_key=True),
    Column("emoji", String(64), primary_key=True),
    Column("event_ts", String(32), nullable=False),
    Column("present", Boolean, nullable=False),
    Column("kept_until", UtcDateTime),
    Index(None, "kept_until"),
    Index(None, "workspace_id", "user_id"),
)

tombstones = Table(
    "tombstones",
    metadata,
    _owned_by_workspace(),
    Column("channel", String(32), primary_key=True),
    Column("ts", String(32), primary_key=True),
    Column("kept_until", UtcDateTime, nullable=False),
    Index(None, "kept_until"),
)

sayings = Table(
    "sayings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("audience", String(32), nullable=False),
    Column("surface", String(16), nullable=False),
    Column("channel", String(32)),
    Column("thread_ts", String(32)),
    Column("urgency", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("good_until", UtcDateTime),
    Column("attempted_at", UtcDateTime),
    Column("lease_until", UtcDateTime),
    Column("ts", String(32)),
    Column("reason", String(64)),
    Column("stale", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("workspace_id", "kind", "subject", "audience"),
    Index(
        "ix_sayings_owed",
        "not_before",
        sqlite_where=text("state = 'owed'"),
        postgresql_where=text("state = 'owed'"),
    ),
    Index(
        "ix_sayings_leased",
        "lease_until",
        sqlite_where=text("lease_until IS NOT NULL"),
        postgresql_where=text("lease_until IS NOT NULL"),
    ),
    Index("ix_sayings_stale", "not_before", sqlite_where=text("stale = 1"), postgresql_where=text("stale")),
    Index(None, "workspace_id", "channel", "ts"),
)

note_items = Table(
    "note_items",
    metadata,
    _owned_by_workspace(),
    Column("user_id", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("subject", String(64), primary_key=True),
    Column("day", Date),
)

drafts = Table(
    "drafts",
    metadata,
    _owned_by_workspace(),
    Column("user_id", String(32), primary_key=True),
    Column("posting_id", Integer, primary_key=True),
    Column("fields", JSON, nullable=False),
    _belongs_to("postings", "posting_id"),
)

submissions = Table(
    "submissions",
    metadata,
    _owned_by_workspace(),
    Column("view_id", String(64), primary_key=True),
    Column("callback_id", String(255), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
