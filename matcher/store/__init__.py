"""The store: SQLAlchemy tables and the questions that Coopt asks of them."""

from matcher.store.report import Import, ImportKind, ImportReport
from matcher.store.store import Store

__all__ = ["Import", "ImportKind", "ImportReport", "Store"]
