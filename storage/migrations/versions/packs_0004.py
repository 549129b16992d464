"""Evidence packs. Plain types only: what this step makes must never change with the code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "packs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.String(length=32), nullable=False),
        sa.Column("audit_id", sa.String(length=32), nullable=False),
        sa.Column("audit_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["platform_id"], ["platforms.id"], name="fk_packs_platform_id_platforms"),
        sa.PrimaryKeyConstraint("id", name="pk_packs"),
    )
    op.create_index("ix_packs_platform_id_made_at", "packs", ["platform_id", "made_at"])
    op.create_index("ix_packs_audit_id_basis", "packs", ["audit_id", "basis"])
    op.create_table(
        "pack_blobs",
        sa.Column("pack_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.id"], name="fk_pack_blobs_pack_id_packs", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pack_id", "sha256", name="pk_pack_blobs"),
    )
    op.create_index("ix_pack_blobs_sha256", "pack_blobs", ["sha256"])


def downgrade() -> None:
    op.drop_table("pack_blobs")
    op.drop_table("packs")
