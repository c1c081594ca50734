"""The log: leaves, nodes, checkpoints, sealed acts and their batches, openings, erasures."""

import sqlalchemy as sa
from alembic import op

from registry.migrations import append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS = {
    "log_leaf": ("idx",),
    "log_node": ("level", "idx"),
    "log_checkpoint": ("size",),
    "log_sealed": ("id",),
    "log_batch": ("number",),
    "log_opening": ("id",),
    "erasure": ("id",),
}


def upgrade() -> None:
    """Make the tables, then protect them; only what opens an entry may be erased."""
    create_tree()
    create_sealed()
    create_opening()
    create_erasure()
    for table, key in KEYS.items():
        append_only.protect(table, erasable=table == "log_opening", key=key)


def downgrade() -> None:
    """Drop everything, the last made first."""
    for table in KEYS:
        append_only.release(table)
    for table in [*KEYS][::-1]:
        op.drop_table(table)


def create_tree() -> None:
    op.create_table(
        "log_leaf",
        sa.Column("idx", KEY, autoincrement=False, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("idx", name=op.f("pk_log_leaf")),
    )
    op.create_table(
        "log_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("idx", KEY, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("level", "idx", name=op.f("pk_log_node")),
    )
    op.create_table(
        "log_checkpoint",
        sa.Column("size", KEY, autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_log_checkpoint")),
    )


def create_sealed() -> None:
    op.create_table(
        "log_sealed",
        sa.Column("id", KEY, nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_sealed")),
    )
    op.create_table(
        "log_batch",
        sa.Column("number", KEY, autoincrement=False, nullable=False),
        sa.Column("leaf", KEY, nullable=False),
        sa.Column("last_sealed", KEY, nullable=False),
        sa.Column("padding", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log_batch")),
        sa.UniqueConstraint("leaf", name=op.f("uq_log_batch_leaf")),
    )


def create_opening() -> None:
    op.create_table(
        "log_opening",
        sa.Column("id", KEY, nullable=False),
        sa.Column("leaf", KEY, nullable=True),
        sa.Column("sealed", KEY, nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("row_id", KEY, nullable=True),
        sa.Column("event_id", KEY, nullable=True),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(leaf IS NULL) <> (sealed IS NULL)", name=op.f("ck_log_opening_opens_one_thing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_opening")),
        sa.UniqueConstraint("leaf", name=op.f("uq_log_opening_leaf")),
        sa.UniqueConstraint("sealed", name=op.f("uq_log_opening_sealed")),
        sa.UniqueConstraint("event_id", name=op.f("uq_log_opening_event_id")),
    )
    op.create_index("ix_log_opening_subject", "log_opening", ["subject", "version"])
    op.create_index("ix_log_opening_source", "log_opening", ["source", "row_id"])


def create_erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("chain_id", KEY, nullable=True),
        sa.Column("ground", sa.String(length=300), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_party_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["by_party_id"], ["party.id"], name=op.f("fk_erasure_by_party_id")),
        sa.ForeignKeyConstraint(["chain_id"], ["chain.id"], name=op.f("fk_erasure_chain_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("public_id", name=op.f("uq_erasure_public_id")),
    )
    op.create_index(op.f("ix_erasure_chain_id"), "erasure", ["chain_id"])
