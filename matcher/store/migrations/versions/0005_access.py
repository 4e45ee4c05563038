"""API keys and what employees share."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=True),
        sa.Column("employee_id", sa.Text(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.String(), nullable=True),
        sa.Column("last_used_on", sa.String(), nullable=True),
        _foreign("api_keys", "employee_id", "employees.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
    )
    op.create_index(op.f("ix_api_keys_employee_id"), "api_keys", ["employee_id"], unique=False)
    op.create_table(
        "shares",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("opening_id", sa.Text(), nullable=False),
        sa.Column("shared_at", sa.String(), nullable=False),
        _foreign("shares", "employee_id", "employees.id"),
        _foreign("shares", "contact_id", "contacts.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sa.UniqueConstraint(
            "employee_id",
            "contact_id",
            "opening_id",
            name=op.f("uq_shares_employee_id_contact_id_opening_id"),
        ),
    )
    for column in ("contact_id", "opening_id"):
        op.create_index(op.f(f"ix_shares_{column}"), "shares", [column], unique=False)


def downgrade() -> None:
    """Drops the tables."""
    op.drop_table("shares")
    op.drop_table("api_keys")


def _foreign(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [parent], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")
