import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from matcher.encoder import load_encoder
from matcher.encoder.folder import shipped_models
from matcher.encoder.text import clean
from matcher.errors import AlteredModel, UnknownModel
from tests.tiny_models import tiny_bert

TITLES = [
    "Vendeur / Vendeuse en boulangerie (H/F)",
    "INGENIEUR DEVELOPPEMENT LOGICIEL",
    "Registered nurse, intensive care",
    "Softwareentwickler (m/w/d)",
    "Técnico de laboratorio de asfaltos",
    "Responsabile della logistica",
    "C++ / C# developer — R&D 🚀",
    "Prepared meals for 200 guests every day; trained four commis chefs.",
    "e\u0301quipe de vente",
    "a",
    "日本語",
]


@pytest.fixture(scope="module")
def encoder():
    return load_encoder()


@pytest.fixture
def copied_model(tmp_path):
    return shutil.copytree(shipped_models() / "encoder-fast", tmp_path / "encoder-copy")


def cosine(encoder, first, second):
    return float(encoder.encode_query([first])[0] @ encoder.encode_document([second])[0])


def test_rows_are_float32_and_of_unit_length(encoder):
    vectors = encoder.encode_document(TITLES[:-1])
    assert vectors.shape == (len(TITLES) - 1, encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_vectors_are_those_of_sentence_transformers(encoder, shared_data):
    from sentence_transformers import SentenceTransformer

    queries = (shared_data / "melo/bel_q_fr_c_fr/queries.tsv").read_text(encoding="utf-8").splitlines()
    resumes = (shared_data / "job_person_en/contacts.jsonl").read_text(encoding="utf-8").splitlines()
    texts = (
        TITLES[:-1]
        + [line.split("\t")[1] for line in queries]
        + [json.loads(r)["text"] for r in resumes[:50]]
    )
    theirs = SentenceTransformer(str(shipped_models() / "encoder-fast"), device="cpu").encode(clean(texts))
    assert theirs.dtype == np.float32
    assert (encoder.encode_document(texts) * theirs).sum(axis=1).min() > 0.9999


def test_sentence_transformers_loads_the_shipped_folder():
    from sentence_transformers import SentenceTransformer

    vectors = SentenceTransformer(str(shipped_models() / "encoder-fast"), device="cpu").encode(TITLES[:3])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_vector_alone_and_in_a_batch(encoder):
    batch = encoder.encode_document(TITLES * 200)
    alone = np.vstack([encoder.encode_document([title]) for title in TITLES])
    assert np.array_equal(batch[: len(TITLES)], alone)
    assert np.array_equal(batch[-len(TITLES) :], alone)


def test_two_processes_agree(encoder):
    program = (
        "import sys; from matcher.encoder import load_encoder;"
        "sys.stdout.buffer.write(load_encoder().encode_query(['maçon', 'data engineer']).tobytes())"
    )
    runs = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1


def test_the_static_model_loads_no_torch():
    program = (
        "import sys; from matcher.encoder import load_encoder; load_encoder().encode_query(['maçon']);"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "(H/F)"])
def test_a_text_that_says_nothing_is_the_zero_vector(encoder, text):
    assert not encoder.encode_query([text]).any()


@pytest.mark.parametrize(
    "text",
    [
        "🧑‍🍳",
        "chef \x00 cook",
        "chef \ud83d cook",
        "cook " * 20_000,
        "x" * 100_000,
        "a/" * 50_000,
        "\u202echef",
    ],
)
def test_odd_texts_have_a_finite_vector(encoder, text):
    assert np.isfinite(encoder.encode_document([text])).all()


def test_no_text_gives_no_row(encoder):
    assert encoder.encode_query([]).shape == (0, encoder.dimension)


def test_one_string_is_not_taken_for_a_sequence(encoder):
    with pytest.raises(TypeError, match="one string"):
        encoder.encode_query("maçon")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("MAÇON", "maçon"),
        ("Boulanger (H/F)", "boulanger"),
        ("Infirmier / Infirmière H/F/X", "infirmier"),
        ("Développeur·se web", "développeur web"),
        ("salarié·e·s", "salarié"),
        ("Accastilleur(se)", "accastilleur"),
        ("Technicien de surface/technicienne de surface", "technicien de surface"),
        ("Entwickler (m/w/d)", "entwickler"),
        ("Lehrer:innen", "lehrer"),
        ("Ingeniero/a de software", "ingeniero de software"),
        ("Verpleegkundige (m/v/x)", "verpleegkundige"),
        ("ﬁnance\u00a0manager", "finance manager"),
    ],
)
def test_case_gender_marks_and_typography_change_nothing(encoder, written, plain):
    assert cosine(encoder, written, plain) > 0.9999


@pytest.mark.parametrize(
    "text", ["CI/CD engineer", "node.js developer", "client/serveur", "C++", "and/or", "UX/UI"]
)
def test_a_slash_or_a_dot_is_not_always_a_gender_mark(encoder, text):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(shipped_models() / "encoder-fast" / "tokenizer.json"))
    assert tokenizer.normalizer.normalize_str(text) == text.lower()


@pytest.mark.parametrize(
    ("query", "right", "wrong"),
    [
        ("infirmière en réanimation", "intensive care nurse", "nursery school teacher"),
        ("data engineer", "ingénieur de données", "ingénieur en génie civil"),
        ("Koch", "cuisinier", "soudeur"),
        ("carpintero", "carpenter", "accountant"),
        ("accountant", "Reconciled the general ledger and closed the month", "Cut and styled clients' hair"),
    ],
)
def test_the_same_trade_is_nearer_than_another(encoder, query, right, wrong):
    assert cosine(encoder, query, right) > cosine(encoder, query, wrong) + 0.1


def test_a_missing_file_is_refused(copied_model):
    (copied_model / "tokenizer.json").unlink()
    with pytest.raises(AlteredModel, match=r"tokenizer\.json is missing"):
        load_encoder(str(copied_model))


def test_an_altered_file_is_refused(copied_model):
    with (copied_model / "model.safetensors").open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\x01\x02\x03")
    with pytest.raises(AlteredModel, match=r"model\.safetensors is not the file"):
        load_encoder(str(copied_model))


def test_a_broken_manifest_is_refused(copied_model):
    (copied_model / "manifest.json").write_text("{")
    with pytest.raises(AlteredModel, match=r"manifest\.json cannot be read"):
        load_encoder(str(copied_model))


def test_without_a_manifest_a_broken_file_is_refused_too(copied_model):
    (copied_model / "manifest.json").unlink()
    (copied_model / "model.safetensors").write_bytes(b"not a model")
    with pytest.raises(AlteredModel, match=r"model\.safetensors cannot be read"):
        load_encoder(str(copied_model))


def test_a_folder_is_a_model_of_its_own_name_and_the_same_revision(encoder, copied_model):
    copy = load_encoder(str(copied_model))
    assert copy.name == str(copied_model)
    assert copy.revision == encoder.revision
    assert encoder.name == "fast"
    assert len(encoder.revision) == 64


def test_the_card_is_no_part_of_the_revision(encoder, copied_model):
    (copied_model / "README.md").write_text("other words")
    (copied_model / "manifest.json").unlink()
    assert load_encoder(str(copied_model)).revision == encoder.revision


def test_an_unknown_name_says_what_was_looked_for(tmp_path):
    with pytest.raises(UnknownModel) as error:
        load_encoder("no-such-model", models_dir=tmp_path)
    assert "no-such-model" in str(error.value)
    assert str(tmp_path / "encoder-no-such-model") in str(error.value)
    assert "downloads" in str(error.value)


@pytest.mark.parametrize("name", ["", "../nowhere", "a/b/c", "bad name!"])
def test_a_name_that_cannot_be_one_is_unknown(name, tmp_path):
    with pytest.raises(UnknownModel):
        load_encoder(name, models_dir=tmp_path)


def test_a_folder_without_a_model_is_unknown(tmp_path):
    with pytest.raises(UnknownModel, match="neither modules"):
        load_encoder(str(tmp_path))


def test_an_unknown_name_reaches_no_network(monkeypatch):
    import socket

    def refuse(*args, **kwargs):
        raise AssertionError("the network was reached for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(UnknownModel):
        load_encoder("organisation/model")


def test_any_other_model_goes_through_sentence_transformers(tiny_transformer):
    encoder = load_encoder(str(tiny_transformer))
    vectors = encoder.encode_document(["data engineer", "", "chef \ud83d cook"])
    assert vectors.shape == (3, encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1], atol=1e-5)


def test_another_models_prompts_are_used(tiny_transformer):
    encoder = load_encoder(str(tiny_transformer))
    same = encoder.encode_query(["passage: baker"]), encoder.encode_document(["query: baker"])
    prompted = encoder.encode_query(["baker"]), encoder.encode_document(["baker"])
    assert not np.allclose(prompted[0], prompted[1])
    assert not np.allclose(same[0], same[1])


@pytest.fixture(scope="module")
def tiny_transformer(tmp_path_factory):
    """A BERT of one layer with random weights, a prompt for queries and one for documents."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("tiny")
    tiny_bert(folder / "bert")
    modules = [Transformer(str(folder / "bert"), max_seq_length=64), Pooling(16, "mean")]
    prompts = {"query": "query: ", "document": "passage: "}
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder / "model"))
    return folder / "model"
