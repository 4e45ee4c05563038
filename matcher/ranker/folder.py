"""The ranker that ships: numbers in a file, beside what they were made with."""

import json
import logging
from pathlib import Path

from matcher.encoder import Encoder
from matcher.encoder.folder import sha256, shipped_models
from matcher.errors import AlteredModel
from matcher.ranker.additive import AdditiveRanker, Line
from matcher.ranker.ranking import Ranker
from matcher.ranker.weighted import WeightedSum
from matcher.signals import Signal
from matcher.signals.thresholds import MANIFEST, RANKER, trained_folder

logger = logging.getLogger(__name__)

__all__ = ["MANIFEST", "RANKER", "choose_ranker", "load_ranker"]


def choose_ranker(encoder: Encoder, folder: Path | None = None) -> Ranker:
    """Gives the trained ranker that knows the encoder, otherwise a weighted sum.

    The cosines of another encoder have another scale, so that the probabilities would be wrong. Any encoder
    may be chosen by a setting, hence no error: it is ranked with, and no probability is given.

    Args:
        folder: The ranker's; whichever shipped one was trained with the encoder unless told.

    Raises:
        AlteredModel: If a file of the folder is missing, cannot be read, or is not the one that was trained.
    """
    models = shipped_models()
    folder = folder or trained_folder(encoder.revision, models) or models / "ranker"
    if not folder.is_dir():
        logger.warning("no trained ranker: answers carry no probability", extra={"folder": str(folder)})
        return WeightedSum()
    ranker, revision = load_ranker(folder)
    if revision == encoder.revision:
        return ranker
    logger.warning(
        "the ranker was trained with another encoder: answers carry no probability until "
        "`python -m scripts.train_ranker --encoder NAME` trains one for it",
        extra={"encoder": encoder.name, "revision": encoder.revision[:12], "trained_with": revision[:12]},
    )
    return WeightedSum()


def load_ranker(folder: Path) -> tuple[AdditiveRanker, str]:
    """Reads a trained ranker, and the revision of the encoder that it was trained with.

    Raises:
        AlteredModel: If a file is missing, cannot be read, or is not the one that was trained.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        digest, revision = manifest["files"][0]["sha256"], str(manifest["encoder"]["revision"])
        if sha256(folder / RANKER) != digest:
            raise AlteredModel(folder, f"{RANKER} is not the file that {MANIFEST} names")
        data = json.loads((folder / RANKER).read_bytes())
        lines = {
            Signal(name): Line(float(line["weight"]), float(line["neutral"]))
            for name, line in data["lines"].items()
        }
        return AdditiveRanker(lines, float(data["base"]), float(data["bar"])), revision
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise AlteredModel(folder, f"{RANKER} or {MANIFEST} cannot be read") from error
