"""Makes the index true again: only texts that it does not know are encoded."""

from matcher.reindex.plan import ReindexPlan, plan_reindex
from matcher.reindex.run import INDEX, LOCK, Reindexing, ReindexReport, reindex

__all__ = ["INDEX", "LOCK", "ReindexPlan", "ReindexReport", "Reindexing", "plan_reindex", "reindex"]
