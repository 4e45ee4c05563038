"""An index of profile versions by contact: without it each suggestion read the whole table."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the index."""
    op.create_index(op.f("ix_profile_versions_contact_id"), "profile_versions", ["contact_id"])


def downgrade() -> None:
    """Drops the index."""
    op.drop_index(op.f("ix_profile_versions_contact_id"), table_name="profile_versions")
