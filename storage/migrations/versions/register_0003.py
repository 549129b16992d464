"""Registered platforms, their jobs and shortfalls. Plain types only: what this step makes must never change with the code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visits", sa.Column("kind", sa.String(length=64), server_default="audit", nullable=False))
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sa.UniqueConstraint("name", name="uq_batches_name"),
    )
    op.create_table(
        "registrations",
        sa.Column("platform_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("light_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timing_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platforms.id"], name="fk_registrations_platform_id_platforms"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_registrations_batch_id_batches"),
        sa.PrimaryKeyConstraint("platform_id", name="pk_registrations"),
    )
    op.create_index("ix_registrations_batch_id", "registrations", ["batch_id"])
    op.create_index("ix_registrations_due_at", "registrations", ["due_at"])
    op.create_index("ix_registrations_light_due_at", "registrations", ["light_due_at"])
    op.create_index("ix_registrations_state", "registrations", ["state"])
    op.create_index("ix_registrations_timing_due_at", "registrations", ["timing_due_at"])
    op.create_table(
        "runs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("setbacks", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=32), nullable=True),
        sa.Column("visit_id", sa.String(length=32), nullable=True),
        sa.Column("audit_id", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["platform_id"], ["platforms.id"], name="fk_runs_platform_id_platforms"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.UniqueConstraint("platform_id", "kind", "due_at", name="uq_runs_platform_id_kind_due_at"),
    )
    op.create_index("ix_runs_kind_ended_at_state", "runs", ["kind", "ended_at", "state"])
    op.create_index(
        "ix_runs_one_a_platform",
        "runs",
        ["platform_id"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index("ix_runs_state_not_before", "runs", ["state", "not_before"])
    op.create_index("ix_runs_worker", "runs", ["worker"])
    op.create_table(
        "workers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("born", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workers"),
    )
    op.create_index("ix_workers_beat_at", "workers", ["beat_at"])
    op.create_table(
        "beats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=True),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platforms.id"], name="fk_beats_platform_id_platforms"),
        sa.PrimaryKeyConstraint("id", name="pk_beats"),
    )
    op.create_index("ix_beats_at_ok", "beats", ["at", "ok"])
    op.create_index("ix_beats_platform_id_at", "beats", ["platform_id", "at"])
    op.create_table(
        "paces",
        sa.Column("host", sa.String(length=2000), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_paces"),
    )
    op.create_table(
        "rectifications",
        sa.Column("platform_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audit_id", sa.String(length=32), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rechecked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platforms.id"], name="fk_rectifications_platform_id_platforms"),
        sa.PrimaryKeyConstraint("platform_id", "item", "opened_at", name="pk_rectifications"),
    )
    op.create_table(
        "holds",
        sa.Column("visit_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("visit_id", "kind", "subject", name="pk_holds"),
    )
    op.create_table(
        "prunings",
        sa.Column("visit_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_prunings_visit_id_visits", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("visit_id", name="pk_prunings"),
    )
    op.create_index("ix_prunings_done_at", "prunings", ["done_at"])
    op.create_table(
        "removals",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name="pk_removals"),
    )
    op.create_index("ix_removals_gone_at", "removals", ["gone_at"])
    op.create_table(
        "rectification_words",
        sa.Column("platform_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id", "item", "opened_at"],
            ["rectifications.platform_id", "rectifications.item", "rectifications.opened_at"],
            name="fk_rectification_words_rectifications",
        ),
        sa.PrimaryKeyConstraint("platform_id", "item", "opened_at", "number", name="pk_rectification_words"),
    )


def downgrade() -> None:
    op.drop_table("rectification_words")
    op.drop_table("removals")
    op.drop_table("prunings")
    op.drop_table("holds")
    op.drop_table("rectifications")
    op.drop_table("paces")
    op.drop_table("beats")
    op.drop_table("workers")
    op.drop_table("runs")
    op.drop_table("registrations")
    op.drop_table("batches")
    op.drop_column("visits", "kind")
