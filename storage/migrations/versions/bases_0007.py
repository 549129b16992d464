"""What audits rest on, by check; visits in the order of time. Plain types only: what this step makes must never change with the code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_visits_started_at", "visits", ["started_at"])
    op.create_table(
        "check_bases",
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("check_id", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("basis", "check_id", name="pk_check_bases"),
    )
    op.create_table(
        "audit_bases",
        sa.Column("audit_id", sa.String(length=32), nullable=False),
        sa.Column("seen", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name="fk_audit_bases_audit_id_audits", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("audit_id", name="pk_audit_bases"),
    )


def downgrade() -> None:
    op.drop_table("audit_bases")
    op.drop_table("check_bases")
    op.drop_index("ix_visits_started_at", table_name="visits")
