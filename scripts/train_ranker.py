"""Train the ranker, again whenever the encoder changes: `python -m scripts.train_ranker --data FOLDER`."""

import json
import platform
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from matcher.encoder import Encoder, load_encoder
from matcher.encoder.folder import sha256
from matcher.ranker import AdditiveRanker
from matcher.ranker.folder import MANIFEST, RANKER
from scripts.console import note, progress
from scripts.ranker_training.fitting import calibrate, choose, report
from scripts.ranker_training.judged import Judged, Options, judge
from scripts.ranker_training.trades import SOURCES, Trade, read_trades, split

HERE = Path(__file__).resolve().parent
SEED = 2026
PARTS = {"train": 0.6, "calibration": 0.8, "held out": 1.0}  # upper bounds of the shares of the trades
QUERIES = {"train": 1_200, "calibration": 500, "held out": 500}
QUICK = 20  # times fewer
PENALTIES = (1.0, 100.0, 1_000.0, 10_000.0)
BAR = 0.35
PACKAGES = ("bm25s", "numpy", "scikit-learn")
app = typer.Typer(add_completion=False)


@app.command()
def main(
    data: Annotated[Path, typer.Option(help="Folder of the ESCO, O*NET and ROME files.")],
    output: Annotated[Path, typer.Option(help="Folder of the model.")] = HERE.parent / "models" / "ranker",
    encoder: Annotated[str, typer.Option(help="The encoder whose cosines it learns to read.")] = "fast",
    quick: Annotated[bool, typer.Option(help="A smoke run of seconds, not a good model.")] = False,
) -> None:
    """Train the ranker on composed openings and profiles, calibrate it, and write its folder."""
    lacking = [name for name in SOURCES if not (data / name).is_file()]
    if lacking:
        raise typer.BadParameter(f"{data} lacks {', '.join(lacking)}", param_hint="--data")
    loaded = load_encoder(encoder)
    parts = compose(list(read_trades(data).values()), loaded, fewer=QUICK if quick else 1)
    fitted, penalty = choose(parts["train"], parts["calibration"], PENALTIES)
    ranker = calibrate(fitted, parts["calibration"], bar=BAR)
    figures = report(ranker, parts["held out"])
    about = {
        "name": "ranker",
        "encoder": {"name": loaded.name, "revision": loaded.revision},
        "config": {"seed": SEED, "parts": PARTS, "queries": QUERIES, "quick": quick, "penalty": penalty},
        "data": {name: sha256(data / name) for name in SOURCES},
        "code": {path.name: sha256(path) for path in sorted((HERE / "ranker_training").glob("*.[pt]*"))},
        "held_out": figures,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
    }
    write(output, ranker, about)
    note(f"{output}: held-out MAP {figures['MAP']}, ECE {figures['ECE']}, {figures['above_the_bar']}")


def compose(trades: Sequence[Trade], encoder: Encoder, *, fewer: int = 1) -> dict[str, Judged]:
    """Composes and measures each part, with trades that the other parts do not have."""
    rng = np.random.default_rng(SEED)
    groups = dict.fromkeys(trade.group for trade in trades)
    split_trades = split(trades, list(PARTS.values()), rng.random(len(groups)).tolist())
    parts = {}
    for (name, queries), chosen in zip(QUERIES.items(), split_trades, strict=True):
        some = [chosen[i] for i in rng.permutation(len(chosen))[: max(len(chosen) // fewer, 40)]]
        options = Options(queries=queries // fewer, network=250, fitting=10, related=60)
        with progress(name) as tell:
            parts[name] = judge(some, encoder, rng, options, _every(tell, 10))
    return parts


def _every(tell: Callable[[int, int], None], step: int) -> Callable[[int, int], None]:
    return lambda done, total: tell(done, total) if done % step == 0 or done == total else None


def write(folder: Path, ranker: AdditiveRanker, about: dict[str, Any]) -> None:
    """Writes the ranker and its manifest, beside the model card that may already be there."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = {
        name.value: {"weight": line.weight, "neutral": line.neutral} for name, line in ranker.lines.items()
    }
    _write_json(folder / RANKER, {"lines": lines, "base": ranker.base, "bar": ranker.bar})
    file = {"path": RANKER, "bytes": (folder / RANKER).stat().st_size, "sha256": sha256(folder / RANKER)}
    _write_json(folder / MANIFEST, {**about, "files": [file]})


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    app()
