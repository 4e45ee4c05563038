"""How long a large file of connections takes to import, and again unchanged: each in a process of its own."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from matcher.readers.contacts import read_contacts
from matcher.store import Store
from matcher.store.engine import DATABASE
from scripts.benchmarks.encode import peak_mb
from scripts.benchmarks.synthetic import write_connections

EMPLOYEE = "me"


def benchmark_import(size: int) -> dict[str, Any]:
    """Imports an invented `Connections.csv` of `size` rows three times: new, unchanged, and undone.

    Returns:
        Seconds of reading the file, of identity and storing, and of both; wall clock and CPU; the most memory
        that a process held, in megabytes; the size of the file and of the database. Nothing is encoded.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, data = Path(folder) / "Connections.csv", Path(folder) / "data"
        write_connections(path, size)
        first, again, undone = (_measured(step, path, data) for step in ("import", "import", "undo"))
        database = sum(file.stat().st_size for file in data.glob(f"{DATABASE}*"))
        return {
            "benchmark": "import",
            "rows": size,
            "file_mb": round(path.stat().st_size / 1e6, 1),
            "database_mb": round(database / 1e6, 1),
            "new": first["new"],
            "unchanged": again["unchanged"],
            "read_s": first["read_s"],
            "store_s": first["store_s"],
            "first_s": first["wall_s"],
            "first_cpu_s": first["cpu_s"],
            "unchanged_s": again["wall_s"],
            "unchanged_cpu_s": again["cpu_s"],
            "undo_s": undone["wall_s"],
            "undo_cpu_s": undone["cpu_s"],
            "peak_mb": max(run["peak_mb"] for run in (first, again, undone)),
        }


def measure_import(path: Path, data: Path) -> dict[str, float]:
    """Imports a file in this process."""
    began, cpu = time.perf_counter(), time.process_time()
    reading = read_contacts(path)
    read = time.perf_counter()
    with Store(data) as store:
        report = store.import_contacts(reading, EMPLOYEE)
    return {"new": report.new, "unchanged": report.unchanged, "read_s": round(read - began, 2)} | {
        "store_s": round(time.perf_counter() - read, 2),
        **_spent(began, cpu),
    }


def measure_undo(data: Path) -> dict[str, float]:
    """Undoes the first import in this process; the second one told the same."""
    began, cpu = time.perf_counter(), time.process_time()
    with Store(data) as store:
        store.imports.undo(store.imports.list()[-1].id)
    return _spent(began, cpu)


def _spent(began: float, cpu: float) -> dict[str, float]:
    return {
        "wall_s": round(time.perf_counter() - began, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
        "peak_mb": round(peak_mb()),
    }


def _measured(step: str, path: Path, data: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "scripts.benchmarks.imports", step, str(path), str(data)]
    root = Path(__file__).parents[2]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=root)
    figures: dict[str, Any] = json.loads(run.stdout)
    return figures


if __name__ == "__main__":
    what, file, folder = sys.argv[1:]
    found = measure_undo(Path(folder)) if what == "undo" else measure_import(Path(file), Path(folder))
    sys.stdout.write(json.dumps(found))
