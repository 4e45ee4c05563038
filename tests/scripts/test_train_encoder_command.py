"""The command that trains the encoders, on files as small as a test needs."""

import csv
import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from matcher.encoder import load_encoder
from scripts.train_encoder import HERE, app
from tests.tiny_models import tiny_bert

TRADES = {"baker": "boulanger", "welder": "soudeur", "nurse": "infirmier", "tailor": "tailleur"}


@pytest.fixture(scope="module")
def teacher(tmp_path_factory):
    return tiny_bert(tmp_path_factory.mktemp("teacher"))


def write_rows(path, header, rows, delimiter=","):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([header, *rows])


@pytest.fixture
def small_data(tmp_path):
    """Files of the same names and columns as the downloads, with four trades."""
    data, trades_ = tmp_path / "data", list(TRADES.items())
    esco = ["conceptUri", "preferredLabel", "altLabels", "description"]
    for language, own in (("en", 0), ("fr", 1), ("es", 0)):
        rows = [
            (f"o/{t[0]}", t[own], f"{t[own]} a\n{t[own]} b {language}", f"They work as {t[own]} every day.")
            for t in trades_
        ]
        write_rows(data / f"esco/occupations_{language}.csv", esco, rows)
        skills = [
            (f"s/{t[0]}{i}", f"{t[own]} skill {i}", f"{t[own]} ability {i}", "")
            for t in trades_
            for i in range(4)
        ]
        write_rows(data / f"esco/skills_{language}.csv", esco, skills)
    relations = [(f"o/{t}", f"s/{t}{i}") for t in TRADES for i in range(4)]
    write_rows(data / "esco/occupationSkillRelations.csv", ["occupationUri", "skillUri"], relations)
    write_rows(
        data / "esco/ISCOGroups_en.csv",
        ["conceptUri", "preferredLabel", "description"],
        [("C1", "makers", "They make many things.")],
    )
    code = "O*NET-SOC Code"
    write_rows(
        data / "onet/occupations.csv",
        [code, "Title", "Description"],
        [(t, f"{t}s", f"Work as {t} all day.") for t in TRADES],
    )
    write_rows(
        data / "onet/alternate_titles.csv",
        [code, "Alternate Title", "Short Title"],
        [(t, f"chief {t}", "") for t in TRADES],
    )
    write_rows(
        data / "onet/task_statements.csv",
        [code, "Task"],
        [(t, f"Do the {t} task {i} with care.") for t in TRADES for i in range(14)],
    )
    write_rows(data / "onet/technology_skills.csv", [code, "Example"], [(t, f"{t} software") for t in TRADES])
    write_rows(data / "rome/metiers.csv", ["code_rome", "libelle_rome"], [("A1", "Boulanger / Boulangère")])
    appellations = ["code_rome", "libelle_appellation_long", "libelle_appellation_court"]
    write_rows(
        data / "rome/appellations.csv",
        appellations,
        [("A1", "Boulanger / Boulangère bio", "Boulanger(ère) bio")],
    )
    write_rows(
        data / "rome/masculine_feminine.csv", ["LEMME", "FLEXION"], [("soudeur", "soudeuse")], delimiter=";"
    )
    for language, folder in (("de", "german"), ("es", "spanish")):
        path = data / f"talentclef2025/training/{folder}/taskA_training_{language}.tsv"
        path.parent.mkdir(parents=True)
        path.write_text(f"C1\to/baker\tbaker {language}\tbaker zwei {language}\n", encoding="utf-8")
    return data


SMALL_CONFIG = """
name = "small"
seed = 1
[vocabulary]
characters = "abcdefghijklmnopqrstuvwxyz"
punctuation = ","
words = 10
word_min_count = 3
[distillation]
dimension = 8
sif_coefficient = 1e-4
[training]
steps = 4
batch_size = 16
learning_rate = 1e-2
warmup_steps = 1
temperature = 0.1
validate_every = 2
threads = 1
[training.tasks]
titles = 0.5
sentences = 0.5
[noise]
unaccented = 0.1
plural = 0.1
dropped = 0.1
[held_out]
labels = 2
resumes = 2
[quick.training]
steps = 2
"""


def run_command(*arguments):
    command = [sys.executable, "-m", "scripts.train_encoder", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parent)


def test_the_command_writes_a_model_that_loads(small_data, teacher, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL_CONFIG, encoding="utf-8")
    run = run_command(
        "--data",
        small_data,
        "--teacher",
        teacher,
        "--config",
        tmp_path / "small.toml",
        "--output",
        tmp_path / "model",
        "--work",
        tmp_path / "work",
        "--quick",
    )
    assert run.returncode == 0, run.stderr
    manifest = json.loads((tmp_path / "model/manifest.json").read_text(encoding="utf-8"))
    assert manifest["config"]["training"]["steps"] == 2
    assert len(manifest["data"]["onet/occupations.csv"]) == 64
    encoder = load_encoder(str(tmp_path / "model"))
    assert encoder.dimension == manifest["dimension"] == 8
    assert encoder.encode_query(["baker"]).any()


def test_missing_data_is_named(tmp_path, teacher):
    run = run_command("--data", tmp_path, "--teacher", teacher)
    assert run.returncode == 2
    assert "ISCOGroups_en.csv" in run.stderr


ACCURATE_CONFIG = """
name = "small"
seed = 1
[vocabulary]
characters = "abcdefghijklmnopqrstuvwxyz"
punctuation = ","
pieces = 30
[student]
max_length = 24
threads = 1
[training]
batch_size = 8
chunk_tokens = 100
weight_decay = 0.01
temperature = 0.1
validate_every = 2
save_every = 2
[[training.stages]]
until = 9
[noise]
unaccented = 0.1
plural = 0.1
dropped = 0.1
[neighbours]
count = 2
group = 2
[held_out]
labels = 2
resumes = 2
[beside]
weight = 0.25
max_length = 24
[[quick.training.stages]]
until = 2
learning_rate = 1e-3
warmup_steps = 1
falling_steps = 1
averaging = 0.9
kept = []
tasks = { titles = 0.5, near = 0.5 }
[[quick.training.stages]]
until = 4
"""


@pytest.fixture
def train_accurate(small_data, teacher, tmp_path):
    """Runs the command for `accurate` in this process, in quick mode, with checkpoints in `work`."""
    (tmp_path / "small.toml").write_text(ACCURATE_CONFIG, encoding="utf-8")

    def run(output, *more):
        arguments = ["--profile", "accurate", "--data", small_data, "--teacher", teacher, "--quick"]
        arguments += ["--config", tmp_path / "small.toml", "--work", tmp_path / "work", "--output", output]
        result = CliRunner().invoke(app, [*map(str, arguments), *map(str, more)])
        assert result.exit_code == 0, result.output
        return json.loads((output / "manifest.json").read_text(encoding="utf-8"))

    return run


def test_the_accurate_encoder_is_trained_in_stages_and_loads(train_accurate, tmp_path):
    manifest = train_accurate(tmp_path / "model")
    assert [stage["until"] for stage in manifest["config"]["training"]["stages"]] == [2, 4]
    assert "averaged" not in manifest
    assert load_encoder(str(tmp_path / "model")).encode_query(["baker"]).any()


def test_the_mean_of_a_single_run_is_that_run(train_accurate, tmp_path):
    train_accurate(tmp_path / "model")
    (checkpoint,) = (tmp_path / "work").glob("*.pt")
    manifest = train_accurate(tmp_path / "mean", "--average", checkpoint, "--average", checkpoint)
    assert [file["name"] for file in manifest["averaged"]] == [checkpoint.name] * 2
    texts = ["baker", "nurse"]
    model, mean = load_encoder(str(tmp_path / "model")), load_encoder(str(tmp_path / "mean"))
    assert (model.encode_query(texts) * mean.encode_query(texts)).sum(axis=1).min() > 0.999


@pytest.mark.parametrize(
    ("profile", "reason"), [("accurate", "no file"), ("fast", "expected with --profile accurate alone")]
)
def test_what_cannot_be_averaged_is_one_clear_line(profile, reason, small_data, teacher, tmp_path):
    there = tmp_path / "weights.pt"
    if profile == "fast":
        there.write_bytes(b"")
    arguments = ["--profile", profile, "--data", small_data, "--teacher", teacher, "--average", there]
    result = CliRunner().invoke(app, [*map(str, arguments)])
    assert result.exit_code == 2
    assert reason in " ".join(result.output.replace("│", " ").split())
