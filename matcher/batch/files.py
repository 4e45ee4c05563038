"""Files that are whole or absent, whatever happens meanwhile."""

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Writes a file aside and puts it in place at once."""
    aside = path.with_name(f"{path.name}.new")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)
