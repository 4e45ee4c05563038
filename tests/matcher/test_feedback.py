import numpy as np
import pytest

from matcher.feedback import (
    LONGEST_NOTE,
    JudgedContributions,
    Reason,
    Verdict,
    VerdictKind,
    adapt,
    multipliers_of,
)

PRIOR = {"title": 1.0, "coverage": 1.0, "lexical": 1.0}


def judged(fits: bool, **contributions: float) -> JudgedContributions:
    return JudgedContributions(contributions, fits)


def title_tells(n: int) -> list[JudgedContributions]:
    """Verdicts that agree: fits where the title says so, whatever the words say."""
    return [
        judged(i % 2 == 0, title=1.0 if i % 2 == 0 else -1.0, lexical=(-1.0) ** (i // 2)) for i in range(n)
    ]


def verdict(kind: VerdictKind, **fields) -> Verdict:
    return Verdict("me", "o", "c", kind, **fields)


def test_without_verdicts_the_prior_stands():
    assert adapt(PRIOR, []) == PRIOR
    assert adapt({}, title_tells(3)) == {}


@pytest.mark.parametrize("size", [0.01, 0.5, 3.0, 50.0, 1e6])
@pytest.mark.parametrize("seed", range(4))
def test_ten_clicks_move_no_multiplier_by_more_than_a_tenth(size, seed):
    rng = np.random.default_rng(seed)
    names = list(PRIOR)
    clicks = [
        JudgedContributions(dict(zip(names, rng.normal(0, size, 3), strict=True)), bool(rng.random() < 0.5))
        for _ in range(10)
    ]
    for verdicts in (clicks, [JudgedContributions(c.contributions, False) for c in clicks], clicks[:1] * 10):
        moved = adapt(PRIOR, verdicts)
        assert all(abs(moved[name] - 1) <= 0.1 + 1e-6 for name in names)


def test_the_worst_ten_clicks_stay_within_the_bound():
    for contribution in (0.5, -0.5, 2.0, -2.0):
        moved = adapt({"title": 1.0}, [judged(contribution < 0, title=contribution)] * 10)
        assert 0.0 < abs(moved["title"] - 1) <= 0.1


def test_a_hundred_consistent_clicks_move_visibly_and_in_the_right_direction():
    moved = adapt(PRIOR, title_tells(100))
    assert 1.15 < moved["title"] <= 1.5
    assert moved["lexical"] < 1
    assert moved["coverage"] == 1


def test_a_signal_that_misleads_loses_weight():
    moved = adapt(PRIOR, [judged(i % 2 == 0, title=-1.0 if i % 2 == 0 else 1.0) for i in range(100)])
    assert moved["title"] < 0.7


def test_multipliers_never_leave_their_bounds():
    for fits in (True, False):
        moved = adapt(PRIOR, [judged(fits == (i % 2 == 0), title=(-1.0) ** i) for i in range(5_000)])
        assert 0.5 <= moved["title"] <= 1.5
    assert moved["title"] == pytest.approx(0.5)


def test_a_team_that_always_says_yes_hardly_inflates_a_signal():
    moved = adapt(PRIOR, [judged(True, title=1.0, coverage=0.5)] * 100)
    assert abs(moved["title"] - 1) < 0.15


def test_one_signal_worked_by_hand():
    # Two opposite verdicts of contribution c = ±0.5 and weight 1: leniency is 0 by symmetry, and the
    # multiplier m solves strength * (m - 1) = 2 * 0.5 * sigmoid(-0.5 m).
    moved = adapt({"title": 1.0}, [judged(True, title=0.5), judged(False, title=-0.5)], strength=2)
    m = moved["title"]
    assert 2 * (m - 1) == pytest.approx(1 / (1 + np.exp(0.5 * m)), abs=1e-6)


def test_a_strong_prior_moves_less():
    weak, strong = (adapt(PRIOR, title_tells(40), strength=s)["title"] for s in (10, 1000))
    assert 1 < strong < weak


def test_the_prior_may_stand_elsewhere():
    prior = {"title": 1.3, "coverage": 0.8}
    moved = adapt(prior, [judged(True, title=0.4)])
    assert moved["coverage"] == pytest.approx(0.8)
    assert moved["title"] == pytest.approx(1.3, abs=0.01)


def test_the_same_verdicts_give_the_same_multipliers_in_any_order():
    verdicts = title_tells(31)
    assert adapt(PRIOR, verdicts) == adapt(PRIOR, verdicts)
    assert adapt(PRIOR, verdicts[::-1]) == pytest.approx(adapt(PRIOR, verdicts), abs=1e-6)


def test_unknown_signals_teach_nothing():
    moved = adapt(PRIOR, [judged(False, title=float("nan"), lexical=float("inf"), other=2.0)] * 50)
    assert moved == pytest.approx(PRIOR, abs=1e-9)


def test_verdicts_without_contributions_change_nothing():
    told = title_tells(9)
    assert adapt(PRIOR, [*told, *[judged(True)] * 50]) == adapt(PRIOR, told)
    assert adapt(PRIOR, [judged(False)] * 50) == PRIOR


def test_strength_is_above_zero():
    with pytest.raises(ValueError, match="strength"):
        adapt(PRIOR, title_tells(2), strength=0)


@pytest.mark.parametrize(
    ("kind", "fits"),
    [
        (VerdictKind.CONSIDER, True),
        (VerdictKind.PINNED, True),
        (VerdictKind.NOT_FOR_THIS_ROLE, False),
    ],
)
def test_three_kinds_teach(kind, fits):
    assert verdict(kind, contributions={"title": 1.0}).lesson == judged(fits, title=1.0)


@pytest.mark.parametrize("kind", [VerdictKind.DONT_KNOW, VerdictKind.WRONG_PROFILE])
def test_what_is_said_of_the_tie_or_the_profile_teaches_nothing(kind):
    assert verdict(kind, contributions={"title": 1.0}).lesson is None


def test_that_someone_is_not_looking_says_nothing_of_the_fit():
    assert verdict(VerdictKind.NOT_FOR_THIS_ROLE, reason=Reason.NOT_LOOKING).lesson is None
    assert verdict(VerdictKind.NOT_FOR_THIS_ROLE, reason=Reason.TOO_JUNIOR).lesson is not None


def test_a_reason_is_for_what_is_turned_down():
    with pytest.raises(ValueError, match="reason"):
        verdict(VerdictKind.CONSIDER, reason=Reason.PLACE)
    with pytest.raises(ValueError, match="note"):
        verdict(VerdictKind.CONSIDER, note="x" * (LONGEST_NOTE + 1))


class Lessons:
    def __init__(self, **teams):
        self._teams = teams
        self.feedback = self

    def lessons(self, team):
        return self._teams.get(team or "everyone", ())


def test_multipliers_are_those_of_the_team():
    store = Lessons(everyone=title_tells(60), other=())
    assert multipliers_of(store) == adapt({"lexical": 1.0, "title": 1.0}, title_tells(60))
    assert multipliers_of(store, "other") == {}
