"""Run files in TREC's format: what a system answered, for other tools and for a later comparison.

A line is `query_id Q0 contact_id rank score tag`. Blanks in an id, which the format cannot hold, and percent
signs are written as in a URL, and read back.
"""

import os
import re
import secrets
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from math import isnan
from pathlib import Path
from typing import TextIO
from urllib.parse import quote, unquote

import numpy as np
from numpy.typing import NDArray

from matcher.errors import CooptError, UnreadableFile
from matcher.evaluation.collection import Collection
from matcher.evaluation.metrics import rankings_of

DEPTH = 1_000  # contacts a query
UNFIT = re.compile(r"[\s%]")

Run = dict[str, dict[str, float]]
"""Scores by query id and contact id."""


def record(
    blocks: Iterable[NDArray[np.float32]], collection: Collection, path: Path, *, tag: str, k: int = DEPTH
) -> Generator[NDArray[np.float32], None, None]:
    """Hands a system's blocks of scores on, and writes the `k` best contacts of each query as they pass.

    The file is there once the last block has passed; after a failure there is none, or the one from before.

    Raises:
        CooptError: If the file cannot be written.
    """
    corpus_ids = list(collection.corpus)
    column_of = {contact_id: column for column, contact_id in enumerate(corpus_ids)}
    queries = iter(collection.queries)
    with _replacing(path) as file:
        for block in blocks:
            yield block  # first, since whoever takes it checks its shape
            rankings = rankings_of(block, corpus_ids, k)
            for scores, ranking, query_id in zip(
                block, rankings, queries, strict=False
            ):  # some of the queries
                best = {contact_id: float(scores[column_of[contact_id]]) for contact_id in ranking}
                file.writelines(_lines(query_id, best, tag))


def write_run(path: Path, run: Mapping[str, Mapping[str, float]], *, tag: str, k: int = DEPTH) -> None:
    """Writes the `k` best contacts of each query, by `(-score, contact_id)`.

    Raises:
        CooptError: If the file cannot be written.
    """
    with _replacing(path) as file:
        for query_id, scores in run.items():
            ranking = sorted(scores, key=lambda contact_id: (-scores[contact_id], contact_id))[:k]
            file.writelines(_lines(query_id, {contact_id: scores[contact_id] for contact_id in ranking}, tag))


def read_run(path: Path) -> Run:
    """Reads a run file, ours or another tool's. As in trec_eval, the score decides and the rank does not.

    Raises:
        UnreadableFile: If a line is not of the format, or a contact comes twice for a query.
    """
    run: Run = {}
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    _read_line(run, line, path, number)
    except OSError as error:
        raise UnreadableFile(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, "expected a run file in UTF-8") from error
    return run


def _read_line(run: Run, line: str, path: Path, number: int) -> None:
    try:
        query_id, _, contact_id, _, written, _ = line.split()
        score = float(written)
    except ValueError:
        expected = "expected six columns: query id, Q0, contact id, rank, score, tag"
        raise UnreadableFile(path, expected, line=number) from None
    if isnan(score):
        raise UnreadableFile(path, "expected a score that can be ordered, found NaN", line=number)
    scores, contact_id = run.setdefault(unquote(query_id), {}), unquote(contact_id)
    if contact_id in scores:
        raise UnreadableFile(
            path, f"expected each contact once a query, {contact_id!r} comes again", line=number
        )
    scores[contact_id] = score


def _lines(query_id: str, best: Mapping[str, float], tag: str) -> Iterator[str]:
    """Nine digits are enough to read the same float32 back."""
    for rank, (contact_id, score) in enumerate(best.items(), start=1):
        yield f"{_column(query_id)} Q0 {_column(contact_id)} {rank} {score:.9g} {_column(tag)}\n"


def _column(text: str) -> str:
    return UNFIT.sub(lambda match: quote(match[0]), text)


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """Writes beside `path`, and puts the file in place when all is written."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with aside.open("x", encoding="utf-8") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as error:
        raise CooptError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        aside.unlink(missing_ok=True)
