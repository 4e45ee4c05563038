from math import log2

import numpy as np
import pytest

from matcher.evaluation import (
    Collection,
    average_precision,
    evaluate,
    evaluate_queries,
    evaluate_run,
    ndcg_at_k,
    precision_at_k,
    rankings_of,
    recall_at_k,
    reciprocal_rank,
)

RANKING = ["a", "b", "c", "d", "e"]


def collection_of(n_queries, n_corpus, qrels):
    return Collection(
        name="made",
        queries={f"q{i}": "text" for i in range(n_queries)},
        corpus={f"c{i}": "text" for i in range(n_corpus)},
        qrels=qrels,
        documents=False,
    )


def test_average_precision_is_the_mean_precision_at_each_relevant_rank():
    relevant = {"b": 1, "d": 1}
    assert average_precision(RANKING, relevant) == pytest.approx((1 / 2 + 2 / 4) / 2)


def test_average_precision_counts_a_relevant_contact_that_was_not_retrieved():
    relevant = {"a": 1, "c": 1, "absent": 1}
    assert average_precision(RANKING, relevant) == pytest.approx((1 / 1 + 2 / 3 + 0) / 3)


def test_grade_zero_is_not_relevant():
    relevant = {"a": 0, "b": 1, "c": -1}
    assert average_precision(RANKING, relevant) == pytest.approx(1 / 2)
    assert reciprocal_rank(RANKING, relevant) == pytest.approx(1 / 2)
    assert recall_at_k(RANKING, relevant, k=2) == 1


def test_reciprocal_rank_is_that_of_the_best_ranked_relevant_contact():
    assert reciprocal_rank(RANKING, {"e": 1, "c": 1}) == pytest.approx(1 / 3)


def test_reciprocal_rank_is_zero_where_nothing_relevant_was_retrieved():
    assert reciprocal_rank(RANKING, {"absent": 1}) == 0


def test_ndcg_of_equal_grades():
    relevant = {"b": 1, "d": 1}
    gain = 1 / log2(3) + 1 / log2(5)
    best = 1 / log2(2) + 1 / log2(3)
    assert ndcg_at_k(RANKING, relevant) == pytest.approx(gain / best)


def test_ndcg_of_unequal_grades_takes_the_grade_as_the_gain():
    relevant = {"a": 1, "c": 3}
    gain = 1 / log2(2) + 3 / log2(4)
    best = 3 / log2(2) + 1 / log2(3)
    assert ndcg_at_k(RANKING, relevant) == pytest.approx(gain / best)


def test_ndcg_looks_no_further_than_k_in_the_ranking_and_in_the_best_one():
    relevant = {"b": 1, "c": 1, "d": 1}
    gain = 1 / log2(3)
    best = 1 / log2(2) + 1 / log2(3)
    assert ndcg_at_k(RANKING, relevant, k=2) == pytest.approx(gain / best)


def test_precision_divides_by_k_even_where_the_ranking_is_shorter():
    assert precision_at_k(RANKING, {"a": 1, "e": 1}, k=10) == pytest.approx(2 / 10)


def test_recall_divides_by_all_the_relevant():
    assert recall_at_k(RANKING, {"a": 1, "e": 1, "absent": 1}, k=4) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    "metric", [average_precision, reciprocal_rank, ndcg_at_k, precision_at_k, recall_at_k]
)
def test_a_metric_without_a_relevant_contact_is_not_defined(metric):
    with pytest.raises(ValueError, match="no contact is relevant"):
        metric(RANKING, {"a": 0})


def test_a_ranking_that_repeats_a_contact_is_refused():
    with pytest.raises(ValueError, match="twice"):
        average_precision(["a", "b", "a"], {"b": 1})


def test_run_is_the_mean_over_the_queries_with_a_relevant_contact():
    qrels = {"q1": {"a": 1}, "q2": {"a": 1, "b": 1}, "judged empty": {"a": 0}}
    run = {
        "q1": {"a": 0.9, "b": 0.1},  # a first: everything is found
        "q2": {"c": 0.9, "a": 0.5, "b": 0.4},  # ranks 2 and 3
        "judged empty": {"a": 1.0},
        "not judged": {"a": 1.0},
    }
    metrics = evaluate_run(qrels, run)
    assert (metrics.queries, metrics.skipped_queries) == (2, 2)
    assert metrics.report()["MAP"] == pytest.approx((1 + (1 / 2 + 2 / 3) / 2) / 2)
    assert metrics.report()["MRR"] == pytest.approx((1 + 1 / 2) / 2)
    ndcg_of_q2 = (1 / log2(3) + 1 / log2(4)) / (1 / log2(2) + 1 / log2(3))
    assert metrics.ndcg_at_10 == pytest.approx((1 + ndcg_of_q2) / 2)
    assert metrics.precision_at_10 == pytest.approx((1 / 10 + 2 / 10) / 2)
    assert metrics.recall_at_50 == 1


def test_run_breaks_ties_by_id():
    metrics = evaluate_run({"q": {"b": 1}}, {"q": {"c": 0.5, "b": 0.5, "a": 0.5}})
    assert metrics.report()["MRR"] == pytest.approx(1 / 2)


def test_query_that_the_run_lacks_counts_as_zero():
    metrics = evaluate_run({"q1": {"a": 1}, "q2": {"a": 1}}, {"q1": {"a": 1.0}})
    assert metrics.queries == 2
    assert metrics.report()["MAP"] == pytest.approx(1 / 2)


def test_run_without_any_relevant_contact_is_refused():
    with pytest.raises(ValueError, match="nothing to average"):
        evaluate_run({"q": {"a": 0}}, {"q": {"a": 1.0}})


def test_report_names_the_means_as_the_command_prints_them():
    report = evaluate_run({"q": {"a": 1}}, {"q": {"a": 1.0}}).report()
    assert report == {"MAP": 1.0, "MRR": 1.0, "nDCG@10": 1.0, "P@10": 0.1, "recall@50": 1.0}


def test_rankings_sort_by_score_then_id():
    scores = np.array([[0.5, 0.9, 0.5, 0.5], [0, 0, 0, 0]], dtype=np.float32)
    ids = ["c10", "z", "c9", "a"]  # as strings, c10 comes before c9
    assert list(rankings_of(scores, ids)) == [["z", "a", "c10", "c9"], ["a", "c10", "c9", "z"]]
    assert list(rankings_of(scores, ids, k=2)) == [["z", "a"], ["a", "c10"]]


def test_evaluate_by_hand_across_blocks_with_ties():
    collection = collection_of(3, 4, {"q0": {"c1": 1}, "q1": {"c3": 1, "c0": 1}, "q2": {"c2": 0}})
    blocks = [
        np.array([[0.5, 0.5, 0.5, 0.1]], dtype=np.float32),  # c0, c1, c2 tie: c1 is second
        np.array(
            [[0.0, 0.9, 0.0, 0.0], [1, 2, 3, 4]], dtype=np.float32
        ),  # c1, then c0, c2, c3 by id: 2 and 4
    ]
    metrics = evaluate(collection, blocks)
    assert (metrics.queries, metrics.skipped_queries) == (2, 1)
    assert metrics.report()["MRR"] == pytest.approx(1 / 2)
    assert metrics.report()["MAP"] == pytest.approx((1 / 2 + (1 / 2 + 2 / 4) / 2) / 2)


def test_evaluate_agrees_with_the_run_in_dictionaries_on_scores_full_of_ties():
    rng = np.random.default_rng(7)
    scores = rng.integers(0, 6, size=(40, 90)).astype(np.float32)
    judged = rng.integers(-1, 3, size=scores.shape) * (rng.random(scores.shape) < 0.1)
    qrels = {f"q{i}": {f"c{j}": int(judged[i, j]) for j in range(90)} for i in range(40)}
    run = {f"q{i}": {f"c{j}": float(scores[i, j]) for j in range(90)} for i in range(40)}
    in_blocks = evaluate(collection_of(40, 90, qrels), np.array_split(scores, 6))
    assert in_blocks == evaluate_run(qrels, run)


def test_evaluate_agrees_with_its_own_rankings():
    scores = np.random.default_rng(3).integers(0, 4, size=(5, 30)).astype(np.float32)
    qrels = {f"q{i}": {f"c{j}": 1 for j in range(i, 30, 7)} for i in range(5)}
    collection = collection_of(5, 30, qrels)
    by_query = evaluate_queries(collection, [scores])
    for query_id, ranking in zip(qrels, rankings_of(scores, list(collection.corpus)), strict=True):
        assert by_query[query_id].average_precision == average_precision(ranking, qrels[query_id])


def test_evaluate_lets_a_system_write_every_block_into_the_same_memory():
    def blocks():
        block = np.empty((1, 2), dtype=np.float32)
        for row in ([1, 0], [0, 1]):
            block[0] = row
            yield block

    assert evaluate(collection_of(2, 2, {"q0": {"c0": 1}, "q1": {"c1": 1}}), blocks()).MRR == 1


@pytest.mark.parametrize("shape", [(1, 2), (3, 2), (2, 3), (2,)])
def test_evaluate_refuses_scores_of_another_shape(shape):
    with pytest.raises(ValueError, match=r"columns|shorter|longer"):
        evaluate(collection_of(2, 2, {"q0": {"c0": 1}}), [np.zeros(shape, dtype=np.float32)])


def test_evaluate_refuses_nan():
    with pytest.raises(ValueError, match="NaN"):
        evaluate(collection_of(1, 2, {"q0": {"c0": 1}}), [np.array([[np.nan, 1]], dtype=np.float32)])
