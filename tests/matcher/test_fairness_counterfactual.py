from dataclasses import replace

import pytest

from matcher.fairness.careers import Form, in_form, read_careers
from matcher.fairness.counterfactual import counterfactuals, invented_names, openings_of
from matcher.fairness.difference import Difference
from matcher.fairness.summary import by_change, by_trait, failures
from matcher.fairness.variants import GAP, Trait, families_of, names_by_group
from matcher.workspace import Workspace
from scripts.benchmarks.synthetic import synthetic_network

CAREERS = {career.id: career for career in read_careers()}


def measured(career: str, *traits: Trait) -> tuple[Difference, ...]:
    """Tests one career with the shipped models, among 20 contacts."""
    return counterfactuals(
        Workspace, synthetic_network(20), traits=traits, careers=[CAREERS[career]], quick=True
    )


def difference(trait: Trait, base: float, variant: float, *, allowed: float = 0.0, label: str = "x"):
    return Difference(trait, "cook", "en", label, "Cook", "en", base, variant, allowed=allowed)


@pytest.mark.parametrize(
    ("trait", "base", "variant", "allowed", "failed"),
    [
        (Trait.NAME, 0.5, 0.5, 0.0, False),
        (Trait.NAME, 0.5, 0.501, 0.0, True),
        (Trait.GENDER, 0.5, 0.515, 0.0, False),
        (Trait.GENDER, 0.5, 0.53, 0.0, True),
        (Trait.GENDER, 0.5, 0.47, 0.0, True),
        (Trait.GAP, 0.5, 0.6, 0.0, False),  # a rise is no harm
        (Trait.GAP, 0.5, 0.47, 0.0, True),
        (Trait.GAP, 0.5, 0.3, -0.19, False),  # the years explain .19 of the .20
        (Trait.ORIGIN, 0.5, 0.3, -0.1, True),
    ],
)
def test_what_fails(trait, base, variant, allowed, failed):
    assert difference(trait, base, variant, allowed=allowed).failed is failed


def test_a_summary_is_worked_out_by_hand():
    found = [
        difference(Trait.GAP, 0.5, 0.46, label="a"),  # falls by .04
        difference(Trait.GAP, 0.5, 0.40, allowed=-0.1, label="a"),  # by nothing
        difference(Trait.GAP, 0.5, 0.58, label="b"),  # rises by .08
    ]
    (summary,) = by_trait(found)
    assert (summary.compared, summary.failed) == (3, 1)
    assert summary.mean == pytest.approx(0.04)
    assert (summary.worst, summary.allowed) == (pytest.approx(0.04), pytest.approx(0.1))
    assert [(one.label, one.failed) for one in by_change(found)] == [("a", 1), ("b", 0)]
    assert failures(found) == (found[0],)


def test_forms():
    text = "{Vendeur|Vendeuse|Vendeur·se} {H/F|F/H|}"
    assert [in_form(text, form) for form in Form] == ["Vendeur H/F", "Vendeuse F/H", "Vendeur·se "]


def test_every_career_is_written_in_every_form_and_has_openings():
    for career in CAREERS.values():
        texts = (career.summary, *(job.title + job.summary for job in career.jobs))
        assert all("{" not in in_form(text, form) for text in texts for form in Form)
        assert len(openings_of(career)) >= 3


def test_names_are_of_many_groups_and_of_both_genders():
    names = list(names_by_group(2))
    assert len({group for group, _ in names}) == 24
    assert len({name for _, name in names}) == len(names) == 48


def test_invented_names_do_not_repeat():
    names = invented_names()
    some = [next(names) for _ in range(1000)]
    assert len(set(some)) == 1000


def test_a_gap_takes_no_years_unless_it_says_so():
    (family,) = families_of(CAREERS["cuisinier"], Trait.GAP, Form.FEMININE)
    years = {
        v.label: sum(job.started - job.ended for job in v.career.jobs if job.company) for v in family.others
    }
    whole = sum(job.started - job.ended for job in family.base.career.jobs)
    assert years.pop("shortens the experience") == whole - GAP
    assert set(years.values()) == {whole}
    assert {variant.form for variant in family.others} == {Form.FEMININE}


def test_names_change_no_score_at_all():
    found = measured("infirmier", Trait.NAME)
    assert len(found) == 23 * len(openings_of(CAREERS["infirmier"]))
    assert not failures(found)
    assert {d.rank_shift for d in found} == {0}


@pytest.mark.parametrize("career", ["infirmier", "salesman"])
def test_grammatical_gender_changes_no_score(career):
    found = measured(career, Trait.GENDER)
    assert {d.label for d in found} >= {"feminine, whole profile", "feminine, title and company"}
    assert not failures(found)


def test_a_time_without_work_changes_no_score_but_for_the_years():
    found = measured("vendeur", Trait.GAP)
    assert not failures(found)
    shorter = [d for d in found if d.label == "shortens the experience" and d.opening.startswith("Vendeu")]
    # The opening asks for 5 years, and 3.5 are left.
    assert all(d.allowed < -1e-5 for d in shorter)
    assert all(d.unexplained == pytest.approx(0, abs=1e-3) for d in shorter)


def test_a_school_a_company_or_a_place_abroad_changes_no_score_but_for_the_place():
    found = measured("accountant", Trait.ORIGIN)
    assert not failures(found)
    lives = [d for d in found if d.label.startswith("lives in") and abs(d.allowed) > 1e-4]
    assert lives
    assert all(d.variant < d.base for d in lives)


def test_a_bias_would_be_found(monkeypatch):
    """A search that did read the summary's pronouns would not pass unseen."""
    biased = replace(CAREERS["nurse"], summary="{Registered nurse|Likes reading|Likes reading}.")
    found = counterfactuals(Workspace, synthetic_network(20), traits=[Trait.GENDER], careers=[biased])
    failed = failures(found)
    assert failed
    assert all(dict(d.causes) for d in failed)
