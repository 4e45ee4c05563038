"""Where a model lies, and whether it is the one that its manifest names."""

import hashlib
import json
from pathlib import Path

from matcher.errors import AlteredModel, UnknownModel

MANIFEST = "manifest.json"
DESCRIPTION = "coopt.json"  # of a model that onnxruntime reads
HUB_FILES = ["*.json", "*.txt", "*.model", "*.safetensors"]  # never a pickle
HUB_LEFT_OUT = ["onnx/*", "openvino/*"]


def shipped_models() -> Path:
    """Return the folder of the shipped models: in an installed wheel, else in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_models"
    return installed if installed.is_dir() else package.parent / "models"


def find_model(name: str, models_dir: Path, *, allow_download: bool) -> Path:
    """Return the folder of a model: shipped, given as a path, or kept by the hub's cache.

    Args:
        name: A profile, a folder or a hub name.
        models_dir: Folder of the shipped models.
        allow_download: Whether a hub name may be fetched.

    Raises:
        UnknownModel: None of the three.
    """
    shipped, folder = models_dir / f"encoder-{name}", Path(name)
    if name and shipped.is_dir():
        return shipped
    if name and folder.is_dir():
        if any((folder / known).is_file() for known in ("modules.json", "config.json", DESCRIPTION)):
            return folder
        raise UnknownModel(name, f"the folder {folder} holds neither modules.json nor config.json.")
    looked = f"there is no folder {shipped} nor {folder.absolute()}"
    return _hub_folder(name, looked, allow_download=allow_download)


def _hub_folder(name: str, looked: str, *, allow_download: bool) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        found: str = snapshot_download(
            name,
            allow_patterns=HUB_FILES,
            ignore_patterns=HUB_LEFT_OUT,
            local_files_only=not allow_download,
        )
    except HFValidationError as error:
        raise UnknownModel(name, f"{looked}, and it cannot be a hub name.") from error
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        absent = "the hub does not have it or cannot be reached."
        if not allow_download:
            absent = "the hub's local cache does not have it. COOPT_ALLOW_DOWNLOAD=1 allows downloads."
        raise UnknownModel(name, f"{looked}, and {absent}") from error
    return Path(found)


def verify(folder: Path) -> str:
    """Return the revision of a model folder, after a check against its manifest if it has one.

    Raises:
        AlteredModel: A file is missing, or is not the one that the manifest names.
    """
    if not (folder / MANIFEST).is_file():
        files = sorted(path for path in folder.rglob("*") if _decides(path))
        return _revision({path.relative_to(folder).as_posix(): sha256(path) for path in files})
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        digests: dict[str, str] = {file["path"]: file["sha256"] for file in manifest["files"]}
    except (ValueError, KeyError, TypeError) as error:
        raise AlteredModel(folder, f"{MANIFEST} cannot be read") from error
    for name, digest in digests.items():
        if not (folder / name).is_file():
            raise AlteredModel(folder, f"{name} is missing")
        if sha256(folder / name) != digest:
            raise AlteredModel(folder, f"{name} is not the file that {MANIFEST} names")
    return _revision(digests)


def static_module(folder: Path) -> Path | None:
    """Return the folder of the model's StaticEmbedding, or None if the model holds anything else.

    Raises:
        AlteredModel: modules.json cannot be read.
    """
    if not (folder / "modules.json").is_file():
        return None
    try:
        modules = json.loads((folder / "modules.json").read_bytes())
        kinds = [module["type"].rsplit(".", 1)[-1] for module in modules]
        path = folder / str(modules[0]["path"])
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise AlteredModel(folder, "modules.json cannot be read") from error
    return path if kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]) else None


def describes_onnx(folder: Path) -> bool:
    """Whether the model of the folder is one for onnxruntime."""
    return (folder / DESCRIPTION).is_file()


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _decides(path: Path) -> bool:
    """Whether the file can change a vector: not a model card, not the hub's bookkeeping."""
    return path.is_file() and path.suffix != ".md" and not path.name.startswith(".")


def _revision(digests: dict[str, str]) -> str:
    lines = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    return hashlib.sha256(lines.encode()).hexdigest()
