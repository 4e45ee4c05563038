import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.cli import main

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "scripts" / "sample"


@dataclass
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def coopt(tmp_path, monkeypatch, capsys) -> Callable[..., Result]:
    """Runs the command line in this process, on a data folder of the test's own."""
    monkeypatch.setenv("COOPT_DATA_DIR", str(tmp_path / "data"))

    def run(*arguments: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["coopt", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture
def sample() -> Path:
    return SAMPLE
