"""How well a system ranks: test collections, metrics, and the way from one to the other."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.collection import Collection, read_collection
from matcher.evaluation.metrics import (
    Metrics,
    QueryMetrics,
    average_precision,
    evaluate_run,
    mean_metrics,
    ndcg_at_k,
    order_of_ids,
    precision_at_k,
    query_metrics,
    rankings_of,
    ranks_in_scores,
    recall_at_k,
    reciprocal_rank,
)
from matcher.evaluation.runs import Run, read_run, record, write_run
from matcher.evaluation.significance import Comparison, QueryDifference, compare, randomisation_test

__all__ = [
    "Collection",
    "Comparison",
    "Metrics",
    "QueryDifference",
    "QueryMetrics",
    "Run",
    "Scorer",
    "average_precision",
    "compare",
    "evaluate",
    "evaluate_queries",
    "evaluate_run",
    "mean_metrics",
    "ndcg_at_k",
    "precision_at_k",
    "randomisation_test",
    "rankings_of",
    "read_collection",
    "read_run",
    "recall_at_k",
    "reciprocal_rank",
    "record",
    "write_run",
]


class Scorer(Protocol):
    """A system to be measured."""

    def score(self, queries: Sequence[str], corpus: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        """Yields blocks of scores, higher is better.

        Returns:
            float32, (n_block, n_corpus) each: some queries against the whole corpus, blocks in the order of
            the queries. A system may write every block into the same memory.
        """


def evaluate(collection: Collection, blocks: Iterable[NDArray[np.float32]]) -> Metrics:
    """Means of the metrics over a collection, one block of scores in memory at a time.

    The blocks are what `Scorer.score` yields for the collection's queries and corpus.

    Raises:
        ValueError: If the blocks are not of the collection's shape or hold a NaN.
    """
    return mean_metrics(evaluate_queries(collection, blocks), n_queries=len(collection.queries))


def evaluate_queries(
    collection: Collection, blocks: Iterable[NDArray[np.float32]]
) -> dict[str, QueryMetrics]:
    """The metrics of each query that has a relevant contact, by query id; see `evaluate`."""
    corpus_ids = list(collection.corpus)
    column_of = {contact_id: column for column, contact_id in enumerate(corpus_ids)}
    id_order = order_of_ids(corpus_ids)
    by_query = {}
    for query_id, scores in zip(collection.queries, _rows(collection, blocks), strict=True):
        grades = {column_of[c]: grade for c, grade in collection.qrels.get(query_id, {}).items() if grade > 0}
        if grades:
            ranks = ranks_in_scores(scores, np.array(list(grades), dtype=np.intp), id_order)
            by_query[query_id] = query_metrics(ranks, np.array(list(grades.values()), dtype=np.float64))
    return by_query


def _rows(collection: Collection, blocks: Iterable[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    for block in blocks:
        if block.ndim != 2 or block.shape[1] != len(collection.corpus):
            raise ValueError(
                f"expected blocks of {len(collection.corpus)} columns, found shape {block.shape}"
            )
        if np.isnan(block).any():
            raise ValueError("expected scores that can be ordered, found NaN")
        yield from block
