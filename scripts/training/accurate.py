"""From training data to the `accurate` encoder: a transformer, and the static model beside it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, processors

from matcher.encoder import Encoder, load_encoder
from scripts.training.concepts import Concept, read_concepts
from scripts.training.export import export_onnx
from scripts.training.fine_tuning import fine_tune
from scripts.training.loop import Progress
from scripts.training.model_folder import write_onnx_model
from scripts.training.neighbours import near_concepts
from scripts.training.sampling import Noise, Sampler
from scripts.training.stages import FineTuningOptions
from scripts.training.student import END, FRAME, PAD, START, Student
from scripts.training.tokenizer import Vocabulary, prune
from scripts.training.validation import hold_out
from scripts.training.weights import load_mean

BEGIN_TOKEN, PAD_TOKEN, END_TOKEN = "<s>", "<pad>", "</s>"
NEVER = -1000.0  # log-probability of a piece that no text may be cut into


def train_accurate(
    data: Path,
    teacher: Path,
    fast: Path,
    settings: dict[str, Any],
    *,
    checkpoint: Path,
    average: Sequence[Path] = (),
    report: Callable[[Progress], None],
) -> tuple[Student, Tokenizer, dict[str, float]]:
    """Fine-tune the teacher, or take the mean of what was fine-tuned before.

    Args:
        data: Folder of the training data.
        teacher: Folder of the transformer to start from.
        fast: Folder of the static encoder, which tells what names are near and whose vectors are joined.
        settings: The config file.
        checkpoint: File that lets a stopped run resume.
        average: Files of weights whose mean to take instead of training: checkpoints of earlier runs.
        report: Called at each step.

    Returns:
        The student, its tokenizer, and the figures of the joined vectors on the held-out slice.
    """
    concepts = read_concepts(data)
    held = hold_out(concepts, **settings["held_out"], rng=np.random.default_rng(settings["seed"]))
    chosen = settings["vocabulary"]
    vocabulary = prune(teacher, chosen["characters"] + chosen["punctuation"], limit=chosen["pieces"])
    tokenizer, static = vocabulary.tokenizer(), load_encoder(str(fast))
    student = Student(teacher, [ids[0] for ids in vocabulary.teacher_ids], **settings["student"])
    figures: dict[str, float] = {}

    def validate(student: Student) -> dict[str, float]:
        figures.update(held.measure(lambda texts: student.encode(token_ids(tokenizer, texts))))
        return {name: round(value, 4) for name, value in figures.items()}

    if average:
        load_mean(student, average)
    else:
        fine_tune(
            student,
            make_sampler(concepts, tokenizer, static, settings),
            FineTuningOptions.of(settings["training"]),
            seed=settings["seed"],
            checkpoint=checkpoint,
            validate=validate,
            report=report,
        )
    alone = validate(student)
    weight = settings["beside"]["weight"]
    joined = held.measure(
        lambda texts: join(student.encode(token_ids(tokenizer, texts)), static.encode_document(texts), weight)
    )
    figures = {**{f"alone_{name}": value for name, value in alone.items()}, **joined}
    return student, framed(vocabulary), {name: round(value, 4) for name, value in figures.items()}


def make_sampler(
    concepts: Sequence[Concept], tokenizer: Tokenizer, static: Encoder, settings: dict[str, Any]
) -> Sampler:
    """Return what draws the batches, neighbourhoods among them."""
    sampler, near = Sampler(concepts, tokenizer, noise=Noise(**settings["noise"])), settings["neighbours"]
    around = near_concepts(concepts, static.encode_document, count=near["count"])
    sampler.set_neighbours(around, near["group"])
    return sampler


def write_accurate(
    folder: Path, student: Student, tokenizer: Tokenizer, fast: Path, about: dict[str, Any]
) -> None:
    """Write the encoder's folder."""
    settings = about["config"]
    description = {
        "max_length": settings["beside"]["max_length"],
        "pad": PAD,
        "beside": fast.name,
        "beside_revision": load_encoder(str(fast)).revision,
        "beside_weight": settings["beside"]["weight"],
    }
    write_onnx_model(
        folder, tokenizer, description, about, export=lambda path: export_onnx(student.model, path)
    )


def token_ids(tokenizer: Tokenizer, texts: Sequence[str]) -> list[NDArray[np.int64]]:
    """Return the ids of texts, without their frame."""
    encodings = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
    return [np.array(encoding.ids, np.int64) for encoding in encodings]


def join(own: NDArray[np.float32], beside: NDArray[np.float32], weight: float) -> NDArray[np.float32]:
    """Return rows whose product is the weighted sum of both cosines."""
    return np.hstack([own * np.float32((1 - weight) ** 0.5), beside * np.float32(weight**0.5)])


def framed(vocabulary: Vocabulary) -> Tokenizer:
    """Return a tokenizer that puts a text between the ids that the transformer expects."""
    pieces = [BEGIN_TOKEN, PAD_TOKEN, END_TOKEN, *vocabulary.pieces]
    scores = [NEVER] * FRAME + vocabulary.scores
    whole = Vocabulary(pieces, scores, [[0]] * len(pieces))
    tokenizer = whole.tokenizer(unknown=FRAME)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{BEGIN_TOKEN} $A {END_TOKEN}", special_tokens=[(BEGIN_TOKEN, START), (END_TOKEN, END)]
    )
    return tokenizer
