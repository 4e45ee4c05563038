"""Data protection: objections, statements, legal bases, notices, links of contacts, who never returns."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TABLES = (
    "privacy_state",
    "suppressions",
    "link_uses",
    "contact_links",
    "notices",
    "legal_bases",
    "statements",
    "objections",
)


def upgrade() -> None:
    """Makes the tables of data protection."""
    _of_contact(
        "objections",
        sa.Column("objected_at", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    _of_contact(
        "statements",
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("stated_at", sa.String(), nullable=False),
    )
    _of_contact(
        "legal_bases",
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("set_at", sa.String(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
    )
    _of_contact(
        "notices",
        sa.Column("given_at", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
    )
    _links()
    op.create_table(
        "suppressions",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("objector", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_suppressions")),
    )
    op.create_index(op.f("ix_suppressions_objector"), "suppressions", ["objector"], unique=False)
    op.create_table(
        "privacy_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_check", sa.String(), nullable=True),
        sa.Column("latest_seen", sa.String(), nullable=False),
        sa.Column("erased_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_state")),
    )
    op.execute("INSERT INTO privacy_state (id, latest_seen) VALUES (1, '')")


def _of_contact(name: str, *columns: sa.Column[str]) -> None:
    op.create_table(
        name,
        sa.Column("contact_id", sa.Text(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f(f"fk_{name}_contact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", name=op.f(f"pk_{name}")),
    )


def _links() -> None:
    op.create_table(
        "contact_links",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_contact_links_contact_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_links")),
    )
    op.create_index(op.f("ix_contact_links_contact_id"), "contact_links", ["contact_id"], unique=False)
    op.create_table(
        "link_uses",
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("used_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["contact_links.id"], name=op.f("fk_link_uses_link_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("link_id", "action", name=op.f("pk_link_uses")),
    )


def downgrade() -> None:
    """Drops them."""
    for table in _TABLES:
        op.drop_table(table)
