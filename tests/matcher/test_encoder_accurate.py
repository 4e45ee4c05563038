"""What is true of `accurate` as of `fast`, and what is its own."""

import shutil
import subprocess
import sys

import numpy as np
import pytest

from matcher.encoder import load_encoder
from matcher.encoder.folder import shipped_models
from matcher.errors import AlteredModel

TITLES = [
    "Vendeur / Vendeuse en boulangerie (H/F)",
    "INGENIEUR DEVELOPPEMENT LOGICIEL",
    "Registered nurse, intensive care",
    "Softwareentwickler (m/w/d)",
    "a",
    "日本語",
    "Prepared meals for 200 guests every day; trained four commis chefs.",
]

pytestmark = pytest.mark.skipif(
    not (shipped_models() / "encoder-accurate").is_dir(), reason="encoder-accurate is not in models/"
)


@pytest.fixture(scope="module")
def encoder():
    return load_encoder("accurate")


def test_rows_are_float32_and_of_unit_length(encoder):
    vectors = encoder.encode_document(TITLES)
    assert vectors.shape == (len(TITLES), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_vector_alone_and_in_a_batch(encoder):
    batch = encoder.encode_document(TITLES * 20)
    alone = np.vstack([encoder.encode_document([title]) for title in TITLES])
    np.testing.assert_allclose(batch[: len(TITLES)], alone, atol=1e-6)
    np.testing.assert_allclose(batch[-len(TITLES) :], alone, atol=1e-6)


def test_two_processes_agree_and_load_no_torch():
    program = (
        "import sys; from matcher.encoder import load_encoder;"
        "sys.stdout.buffer.write(load_encoder('accurate').encode_query(['maçon', 'data']).tobytes());"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    runs = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "(H/F)"])
def test_a_text_that_says_nothing_is_the_zero_vector(encoder, text):
    assert not encoder.encode_query([text, "nurse"])[0].any()


@pytest.mark.parametrize(
    "text", ["🧑‍🍳", "chef \x00 cook", "chef \ud83d cook", "x" * 100_000, "<pad>", "cook " * 20_000]
)
def test_odd_texts_have_a_finite_vector(encoder, text):
    assert np.isfinite(encoder.encode_document([text])).all()


def test_no_text_gives_no_row(encoder):
    assert encoder.encode_query([]).shape == (0, encoder.dimension)


def test_its_name_and_its_files_fit_the_limits(encoder):
    assert encoder.name == "accurate"
    sizes = [path.stat().st_size for path in (shipped_models() / "encoder-accurate").rglob("*")]
    assert max(sizes) <= 50e6
    assert sum(sizes) <= 100e6


def test_an_altered_file_is_refused(tmp_path):
    copy = shutil.copytree(shipped_models() / "encoder-accurate", tmp_path / "copy")
    with (copy / "model.onnx").open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\x01\x02\x03")
    with pytest.raises(AlteredModel, match=r"model\.onnx is not the file"):
        load_encoder(str(copy))
