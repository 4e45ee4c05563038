import io
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import pytest

HEAVY = ("torch", "sentence_transformers", "faiss", "ray", "sklearn", "fastapi", "sqlalchemy", "numpy")


def modules_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split()) & set(HEAVY)


def test_help_imports_nothing_heavy():
    code = (
        "sys.argv = ['coopt', '--help']\nfrom scripts.cli import main\ntry: main()\nexcept SystemExit: pass"
    )
    assert modules_after(code) == set()


def test_matcher_imports_nothing_heavy():
    assert modules_after("import matcher") == set()


def test_answering_loads_no_model_library_that_the_shipped_model_can_do_without(tmp_path, sample):
    code = (
        "from pathlib import Path\nfrom matcher.workspace import Workspace\n"
        f"Workspace(Path({str(tmp_path)!r})).reindex()"
    )
    assert not {"torch", "sentence_transformers"} & modules_after(code)


def test_import_counts_and_second_import_says_unchanged(coopt, sample):
    first = coopt("import", "contacts", sample / "Connections.csv", "--employee", "me", "--json")
    again = coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    assert (first.code, first.json["read"], first.json["new"], first.json["skipped"]) == (0, 160, 160, [])
    assert again.code == 0
    assert "160 unchanged" in again.out
    assert "Nothing changed" in again.out


def test_resume_completes_the_contact_of_the_row_file(coopt, sample):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    for path in sorted((sample / "profiles").iterdir()):
        report = coopt("import", "contacts", path, "--employee", "me", "--json").json
        assert (report["new"], report["updated"]) == (0, 1), path.name


def test_import_reports_bad_rows_by_line(coopt, tmp_path):
    file = tmp_path / "Connections.csv"
    file.write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ada,Vale,,,Acme,Engineer,12 Mar 2024\n"
        ",,,,,,\n"
        "Bo,Reed,,,Acme,Chef,someday\n"
    )
    result = coopt("import", "contacts", file, "--employee", "me")
    assert result.code == 0
    assert "1 new" in result.out
    assert "2 skipped" in result.out
    assert "line 3" in result.out
    assert "line 4" in result.out
    assert "Reed" not in result.out + result.err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty"),
        ("binary.csv", bytes(range(256)) * 20, "expected"),
        ("wrong.csv", b"Colour,Size,Price\nred,1,2\n", "First Name"),
        ("truncated.zip", b"PK\x03\x04" + b"\0" * 40, "zip"),
        ("broken.json", b'{"basics": {', "JSON"),
    ],
)
def test_bad_file_is_one_clear_line_and_changes_nothing(coopt, tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    result = coopt("import", "contacts", tmp_path / name, "--employee", "me")
    assert result.code == 1
    assert name in result.err
    assert said in result.err
    assert "Traceback" not in result.err
    assert coopt("suggest", "--employee", "me", "--text", "-").code == 1


def test_zip_bomb_is_refused(coopt, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Connections.csv", b"0" * 300_000_000)
    result = coopt("import", "contacts", tmp_path / "bomb.zip", "--employee", "me")
    assert result.code == 1
    assert "bomb.zip!Connections.csv" in result.err


def test_missing_file(coopt, tmp_path):
    result = coopt("import", "openings", tmp_path / "nowhere.csv")
    assert (result.code, "no such file" in result.err) == (1, True)


def test_data_dir_option_wins_over_the_environment(coopt, sample, tmp_path):
    other = tmp_path / "other"
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me", "--data-dir", other)
    assert (other / "coopt.sqlite3").is_file()
    assert not (tmp_path / "data").exists()


def test_suggest_in_json_prints_one_document(coopt, sample):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    coopt("import", "contacts", sample / "profiles" / "camille-fabre.json", "--employee", "me")
    path = sample / "openings" / "ingenieur-de-donnees.md"
    answer = coopt("suggest", "--employee", "me", "--text", path, "--json").json
    assert answer["opening"]["language"] == "fr"
    assert (answer["considered"], answer["nobody_stands_out"]) == (160, False)
    best = answer["suggestions"][0]
    assert best["name"] == "Camille Fabre"
    assert 0.35 <= best["probability"] <= 1
    assert sum(best["contributions"].values()) == pytest.approx(best["score"], abs=1e-3)
    tie = best["tie"]
    assert (tie["how_known"], tie["connected_on"]) == ("linkedin", "2019-03-14")
    assert (tie["strength"], tie["relation"], tie["reasons"]) == ("unknown", "unknown", [])
    assert best["profile_age_years"] == 0
    profile = (sample / "profiles" / "camille-fabre.json").read_text()
    quotes = [line["quote"] for line in best["evidence"] if line["source"].startswith("experience")]
    assert quotes
    assert all(quote in profile for quote in quotes)


def test_suggest_by_opening_id_reads_like_a_reason(coopt, sample):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    report = coopt("import", "openings", sample / "openings" / "product-designer.md")
    opening_id = report.err.split()[0]
    result = coopt("suggest", "--employee", "me", "--opening", opening_id, "-k", "1")
    assert result.code == 0
    assert "Senior Product Designer" in result.out
    assert "to ask:" in result.out
    assert "connected on LinkedIn since" in result.out


def test_nobody_stands_out_is_said_and_is_no_failure(coopt, tmp_path, sample):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    text = tmp_path / "opening.txt"
    text.write_text("Deep sea saturation diver")
    assert "Nobody stands out" in coopt("suggest", "--employee", "me", "--text", text).out
    answer = coopt("suggest", "--employee", "me", "--text", text, "--json").json
    assert (answer["nobody_stands_out"], answer["suggestions"]) == (True, [])
    assert answer["missing"] == ["Deep sea saturation diver"]
    shown = coopt("suggest", "--employee", "me", "--text", text, "--all", "--json").json
    assert (shown["nobody_stands_out"], len(shown["suggestions"])) == (True, 5)


def test_opening_from_standard_input(coopt, sample, monkeypatch):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO("Comptable".encode("utf-16"))))
    answer = coopt("suggest", "--employee", "me", "--text", "-", "--json").json
    assert answer["opening"]["title"] == "Comptable"
    assert "ompta" in answer["suggestions"][0]["headline"]


def test_opening_of_too_many_words(coopt, sample, tmp_path):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    long = tmp_path / "long.txt"
    long.write_text("word " * 50_001)
    result = coopt("suggest", "--employee", "me", "--text", long)
    assert result.code == 1
    assert "50,000" in result.err


def test_unknown_employee_and_opening(coopt, sample):
    result = coopt("suggest", "--employee", "nobody", "--opening", "x")
    assert (result.code, "nobody" in result.err) == (1, True)
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    result = coopt("suggest", "--employee", "me", "--opening", "nowhere")
    assert (result.code, "nowhere" in result.err) == (1, True)


@pytest.mark.parametrize("options", [[], ["--opening", "1", "--text", "-"]])
def test_suggest_takes_one_opening(coopt, options):
    assert coopt("suggest", "--employee", "me", *options).code == 2


def test_reindex_says_what_it_did(coopt, sample):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    assert "up to date" in coopt("reindex").out
    full = coopt("reindex", "--full", "--json").json
    assert (full["changed"], full["contacts"]) == (True, 160)


def test_a_dry_run_of_reindex_changes_nothing(coopt, sample):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    before = coopt("reindex", "--json").json["generation"]
    plan = coopt("reindex", "--dry-run", "--full", "--json").json
    assert (plan["contacts"], plan["to_encode"] == plan["distinct"] > 0) == (160, True)
    assert "nothing would be done" in coopt("reindex", "--dry-run").out
    assert coopt("reindex", "--json").json["generation"] == before


def test_index_of_another_model_names_the_command_that_mends_it(coopt, sample, tmp_path, monkeypatch):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    monkeypatch.setenv("COOPT_ENCODER", "no-such-model")
    result = coopt("suggest", "--employee", "me", "--text", sample / "openings" / "product-designer.md")
    assert (result.code, "no-such-model" in result.err) == (1, True)


def test_unwritable_data_folder_is_one_clear_line(coopt, sample, tmp_path):
    (tmp_path / "file").write_text("x")
    result = coopt("reindex", "--data-dir", tmp_path / "file")
    assert result.code == 1
    assert "Traceback" not in result.err


def test_module_runs_as_a_program():
    done = subprocess.run(
        [sys.executable, "-m", "scripts.cli", "--help"], capture_output=True, text=True, check=True
    )
    assert "suggest" in done.stdout
