import numpy as np
import pytest

from matcher.errors import CooptError, UnreadableFile
from matcher.evaluation import (
    Collection,
    evaluate,
    evaluate_queries,
    evaluate_run,
    read_run,
    record,
    write_run,
)


def collection_of(queries, corpus, qrels):
    return Collection("made", dict.fromkeys(queries, "text"), dict.fromkeys(corpus, "text"), qrels, False)


def test_a_line_is_what_trec_eval_reads(tmp_path):
    write_run(tmp_path / "run", {"q1": {"b": 0.5, "a": 0.5, "c": 2.0}, "q2": {"a": -1.0}}, tag="dense")
    assert (tmp_path / "run").read_text() == (
        "q1 Q0 c 1 2 dense\nq1 Q0 a 2 0.5 dense\nq1 Q0 b 3 0.5 dense\nq2 Q0 a 1 -1 dense\n"
    )


def test_what_is_written_is_read_back(tmp_path):
    rng = np.random.default_rng(1)
    run = {f"q{i}": {f"c{j}": float(np.float32(rng.normal())) for j in range(20)} for i in range(5)}
    write_run(tmp_path / "run", run, tag="t")
    read = read_run(tmp_path / "run")
    assert read.keys() == run.keys()
    for query_id, scores in run.items():
        assert {c: np.float32(s) for c, s in read[query_id].items()} == {
            c: np.float32(s) for c, s in scores.items()
        }


@pytest.mark.parametrize("one_id", ["two words", "tab\there", "50%", "a%20b", "é\u2028x", "new\nline"])
def test_any_id_survives(tmp_path, one_id):
    write_run(tmp_path / "run", {one_id: {one_id: 1.0}}, tag="my system")
    assert read_run(tmp_path / "run") == {one_id: {one_id: 1.0}}
    assert len((tmp_path / "run").read_text(encoding="utf-8").split()) == 6


def test_only_the_best_are_written(tmp_path):
    write_run(tmp_path / "run", {"q": {f"c{j:04}": float(j) for j in range(1_500)}}, tag="t")
    read = read_run(tmp_path / "run")["q"]
    assert len(read) == 1_000
    assert min(read) == "c0500"


def test_recording_hands_the_blocks_on_and_the_run_scores_the_same(tmp_path):
    rng = np.random.default_rng(5)
    scores = rng.integers(0, 9, size=(7, 40)).astype(np.float32)
    qrels = {f"q{i}": {f"c{j}": 1 for j in rng.choice(40, 4, replace=False)} for i in range(7)}
    collection = collection_of((f"q{i}" for i in range(7)), (f"c{j}" for j in range(40)), qrels)
    path = tmp_path / "run"
    metrics = evaluate(collection, record(np.array_split(scores, 3), collection, path, tag="t"))
    assert metrics == evaluate(collection, [scores])
    assert evaluate_run(qrels, read_run(path)) == metrics
    assert list(tmp_path.iterdir()) == [path]


def test_recording_takes_a_block_before_its_memory_is_written_over(tmp_path):
    def blocks():
        block = np.empty((1, 2), dtype=np.float32)
        for row in ([1, 0], [0, 1]):
            block[0] = row
            yield block

    collection = collection_of(("q0", "q1"), ("a", "b"), {"q0": {"a": 1}, "q1": {"b": 1}})
    evaluate_queries(collection, record(blocks(), collection, tmp_path / "run", tag="t", k=1))
    assert read_run(tmp_path / "run") == {"q0": {"a": 1.0}, "q1": {"b": 1.0}}


def test_a_failure_leaves_the_run_of_before(tmp_path):
    collection = collection_of(("q0", "q1"), ("a", "b"), {"q0": {"a": 1}})
    (tmp_path / "run").write_text("q0 Q0 a 1 1 before\n")
    recorded = record([np.zeros((1, 3), np.float32)], collection, tmp_path / "run", tag="t")
    with pytest.raises(ValueError, match="columns"):
        evaluate(collection, recorded)
    recorded.close()
    assert read_run(tmp_path / "run") == {"q0": {"a": 1.0}}
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_place_that_cannot_be_written_is_told_before_anything_is_scored(tmp_path):
    def blocks():
        raise AssertionError("scored")
        yield

    collection = collection_of(("q",), ("a",), {"q": {"a": 1}})
    with pytest.raises(CooptError, match="cannot be written"):
        evaluate(collection, record(blocks(), collection, tmp_path / "no" / "run", tag="t"))
    with pytest.raises(CooptError, match="cannot be written"):
        write_run(tmp_path / "no" / "run", {}, tag="t")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"q Q0 a 1 0.5\n", "six columns"),
        (b"q Q0 a 1 much t\n", "six columns"),
        (b"q Q0 a 1 nan t\n", "NaN"),
        (b"q Q0 a 1 2 t\nq Q0 a 2 1 t\n", "once"),
        (b"q Q0 \xff 1 2 t\n", "UTF-8"),
    ],
)
def test_what_is_no_run_file_is_refused(tmp_path, content, expected):
    (tmp_path / "run").write_bytes(content)
    with pytest.raises(UnreadableFile, match=expected) as refused:
        read_run(tmp_path / "run")
    if expected == "once":
        assert refused.value.line == 2


def test_a_run_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_run(tmp_path / "nowhere")


def test_empty_lines_and_ranks_do_not_matter(tmp_path):
    (tmp_path / "run").write_text("\nq\tQ0\ta\t9\t1e-3\tother tool\n".replace("other tool", "other"))
    assert read_run(tmp_path / "run") == {"q": {"a": 0.001}}
