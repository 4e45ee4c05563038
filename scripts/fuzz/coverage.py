"""Breaks files in the direction of code that was not reached before: coverage-guided fuzzing of one reader.

Needs `pip install atheris`, which is no dependency of the project: `python -m scripts.fuzz.coverage vcard`. A
reader that raises what it should not, hangs for twenty seconds or takes more than 1 GiB ends the run, and the
file that made it do so is kept in the present folder.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

LONGEST = 65_536  # bytes


def main() -> None:
    """Fuzzes one format for some seconds and prints libFuzzer's own counts."""
    parser = argparse.ArgumentParser(prog="python -m scripts.fuzz.coverage", description=__doc__)
    parser.add_argument("format", help="a format of `python -m scripts.fuzz`, such as vcard")
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    try:
        atheris: Any = import_module("atheris")
    except ImportError:
        parser.error("atheris is not here: pip install atheris")
    with atheris.instrument_imports(include=["matcher.readers"]):
        run = import_module("scripts.fuzz.run")
    found = {target.kind: target for target in run.targets()}
    if asked.format not in found:
        parser.error(f"expected one of {', '.join(found)}")
    target = found[asked.format]
    with TemporaryDirectory(prefix="coopt-fuzz-") as folder, run.pdf_in_process():
        corpus, path = Path(folder) / "corpus", Path(folder) / "broken"
        corpus.mkdir()
        (corpus / "seed").write_bytes(target.seed)

        def read_one(content: bytes) -> None:
            path.write_bytes(content)
            target.read(path, run.format_of(target.kind))

        limits = [
            f"-max_total_time={asked.seconds}",
            f"-max_len={LONGEST}",
            "-timeout=20",
            "-rss_limit_mb=1024",
        ]
        atheris.Setup([sys.argv[0], str(corpus), *limits, "-print_final_stats=1"], read_one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
