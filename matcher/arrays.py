"""Array files: written without a memory map, since a full disk kills a process that writes through one."""

import mmap
import os
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

BYTES_AT_ONCE = 1 << 24


def write_array(path: Path, array: NDArray[Any]) -> None:
    """Writes an array as `np.save` would; a full disk is an `OSError` that says so.

    Raises:
        OSError: If it cannot be written.
    """
    with path.open("wb") as file:
        write_header(file, array.dtype, array.shape)
        write_rows(file, array)


def write_header(file: BinaryIO, dtype: "np.dtype[Any]", shape: tuple[int, ...]) -> None:
    """Writes what stands before the values of an array in a `.npy` file."""
    description = {
        "descr": np.lib.format.dtype_to_descr(dtype),
        "fortran_order": False,
        "shape": shape,
    }
    np.lib.format.write_array_header_1_0(file, description)


def write_rows(file: BinaryIO, array: NDArray[Any]) -> None:
    """Writes the values of an array, in the order of C."""
    content = np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
    for start in range(0, len(content), BYTES_AT_ONCE):
        file.write(content[start : start + BYTES_AT_ONCE])


def read_array(path: Path) -> NDArray[Any]:
    """Maps an array into memory, read-only."""
    # Not as `np.memmap`, each slice of which takes microseconds to make.
    return np.asarray(np.load(path, mmap_mode="r"))


def write_text(path: Path, text: str) -> None:
    """Writes a text in UTF-8."""
    with path.open("wb") as file:
        file.write(text.encode())


def forget_pages(array: NDArray[Any]) -> None:
    """Lets the system take back the memory of a mapped file; what is read again comes from the file."""
    mapped = getattr(array if isinstance(array, np.memmap) else array.base, "_mmap", None)
    if mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)


def sync(path: Path) -> None:
    """Makes sure that a file or folder is on the disk, and not on its way."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:  # Windows opens no folder
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
