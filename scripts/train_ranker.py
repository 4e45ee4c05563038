"""Train the ranker, again whenever the encoder changes: `python -m scripts.train_ranker --data FOLDER`.

Each encoder has a ranker of its own; `--encoder accurate` trains that of the accurate one.
"""

import json
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from matcher.encoder import Encoder, load_encoder
from matcher.encoder.folder import sha256
from matcher.evidence import Thresholds
from matcher.ranker import AdditiveRanker, choose_ranker
from matcher.ranker.folder import MANIFEST, RANKER
from scripts.console import note, progress
from scripts.ranker_training.evidence import shares, transfer, with_met
from scripts.ranker_training.fitting import calibrate, choose, report
from scripts.ranker_training.judged import Judged, Options, judge
from scripts.ranker_training.remembered import RememberedEncoder
from scripts.ranker_training.trades import SOURCES, Trade, read_trades, split

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
REFERENCE = "fast"  # the encoder for which the thresholds of evidence were chosen
SEED = 2026
PARTS = {"train": 0.6, "calibration": 0.8, "held out": 1.0}  # upper bounds of the shares of the trades
QUERIES = {"train": 1_200, "calibration": 500, "held out": 500}
QUICK, SLOW = 20, 4  # times fewer: for a smoke run, for an encoder of a hundred texts a second
PENALTIES = (1.0, 100.0, 1_000.0, 10_000.0)
BAR = 0.35
PACKAGES = ("bm25s", "numpy", "scikit-learn")
app = typer.Typer(add_completion=False)


@app.command()
def main(
    data: Annotated[Path, typer.Option(help="Folder of the ESCO, O*NET and ROME files.")],
    output: Annotated[
        Path | None, typer.Option(help="Folder of the model; models/ranker, or models/ranker-ENCODER.")
    ] = None,
    encoder: Annotated[str, typer.Option(help="The encoder whose cosines it learns to read.")] = REFERENCE,
    work: Annotated[Path, typer.Option(help="Folder of vectors, kept for the next run.")] = ROOT
    / "build"
    / "rankers",
    fewer: Annotated[
        int | None, typer.Option(min=1, help="Times fewer openings and trades; 1, or 4 for a slow encoder.")
    ] = None,
    quick: Annotated[bool, typer.Option(help="A smoke run of seconds, not a good model.")] = False,
) -> None:
    """Train the ranker on composed openings and profiles, calibrate it, and write its folder."""
    lacking = [name for name in SOURCES if not (data / name).is_file()]
    if lacking:
        raise typer.BadParameter(f"{data} lacks {', '.join(lacking)}", param_hint="--data")
    loaded, trades = load_encoder(encoder), list(read_trades(data).values())
    output = output or ROOT / "models" / (
        "ranker" if encoder == REFERENCE else f"ranker-{Path(encoder).name}"
    )
    fewer = QUICK if quick else fewer or (1 if encoder == REFERENCE else SLOW)
    parts, thresholds, beside = measured(trades, loaded, work, fewer=fewer)
    fitted, penalty = choose(parts["train"], parts["calibration"], PENALTIES)
    ranker = calibrate(fitted, parts["calibration"], bar=BAR)
    figures = report(ranker, parts["held out"])
    about = {
        "name": output.name,
        "encoder": {"name": loaded.name, "revision": loaded.revision},
        "config": {"seed": SEED, "parts": PARTS, "queries": QUERIES, "fewer": fewer, "penalty": penalty},
        "data": {name: sha256(data / name) for name in SOURCES},
        "code": {path.name: sha256(path) for path in sorted((HERE / "ranker_training").glob("*.[pt]*"))},
        "held_out": {**figures, "evidence": shares(parts["held out"], thresholds)},
        **beside,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
    }
    write(output, ranker, thresholds, about)
    note(f"{output}: held-out MAP {figures['MAP']}, ECE {figures['ECE']}, {figures['above_the_bar']}")


def measured(
    trades: Sequence[Trade], encoder: Encoder, work: Path, *, fewer: int
) -> tuple[dict[str, Judged], Thresholds, dict[str, Any]]:
    """Measures the composed texts with an encoder, and finds what counts as evidence there.

    Returns:
        The parts, the thresholds, and what the manifest says of the same held-out queries with `fast`.
    """
    reference, thresholds = load_encoder(REFERENCE), Thresholds()
    if encoder.revision == reference.revision:
        parts = compose(trades, encoder, fewer=fewer)
        return {name: with_met(part, thresholds.met) for name, part in parts.items()}, thresholds, {}
    known = compose(trades, reference, fewer=fewer)
    remembered = RememberedEncoder(encoder, work, lambda encoded: note(f"{encoded:,} texts encoded"))
    parts = compose(trades, remembered, fewer=fewer)
    found = transfer(thresholds, known["train"], parts["train"])
    ranker, held_out = choose_ranker(reference), known["held out"]
    beside: dict[str, Any] = {"encoder": REFERENCE, "evidence": shares(held_out, thresholds)}
    if isinstance(ranker, AdditiveRanker):
        beside |= report(ranker, held_out)
    return {name: with_met(part, found.met) for name, part in parts.items()}, found, {"beside": beside}


def compose(trades: Sequence[Trade], encoder: Encoder, *, fewer: int = 1) -> dict[str, Judged]:
    """Composes and measures each part, with trades that the other parts do not have."""
    rng = np.random.default_rng(SEED)
    groups = dict.fromkeys(trade.group for trade in trades)
    split_trades = split(trades, list(PARTS.values()), rng.random(len(groups)).tolist())
    parts = {}
    for (name, queries), chosen in zip(QUERIES.items(), split_trades, strict=True):
        some = [chosen[i] for i in rng.permutation(len(chosen))[: max(len(chosen) // fewer, 40)]]
        options = Options(queries // fewer, network=250, fitting=10, related=60, draws=500 * fewer)
        with progress(name) as tell:
            parts[name] = judge(some, encoder, rng, options, _every(tell, 10))
    return parts


def _every(tell: Callable[[int, int], None], step: int) -> Callable[[int, int], None]:
    return lambda done, total: tell(done, total) if done % step == 0 or done == total else None


def write(folder: Path, ranker: AdditiveRanker, thresholds: Thresholds, about: dict[str, Any]) -> None:
    """Writes the ranker and its manifest, beside the model card that may already be there."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = {
        name.value: {"weight": line.weight, "neutral": line.neutral} for name, line in ranker.lines.items()
    }
    content = {"lines": lines, "base": ranker.base, "bar": ranker.bar, "thresholds": asdict(thresholds)}
    _write_json(folder / RANKER, content)
    file = {"path": RANKER, "bytes": (folder / RANKER).stat().st_size, "sha256": sha256(folder / RANKER)}
    _write_json(folder / MANIFEST, {**about, "files": [file]})


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    app()
