"""What a search looks through: spellings of names and titles, and their trigrams."""

import sqlalchemy as sa
from alembic import op

from registry.names import spell, spell_number

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT_ONCE = 1000
COLUMNS = ("kind", "party_id", "chain_id", "spelling")
NAMES = (
    ("party", "SELECT id, name FROM party WHERE name <> '' ORDER BY id"),
    ("party", "SELECT party_id, name FROM party_name ORDER BY id"),
    ("chain", "SELECT id, title || ' ' || occupation_title FROM chain ORDER BY id"),
    ("number", "SELECT chain_id, number FROM chain_number WHERE scheme <> 'key' ORDER BY id"),
)


def upgrade() -> None:
    """Make the table and its trigrams, then fill both from what is on record."""
    op.create_table(
        "search_key",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("party_id", KEY, nullable=True),
        sa.Column("chain_id", KEY, nullable=True),
        sa.Column("spelling", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_search_key_party_id"),
        sa.ForeignKeyConstraint(["chain_id"], ["chain.id"], name="fk_search_key_chain_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_key")),
    )
    op.create_index("ix_search_key_party_id", "search_key", ["party_id"])
    op.create_index("ix_search_key_chain_id", "search_key", ["chain_id"])
    if op.get_bind().dialect.name == "postgresql":
        postgresql_trigrams()
    else:
        sqlite_trigrams()
    fill()


def downgrade() -> None:
    """Drop all of it; nothing of the record is lost."""
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TABLE search_gram_count")
        op.execute("DROP TABLE search_gram")
    op.drop_table("search_key")


def sqlite_trigrams() -> None:
    """FTS5 keeps the trigrams and reads the words from the table; triggers keep both alike."""
    op.execute(
        "CREATE VIRTUAL TABLE search_gram USING fts5(spelling, content='search_key',"
        " content_rowid='id', tokenize='trigram')"
    )
    op.execute("CREATE VIRTUAL TABLE search_gram_count USING fts5vocab(search_gram, row)")
    add = "INSERT INTO search_gram(rowid, spelling) VALUES (new.id, new.spelling)"
    drop = (
        "INSERT INTO search_gram(search_gram, rowid, spelling)"
        " VALUES ('delete', old.id, old.spelling)"
    )
    op.execute(f"CREATE TRIGGER search_key_added AFTER INSERT ON search_key BEGIN {add}; END")
    op.execute(f"CREATE TRIGGER search_key_dropped AFTER DELETE ON search_key BEGIN {drop}; END")


def postgresql_trigrams() -> None:
    """An index of ``pg_trgm``; where the extension cannot be made, a search reads the table."""
    bind = op.get_bind()
    had = bind.scalar(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"))
    if not had:
        try:
            with bind.begin_nested():
                bind.execute(sa.text("CREATE EXTENSION pg_trgm"))
        except sa.exc.DBAPIError:
            return
    op.execute("CREATE INDEX search_gram ON search_key USING gin (spelling gin_trgm_ops)")


def fill() -> None:
    """Spell what is on record."""
    bind = op.get_bind()
    table = sa.table("search_key", *map(sa.column, COLUMNS))
    rows = []
    for kind, query in NAMES:
        of_party, spelled = kind == "party", spell_number if kind == "number" else spell
        for key, name in bind.execute(sa.text(query)):
            subject = (key, None) if of_party else (None, key)
            rows.append(dict(zip(COLUMNS, (kind, *subject, spelled(name)), strict=True)))
    for start in range(0, len(rows), AT_ONCE):
        bind.execute(sa.insert(table), rows[start : start + AT_ONCE])
