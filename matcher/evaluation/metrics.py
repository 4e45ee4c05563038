"""How good an ordering is, given what is known to be relevant.

Every metric is computed from the ranks of the relevant contacts alone (from 1, infinite where a contact was
not retrieved), so a row of scores is never turned into a list of ids. Orderings sort by
`(-score, contact_id)`. A grade of 0 or less means judged not relevant.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

Ranks = NDArray[np.float64]
Grades = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class QueryMetrics:
    """What one query's ordering is worth; every field is in 0..1."""

    average_precision: float
    reciprocal_rank: float
    ndcg_at_10: float
    precision_at_10: float
    recall_at_50: float


@dataclass(frozen=True, slots=True)
class Metrics:
    """Means over the queries that have a relevant contact; every mean is in 0..1.

    Attributes:
        queries: Queries in the means.
        skipped_queries: Queries without a relevant contact, left out of the means.
        MAP: Mean average precision.
        MRR: Mean reciprocal rank of the best-ranked relevant contact.
    """

    queries: int
    skipped_queries: int
    MAP: float
    MRR: float
    ndcg_at_10: float
    precision_at_10: float
    recall_at_50: float

    def report(self) -> dict[str, float]:
        """The means under the names that reports give them: MAP, MRR, nDCG@10, P@10, recall@50."""
        return {
            "MAP": self.MAP,
            "MRR": self.MRR,
            "nDCG@10": self.ndcg_at_10,
            "P@10": self.precision_at_10,
            "recall@50": self.recall_at_50,
        }


def average_precision(ranking: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Mean, over the relevant contacts, of the precision at each one's rank (`map` of trec_eval).

    Args:
        ranking: Contact ids, best first.
        relevant: Grade of each judged contact; one that the ranking lacks counts as never found.

    Raises:
        ValueError: If no contact is relevant: the metric is not defined. So for each metric below.
    """
    return _average_precision(_ranks_in_ranking(ranking, relevant))


def reciprocal_rank(ranking: Sequence[str], relevant: Mapping[str, int]) -> float:
    """One over the rank of the best-ranked relevant contact, 0 if none is in the ranking."""
    return _reciprocal_rank(_ranks_in_ranking(ranking, relevant))


def ndcg_at_k(ranking: Sequence[str], relevant: Mapping[str, int], k: int = 10) -> float:
    """Discounted cumulated gain of the first k over that of the best possible k.

    The gain is the grade itself and the discount `log2(rank + 1)`, as `ndcg_cut` of trec_eval has it, after
    Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, ACM TOIS 20(4), 2002.
    """
    return _ndcg_at_k(_ranks_in_ranking(ranking, relevant), _grades(relevant), k)


def precision_at_k(ranking: Sequence[str], relevant: Mapping[str, int], k: int = 10) -> float:
    """Share of the first k places that hold a relevant contact; an empty place counts as a miss."""
    return _precision_at_k(_ranks_in_ranking(ranking, relevant), k)


def recall_at_k(ranking: Sequence[str], relevant: Mapping[str, int], k: int = 50) -> float:
    """Share of the relevant contacts that stand in the first k places."""
    return _recall_at_k(_ranks_in_ranking(ranking, relevant), k)


def evaluate_run(qrels: Mapping[str, Mapping[str, int]], run: Mapping[str, Mapping[str, float]]) -> Metrics:
    """Evaluates a run held in dictionaries; `matcher.evaluation.evaluate` is the way for large ones.

    A query with a relevant contact that the run lacks counts as 0 everywhere.

    Raises:
        ValueError: If no query has a relevant contact.
    """
    by_query = {}
    for query_id, judged in qrels.items():
        if any(grade > 0 for grade in judged.values()):
            scores = run.get(query_id, {})
            ranking = sorted(scores, key=lambda contact_id: (-scores[contact_id], contact_id))
            by_query[query_id] = query_metrics(_ranks_in_ranking(ranking, judged), _grades(judged))
    return mean_metrics(by_query, n_queries=len(qrels.keys() | run.keys()))


def mean_metrics(by_query: Mapping[str, QueryMetrics], *, n_queries: int) -> Metrics:
    """Averages over queries.

    Args:
        by_query: Each query that has a relevant contact.
        n_queries: All queries asked; those that `by_query` lacks are counted as skipped.

    Raises:
        ValueError: If `by_query` is empty.
    """
    if not by_query:
        raise ValueError("no query has a relevant contact: there is nothing to average")
    rows = [asdict(one) for one in by_query.values()]
    means = {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}
    return Metrics(
        queries=len(rows),
        skipped_queries=n_queries - len(rows),
        MAP=means.pop("average_precision"),
        MRR=means.pop("reciprocal_rank"),
        **means,
    )


def query_metrics(ranks: Ranks, grades: Grades) -> QueryMetrics:
    """Every metric of one query.

    Args:
        ranks: float64, (n_relevant,), rank of each relevant contact from 1, infinite if not retrieved.
        grades: float64, (n_relevant,), above 0, in the same order.
    """
    return QueryMetrics(
        average_precision=_average_precision(ranks),
        reciprocal_rank=_reciprocal_rank(ranks),
        ndcg_at_10=_ndcg_at_k(ranks, grades, 10),
        precision_at_10=_precision_at_k(ranks, 10),
        recall_at_50=_recall_at_k(ranks, 50),
    )


def ranks_in_scores(
    scores: NDArray[np.float32], columns: NDArray[np.intp], id_order: NDArray[np.intp]
) -> Ranks:
    """Ranks that some contacts have by `(-score, contact_id)`, from 1, without ordering the others.

    Args:
        scores: float32, (n_corpus,), one query's scores.
        columns: intp, (n_wanted,), the contacts to rank.
        id_order: intp, (n_corpus,), place of each contact among the sorted ids (see `order_of_ids`).

    Returns:
        float64, (n_wanted,): one more than the number of contacts that score higher, or the same with a
        lower id.
    """
    wanted, ascending = scores[columns], np.sort(scores)
    first = np.searchsorted(ascending, wanted, side="left")
    last = np.searchsorted(ascending, wanted, side="right")
    ranks = 1 + len(scores) - last
    tied = last - first > 1
    for score in np.unique(wanted[tied]):
        here = wanted == score
        ranks[here] += np.searchsorted(np.sort(id_order[scores == score]), id_order[columns[here]])
    return ranks.astype(np.float64)


def order_of_ids(ids: Sequence[str]) -> NDArray[np.intp]:
    """Place of each id among the sorted ids: intp, (n_ids,)."""
    order = np.empty(len(ids), dtype=np.intp)
    order[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return order


def rankings_of(
    scores: NDArray[np.float32], corpus_ids: Sequence[str], k: int | None = None
) -> Iterator[list[str]]:
    """Yields, for each query, contact ids by `(-score, contact_id)`.

    Args:
        scores: float32, (n_queries, n_corpus).
        corpus_ids: The contacts of the columns.
        k: How many to keep of each ranking; None keeps all.
    """
    by_id = np.argsort(order_of_ids(corpus_ids))
    for row in scores:
        best = by_id[np.argsort(-row[by_id], kind="stable")[:k]]
        yield [corpus_ids[column] for column in best]


def _grades(relevant: Mapping[str, int]) -> Grades:
    return np.array([grade for grade in relevant.values() if grade > 0], dtype=np.float64)


def _ranks_in_ranking(ranking: Sequence[str], relevant: Mapping[str, int]) -> Ranks:
    rank_of = {contact_id: rank for rank, contact_id in enumerate(ranking, start=1)}
    if len(rank_of) != len(ranking):
        raise ValueError("the ranking holds a contact twice")
    ranks = [rank_of.get(contact_id, np.inf) for contact_id, grade in relevant.items() if grade > 0]
    if not ranks:
        raise ValueError("no contact is relevant: the metric is not defined")
    return np.array(ranks, dtype=np.float64)


def _average_precision(ranks: Ranks) -> float:
    return float(np.mean(np.arange(1, len(ranks) + 1) / np.sort(ranks)))


def _reciprocal_rank(ranks: Ranks) -> float:
    return float(1 / ranks.min())


def _ndcg_at_k(ranks: Ranks, grades: Grades, k: int) -> float:
    found = ranks <= k
    gain = np.sum(grades[found] / np.log2(ranks[found] + 1))
    best = np.sort(grades)[::-1][:k]
    return float(gain / np.sum(best / np.log2(np.arange(2, len(best) + 2))))


def _precision_at_k(ranks: Ranks, k: int) -> float:
    return int(np.count_nonzero(ranks <= k)) / k


def _recall_at_k(ranks: Ranks, k: int) -> float:
    return int(np.count_nonzero(ranks <= k)) / len(ranks)
