"""Which recruiters an opening is theirs to fill."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table; openings that were brought in before have no owner, and are every recruiter's."""
    op.create_table(
        "opening_owners",
        sa.Column("opening_id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("opening_id", "owner", name=op.f("pk_opening_owners")),
    )


def downgrade() -> None:
    """Drops the table."""
    op.drop_table("opening_owners")
