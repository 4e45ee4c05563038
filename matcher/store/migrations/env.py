"""Alembic's environment: runs the migrations on the connection that `matcher.store.engine` hands over."""

from alembic import context

from matcher.store.postgresql import compare_by_code_point
from matcher.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
    if connection.dialect.name == "postgresql":
        compare_by_code_point(connection)
