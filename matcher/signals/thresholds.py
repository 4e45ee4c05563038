"""The cosines that are evidence, by encoder: trained rankers carry them."""

import json
from functools import cache
from pathlib import Path

from matcher.encoder.folder import shipped_models
from matcher.errors import AlteredModel
from matcher.evidence import Thresholds

RANKER, MANIFEST = "ranker.json", "manifest.json"


@cache
def thresholds_of(revision: str, models_dir: Path | None = None) -> Thresholds:
    """Gives the thresholds of an encoder; those of `fast` where no ranker was trained for it.

    Args:
        revision: Of the encoder.
        models_dir: Folder of the shipped models; the one beside the package unless told.

    Raises:
        AlteredModel: If a ranker's thresholds cannot be read.
    """
    folder = trained_folder(revision, models_dir or shipped_models())
    if folder is None:
        return Thresholds()
    try:
        return Thresholds(**json.loads((folder / RANKER).read_bytes()).get("thresholds", {}))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise AlteredModel(folder, f"{RANKER} cannot be read") from error


def trained_folder(revision: str, models_dir: Path) -> Path | None:
    """Finds the ranker that was trained with an encoder; None where there is none.

    Raises:
        AlteredModel: If the manifest of a ranker cannot be read.
    """
    for manifest in sorted(models_dir.glob(f"ranker*/{MANIFEST}")):
        try:
            if json.loads(manifest.read_bytes())["encoder"]["revision"] == revision:
                return manifest.parent
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise AlteredModel(manifest.parent, f"{MANIFEST} cannot be read") from error
    return None
