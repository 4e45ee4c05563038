"""Imports: what each one changed, so that it can be undone."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    "own_profiles",
    "tie_statements",
    "opening_versions",
    "import_openings",
    "retired_fragments",
    "import_mentions",
    "imports",
)


def upgrade() -> None:
    """Makes the tables, and an import for each file that the store remembers."""
    _make_imports()
    _make_openings()
    _make_ties()
    _remember_contacts()
    _remember_openings()


def downgrade() -> None:
    """Drops the tables."""
    for table in TABLES:
        op.drop_table(table)


def _foreign(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [parent], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def _make_imports() -> None:
    op.create_table(
        "imports",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_imports")),
        sa.UniqueConstraint("id", name=op.f("uq_imports_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_imports_employee_id"), "imports", ["employee_id"], unique=False)
    op.create_table(
        "import_mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_number", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("how_known", sa.String(), nullable=False),
        sa.Column("connected_on", sa.String(), nullable=True),
        _foreign("import_mentions", "import_number", "imports.number"),
        _foreign("import_mentions", "contact_id", "contacts.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mentions")),
        sqlite_autoincrement=True,
    )
    for column in ("import_number", "contact_id"):
        op.create_index(op.f(f"ix_import_mentions_{column}"), "import_mentions", [column], unique=False)
    op.create_table(
        "retired_fragments",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("import_number", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("date", sa.String(), nullable=True),
        _foreign("retired_fragments", "contact_id", "contacts.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retired_fragments")),
    )
    op.create_index(
        op.f("ix_retired_fragments_contact_id"), "retired_fragments", ["contact_id"], unique=False
    )


def _make_openings() -> None:
    op.create_table(
        "import_openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_number", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        _foreign("import_openings", "import_number", "imports.number"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_openings")),
        sqlite_autoincrement=True,
    )
    for column in ("import_number", "opening_id"):
        op.create_index(op.f(f"ix_import_openings_{column}"), "import_openings", [column], unique=False)
    op.create_table(
        "opening_versions",
        sa.Column("opening_id", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opening", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("opening_id", "content_hash", name=op.f("pk_opening_versions")),
    )


def _make_ties() -> None:
    op.create_table(
        "tie_statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("strength", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("last_exchange", sa.String(), nullable=True),
        sa.Column("given_at", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.String(), nullable=True),
        _foreign("tie_statements", "employee_id", "employees.id"),
        _foreign("tie_statements", "contact_id", "contacts.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_statements")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_tie_statements_contact_id"), "tie_statements", ["contact_id"], unique=False)
    op.create_index(
        "ix_tie_statements_employee_id_contact_id",
        "tie_statements",
        ["employee_id", "contact_id"],
        unique=False,
    )
    op.create_table(
        "own_profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.String(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("stated_at", sa.String(), nullable=False),
        _foreign("own_profiles", "employee_id", "employees.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_profiles")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_own_profiles_employee_id"), "own_profiles", ["employee_id"], unique=False)


def _remember_contacts() -> None:
    """Takes the versions of one employee, source and time for one import; its keys are all that it knew."""
    connection = op.get_bind()
    join = "string_agg" if connection.dialect.name == "postgresql" else "group_concat"
    source = "employee_id, source_kind, source_name, imported_at"
    groups = connection.execute(
        sa.text(f"SELECT {source}, count(*) FROM profile_versions GROUP BY {source} ORDER BY min(id)")
    ).all()
    mention = sa.text(
        "INSERT INTO import_mentions (import_number, contact_id, version_id, keys, how_known, connected_on) "
        "SELECT :number, v.contact_id, v.id, "
        f"coalesce((SELECT {join}(digest, ' ') FROM contact_keys k WHERE k.contact_id = v.contact_id), ''), "
        "coalesce(t.how_known, 'unknown'), t.connected_on FROM profile_versions v LEFT JOIN ties t "
        "ON t.employee_id = v.employee_id AND t.contact_id = v.contact_id "
        "WHERE v.employee_id = :employee_id AND v.source_kind = :kind AND v.source_name = :name "
        "AND v.imported_at = :imported_at ORDER BY v.id"
    )
    for *source_of, count in groups:
        values = dict(zip(("employee_id", "kind", "name", "imported_at"), source_of, strict=True))
        connection.execute(mention, {**values, "number": _remember(values, "contacts", count)})


def _remember_openings() -> None:
    """Takes the openings of one time for one import."""
    connection = op.get_bind()
    times = connection.execute(
        sa.text("SELECT imported_at, count(*) FROM openings GROUP BY imported_at ORDER BY imported_at")
    ).all()
    mention = sa.text(
        "INSERT INTO import_openings (import_number, opening_id, content_hash) "
        "SELECT :number, id, content_hash FROM openings WHERE imported_at = :imported_at ORDER BY id"
    )
    for imported_at, count in times:
        values = {"employee_id": "", "kind": "", "name": "", "imported_at": imported_at}
        number = _remember(values, "openings", count)
        connection.execute(mention, {"number": number, "imported_at": imported_at})


def _remember(values: dict[str, str], what: str, count: int) -> int:
    """Adds an import; gives its number."""
    counts = {"read": count, "new": count, "updated": 0, "unchanged": 0, "merged": 0, "skipped": 0}
    names = ("id", "employee_id", "what", "kind", "name", "imported_at")
    imports = sa.table("imports", *map(sa.column, names), sa.column("counts", sa.JSON()), sa.column("number"))
    row = {**values, "id": secrets.token_hex(4), "what": what, "counts": counts}
    op.get_bind().execute(sa.insert(imports).values(row))
    query = sa.select(imports.c.number).where(imports.c.id == row["id"])
    return int(op.get_bind().execute(query).scalar_one())
