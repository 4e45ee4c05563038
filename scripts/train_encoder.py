"""Train an encoder: `python -m scripts.train_encoder --profile fast --data FOLDER --teacher NAME`."""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from tokenizers import Tokenizer

from scripts.training.concepts import SOURCES, read_concepts
from scripts.training.distillation import distil
from scripts.training.forms import find_forms, share
from scripts.training.glossary import read_glossary, translate, words_of
from scripts.training.loop import Progress as Step
from scripts.training.loop import TrainingOptions, train
from scripts.training.model_folder import hash_file, write_model
from scripts.training.sampling import Noise, Sampler
from scripts.training.token_vectors import mean_vectors, sum_vectors
from scripts.training.tokenizer import Vocabulary, add_pieces, add_words, prune
from scripts.training.validation import hold_out

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FAST = ROOT / "models" / "encoder-fast"
TEACHER = "intfloat/multilingual-e5-small"
console = Console(stderr=True)
app = typer.Typer(add_completion=False)


class Profile(StrEnum):
    """The encoders that ship."""

    FAST = "fast"  # static
    ACCURATE = "accurate"  # a transformer, and the static one beside it


@app.command()
def main(
    data: Annotated[Path, typer.Option(help="Folder of the ESCO, O*NET, ROME and TalentCLEF files.")],
    teacher: Annotated[
        str, typer.Option(help="Hub name or folder of the transformer to start from.")
    ] = TEACHER,
    profile: Annotated[Profile, typer.Option(help="`accurate` needs the folder of `fast`.")] = Profile.FAST,
    output: Annotated[Path | None, typer.Option(help="Folder of the model; models/encoder-PROFILE.")] = None,
    config: Annotated[Path | None, typer.Option(help="The one file of settings.")] = None,
    work: Annotated[Path, typer.Option(help="Folder of checkpoints.")] = ROOT / "build" / "encoders",
    fast: Annotated[Path, typer.Option(help="Folder of the static encoder, for `accurate`.")] = FAST,
    average: Annotated[
        list[Path] | None,
        typer.Option(
            help="`accurate`: take the mean of the weights in these checkpoints instead of training."
        ),
    ] = None,
    quick: Annotated[bool, typer.Option(help="A smoke run of two minutes, not a good model.")] = False,
) -> None:
    """Train an encoder and write its folder; a run that was stopped resumes where it was."""
    missing = [name for name in SOURCES if not (data / name).is_file()]
    if missing:
        raise typer.BadParameter(f"{data} lacks {', '.join(missing)}", param_hint="--data")
    absent = [str(file) for file in average or () if not file.is_file()]
    if absent or (average and profile is not Profile.ACCURATE):
        reason = f"no file {', '.join(absent)}" if absent else "expected with --profile accurate alone"
        raise typer.BadParameter(reason, param_hint="--average")
    settings = read_config(config or HERE / f"training/encoder-{profile}.toml", quick=quick)
    folder = teacher_folder(teacher)
    about = {
        "name": settings["name"],
        "teacher": TEACHER if Path(teacher).is_dir() else teacher,
        "teacher_sha256": hash_file(folder / "model.safetensors"),
        "config": settings,
        "data": {name: hash_file(data / name) for name in SOURCES},
        "code": {path.name: hash_file(path) for path in sorted((HERE / "training").glob("*.[pc][ys]*"))},
    }
    work.mkdir(parents=True, exist_ok=True)
    stem, output = work / fingerprint(about), output or ROOT / "models" / f"encoder-{profile}"
    if profile is Profile.ACCURATE:
        if average:
            about["averaged"] = [{"name": file.name, "sha256": hash_file(file)} for file in average]
        figures = build_accurate(data, folder, fast, about, stem=stem, output=output, average=average or ())
    else:
        tokenizer, vectors, figures = build(data, folder, settings, stem)
        write_model(output, tokenizer, vectors, {**about, "validation": figures})
    console.print(f"{output}: held-out MRR {figures}")


def build_accurate(
    data: Path,
    teacher: Path,
    fast: Path,
    about: dict[str, Any],
    *,
    stem: Path,
    output: Path,
    average: Sequence[Path] = (),
) -> dict[str, float]:
    """Fine-tune the transformer, write its folder and return its figures on the held-out slice."""
    from scripts.training.accurate import train_accurate, write_accurate

    settings = about["config"]
    with _bar("training", settings["training"]["stages"][-1]["until"]) as advance:
        student, tokenizer, figures = train_accurate(
            data,
            teacher,
            fast,
            settings,
            checkpoint=stem.with_suffix(".pt"),
            average=average,
            report=lambda step: advance(step.step, _describe(step)),
        )
    write_accurate(output, student, tokenizer, fast, {**about, "validation": figures})
    return figures


def build(
    data: Path, teacher: Path, settings: dict[str, Any], stem: Path
) -> tuple[Tokenizer, NDArray[np.float32], dict[str, float]]:
    """Return the tokenizer, its token vectors and their figures on the held-out slice.

    Args:
        data: Folder of the training data.
        teacher: Folder of the transformer to distil.
        settings: The config file.
        stem: Path, without suffix, of the files that let a stopped run resume.
    """
    concepts = read_concepts(data)
    held = hold_out(concepts, **settings["held_out"], rng=np.random.default_rng(settings["seed"]))
    texts = dict.fromkeys(
        text for c in concepts for text in (*(t for own in c.labels.values() for t in own), *c.sentences)
    )
    vocabulary = make_vocabulary(teacher, list(texts), settings["vocabulary"])
    forms = find_forms(concepts)
    vocabulary = add_pieces(vocabulary, forms.missing(vocabulary))
    tokenizer = vocabulary.tokenizer()
    ties, plurals = forms.ties(vocabulary.pieces), forms.plural_pieces(vocabulary.pieces)
    options = TrainingOptions(**settings["training"])
    start = _distilled(teacher, vocabulary, settings["distillation"], stem.with_suffix(".npy"))
    figures: dict[str, float] = {}

    def validate(vectors: NDArray[np.float32]) -> dict[str, float]:
        shared = share(vectors, ties, plurals)
        figures.update(held.measure(lambda batch: mean_vectors(tokenizer, shared, batch)))
        return {name: round(value, 4) for name, value in figures.items()}

    with _bar("training", options.steps) as advance:
        vectors = train(
            start,
            Sampler(concepts, tokenizer, noise=Noise(**settings["noise"]), ties=ties),
            options,
            seed=settings["seed"],
            checkpoint=stem.with_suffix(".pt"),
            validate=validate,
            report=lambda step: advance(step.step, _describe(step)),
        )
    tokenizer, vectors = _translated(vocabulary, share(vectors, ties, plurals), texts, settings["vocabulary"])
    final = held.measure(lambda batch: mean_vectors(tokenizer, vectors, batch))
    return tokenizer, vectors, {name: round(value, 4) for name, value in final.items()}


def make_vocabulary(teacher: Path, texts: list[str], settings: dict[str, Any]) -> Vocabulary:
    """Return the teacher's pieces for our languages, and the trade's own words."""
    base = prune(teacher, settings["characters"] + settings["punctuation"], limit=settings.get("pieces"))
    return add_words(base, texts, count=settings["words"], min_count=settings["word_min_count"])


def read_config(path: Path, *, quick: bool) -> dict[str, Any]:
    """Read the settings; `quick` lays the values of `[quick]` over the rest."""
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    for section, values in settings.pop("quick").items():
        if quick:
            settings[section].update(values)
    return settings


def teacher_folder(teacher: str) -> Path:
    """Return the teacher's folder, from the hub if it is no folder here."""
    if Path(teacher).is_dir():
        return Path(teacher)
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(teacher, allow_patterns=["*.json", "model.safetensors"]))


def fingerprint(about: dict[str, Any]) -> str:
    """Name a run by everything that decides its outcome: only the same run resumes."""
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:16]


def _translated(
    vocabulary: Vocabulary, vectors: NDArray[np.float32], texts: Iterable[str], settings: dict[str, Any]
) -> tuple[Tokenizer, NDArray[np.float32]]:
    tokenizer = vocabulary.tokenizer()
    if "glossary" not in settings:
        return tokenizer, vectors
    english = read_glossary(HERE / "training" / settings["glossary"])
    whole, translated = translate(
        vocabulary,
        vectors,
        english,
        words_of(texts),
        lambda phrases: sum_vectors(tokenizer, vectors, phrases),
    )
    return whole.tokenizer(), translated


def _distilled(
    teacher: Path, vocabulary: Vocabulary, settings: dict[str, Any], kept: Path
) -> NDArray[np.float32]:
    if kept.exists():
        stored: NDArray[np.float32] = np.load(kept)
        return stored
    with _bar("distilling", len(vocabulary.pieces)) as advance:
        vectors = distil(teacher, vocabulary, **settings, report=lambda done: advance(done, ""))
    np.save(kept, vectors)
    return vectors


@contextmanager
def _bar(name: str, total: int) -> Iterator[Callable[[int, str], None]]:
    """Show a progress bar; on anything but a terminal, a plain line every tenth of the way."""
    columns = (TextColumn(name), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal) as bar:
        task, shown = bar.add_task("", total=total), 0

        def advance(done: int, description: str) -> None:
            nonlocal shown
            bar.update(task, completed=done, description=description)
            if not console.is_terminal and done * 10 // total > shown:
                shown = done * 10 // total
                console.print(f"{name} {done}/{total} {description}", highlight=False)

        yield advance


def _describe(step: Step) -> str:
    return f"loss {step.loss:.3f} held-out {step.validation.get('mean', 0):.3f}"


if __name__ == "__main__":
    app()
