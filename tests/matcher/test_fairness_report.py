import csv
import io
import json
from html.parser import HTMLParser

import pytest

from matcher.catalogue import Tongue
from matcher.fairness.audit import audit
from matcher.fairness.difference import Difference
from matcher.fairness.groups import Groups
from matcher.fairness.log import Assessment
from matcher.fairness.observed import Observed
from matcher.fairness.report import LogAudit, Models, Report, report_to_json, write_report
from matcher.fairness.variants import Trait

MODELS = Models("1.2.3", "fast", "e" * 64, "AdditiveRanker", "r" * 64)
VERSIONS = {"coopt": "1", "encoder": "fast", "encoder_revision": "e", "ranker": "R", "ranker_revision": "r"}
GROUPS = {"<b>bold</b>": (3, 10), "=1+1": (5, 9), "Few": (1, 2)}


@pytest.fixture
def report() -> Report:
    """Of three groups: one with markup in its name, one with a formula, one of two people."""
    of = {f"{n}-{i}": {"sex": n} for n, (_, count) in GROUPS.items() for i in range(count)}
    found = tuple(Assessment(f"{n}-{i}", i < hits) for n, (hits, c) in GROUPS.items() for i in range(c))
    made = LogAudit(
        log="log.jsonl",
        groups="groups.csv",
        first="2026-01-02T00:00:00+00:00",
        last="2026-03-04T00:00:00+00:00",
        log_problems=0,
        repeated=1,
        everyone=2,
        versions=(VERSIONS,),
        observed=Observed(found, 4, 0, 0, 0, False),
        audit=audit(found, Groups("groups.csv", ("sex",), of, {})),
    )
    gap = "told, until today: Unemployed"
    causes = (("title_now", -2.0),)
    differences = (
        Difference(Trait.GAP, "cook", "en", gap, "Cook", "en", 0.9, 0.5, causes=causes),
        Difference(Trait.NAME, "cook", "en", "German, feminine", "Cook", "en", 0.9, 0.9),
    )
    return Report("2026-05-06T07:08:09+00:00", MODELS, made, differences, background=300)


class Page(HTMLParser):
    """Collects tags and what is fetched, and makes sure that every tag that opens is closed."""

    VOID = frozenset(("meta", "rect", "line", "br", "link", "img"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        links = [value for name, value in attrs if name in ("src", "href")]
        self.fetched += [link for link in links if not link.startswith("#")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("tongue", list(Tongue))
def test_the_page_stands_alone_and_is_well_formed(report, tmp_path, tongue):
    (path,) = (p for p in write_report(report, tmp_path, tongue=tongue) if p.suffix == ".html")
    page = Page(path.read_text(encoding="utf-8"))
    assert page.open == []
    assert page.fetched == []
    assert not {"script", "link", "img", "b>"} & set(page.tags)
    assert "<b>bold</b>" in page.words  # shown as it is written, and never as markup
    text = " ".join(page.words)
    assert all(part in text for part in ("2026-05-06", "e" * 64, "r" * 64, "title_now", "29 CFR 1607.4(D)"))
    assert ("Rapport d'équité" in text) == (tongue is Tongue.FRENCH)


def test_the_files_are_named_after_the_day(report, tmp_path):
    names = {path.name for path in write_report(report, tmp_path / "new")}
    assert names == {
        "fairness-2026-05-06.html",
        "fairness-2026-05-06.json",
        "fairness-2026-05-06-groups.csv",
        "fairness-2026-05-06-changes.csv",
        "fairness-2026-05-06-failures.csv",
    }


def test_json_tells_figures_and_withholds_those_of_few(report):
    told = json.loads(json.dumps(report_to_json(report)))
    assert told["models"]["encoder"] == {"name": "fast", "revision": "e" * 64}
    (table,) = told["audit"]["tables"]
    groups = {group["group"][0]: group for group in table["groups"]}
    # The whole less the others would tell of the few.
    assert groups["=1+1"]["finding"] == "withheld: too few people"
    assert (groups["Few"]["contacts"], groups["Few"]["rate"]) == (None, None)
    assert groups["<b>bold</b>"]["rate"] == 0.3
    (failed,) = told["counterfactual"]["failures"]
    assert (failed["unexplained"], failed["causes"]) == (-0.4, {"title_now": -2.0})
    assert told["flagged"] is True


def test_tables_hold_no_formula_and_the_models(report, tmp_path):
    paths = {path.name: path for path in write_report(report, tmp_path)}
    text = paths["fairness-2026-05-06-groups.csv"].read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["group"] for row in rows] == ["<b>bold</b>", "'=1+1", "Few", ""]
    assert {row["encoder_revision"] for row in rows} == {"e" * 64}
    assert [row["finding"] for row in rows][-1] == "unknown"


def test_nothing_flagged_is_said_too(tmp_path):
    same = Difference(Trait.NAME, "cook", "en", "German, feminine", "Cook", "en", 0.9, 0.9)
    report = Report("2026-05-06T07:08:09+00:00", MODELS, differences=(same,))
    assert not report.flagged
    (page,) = (p for p in write_report(report, tmp_path) if p.suffix == ".html")
    assert "Nothing is flagged" in page.read_text()
    assert "Nothing failed" in page.read_text()
