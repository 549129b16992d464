"""Where platforms stand, as it was worked out. Plain types only: what this step makes must never change with the code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standings",
        sa.Column("platform_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("rules", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["platform_id"], ["platforms.id"], name="fk_standings_platform_id_platforms"),
        sa.PrimaryKeyConstraint("platform_id", name="pk_standings"),
    )


def downgrade() -> None:
    op.drop_table("standings")
