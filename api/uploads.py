"""An uploaded file, kept only while it is read."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import HTTPException, UploadFile

from api.middleware import too_large

_LONGEST_NAME = 200  # bytes; file systems take 255


@contextmanager
def kept(upload: UploadFile, most: int) -> Iterator[Path]:
    """Writes an upload into a folder of its own, under its own name, and removes it afterwards.

    Args:
        most: Bytes that it may have.

    Raises:
        HTTPException: With status 413, if it has more.
    """
    if upload.size is not None and upload.size > most:
        raise HTTPException(413, too_large(most))
    with TemporaryDirectory(prefix="coopt-") as folder:
        path = Path(folder) / safe_name(upload.filename or "")
        with path.open("wb") as file:
            shutil.copyfileobj(upload.file, file)
        yield path


def safe_name(name: str) -> str:
    """Gives the last part of a name that a browser sent, without what a file system could trip over."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(character for character in last if character.isprintable()).strip()
    stem, dot, suffix = plain.rpartition(".")
    if len(plain.encode()) > _LONGEST_NAME:
        end = (dot + suffix).encode()[-20:].decode(errors="ignore") if stem else ""
        plain = plain.encode()[: _LONGEST_NAME - 20].decode(errors="ignore") + end
    return plain if plain.strip(".") else "upload"
