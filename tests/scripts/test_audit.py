import csv
import json
from pathlib import Path

import pytest

from matcher.fairness.difference import Difference
from matcher.fairness.variants import Trait


@pytest.fixture
def asked(coopt, sample, tmp_path) -> dict[str, Path | list[str]]:
    """A network of 155 that was asked two questions, the exported log, and the ids of its contacts."""
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    for path in sorted((sample / "openings").iterdir()):
        coopt("import", "openings", path)
        coopt("suggest", "--employee", "me", "--text", path)
    from matcher.events.jsonl import lines_of
    from matcher.store import Store

    with Store(tmp_path / "data") as store:
        log = tmp_path / "log.jsonl"
        log.write_text("".join(lines_of(store.events.all())))
        return {"log": log, "ids": list(store.network("me").contact_ids)}


def groups_file(folder: Path, ids: list[str], header: str = "contact_id,sex") -> Path:
    path = folder / "groups.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows([contact_id, "FM"[number % 2]] for number, contact_id in enumerate(ids))
    return path


def test_an_audit_of_a_log(coopt, asked, tmp_path):
    groups = groups_file(tmp_path, asked["ids"])
    options = ("--groups", groups, "--rescore", "--output", tmp_path / "out", "--json")
    answer = coopt("audit", asked["log"], *options)
    assert answer.code == 0
    audit = answer.json["audit"]
    assert (audit["questions"], audit["contacts"], audit["log_problems"]) == (2, len(asked["ids"]), 0)
    assert audit["assessments"] == audit["scored"] == 2 * len(asked["ids"])
    selection, scoring = audit["tables"]
    assert (selection["measure"], scoring["measure"]) == ("selection rate", "scoring rate")
    events = [json.loads(line) for line in asked["log"].read_text().splitlines()]
    shown = sum(len(event["data"].get("suggestions", ())) for event in events)
    assert sum(group["hits"] for group in selection["groups"]) == shown
    # Half of all scores are above the median, or nearly, where some are equal.
    assert sum(group["hits"] for group in scoring["groups"]) <= len(asked["ids"])
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".html", ".json", ".csv"}


def test_the_data_folders_own_log_is_audited_where_none_is_given(coopt, asked, tmp_path):
    answer = coopt("audit", "--groups", groups_file(tmp_path, asked["ids"]))
    assert answer.code == 0
    assert "sex, selection rate" in answer.out
    assert "--rescore" in answer.err  # no scoring rate without it


def test_nothing_of_the_groups_is_kept(coopt, asked, tmp_path):
    groups = groups_file(tmp_path, asked["ids"])
    groups.write_text(groups.read_text().replace(",F", ",Zzyzxfemale"))
    assert coopt("audit", asked["log"], "--groups", groups, "--output", tmp_path / "out").code == 0
    held = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not [path for path in held if b"Zzyzxfemale" in path.read_bytes()]


def test_an_edited_log_is_told(coopt, asked, tmp_path):
    log = tmp_path / "edited.jsonl"
    log.write_text(asked["log"].read_text().replace('"k":5', '"k":4', 1))
    answer = coopt("audit", log, "--groups", groups_file(tmp_path, asked["ids"]))
    assert answer.code == 0
    assert "chain of hashes does not hold" in answer.err


def test_ids_that_nobody_has_are_named_by_their_line(coopt, asked, tmp_path):
    groups = groups_file(tmp_path, [asked["ids"][0], "no-such-id", "nor-this"])
    result = coopt("audit", asked["log"], "--groups", groups)
    assert (result.code, "found 2 that neither" in result.err, "line 3" in result.err) == (1, True, True)
    assert "Traceback" not in result.err


def test_an_empty_log_and_one_that_is_none(coopt, asked, tmp_path):
    groups = groups_file(tmp_path, asked["ids"])
    for text, said in (("", "expected at least one suggestion"), ("nonsense\n", "expected one event a line")):
        log = tmp_path / "other.jsonl"
        log.write_text(text)
        result = coopt("audit", log, "--groups", groups)
        assert (result.code, said in result.err) == (1, True)


@pytest.mark.parametrize("arguments", [[], ["log.jsonl"], ["--rescore", "--counterfactual"]])
def test_what_cannot_be_asked(coopt, arguments):
    result = coopt("audit", *arguments)
    assert result.code == 2
    assert "--groups" in result.err


@pytest.mark.parametrize(("fail", "code"), [([], 0), (["--fail-on-flag"], 1)])
def test_a_flag_fails_where_that_is_asked(coopt, monkeypatch, fail, code):
    worse = Difference(Trait.GAP, "cook", "en", "untold", "Cook", "en", 0.9, 0.5)
    monkeypatch.setattr("scripts.commands.audit._differences", lambda *, quick: (worse,))
    result = coopt("audit", "--counterfactual", "--quick", *fail)
    assert result.code == code
    assert "Something is flagged." in result.out
