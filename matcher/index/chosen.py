"""Which encoder was chosen for a data folder: the generation in use tells, so the choice changes with it."""

from pathlib import Path

from matcher.errors import IndexMismatch
from matcher.index.current import current_name
from matcher.index.manifest import Manifest


def current_manifest(index_dir: Path) -> Manifest | None:
    """Reads the manifest of the generation in use; None where there is none, or none that can be read."""
    name = current_name(index_dir)
    if name is None:
        return None
    try:
        return Manifest.read(index_dir / name)
    except (OSError, ValueError, TypeError, IndexMismatch):
        return None


def chosen_encoder(index_dir: Path) -> str:
    """Gives the name of the encoder that was chosen for a data folder, empty where nobody chose one."""
    manifest = current_manifest(index_dir)
    return "" if manifest is None else manifest.chosen


def resolved(model: str) -> str:
    """Gives a model's name as it is kept: a folder by its whole path: other commands start elsewhere."""
    folder = Path(model)
    is_path = folder.is_dir() and (folder.is_absolute() or len(folder.parts) > 1 or model.startswith("."))
    return str(folder.resolve()) if is_path else model
