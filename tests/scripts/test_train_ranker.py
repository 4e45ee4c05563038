import dataclasses
import json

import numpy as np
import pytest
from typer.testing import CliRunner

from matcher.evidence import Thresholds
from matcher.ranker import load_ranker
from matcher.signals import COLUMNS, Signal, Signals
from scripts.ranker_training.composition import Composer
from scripts.ranker_training.evidence import shares, transfer, with_met
from scripts.ranker_training.fitting import (
    calibrate,
    choose,
    expected_calibration_error,
    fit,
    mean_average_precision,
    reliability,
)
from scripts.ranker_training.judged import Judged
from scripts.ranker_training.remembered import RememberedEncoder
from scripts.ranker_training.trades import Trade, split
from scripts.train_ranker import app
from tests.conftest import WordEncoder


@pytest.fixture(scope="module")
def judged() -> Judged:
    """200 queries of 50 candidates: titles, musts and years speak for a fit; half of the musts unknown."""
    random = np.random.default_rng(1)
    n = 10_000
    values = np.full((n, len(Signal)), np.nan, dtype=np.float32)
    title, must, place = random.normal(size=(3, n))
    values[:, COLUMNS[Signal.TITLE]] = title
    values[:, COLUMNS[Signal.MUST]] = np.where(random.random(n) < 0.5, must, np.nan)
    values[:, COLUMNS[Signal.SKILLS]] = -title + random.normal(size=n)  # speaks against a fit
    values[:, COLUMNS[Signal.YEARS]] = -np.abs(place)
    logit = (
        2 * title
        + np.nan_to_num(values[:, COLUMNS[Signal.MUST]])
        + 0.5 * values[:, COLUMNS[Signal.YEARS]]
        - 2
    )
    fits = random.random(n) < 1 / (1 + np.exp(-logit))
    return Judged(values, fits, np.repeat(np.arange(200), 50))


def test_exported_ranker_equals_the_scikit_learn_model(judged):
    fitted = fit(judged, penalty=1)
    ranker = calibrate(fitted, dataclasses.replace(judged, values=_without_facts(judged.values)), bar=0.5)
    scores = ranker.rank(Signals(_without_facts(judged.values))).scores
    logits = fitted.logits(judged.values)
    slope, shift = np.polyfit(logits, scores, 1)  # Platt's line, and nothing else, lies between them
    np.testing.assert_allclose(scores, slope * logits + shift, atol=1e-4)
    assert slope == pytest.approx(1, abs=0.05)


def _without_facts(values):
    kept = values.copy()
    kept[:, COLUMNS[Signal.YEARS]] = np.nan
    return kept


def test_weights_that_count_against_a_fit_are_left_out(judged):
    fitted = fit(judged, penalty=1)
    assert set(fitted.signals) == {Signal.TITLE, Signal.MUST}
    assert (fitted.model.coef_ >= 0).all()


def test_what_is_unknown_counts_as_neutral(judged):
    ranker = calibrate(fit(judged, penalty=1), judged, bar=0.5)
    values = np.full((1, len(Signal)), np.nan, dtype=np.float32)
    assert ranker.rank(Signals(values)).scores[0] == pytest.approx(ranker.base)


def test_calibration_weighs_facts_and_recovers_the_probabilities(judged):
    ranker = calibrate(fit(judged, penalty=1), judged, bar=0.5)
    assert ranker.lines[Signal.YEARS].weight == pytest.approx(0.5, abs=0.15)
    probabilities = ranker.rank(Signals(judged.values)).probabilities
    assert expected_calibration_error(probabilities, judged.fits) < 0.01


def test_the_strongest_penalty_that_costs_little_is_chosen(judged):
    fitted, penalty = choose(judged, judged, (1.0, 100.0, 1e9))
    assert penalty in (100.0, 1e9)
    best = mean_average_precision(fit(judged, 1.0).logits(judged.values), judged)
    assert mean_average_precision(fitted.logits(judged.values), judged) >= best - 0.02


def test_calibration_error_worked_by_hand():
    probabilities = np.array([0.05, 0.05, 0.95, 0.95], dtype=np.float32)
    fits = np.array([False, True, True, True])
    # |0.05 - 0.5| * 2/4 + |0.95 - 1| * 2/4
    assert expected_calibration_error(probabilities, fits) == pytest.approx(0.25, abs=1e-3)
    assert [row["candidates"] for row in reliability(probabilities, fits)] == [2, 2]


@pytest.fixture
def trades() -> dict[str, Trade]:
    lines = {"en": ["knead dough", "bake bread", "clean the oven", "sell cakes", "order flour"]}
    return {
        key: Trade(key, "onet", key[:2], {"en": [title, f"{title} II"]}, lines, ["Oven 3000"])
        for key, title in (("51-3011.00", "Baker"), ("35-1011.00", "Chef"), ("29-1141.00", "Nurse"))
    }


def test_composed_texts_are_the_same_for_the_same_seed(trades):
    baker = trades["51-3011.00"]
    one, other = (Composer(trades, np.random.default_rng(8)) for _ in range(2))
    assert [one.opening(baker) for _ in range(9)] == [other.opening(baker) for _ in range(9)]
    assert [one.profile(baker) for _ in range(9)] == [other.profile(baker) for _ in range(9)]


def test_composed_texts_range_from_a_title_to_a_page(trades):
    composer = Composer(trades, np.random.default_rng(8))
    sizes = [len(composer.opening(trades["51-3011.00"]).text.split()) for _ in range(40)]
    assert min(sizes) < 8
    assert max(sizes) > 60
    positions = [
        profile.positions for profile, _ in (composer.profile(trades["51-3011.00"]) for _ in range(40))
    ]
    assert {len(p) for p in positions} > {1, 2, 3}


def test_split_keeps_a_group_together(trades):
    parts = split(list(trades.values()), [0.5, 1.0], [0.1, 0.9, 0.2])
    assert [[trade.key for trade in part] for part in parts] == [["51-3011.00", "29-1141.00"], ["35-1011.00"]]


def told(titles, proven) -> Judged:
    """Ten candidates, the last of whom fits, each with one requirement."""
    values = np.full((10, len(Signal)), np.nan, dtype=np.float32)
    values[:, COLUMNS[Signal.TITLE]] = titles
    values[:, COLUMNS[Signal.MET]] = 0
    fits = np.arange(10) == 9
    return Judged(values, fits, np.zeros(10, int), np.array(proven, np.float32), np.arange(10))


def test_thresholds_let_as_few_misfits_pass_as_those_of_the_known_encoder():
    known = told(np.linspace(0, 0.9, 10), np.linspace(0, 0.9, 10))
    other = told(np.linspace(0.5, 0.95, 10), np.linspace(0.6, 0.96, 10))  # a scale of its own
    found = transfer(Thresholds(title_met=0.75, title_partly=0.45, met=0.65, partly=0.25), known, other)
    for threshold, before in ((found.title_met, 0.75), (found.title_partly, 0.45)):
        misfits = np.linspace(0.5, 0.95, 10)[:9] >= threshold
        assert misfits.sum() == (np.linspace(0, 0.9, 10)[:9] >= before).sum()
    assert (np.linspace(0.6, 0.96, 10)[:9] >= found.met).sum() == 2
    assert (np.linspace(0.6, 0.96, 10)[:9] >= found.partly).sum() == 6


def test_what_is_met_is_counted_again():
    judged = dataclasses.replace(
        told(np.zeros(10), np.zeros(10)),
        proven=np.array([0.7, 0.5, 0.9], np.float32),
        candidate=np.array([0, 0, 3]),
    )
    met = with_met(judged, 0.6).values[:, COLUMNS[Signal.MET]]
    assert met[[0, 3, 5]].tolist() == [0.5, 1, 0]


def test_shares_worked_by_hand():
    known = told(np.linspace(0, 0.9, 10), np.linspace(0, 0.9, 10))
    table = shares(known, Thresholds(title_met=0.95, title_partly=0.75, met=0.85, partly=0.35))
    assert table["title_met"] == {"from": 0.95, "fit": 0, "misfit": 0}
    assert table["title_partly"] == {"from": 0.75, "fit": 1, "misfit": round(1 / 9, 4)}
    assert table["partly"] == {"from": 0.35, "fit": 1, "misfit": round(5 / 9, 4)}


def test_a_text_is_encoded_once(tmp_path):
    encoder = WordEncoder()
    remembered = RememberedEncoder(encoder, tmp_path)
    first = remembered.encode_document(["data engineer", "chef", "chef"])
    assert encoder.encoded == ["data engineer", "chef"]
    np.testing.assert_allclose(
        first, WordEncoder().encode_query(["data engineer", "chef", "chef"]), atol=1e-3
    )
    again = RememberedEncoder(encoder, tmp_path)
    np.testing.assert_array_equal(again.encode_query(["chef", "data engineer"]), first[[1, 0]])
    assert encoder.encoded == ["data engineer", "chef"]


@pytest.mark.parametrize("ending", [".float16", ".jsonl"])
def test_what_a_stop_cut_off_is_encoded_again(ending, tmp_path):
    RememberedEncoder(WordEncoder(), tmp_path).encode_document(["data", "chef"])
    (file,) = tmp_path.glob(f"*{ending}")
    file.write_bytes(file.read_bytes()[:-3])
    encoder = WordEncoder()
    vectors = RememberedEncoder(encoder, tmp_path).encode_document(["data", "chef", "cook"])
    assert encoder.encoded == ["chef", "cook"]
    np.testing.assert_array_equal(vectors, WordEncoder().encode_query(["data", "chef", "cook"]))


def test_another_encoder_remembers_nothing_of_the_first(tmp_path):
    RememberedEncoder(WordEncoder(), tmp_path).encode_document(["data"])
    other = WordEncoder("1" * 64)
    RememberedEncoder(other, tmp_path).encode_document(["data"])
    assert other.encoded == ["data"]


def test_missing_data_is_one_clear_line(tmp_path):
    result = CliRunner().invoke(app, ["--data", str(tmp_path)])
    assert result.exit_code == 2
    assert "lacks" in result.output


def test_smoke_run_writes_a_ranker_that_loads(shared_data, tmp_path):
    result = CliRunner().invoke(app, ["--data", str(shared_data), "--output", str(tmp_path / "r"), "--quick"])
    assert result.exit_code == 0, result.output
    ranker, revision = load_ranker(tmp_path / "r")
    manifest = json.loads((tmp_path / "r" / "manifest.json").read_text())
    assert manifest["encoder"]["revision"] == revision
    assert manifest["config"]["fewer"] == 20
    assert manifest["held_out"]["evidence"]["title_met"]["from"] == Thresholds().title_met
    assert json.loads((tmp_path / "r" / "ranker.json").read_text())["thresholds"]["met"] == Thresholds().met
    assert Signal.TITLE in ranker.lines
