"""How many openings a second a batch answers, against the least that it needs: the bare products."""

import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from matcher.batch.fitting import Fitting
from matcher.batch.part import parts_of
from matcher.batch.run import OPENINGS_AT_ONCE, Asker, Watch, run_batch
from matcher.encoder import Encoder
from matcher.index import FragmentIndex
from matcher.opening import Opening
from matcher.readers.openings import opening_from_text, read_openings
from matcher.signals import encode_opening
from matcher.workspace import Workspace
from scripts.benchmarks.synthetic import synthetic_network
from scripts.console import progress

SAMPLE = Path(__file__).parents[1] / "sample" / "openings"
CONTACTS_A_NETWORK = 5_000
BEST = 100  # of each opening that the floor keeps
TRADES = 2_000  # contacts whose titles the openings take
MOST_ASKED = 12  # requirements of an invented opening


class _Seconds(NamedTuple):
    wall: float
    cpu: float


def benchmark_batch(size: int, openings: int) -> dict[str, Any]:
    """Answers invented openings against `size` invented contacts, in networks of 5,000.

    Returns:
        Openings a second of the whole batch (matching, who knows whom, anonymous lines, the log, a line on
        the disk each), of the matching alone, and of the floor: the products of everything that the openings
        ask with every vector, and the best 100 titles of each. The ratios are to that floor,
        by the clock and in processor time, which a busy machine disturbs less.
    """
    asked = synthetic_openings(openings)
    with tempfile.TemporaryDirectory() as folder, Workspace(Path(folder)) as workspace:
        _fill(workspace, size)
        suggester = workspace.suggester()
        index, encoder = suggester.index, suggester.encoder
        fitting = Fitting(index, encoder, suggester.taught_ranker())
        fitting.of(asked[:1])  # maps the files
        floor = _seconds(lambda: _bare(index, encoder, asked))
        matching = _seconds(lambda: _match(fitting, asked))
        with progress("openings") as told:
            path, watch = Path(folder) / "out.jsonl", Watch(progress=told)
            whole = _seconds(lambda: run_batch(workspace, asked, path, Asker("benchmark"), watch=watch))
        fragments = index.manifest.fragments
    return {
        "benchmark": "batch",
        "contacts": size,
        "fragments": fragments,
        "networks": -(-size // CONTACTS_A_NETWORK),
        "openings": openings,
        "openings_per_second": round(openings / whole.wall, 2),
        "matching_per_second": round(openings / matching.wall, 2),
        "floor_per_second": round(openings / floor.wall, 2),
        "ratio": round(floor.wall / whole.wall, 2),
        "ratio_matching": round(floor.wall / matching.wall, 2),
        "ratio_cpu": round(floor.cpu / whole.cpu, 2),
        "ratio_matching_cpu": round(floor.cpu / matching.cpu, 2),
        "peak_resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }


def synthetic_openings(count: int, *, seed: int = 11) -> list[Opening]:
    """Makes openings for the trades of invented networks; each asks for 4 to 12 things."""
    random = np.random.default_rng(seed)
    titles = sorted({row.profile.positions[0].title for row in synthetic_network(TRADES, seed=seed).items})
    asked = [
        one.text for path in sorted(SAMPLE.iterdir()) for one in read_openings(path).items[0].requirements
    ]
    asked += [f"Experience of {title} work" for title in titles]
    made = []
    for number in range(count):
        title = str(random.choice(titles))
        lines = random.choice(asked, size=random.integers(4, MOST_ASKED + 1), replace=False)
        text = "\n- ".join([f"{title}\n\nRequirements", *lines])
        made.append(replace(opening_from_text(text), id=f"invented-{number}"))
    return made


def _fill(workspace: Workspace, size: int) -> None:
    everybody = synthetic_network(size)
    for start in range(0, size, CONTACTS_A_NETWORK):
        rows = everybody.items[start : start + CONTACTS_A_NETWORK]
        workspace.store.import_contacts(replace(everybody, items=rows), f"employee-{start}")
    workspace.reindex()


def _match(fitting: Fitting, asked: Sequence[Opening]) -> int:
    groups = range(0, len(asked), OPENINGS_AT_ONCE)
    return sum(len(fitting.of(asked[start : start + OPENINGS_AT_ONCE])) for start in groups)


def _bare(index: FragmentIndex, encoder: Encoder, asked: Sequence[Opening]) -> int:
    """The same vectors, in the same blocks, and nothing else."""
    kept = 0
    for start in range(0, len(asked), OPENINGS_AT_ONCE):
        queries = [encode_opening(one, encoder).vectors for one in asked[start : start + OPENINGS_AT_ONCE]]
        titles = np.cumsum([0, *(len(vectors) for vectors in queries[:-1])])
        stacked = np.concatenate(queries)
        for part in parts_of(index):
            products = stacked @ part.vectors.T
            best = np.argpartition(-products[titles], min(BEST, products.shape[1]) - 1, axis=1)[:, :BEST]
            kept += best.size
    return kept


def _seconds(work: Callable[[], object]) -> _Seconds:
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return _Seconds(time.perf_counter() - began, time.process_time() - cpu)
