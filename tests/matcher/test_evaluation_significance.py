from itertools import product

import numpy as np
import pytest

from matcher.evaluation import QueryDifference, compare, randomisation_test


def exact(differences) -> float:
    """The p of all 2**n exchanges."""
    observed = abs(sum(differences)) - 1e-12
    sums = [
        abs(sum(s * d for s, d in zip(signs, differences, strict=True)))
        for signs in product((1, -1), repeat=len(differences))
    ]
    return sum(total >= observed for total in sums) / len(sums)


@pytest.mark.parametrize("seed", range(4))
def test_p_is_close_to_that_of_every_exchange(seed):
    differences = np.random.default_rng(seed).normal(0.2, 0.5, size=8)
    p = randomisation_test(differences, seed=seed)
    assert p == pytest.approx(exact(differences.tolist()), abs=0.02)


def test_systems_that_never_differ_are_not_told_apart():
    assert randomisation_test(np.zeros(30)) == 1


def test_a_gain_on_every_query_is_no_chance_and_p_is_never_zero():
    # Only the two of 2**30 exchanges that keep all signs alike are as large: none is drawn.
    assert randomisation_test(np.full(30, 0.1)) == pytest.approx(1 / 10_001)


def test_one_query_proves_nothing():
    assert randomisation_test(np.array([0.9])) == 1


def test_p_is_two_sided():
    differences = np.random.default_rng(2).normal(0.1, 0.3, size=40)
    assert randomisation_test(differences) == randomisation_test(-differences)


def test_the_same_seed_gives_the_same_p():
    differences = np.random.default_rng(2).normal(0.05, 0.3, size=40)
    assert randomisation_test(differences, seed=3) == randomisation_test(differences, seed=3)


def test_a_false_alarm_is_as_rare_as_p_says():
    rng = np.random.default_rng(11)
    ps = [randomisation_test(rng.normal(0, 1, 20), permutations=400, seed=i) for i in range(400)]
    assert 0.02 < np.mean(np.array(ps) <= 0.05) < 0.09


def test_many_queries_are_drawn_in_blocks(monkeypatch):
    differences = np.random.default_rng(4).normal(0.02, 0.3, size=50)
    whole = randomisation_test(differences)
    monkeypatch.setattr("matcher.evaluation.significance.DRAWS_A_BLOCK", 777)
    assert randomisation_test(differences) == pytest.approx(whole, abs=0.02)


def test_comparison_by_hand():
    first = {"q1": 0.5, "q2": 0.75, "q3": 0.25, "q4": 1.0}
    second = {"q1": 0.5, "q2": 0.25, "q3": 0.5, "q4": 0.5}
    found = compare(first, second)
    assert found.difference == pytest.approx((0.5 - 0.25 + 0.5) / 4)
    assert [one.query_id for one in found.by_query] == ["q2", "q4", "q1", "q3"]
    assert found.gains(5) == (QueryDifference("q2", 0.75, 0.25), QueryDifference("q4", 1.0, 0.5))
    assert found.gains(1) == found.gains(5)[:1]
    assert found.losses(5) == (QueryDifference("q3", 0.25, 0.5),)


def test_the_largest_losses_come_first_ties_by_id():
    found = compare({"a": 0.1, "b": 0.1, "c": 0.0}, {"a": 0.2, "b": 0.2, "c": 0.9})
    assert [one.query_id for one in found.losses(3)] == ["c", "a", "b"]


@pytest.mark.parametrize(("first", "second"), [({}, {}), ({"a": 1.0}, {"b": 1.0}), ({"a": 1.0}, {})])
def test_systems_measured_on_other_queries_are_not_compared(first, second):
    with pytest.raises(ValueError, match="same queries"):
        compare(first, second)
