"""Training of the `accurate` encoder, on a transformer of one layer."""

import json
import shutil
from dataclasses import asdict, replace

import numpy as np
import pytest
import torch

from matcher.encoder import load_encoder
from matcher.encoder.folder import shipped_models
from matcher.errors import AlteredModel
from scripts.training.accurate import framed, join, token_ids, write_accurate
from scripts.training.concepts import Concept
from scripts.training.export import PlainBert
from scripts.training.fine_tuning import contrastive_loss, fine_tune, split
from scripts.training.neighbours import near_concepts
from scripts.training.sampling import Noise, Sampler
from scripts.training.stages import FineTuningOptions, Kept, Stage
from scripts.training.student import Student
from scripts.training.tokenizer import prune
from scripts.training.weights import load_mean, trained_weights
from tests.tiny_models import tiny_bert

LETTERS = "abcdefghijklmnopqrstuvwxyzéè"
TRADES = {"baker": "boulanger", "welder": "soudeur", "nurse": "infirmier", "tailor": "tailleur"}
ONCE = Stage(
    until=6,
    learning_rate=5e-3,
    warmup_steps=2,
    falling_steps=3,
    averaging=0.9,
    kept=(),
    tasks={"titles": 1.0},
)
OPTIONS = FineTuningOptions(
    batch_size=8,
    chunk_tokens=20,
    weight_decay=0.0,
    temperature=0.1,
    validate_every=3,
    save_every=2,
    stages=(ONCE,),
)
BOTH = (Kept.LAST, Kept.MEAN)
TWICE = replace(OPTIONS, stages=(replace(ONCE, until=3, kept=BOTH), replace(ONCE, kept=BOTH)))


def trades():
    return [
        Concept(
            f"http://x/occupation/{en}",
            "occupation",
            {"en": [en, f"senior {en}"], "fr": [fr, f"{fr} expert"]},
        )
        for en, fr in TRADES.items()
    ]


@pytest.fixture(scope="module")
def teacher(tmp_path_factory):
    torch.manual_seed(0)
    return tiny_bert(tmp_path_factory.mktemp("teacher"))


@pytest.fixture
def vocabulary(teacher):
    return prune(teacher, LETTERS)


@pytest.fixture
def student(teacher, vocabulary):
    return Student(teacher, [ids[0] for ids in vocabulary.teacher_ids], max_length=24, threads=2)


@pytest.fixture
def sampler(vocabulary):
    return Sampler(trades(), vocabulary.tokenizer(), noise=Noise(unaccented=0, plural=0, dropped=0))


def run(student, sampler, options, checkpoint=None, stop_at=None):
    losses = []

    def report(progress):
        losses.append(progress.loss)
        if progress.step == stop_at:
            raise KeyboardInterrupt

    fine_tune(
        student,
        sampler,
        options,
        seed=1,
        checkpoint=checkpoint,
        validate=lambda student: {"mean": 0.5},
        report=report,
    )
    return losses


def test_a_text_reads_the_same_among_longer_ones(student, vocabulary):
    texts = token_ids(vocabulary.tokenizer(), ["baker", "senior boulanger expert", "nurse"])
    alone = np.vstack([student.encode([ids]) for ids in texts])
    np.testing.assert_allclose(student.encode(texts), alone, atol=1e-2)  # bfloat16


def test_training_lowers_the_loss(student, sampler):
    losses = run(student, sampler, replace(OPTIONS, stages=(replace(ONCE, until=40),)))
    assert losses[-1] < losses[0]


def test_word_embeddings_stay_as_they_are(student, sampler):
    before = student.model.embeddings.word_embeddings.weight.clone()
    run(student, sampler, OPTIONS)
    assert torch.equal(before, student.model.embeddings.word_embeddings.weight)


@pytest.mark.parametrize("options", [OPTIONS, TWICE], ids=["one stage", "the mean of two"])
def test_a_stopped_training_resumes_to_the_same_end(options, teacher, vocabulary, sampler, tmp_path):
    def fresh():
        return Student(teacher, [ids[0] for ids in vocabulary.teacher_ids], max_length=24, threads=1)

    unbroken, stopped, resumed = fresh(), fresh(), fresh()
    run(unbroken, sampler, options)
    with pytest.raises(KeyboardInterrupt):
        run(stopped, sampler, options, tmp_path / "run.pt", stop_at=5)
    assert len(run(resumed, sampler, options, tmp_path / "run.pt")) == 2
    for one, other in zip(unbroken.parameters, resumed.parameters, strict=True):
        torch.testing.assert_close(one, other, atol=1e-4, rtol=1e-3)


def test_the_learning_rate_rises_stays_and_falls_in_each_stage():
    stage = Stage(20, 1.0, warmup_steps=2, falling_steps=4, averaging=0.9, kept=(), tasks={})
    rates = [stage.rate(step, first=10) for step in range(10, 20)]
    assert rates == pytest.approx([0.5, 1, 1, 1, 1, 1, 1, 0.75, 0.5, 0.25])


def test_what_a_stage_leaves_out_is_as_in_the_one_before():
    settings = {"stages": [{**asdict(ONCE), "until": 2}, {"until": 5, "kept": ["mean"]}]}
    rest = {name: value for name, value in asdict(OPTIONS).items() if name != "stages"}
    options = FineTuningOptions.of({**rest, **settings})
    assert options.stages == (replace(ONCE, until=2), replace(ONCE, until=5, kept=(Kept.MEAN,)))
    assert (options.steps, options.stage_of(1)[1], options.stage_of(2)[1]) == (5, 0, 2)


def test_the_model_is_the_mean_of_what_the_stages_keep(teacher, vocabulary, sampler, tmp_path):
    def trained(options, name):
        student = Student(teacher, [ids[0] for ids in vocabulary.teacher_ids], max_length=24, threads=1)
        run(student, sampler, options, tmp_path / name)
        return student

    both = trained(TWICE, "both.pt")
    last = torch.load(tmp_path / "both.pt", weights_only=True)
    assert last["count"] == 4  # the weights and their running mean, at the end of both
    for own, summed in zip(both.parameters, last["kept"], strict=True):
        torch.testing.assert_close(own.detach(), summed / 4)


def test_the_mean_of_several_runs_is_taken(student, tmp_path):
    halves = {name: torch.zeros_like(tensor) for name, tensor in trained_weights(student).items()}
    files = [tmp_path / "one.pt", tmp_path / "two.pt"]
    torch.save({"model": trained_weights(student), "step": 6}, files[0])  # a checkpoint
    torch.save(halves, files[1])  # weights by name
    expected = [parameter.detach() / 2 for parameter in student.parameters]
    load_mean(student, files)
    for own, half in zip(student.parameters, expected, strict=True):
        torch.testing.assert_close(own.detach(), half)


def test_weights_of_another_model_are_refused(student, tmp_path):
    torch.save({"pooler": torch.zeros(3)}, tmp_path / "other.pt")
    with pytest.raises(ValueError, match=r"other\.pt: expected the weights of this transformer"):
        load_mean(student, [tmp_path / "other.pt"])


def test_the_loss_counts_every_other_text_as_a_negative():
    left = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    same = torch.eye(2, dtype=torch.bool)
    # Each row: its own right side scores 1, the other right side 0, the other left side 0.
    expected = -np.log(np.e / (np.e + 1 + 1))
    assert contrastive_loss(left, left, same, 1.0).item() == pytest.approx(expected, abs=1e-3)
    assert contrastive_loss(left, left, torch.ones(2, 2, dtype=torch.bool), 1.0).item() == pytest.approx(0)


def test_a_side_is_cut_where_its_texts_begin():
    parts = split((np.array([5, 6, 7, 8]), np.array([0, 1, 3])))
    assert [part.tolist() for part in parts] == [[5], [6, 7], [8]]


def test_neighbours_are_of_the_same_scheme():
    own = trades()
    others = [Concept(f"11-111{i}.00", "occupation", {"en": [f"baker {i}"]}) for i in range(4)]

    def encode(texts):  # the first letter, and a little of the length
        rows = np.array([[ord(text[0]), len(text)] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    near = near_concepts([*own, *others, Concept("vendeur/vendeuse", "occupation")], encode, count=2)
    assert near.shape == (9, 2)
    assert set(near[:4].ravel()) <= set(range(4))
    assert set(near[4:8].ravel()) <= {4, 5, 6, 7}
    assert (near[8] == -1).all()
    assert all(i not in near[i] for i in range(8))


def test_a_batch_of_near_titles_holds_neighbourhoods(sampler):
    near = np.array([[1], [0], [3], [2]])
    sampler.set_neighbours(near, group=2)
    batch = sampler.batch("near", 8, np.random.default_rng(0))
    assert batch.same.shape == (8, 8)
    assert not batch.same[0, 1]  # the neighbour is another occupation


def test_without_neighbours_there_is_no_such_batch(sampler):
    with pytest.raises(ValueError, match="no neighbours"):
        sampler.batch("near", 8, np.random.default_rng(0))


@pytest.fixture
def written(student, vocabulary, tmp_path):
    settings = {"beside": {"weight": 0.25, "max_length": 20}}
    write_accurate(
        tmp_path / "encoder-tiny",
        student,
        framed(vocabulary),
        shipped_models() / "encoder-fast",
        {"name": "tiny", "config": settings},
    )
    return tmp_path / "encoder-tiny"


def test_the_exported_model_reads_as_the_trained_one(written, student, vocabulary):
    texts = ["baker", "boulanger expert", "nurse", "tailleur"]
    encoder, fast = load_encoder(str(written)), load_encoder("fast")
    plain = PlainBert(student.model)
    own = [
        plain(torch.tensor([[0, *(ids + 3), 2]])).detach().numpy()
        for ids in token_ids(vocabulary.tokenizer(), texts)
    ]
    expected = join(np.vstack(own), fast.encode_document(texts), 0.25)
    vectors = encoder.encode_document(texts)
    assert vectors.shape == (4, encoder.dimension) == (4, 16 + fast.dimension)
    assert (vectors * expected).sum(axis=1).min() > 0.995  # eight bits


def test_the_words_of_the_frame_are_plain_text(written):
    encoder = load_encoder(str(written))
    assert np.isfinite(encoder.encode_document(["<s> <pad> </s> baker", "<pad>"])).all()


def test_another_static_model_beside_it_is_refused(written, tmp_path):
    models = tmp_path / "models"
    with pytest.raises(AlteredModel, match="encoder-fast is missing"):
        load_encoder(str(written), models_dir=models)
    shutil.copytree(shipped_models() / "encoder-fast", models / "encoder-fast")
    assert load_encoder(str(written), models_dir=models).revision == load_encoder(str(written)).revision
    manifest = json.loads((models / "encoder-fast/manifest.json").read_bytes())
    manifest["files"] = manifest["files"][1:]
    (models / "encoder-fast/manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(AlteredModel, match="not the model that it was measured with"):
        load_encoder(str(written), models_dir=models)


def test_a_broken_description_is_refused(written):
    (written / "manifest.json").unlink()
    (written / "coopt.json").write_text('{"depth": 3}')
    with pytest.raises(AlteredModel, match=r"coopt\.json cannot be read"):
        load_encoder(str(written))


def test_a_broken_graph_is_refused(written):
    (written / "manifest.json").unlink()
    (written / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(AlteredModel, match=r"model\.onnx cannot be read"):
        load_encoder(str(written))
