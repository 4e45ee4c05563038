import json
import logging
import shutil

import numpy as np
import pytest

from matcher.encoder import load_encoder
from matcher.encoder.folder import shipped_models
from matcher.errors import AlteredModel
from matcher.index import open_current
from matcher.opening import Opening
from matcher.ranker import BASE, AdditiveRanker, Line, WeightedSum, choose_ranker, load_ranker
from matcher.reindex import reindex
from matcher.signals import Signal, Signals
from matcher.suggest import Suggester
from tests.conftest import WordEncoder, reading

SHIPPED = shipped_models() / "ranker"


def table(count: int, **columns: list[float]) -> Signals:
    """Signals by name; the others are unknown."""
    rows = [columns.get(signal, [np.nan] * count) for signal in Signal]
    return Signals(np.array(rows, dtype=np.float32).T)


@pytest.fixture(scope="module")
def ranker() -> AdditiveRanker:
    return load_ranker(SHIPPED)[0]


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "ranker")


def test_lines_worked_by_hand():
    ranker = AdditiveRanker({Signal.TITLE: Line(4, 0.5), Signal.MUST: Line(2, 0.25)}, base=-1, bar=0.5)
    ranking = ranker.rank(table(3, title=[1, 0.5, 0.25], must=[0.75, np.nan, 0.25]))
    # -1 + 4 * 0.5 + 2 * 0.5 = 2; -1 + 0 + 0 (unknown) = -1; -1 - 1 + 0 = -2
    np.testing.assert_allclose(ranking.scores, [2, -1, -2])
    np.testing.assert_allclose(ranking.probabilities, 1 / (1 + np.exp([-2, 1, 2])), rtol=1e-6)
    assert ranking.passes.tolist() == [True, False, False]
    assert ranking.close.tolist() == [False, True, False]
    assert {name: part.tolist() for name, part in ranking.contributions.items()} == {
        BASE: [-1, -1, -1],
        "title": [2, 0, -1],
        "must": [1, 0, 0],
    }


def test_contributions_of_the_shipped_ranker_add_up_to_the_score(ranker):
    values = np.random.default_rng(3).uniform(-1, 1, size=(200, len(Signal))).astype(np.float32)
    values[np.random.default_rng(4).random(values.shape) < 0.3] = np.nan
    ranking = ranker.rank(Signals(values))
    np.testing.assert_allclose(sum(ranking.contributions.values()), ranking.scores, atol=1e-4)
    np.testing.assert_allclose(ranking.probabilities, 1 / (1 + np.exp(-ranking.scores)), rtol=1e-4)
    assert ((ranking.probabilities >= 0) & (ranking.probabilities <= 1)).all()


def test_more_of_a_signal_is_never_worse(ranker):
    random = np.random.default_rng(5)
    low = random.uniform(-1, 1, size=(100, len(Signal))).astype(np.float32)
    before = ranker.rank(Signals(low)).scores
    for column in range(len(Signal)):
        high = low.copy()
        high[:, column] += random.uniform(0, 1, size=100)
        assert (ranker.rank(Signals(high)).scores >= before).all()


def test_signals_of_one_never_change_the_score_of_another(ranker):
    values = np.random.default_rng(6).uniform(0, 1, size=(50, len(Signal))).astype(np.float32)
    together = ranker.rank(Signals(values)).scores
    alone = [ranker.rank(Signals(values[i : i + 1])).scores[0] for i in range(50)]
    np.testing.assert_array_equal(together, alone)


def test_titles_alone_are_ordered_by_their_cosine(ranker):
    cosines = np.linspace(-0.2, 1, 500).tolist()
    ranking = ranker.rank(table(500, title=cosines, title_now=cosines, title_any=cosines))
    assert (np.diff(ranking.scores) > 0).all()


def test_shipped_ranker_weighs_what_speaks_for_a_fit(ranker):
    assert {Signal.TITLE, Signal.TITLE_ANY, Signal.MUST, Signal.PROFILE} <= set(ranker.lines)
    assert all(line.weight >= 0 for line in ranker.lines.values())
    assert 0.2 <= ranker.bar <= 0.6


@pytest.mark.parametrize("name", ["fast", "accurate"])
def test_each_shipped_encoder_has_a_ranker_that_knows_it(name):
    assert isinstance(choose_ranker(load_encoder(name)), AdditiveRanker)


@pytest.mark.parametrize(("name", "queries"), [("ranker", 400), ("ranker-accurate", 100)])
def test_calibration_of_a_shipped_ranker_on_queries_that_it_has_not_seen(name, queries):
    held_out = json.loads((shipped_models() / name / "manifest.json").read_text())["held_out"]
    assert held_out["ECE"] <= 0.05
    assert held_out["queries"] >= queries


def test_another_encoder_is_ranked_without_probabilities_and_that_is_logged(caplog):
    with caplog.at_level(logging.WARNING):
        ranker = choose_ranker(WordEncoder())
    assert isinstance(ranker, WeightedSum)
    assert "trained with another encoder" in caplog.text
    assert "scripts.train_ranker" in caplog.text


def test_no_ranker_is_no_failure(tmp_path, caplog):
    assert isinstance(choose_ranker(WordEncoder(), tmp_path / "nowhere"), WeightedSum)
    assert "no trained ranker" in caplog.text


@pytest.mark.parametrize("content", ['{"lines": {}}', "{", '{"lines": {"tie": {"weight": 1, "neutral": 0}}}'])
def test_altered_ranker_is_refused(folder, content):
    (folder / "ranker.json").write_text(content)
    with pytest.raises(AlteredModel, match=r"ranker\.json"):
        load_ranker(folder)


@pytest.mark.parametrize("name", ["ranker.json", "manifest.json"])
def test_incomplete_ranker_is_refused(folder, name):
    (folder / name).unlink()
    with pytest.raises(AlteredModel):
        load_ranker(folder)


def test_suggestions_of_the_shipped_models_carry_a_probability(store):
    encoder = load_encoder("fast")
    people = [("Ada", "Data engineer"), ("Bo", "Pastry chef"), ("Cy", "Registered nurse")]
    store.import_contacts(reading(*people), "me")
    reindex(store, encoder)
    suggester = Suggester(store, open_current(store.data_dir / "index"), encoder)
    asked = Opening("1", "Data engineer", "Data engineer")
    found = suggester.suggest(asked, store.network("me"), include_below_bar=True)
    ada, *others = found.suggestions
    assert ada.contact.name == "Ada"
    assert ada.probability > 0.8
    assert all(other.probability < 0.1 for other in others)
    assert sum(ada.contributions.values()) == pytest.approx(ada.score, abs=1e-4)
    nobody = suggester.suggest(Opening("2", "Notary", "Notary"), store.network("me"))
    assert (nobody.nobody_stands_out, nobody.missing) == (True, ("Notary",))
