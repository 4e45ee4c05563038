from math import exp, log, sqrt

import pytest

from matcher.fairness.rates import Rate, Z, exact_p, rate_of, ratio_interval

ONCE = [(1, 1)] * 3 + [(0, 1)] * 7  # ten people, three hits


def test_a_rate_of_people_tried_once_has_as_many_effective_trials():
    rate = rate_of(ONCE)
    assert (rate.hits, rate.trials, rate.effective, rate.value) == (3, 10, 10.0, 0.3)


def test_the_interval_of_a_rate_is_wilsons():
    # Wilson by hand for 3 of 10: centre (.3 + 3.8415/20) / (1 + 3.8415/10) = .4922/1.38415 = .3555,
    # half 1.96/1.38415 * sqrt(.3 * .7/10 + 3.8415/400) = 1.4160 * .17496 = .2477
    interval = rate_of(ONCE).interval
    assert interval.low == pytest.approx(0.1078, abs=1e-4)
    assert interval.high == pytest.approx(0.6032, abs=1e-4)


def test_the_interval_of_no_hit_begins_at_nothing():
    # Wilson for 0 of 10: from 0 to z²/(n + z²) = 3.8415/13.8415
    interval = Rate(0, 10, 10.0).interval
    assert interval.low == 0.0
    assert interval.high == pytest.approx(0.2775, abs=1e-4)


def test_trials_of_the_same_people_count_less():
    # Two people, four trials each: one always hit, the other never. The rate is 4/8; the deviations of the
    # hits from rate x trials are 2 and -2, so the variance is 2/1 * 8/64 = 1/4, against 1/4/8 of independent
    # trials: a design effect of 8, and one effective trial.
    rate = rate_of([(4, 4), (0, 4)])
    assert (rate.value, rate.effective) == (0.5, pytest.approx(1.0))


def test_people_who_fare_alike_count_no_more_than_their_trials():
    assert rate_of([(2, 4), (2, 4), (2, 4)]).effective == 12.0


@pytest.mark.parametrize("people", [[(0, 4), (0, 4), (0, 2)], [(4, 4), (4, 4), (2, 2)]])
def test_where_nothing_differs_people_are_counted(people):
    assert rate_of(people).effective == 3.0


def test_the_interval_of_a_ratio_is_katzs():
    # 10 of 100 against 20 of 100: log(.5) ± z sqrt(.9/10 + .8/20)
    interval = ratio_interval(Rate(10, 100, 100.0), Rate(20, 100, 100.0))
    spread = 1.959964 * sqrt(0.09 + 0.04)
    assert interval.low == pytest.approx(exp(log(0.5) - spread))
    assert interval.high == pytest.approx(exp(log(0.5) + spread))
    assert 0.8 in interval
    assert 1.2 not in interval


def test_a_ratio_of_nothing_begins_at_nothing_and_ends_somewhere():
    # With half a hit more: .5/20.5 against 10.5/20.5
    interval = ratio_interval(Rate(0, 20, 20.0), Rate(10, 20, 20.0))
    spread = Z * sqrt(1 / 0.5 - 1 / 20.5 + 1 / 10.5 - 1 / 20.5)
    assert interval.low == 0.0
    assert interval.high == pytest.approx(0.5 / 10.5 * exp(spread))


def test_p_is_fishers():
    # 3 of 3 against 0 of 3: of the 20 ways to place three hits two are as extreme
    assert exact_p(Rate(3, 3, 3.0), Rate(0, 3, 3.0)) == pytest.approx(2 / 20)


def test_p_of_few_effective_trials_is_that_of_few_people():
    many, few = (exact_p(Rate(30, 30, n), Rate(0, 30, n)) for n in (30.0, 3.9))
    assert many < 0.001
    assert few == pytest.approx(2 / 20)
