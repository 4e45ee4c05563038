import json

import pytest

KEYS = ["dataset", "system", "queries", "corpus", "MAP", "MRR", "nDCG@10", "P@10", "recall@50"]


@pytest.fixture
def titles(tmp_path):
    folder = tmp_path / "titles"
    folder.mkdir()
    (folder / "queries.tsv").write_text("q1\tinfirmière\nq2\tnobody asks\n")
    (folder / "corpus_elements.tsv").write_text("c1\tplumber\nc2\tregistered nurse\nc3\tbaker\n")
    (folder / "annotations.tsv").write_text("q1\t0\tc2\t1\nq2\t0\tc1\t0\n")
    return folder


@pytest.fixture
def documents(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    openings = [{"opening_id": "1", "text": "Head chef\nWe look for a chef to lead our kitchen."}]
    contacts = [
        {"contact_id": "a", "text": "Jo Lane\nExperience\nChef\nMarch 2019 - Present\nLed a kitchen of ten."},
        {"contact_id": "b", "text": "Al Poe\nExperience\nAccountant\nMay 2015 - Present\nClosed the books."},
    ]
    (folder / "openings.jsonl").write_text("\n".join(map(json.dumps, openings)))
    (folder / "contacts.jsonl").write_text("\n".join(map(json.dumps, contacts)))
    (folder / "qrels.tsv").write_text("1\t0\ta\t1\n")
    return folder


@pytest.mark.parametrize("system", ["dense", "hybrid", "ranked"])
def test_titles_across_languages(coopt, titles, system):
    result = coopt("evaluate", titles, "--system", system, "--json")
    report = result.json
    assert list(report) == [*KEYS, "texts_per_second"]
    assert (report["queries"], report["corpus"], report["MRR"], report["MAP"]) == (1, 3, 1.0, 1.0)
    assert "1 queries without a relevant contact" in result.err


@pytest.mark.parametrize("system", ["dense", "lexical", "hybrid", "whole", "ranked"])
def test_documents(coopt, documents, system):
    assert coopt("evaluate", documents, "--system", system, "--json").json["MRR"] == 1.0


def test_words_alone_do_not_cross_languages(coopt, titles):
    assert coopt("evaluate", titles, "--system", "lexical", "--json").json["MRR"] < 1


def test_unknown_system_and_folder(coopt, titles, tmp_path):
    assert coopt("evaluate", titles, "--system", "magic").code == 2
    result = coopt("evaluate", tmp_path / "nowhere")
    assert (result.code, "nowhere" in result.err) == (1, True)


@pytest.mark.parametrize(("name", "floor"), [("bel_q_fr_c_en", 0.45), ("usa_q_en_c_en", 0.62)])
def test_shipped_model_on_occupation_titles(coopt, shared_data, name, floor):
    report = coopt("evaluate", shared_data / "melo" / name, "--system", "dense", "--json").json
    assert report["MRR"] >= floor


def test_run_file_and_comparison(coopt, documents, tmp_path):
    run = tmp_path / "dense.run"
    coopt("evaluate", documents, "--system", "dense", "--run", run)
    assert run.read_text().split()[:4] == ["1", "Q0", "a", "1"]
    report = coopt("evaluate", documents, "--system", "lexical", "--against", run, "--json").json
    assert report["comparison"]
    assert coopt("evaluate", documents, "--system", "dense", "--against", "lexical").code == 0
