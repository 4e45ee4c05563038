import sys

import pytest

from scripts.benchmarks.imports import benchmark_import

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


@pytest.fixture
def files(tmp_path):
    paths = []
    for number, name in enumerate(("Ada", "Bo")):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"{HEADER}{name},Vale,https://linkedin.com/in/{number},,Acme,Engineer,12 Mar 2024\n")
        paths.append(path)
    return paths


def test_one_broken_file_does_not_lose_the_others(coopt, files, tmp_path):
    broken = tmp_path / "broken.csv"
    broken.write_text("")
    result = coopt("import", "contacts", files[0], broken, files[1], "--employee", "me")
    assert result.code == 1
    assert "broken.csv" in result.err
    assert result.out.count("1 new") == 2
    assert len(coopt("network", "list", "--employee", "me", "--json").json) == 2


def test_several_files_in_json_are_a_list(coopt, files, tmp_path):
    result = coopt("import", "contacts", *files, tmp_path / "nowhere", "--employee", "me", "--json")
    first, second, failed = result.json
    assert (first["new"], second["new"]) == (1, 1)
    assert (failed["file"], "no such file" in failed["error"]) == (str(tmp_path / "nowhere"), True)


def test_a_report_tells_how_to_undo_the_import(coopt, files):
    report = coopt("import", "contacts", files[0], "--employee", "me", "--json").json
    assert report["undo"] == f"coopt import undo {report['id']}"
    assert report["merged"] == 0
    undone = coopt(*report["undo"].split()[1:])
    assert (undone.code, "Ada.csv" in undone.out) == (0, True)
    (listed,) = coopt("import", "list", "--json").json
    assert (listed["id"], bool(listed["undone_at"])) == (report["id"], True)
    again = coopt(*report["undo"].split()[1:])
    assert (again.code, "undone already" in again.err) == (1, True)
    assert coopt("import", "undo", "nowhere").code == 1


def test_past_imports_are_a_table(coopt, files):
    assert "Nothing was imported yet" in coopt("import", "list").out
    coopt("import", "contacts", *files, "--employee", "me")
    header, latest, first = coopt("import", "list").out.splitlines()
    assert header.split()[:2] == ["id", "imported"]
    assert ("Bo.csv" in latest, "Ada.csv" in first) == (True, True)


def test_a_terminal_gets_a_table(coopt, files, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    result = coopt("import", "contacts", *files, "--employee", "me")
    assert result.code == 0
    assert "unchanged" in result.out
    assert "─" in result.out


def test_openings_in_several_files(coopt, sample):
    paths = sorted((sample / "openings").iterdir())
    reports = coopt("import", "openings", *paths, "--json").json
    assert [report["new"] for report in reports] == [1, 1]
    assert coopt("import", "openings").code == 2
    assert coopt("import", "openings", paths[0], "--url", "https://example.org").code == 2


def test_the_benchmark_counts_what_it_imported():
    figures = benchmark_import(200)
    assert (figures["new"], figures["unchanged"]) == (200, 200)
    assert figures["peak_mb"] > 0
