from dataclasses import replace

import numpy as np
import pytest

from scripts.train_encoder import HERE, read_config
from scripts.training.concepts import Concept, both_forms, sentences
from scripts.training.forms import Forms, find_forms, gender_pair, share
from scripts.training.glossary import read_glossary, translate, words_of
from scripts.training.loop import TrainingOptions, train
from scripts.training.sampling import Noise, Sampler
from scripts.training.tokenizer import add_pieces, add_words, prune
from scripts.training.validation import hold_out
from scripts.training.variation import plural, unaccent
from tests.tiny_models import tiny_bert

SILENT = Noise(unaccented=0, plural=0, dropped=0)
OPTIONS = TrainingOptions(
    steps=6,
    batch_size=8,
    learning_rate=1e-2,
    warmup_steps=2,
    temperature=0.1,
    validate_every=2,
    threads=1,
    tasks={"titles": 1.0, "sentences": 1.0, "resumes": 1.0},
)
TRADES = {"baker": "boulanger", "welder": "soudeur", "nurse": "infirmier", "tailor": "tailleur"}


def trades():
    return [
        Concept(
            key=english,
            kind="occupation",
            labels={"en": [english, f"senior {english}"], "fr": [french, f"{french} expert"]},
            sentences=[f"the {english} does {i} things every day" for i in range(14)],
            tools=["oven", f"{english} tool"],
        )
        for english, french in TRADES.items()
    ]


@pytest.fixture(scope="module")
def teacher(tmp_path_factory):
    return tiny_bert(tmp_path_factory.mktemp("teacher"))


@pytest.fixture
def tokenizer(teacher):
    return prune(teacher, "abcdefghijklmnopqrstuvwxyz").tokenizer()


def test_a_vocabulary_keeps_only_the_characters_asked_for(teacher):
    vocabulary = prune(teacher, "abc")
    assert vocabulary.pieces == ["<unk>", "▁", "a", "b", "c"]
    assert vocabulary.teacher_ids[2] == [5]


def test_frequent_words_become_pieces_that_win_over_their_parts(teacher):
    base = prune(teacher, "abcdefghijklmnopqrstuvwxyz")
    vocabulary = add_words(base, ["Head baker", "baker", "cook"], count=5, min_count=2)
    assert vocabulary.pieces[len(base.pieces) :] == ["▁baker"]
    assert vocabulary.tokenizer().encode("BAKER").tokens == ["▁baker"]
    assert len(vocabulary.teacher_ids[-1]) == len("▁baker")


@pytest.mark.parametrize(
    ("label", "forms"),
    [
        ("Vendeur / Vendeuse en boulangerie", ["Vendeur en boulangerie", "Vendeuse en boulangerie"]),
        ("Chef cuisinier / Cheffe cuisinière", ["Chef cuisinier", "Cheffe cuisinière"]),
        ("Philologue", []),
    ],
)
def test_rome_labels_give_both_forms(label, forms):
    assert both_forms(label) == [*forms, label]


@pytest.mark.parametrize(
    ("label", "language", "expected"),
    [
        ("técnico electrónico de laboratorio", "es", "técnicos electrónicos de laboratorio"),
        ("director general", "es", "directores generales"),
        ("conducteur principal de travaux", "fr", "conducteurs principaux de travaux"),
        ("chef d'équipe", "fr", "chefs d'équipe"),
        ("chief of staff", "en", "chiefs of staff"),
        ("software engineer", "en", "software engineers"),
        ("director/directora", "es", "director/directora"),
        ("Softwareentwickler", "de", "Softwareentwickler"),
    ],
)
def test_plural(label, language, expected):
    assert plural(label, language) == expected


def test_unaccent():
    assert unaccent("Maçon façadier, équipe") == "Macon facadier, equipe"


@pytest.mark.parametrize(
    ("first", "second", "language", "pair"),
    [
        ("infirmière", "infirmier", "fr", ("infirmier", "infirmière")),
        ("directeur", "directrice", "fr", ("directeur", "directrice")),
        ("ingeniero", "ingeniera", "es", ("ingeniero", "ingeniera")),
        ("lehrer", "lehrerin", "de", ("lehrer", "lehrerin")),
        ("porte", "port", "es", None),
        ("baker", "bakers", "en", None),
        ("soudeur", "serveuse", "fr", None),
    ],
)
def test_a_gender_pair_is_the_masculine_and_the_feminine(first, second, language, pair):
    assert gender_pair(first, second, language) == pair


def test_forms_are_found_where_two_labels_show_them():
    concepts = [
        Concept(
            "1", "occupation", {"es": ["director de puerto", "directora de puerto", "directora de puerta"]}
        ),
        Concept("2", "occupation", {"en": ["harbour pilot"], "fr": ["pilote / pilotesse du port"]}),
        Concept("auteur/autrice", "occupation", {"fr": ["auteur", "autrice"]}),
        Concept("3", "skill", {"en": ["keep a logbook"]}),
    ]
    words = find_forms(concepts).words
    assert words["directora"] == "director"
    assert words["autrice"] == "auteur"
    assert words["directores"] == "director"
    assert words["pilots"] == "pilot"
    assert {"directores", "pilots"} <= find_forms(concepts).plurals
    assert "directora" not in find_forms(concepts).plurals
    assert "logbooks" not in words


def test_forms_of_a_word_share_one_vector(teacher):
    forms = Forms({"bakers": "baker", "bakeress": "baker"}, frozenset({"baker"}))
    vocabulary = prune(teacher, "abcdefghijklmnopqrstuvwxyz")
    whole = add_pieces(vocabulary, forms.missing(vocabulary))
    assert set(whole.pieces) - set(vocabulary.pieces) == {"▁baker", "▁bakers", "▁bakeress"}
    ties = forms.ties(whole.pieces)
    shown = Sampler(
        [Concept("1", "occupation", {"en": ["baker", "bakeress"]})],
        whole.tokenizer(),
        noise=SILENT,
        ties=ties,
    ).batch("titles", 8, np.random.default_rng(0))
    assert set(shown.left[0]) == {whole.pieces.index("▁baker")}


def test_genders_share_one_vector_and_a_plural_keeps_a_trace():
    forms = Forms({"bakers": "baker", "bakeress": "baker"}, frozenset({"baker"}), frozenset({"bakers"}))
    pieces = ["▁baker", "▁bakers", "▁bakeress", "▁nurses"]
    vectors = np.eye(4, 64, dtype=np.float32)
    shared = share(vectors, forms.ties(pieces), forms.plural_pieces(pieces))
    assert np.array_equal(shared[[0, 2, 3]], vectors[[0, 0, 3]])
    assert np.linalg.norm(shared[1] - vectors[0]) == pytest.approx(0.1, abs=1e-6)


def test_a_word_of_a_glossary_takes_the_vector_of_its_english_phrase(teacher, tmp_path):
    path = tmp_path / "glossary.csv"
    path.write_text(
        "english,it,nl\nhead baker,capofornaio,\ncook,cuoco,kok\nphysician,,arts\n", encoding="utf-8"
    )
    vocabulary = add_words(prune(teacher, "abcdefghijklmnopqrstuvwxyz"), ["baker"], count=5, min_count=1)
    vectors = np.random.default_rng(0).normal(size=(len(vocabulary.pieces), 4)).astype(np.float32)
    tokenizer = vocabulary.tokenizer()

    def total(texts):
        return np.stack([vectors[e.ids].sum(axis=0) for e in tokenizer.encode_batch(list(texts))])

    seen = words_of(["Fine arts"])  # another word, which training knows
    whole, translated = translate(vocabulary, vectors, read_glossary(path), seen, total)
    number = {piece: i for i, piece in enumerate(whole.pieces)}
    assert set(whole.pieces) - set(vocabulary.pieces) == {"▁capofornaio", "▁cuoco", "▁kok"}
    assert np.array_equal(translated[: len(vectors)], vectors)
    np.testing.assert_array_equal(translated[number["▁capofornaio"]], total(["head baker"])[0])
    np.testing.assert_array_equal(translated[number["▁kok"]], translated[number["▁cuoco"]])


def test_a_glossary_reads_words_with_and_without_accents(tmp_path):
    path = tmp_path / "glossary.csv"
    path.write_text(
        "english,it,pt\nlawyer,avvocato,\nmechanic,,mecânico\nengine,,mecânico\n", encoding="utf-8"
    )
    assert read_glossary(path) == {
        "avvocato": ["lawyer"],
        "mecânico": ["mechanic", "engine"],
        "mecanico": ["mechanic", "engine"],
    }


def test_words_are_known_with_and_without_their_accents():
    assert words_of(["Técnico de rayos-X"]) == {"técnico", "tecnico", "de", "rayos-x"}


def test_a_description_is_cut_into_sentences():
    assert sentences("They bake bread every day. Yes. They sell it too; often late.") == [
        "They bake bread every day.",
        "They sell it too;",
    ]


def test_pairs_of_one_concept_or_of_a_shared_label_are_no_negatives(tokenizer):
    concepts = [*trades(), Concept("pastry", "occupation", {"en": ["pastry cook", "baker"]})]
    batch = Sampler(concepts, tokenizer, noise=SILENT).batch("titles", 64, np.random.default_rng(0))
    assert batch.same.diagonal().all()
    assert (batch.same == batch.same.T).all()
    assert 1 / 5 < batch.same.mean() < 2 / 5  # five concepts, the first and the last linked


def test_the_same_seed_draws_the_same_batch(tokenizer):
    noise = Noise(unaccented=0.2, plural=0.2, dropped=0.3)
    first, second = (
        Sampler(trades(), tokenizer, noise=noise).batch("resumes", 16, np.random.default_rng(3))
        for _ in range(2)
    )
    assert all(map(np.array_equal, (*first.left, *first.right), (*second.left, *second.right)))


@pytest.mark.parametrize("task", ["titles", "sentences", "resumes", "bags"])
def test_no_side_is_left_without_a_token(tokenizer, task):
    noise = Noise(unaccented=0, plural=0, dropped=0.99)
    concepts = [replace(trade, tools=["oven", "mixer", "scale", "knife"]) for trade in trades()]
    batch = Sampler(concepts, tokenizer, noise=noise).batch(task, 32, np.random.default_rng(1))
    for ids, offsets in (batch.left, batch.right):
        assert (np.diff([*offsets, len(ids)]) >= 1).all()


def test_held_out_texts_are_never_trained_on():
    concepts = trades()
    for concept in concepts:
        concept.labels["es"] = [f"{concept.key} uno", f"{concept.key} dos", f"{concept.key} tres"]
    held = hold_out(concepts, labels=3, resumes=2, rng=np.random.default_rng(0))
    left = {text for c in concepts for own in c.labels.values() for text in own} | {
        s for c in concepts for s in c.sentences
    }
    assert len(held.labels) == 3
    assert [len(tasks) for tasks in held.tasks] == [4, 4]
    assert not left & {label for label, _ in held.labels}
    assert not left & {task for tasks in held.tasks for task in tasks}


def test_the_held_out_measure_is_the_mean_reciprocal_rank():
    concepts = trades()
    for concept in concepts:
        concept.labels["es"] = [f"{concept.key} uno", f"{concept.key} dos", f"{concept.key} tres"]
    held = hold_out(concepts, labels=4, resumes=2, rng=np.random.default_rng(0))

    def encode(texts):  # which trade the text names
        rows = np.array([[trade in text for trade in TRADES] for text in texts], np.float32)
        return rows / np.maximum(rows.sum(axis=1, keepdims=True), 1)

    assert held.measure(encode) == {"labels": 1.0, "tasks": 1.0, "mean": 1.0}


def start_vectors(tokenizer):
    return np.random.default_rng(0).normal(size=(tokenizer.get_vocab_size(), 8)).astype(np.float32)


def run_training(tokenizer, options, checkpoint=None):
    losses = []
    vectors = train(
        start_vectors(tokenizer),
        Sampler(trades(), tokenizer, noise=SILENT),
        options,
        seed=1,
        checkpoint=checkpoint,
        validate=lambda vectors: {"mean": 0.5},
        report=lambda progress: losses.append(progress.loss),
    )
    return vectors, losses


def test_training_lowers_the_loss(tokenizer):
    _, losses = run_training(tokenizer, replace(OPTIONS, steps=60, tasks={"titles": 1.0}))
    assert losses[-1] < losses[0] * 0.8


def test_a_stopped_training_resumes_to_the_same_end(tokenizer, tmp_path):
    def stop_at_four(progress):
        if progress.step == 5:
            raise KeyboardInterrupt

    unbroken, _ = run_training(tokenizer, OPTIONS)
    checkpoint = tmp_path / "run.pt"
    with pytest.raises(KeyboardInterrupt):
        train(
            start_vectors(tokenizer),
            Sampler(trades(), tokenizer, noise=SILENT),
            OPTIONS,
            seed=1,
            checkpoint=checkpoint,
            validate=lambda vectors: {},
            report=stop_at_four,
        )
    resumed, losses = run_training(tokenizer, OPTIONS, checkpoint)
    assert len(losses) == 2
    np.testing.assert_allclose(resumed, unbroken, atol=1e-6)


def test_quick_lays_its_values_over_the_rest():
    full = read_config(HERE / "training/encoder-fast.toml", quick=False)
    quick = read_config(HERE / "training/encoder-fast.toml", quick=True)
    assert quick["training"]["steps"] < full["training"]["steps"]
    assert quick["training"]["temperature"] == full["training"]["temperature"]
    assert "quick" not in full
