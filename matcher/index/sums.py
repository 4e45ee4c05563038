"""Checks that a generation's files are what was written: a bad disk or a power cut never makes an answer."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from matcher.arrays import write_text
from matcher.errors import DamagedIndex

SUMS = "sums.json"
BYTES_AT_ONCE = 1 << 22
ODD = 0x9E3779B97F4A7C15  # what each block's place multiplies: blocks that change places are found
WORD = 1 << 64


def write_sums(folder: Path) -> None:
    """Writes down what every file of a finished generation holds."""
    sums = {str(path.relative_to(folder).as_posix()): _measured(path) for path in _files(folder)}
    body = json.dumps(sums, sort_keys=True)
    write_text(folder / SUMS, json.dumps({"files": sums, "digest": _digest(body)}, indent=1) + "\n")


def check_sums(folder: Path) -> None:
    """Reads every file that was written with the generation; takes about a second for two gigabytes.

    Raises:
        DamagedIndex: If one is missing, cut short or changed.
        FileNotFoundError: If the folder itself is gone.
    """
    for name, expected in _sums(folder).items():
        try:
            found = _measured(folder / name)
        except OSError as error:
            raise DamagedIndex(folder.name, name, "cannot be read") from error
        if found[0] != expected[0]:
            raise DamagedIndex(folder.name, name, f"holds {found[0]:,} bytes in place of {expected[0]:,}")
        if found != expected:
            raise DamagedIndex(folder.name, name, "is not what was written")


def _sums(folder: Path) -> dict[str, list[int]]:
    try:
        told = json.loads((folder / SUMS).read_bytes())
        files: dict[str, list[int]] = told["files"]
        if _digest(json.dumps(files, sort_keys=True)) != told["digest"]:
            raise DamagedIndex(folder.name, SUMS, "is not what was written")
    except FileNotFoundError as error:
        if not folder.is_dir():
            raise
        raise DamagedIndex(folder.name, SUMS, "is missing") from error
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise DamagedIndex(folder.name, SUMS, "cannot be read") from error
    return files


def _files(folder: Path) -> Iterator[Path]:
    """Gives the files that never change; vectors of a second encoder grow, and are proved row by row."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != SUMS and not path.name.startswith("second-"):
            yield path


def _measured(path: Path) -> list[int]:
    """Gives a file's size and the weighted sum of its 64-bit words, at the speed of the memory."""
    size = total = 0
    with path.open("rb", buffering=0) as file:
        while block := file.read(BYTES_AT_ONCE):
            size += len(block)
            words = np.frombuffer(block + b"\0" * (-len(block) % 8), "<u8")
            total = (total * ODD + int(words.sum(dtype=np.uint64)) + 1) % WORD
    return [size, total]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
