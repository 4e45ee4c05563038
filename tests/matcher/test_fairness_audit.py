import pytest

from matcher.fairness.audit import Finding, Measure, audit, withheld
from matcher.fairness.groups import Groups
from matcher.fairness.log import Assessment


def people(group: str, *, shown: int, of: int, score: float = 0.5) -> list[tuple[str, bool, float]]:
    return [(f"{group}-{i}", i < shown, score) for i in range(of)]


def audited(*parts: list[tuple[str, bool, float]], of: dict[str, str] | None = None, scores: bool = False):
    """Audits people whose id begins with their group; `of` maps it to another name, or to none."""
    found = [one for part in parts for one in part]
    names = {i: i.rsplit("-", 1)[0] for i, _, _ in found}
    named = {i: (of or {}).get(name, name) for i, name in names.items()}
    groups = Groups("g.csv", ("sex",), {i: {"sex": n} for i, n in named.items() if n}, {})
    return audit([Assessment(i, hit, s if scores else None) for i, hit, s in found], groups)


def only(result):
    (table,) = result.tables
    return {group.name: group for group in table.groups}


def test_the_impact_ratio_is_the_rate_over_the_highest_rate():
    # 12 of 40 women, 20 of 40 men: .3 / .5 = .6
    groups = only(audited(people("F", shown=12, of=40), people("M", shown=20, of=40)))
    assert groups["M"].finding is Finding.REFERENCE
    assert groups["M"].ratio == 1.0
    assert groups["F"].rate.value == 0.3
    assert groups["F"].ratio == pytest.approx(0.6)


def test_under_four_fifths_is_a_flag_and_few_people_make_it_unsure():
    few = audited(people("F", shown=3, of=10), people("M", shown=5, of=10))
    many = audited(people("F", shown=300, of=1000), people("M", shown=500, of=1000))
    assert only(few)["F"].finding is Finding.FLAG_NOT_SURE
    assert only(many)["F"].finding is Finding.FLAG
    assert few.flagged
    assert many.flagged


def test_four_fifths_itself_is_no_flag():
    groups = only(audited(people("F", shown=40, of=100), people("M", shown=50, of=100)))
    assert groups["F"].ratio == pytest.approx(0.8)
    assert groups["F"].finding is Finding.NOT_SURE


def test_equal_rates_of_many_are_no_flag():
    result = audited(people("F", shown=500, of=1000), people("M", shown=500, of=1000))
    assert {g.finding for g in only(result).values()} == {Finding.REFERENCE, Finding.NO_FLAG}
    assert not result.flagged


def test_a_group_under_two_percent_has_a_rate_no_ratio_and_is_no_reference():
    # 5 of 505 is under 2 %: all of them were shown, and the men are the reference nevertheless
    groups = only(
        audited(people("X", shown=5, of=5), people("F", shown=100, of=250), people("M", shown=125, of=250))
    )
    assert (groups["X"].finding, groups["X"].contacts, groups["X"].ratio) == (Finding.SMALL, 5, None)
    assert groups["X"].rate.value == 1.0
    assert groups["M"].finding is Finding.REFERENCE


def test_the_figures_of_fewer_than_five_people_are_withheld_and_of_the_next_smallest_group():
    groups = only(
        audited(people("X", shown=1, of=1), people("F", shown=10, of=20), people("M", shown=10, of=40))
    )
    assert [groups[name].finding for name in ("X", "F")] == [Finding.WITHHELD] * 2
    assert (groups["F"].rate, groups["F"].contacts) == (None, None)
    assert groups["M"].rate is not None


def test_several_small_groups_hide_each_other():
    assert withheld({("a",): 3, ("b",): 4, ("c",): 50}) == {("a",), ("b",)}


def test_an_intersection_is_not_told_by_its_row():
    # Of the women 4 are A; B would tell of them, by subtraction. The men are many enough.
    counts = {("F", "A"): 4, ("F", "B"): 30, ("M", "A"): 40, ("M", "B"): 35, ("M", "C"): 60}
    assert {("F", "A"), ("F", "B")} <= withheld(counts)
    assert ("M", "C") not in withheld(counts)


def test_people_whose_group_is_not_known_are_counted_and_in_no_rate():
    result = audited(people("F", shown=5, of=10), people("?", shown=1, of=3), of={"?": ""})
    (table,) = result.tables
    assert (table.unknown, table.unknown_assessments) == (3, 3)
    assert [group.name for group in table.groups] == ["F"]
    assert result.contacts == 13


def test_where_nobody_is_shown_there_is_no_ratio_and_no_flag():
    result = audited(people("F", shown=0, of=10), people("M", shown=0, of=10))
    assert {group.finding for group in only(result).values()} == {Finding.NO_RATIO}
    assert not result.flagged


def test_the_scoring_rate_is_the_share_above_the_median_of_all():
    # Scores: 6 women at .2, 4 at .8; 2 men at .2, 8 at .8. The median of the twenty is .8, and none is above.
    # With 5 men at .9 instead, 5 of 20 are above .8.
    low_women, high_women = people("F", shown=0, of=6, score=0.2), people("f", shown=0, of=4, score=0.8)
    low_men, high_men = people("M", shown=0, of=2, score=0.2), people("m", shown=0, of=8, score=0.8)
    both = {"f": "F", "m": "M"}
    result = audited(low_women, high_women, low_men, high_men, of=both, scores=True)
    assert result.median == 0.8
    assert {g.rate.value for t in result.tables if t.measure is Measure.SCORING for g in t.groups} == {0.0}
    best = [(i, hit, 0.9 if n < 5 else s) for n, (i, hit, s) in enumerate(high_men)]
    scoring = audited(low_women, high_women, low_men, best, of=both, scores=True).tables[1]
    assert {group.name: group.rate.value for group in scoring.groups} == {"F": 0.0, "M": 0.5}


def test_without_scores_there_is_no_scoring_rate():
    result = audited(people("F", shown=5, of=10))
    assert result.median is None
    assert [table.measure for table in result.tables] == [Measure.SELECTION]


def test_sex_and_race_are_also_taken_together():
    of = {f"{s}{r}{i}": {"sex": s, "race/ethnicity": r} for s in "FM" for r in "AB" for i in range(10)}
    found = [Assessment(key, key[:2] == "FA" or key[-1] in "01234") for key in of]
    result = audit(found, Groups("g.csv", ("sex", "race/ethnicity"), of, {}))
    both = next(table for table in result.tables if len(table.dimensions) == 2)
    assert {group.key: group.ratio for group in both.groups} == {
        ("F", "A"): 1.0,
        ("F", "B"): 0.5,
        ("M", "A"): 0.5,
        ("M", "B"): 0.5,
    }


def test_rates_and_ratios_are_those_of_fairlearn():
    metrics = pytest.importorskip("fairlearn.metrics")
    parts = people("A", shown=7, of=31), people("B", shown=12, of=29), people("C", shown=19, of=40)
    result = audited(*parts)
    flat = [one for part in parts for one in part]
    shown, groups = [int(hit) for _, hit, _ in flat], [i.rsplit("-", 1)[0] for i, _, _ in flat]
    frame = metrics.MetricFrame(
        metrics=metrics.selection_rate, y_true=shown, y_pred=shown, sensitive_features=groups
    )
    ours = only(result)
    assert {name: one.rate.value for name, one in ours.items()} == pytest.approx(frame.by_group.to_dict())
    assert min(one.ratio for one in ours.values()) == pytest.approx(
        metrics.demographic_parity_ratio(shown, shown, sensitive_features=groups)
    )
