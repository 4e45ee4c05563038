from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from matcher.errors import UnreadableFile
from matcher.evaluation import Collection, read_run
from scripts.comparison import (
    compare_systems,
    compare_with_run,
    comparison_to_json,
    measure_queries,
    print_comparison,
)


class Fixed:
    """A system whose scores are given."""

    def __init__(self, *rows: Sequence[float]) -> None:
        self._rows = np.array(rows, dtype=np.float32)

    def score(self, queries: Sequence[str], corpus: Sequence[str]) -> Iterator[np.ndarray]:
        yield self._rows[:1]
        yield self._rows[1:]


GOOD, BAD = Fixed([3, 2, 1], [1, 3, 2]), Fixed([1, 2, 3], [1, 3, 2])


@pytest.fixture
def collection() -> Collection:
    queries = {"q1": "Chef\nin a kitchen", "q2": "Nurse"}
    qrels = {"q1": {"a": 1}, "q2": {"b": 1}}
    return Collection("made", queries, dict.fromkeys("abc", "text"), qrels, False)


def test_the_run_is_written_beside_the_measures(tmp_path, collection):
    plain = measure_queries(collection, GOOD)
    assert measure_queries(collection, GOOD, run=tmp_path / "run", tag="good") == plain
    assert read_run(tmp_path / "run")["q1"] == {"a": 3.0, "b": 2.0, "c": 1.0}
    assert "good" in (tmp_path / "run").read_text()


def test_a_comparison_says_which_queries_gained(collection, capsys):
    comparison = compare_systems(measure_queries(collection, GOOD), measure_queries(collection, BAD))
    told = comparison_to_json(comparison, "bad")
    assert (told["against"], told["better"], told["equal"], told["worse"]) == ("bad", 1, 1, 0)
    assert told["difference_in_MAP"] == pytest.approx((1 - 1 / 3) / 2, abs=1e-4)
    assert told["queries"][0] == {
        "query": "q1",
        "average_precision": 1.0,
        "against": 0.3333,
        "difference": 0.6667,
    }
    print_comparison(comparison, "bad", collection)
    printed = capsys.readouterr().out
    assert "MAP +0.3333 against bad" in printed
    assert "0.3333 → 1.0000  q1  Chef\n" in printed
    assert "Largest losses" not in printed


def test_a_run_file_is_compared_like_a_system(tmp_path, collection):
    measured = measure_queries(collection, BAD, run=tmp_path / "run")
    good = measure_queries(collection, GOOD)
    assert compare_with_run(good, collection, tmp_path / "run") == compare_systems(good, measured)


def test_a_query_that_a_run_lacks_counts_as_zero(tmp_path, collection):
    (tmp_path / "run").write_text("q1 Q0 a 1 1 t\n")
    found = compare_with_run(measure_queries(collection, GOOD), collection, tmp_path / "run")
    assert found.difference == pytest.approx(1 / 2)


def test_what_is_no_run_file_is_refused(tmp_path, collection):
    with pytest.raises(UnreadableFile):
        compare_with_run(measure_queries(collection, GOOD), collection, tmp_path / "nowhere")
