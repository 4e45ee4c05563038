"""How many openings a second a batch answers, against the least that it needs: the bare products."""

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from matcher.batch.engine import Engine, EngineMaker, LocalEngine
from matcher.batch.fitting import Fitting
from matcher.batch.run import OPENINGS_AT_ONCE, Asker, Watch, run_batch
from matcher.encoder import Encoder
from matcher.index import FragmentIndex
from matcher.opening import Opening
from matcher.readers.openings import opening_from_text, read_openings
from matcher.signals import encode_opening
from matcher.workspace import Workspace
from scripts.benchmarks.data import filled
from scripts.benchmarks.synthetic import synthetic_network
from scripts.console import progress

SAMPLE = Path(__file__).parents[1] / "sample" / "openings"
CONTACTS_A_NETWORK = 5_000
BEST = 100  # of each opening that the floor keeps
TRADES = 2_000  # contacts whose titles the openings take
MOST_ASKED = 12  # requirements of an invented opening
FLOOR_OPENINGS, FLOOR_ROWS = 16, 32_768  # the block of the bare products that was quickest


class _Seconds(NamedTuple):
    wall: float
    cpu: float


def benchmark_batch(
    size: int, openings: int, *, elsewhere: EngineMaker | None = None, keep: Path | None = None
) -> dict[str, Any]:
    """Answers invented openings against `size` invented contacts, in networks of 5,000.

    Args:
        elsewhere: Another engine, which answers the same openings again: how long it takes to start is told
            apart from its rate.
        keep: A data folder to make, or to use again, see `filled`.

    Returns:
        Openings a second of the whole batch (matching, who knows whom, anonymous lines, the log, a line on
        the disk each), of the matching alone, and of the floor: the products of everything that the openings
        ask with every vector, and the best 100 titles of each. The ratios are to that floor,
        by the clock and in processor time, which a busy machine disturbs less.
    """
    asked = synthetic_openings(openings)
    with filled(size, network=CONTACTS_A_NETWORK, keep=keep, indexed=True) as folder:
        return _measure(folder, size, asked, elsewhere)


def _measure(
    folder: Path, size: int, asked: Sequence[Opening], elsewhere: EngineMaker | None
) -> dict[str, Any]:
    openings = len(asked)
    with Workspace(folder) as workspace:
        suggester = workspace.suggester()
        index, encoder = suggester.index, suggester.encoder
        fitting = Fitting(index, suggester.taught_ranker())
        _match(fitting, encoder, asked[:1])  # maps the files
        floor = _seconds(lambda: _bare(index, encoder, asked))
        matching = _seconds(lambda: _match(fitting, encoder, asked))
        whole = _seconds(lambda: _whole(workspace, asked, LocalEngine))
        figures = {"fragments": index.manifest.fragments, "networks": -(-size // CONTACTS_A_NETWORK)}
        compared = {} if elsewhere is None else _compared(workspace, asked, whole, elsewhere)
    return {
        "benchmark": "batch",
        "contacts": size,
        **figures,
        "openings": openings,
        "openings_per_second": round(openings / whole.wall, 2),
        "matching_per_second": round(openings / matching.wall, 2),
        "floor_per_second": round(openings / floor.wall, 2),
        "ratio": round(floor.wall / whole.wall, 2),
        "ratio_matching": round(floor.wall / matching.wall, 2),
        "ratio_cpu": round(floor.cpu / whole.cpu, 2),
        "ratio_matching_cpu": round(floor.cpu / matching.cpu, 2),
        "peak_resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        **compared,
    }


def synthetic_openings(count: int, *, seed: int = 11) -> list[Opening]:
    """Makes openings for the trades of invented networks; each asks for 4 to 12 things."""
    random = np.random.default_rng(seed)
    people = synthetic_network(TRADES, seed=seed, own_titles=0).items
    titles = sorted({row.profile.positions[0].title for row in people})
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


def _whole(workspace: Workspace, asked: Sequence[Opening], engine: EngineMaker) -> bytes:
    """Runs a batch; gives its results."""
    path = workspace.store.data_dir / "out.jsonl"
    with progress("openings") as told:
        asker, watch = Asker("benchmark"), Watch(progress=told)
        run_batch(workspace, asked, path, asker, watch=watch, engine=engine, restart=True)
    return path.read_bytes()


def _compared(
    workspace: Workspace, asked: Sequence[Opening], local: _Seconds, elsewhere: EngineMaker
) -> dict[str, Any]:
    """Answers again elsewhere: at what rate beside `local`, once it has started, and the same?"""
    here = (workspace.store.data_dir / "out.jsonl").read_bytes()
    there, starting, encoder = bytearray(), list[float](), workspace.suggester().encoder

    def started(fitting: Fitting) -> Engine:
        began, engine = time.perf_counter(), elsewhere(fitting)
        engine.find([encode_opening(asked[0], encoder)])  # waits for those who do the work
        starting.append(time.perf_counter() - began)
        return engine

    whole = _seconds(lambda: there.extend(_whole(workspace, asked, started)))
    at_work = whole.wall - sum(starting)
    return {
        "elsewhere_start_s": round(sum(starting), 1),
        "elsewhere_per_second": round(len(asked) / at_work, 2),
        "ratio_elsewhere": round(local.wall / at_work, 2),
        "ratio_elsewhere_with_start": round(local.wall / whole.wall, 2),
        "same_results": there == here,
    }


def _match(fitting: Fitting, encoder: Encoder, asked: Sequence[Opening]) -> int:
    engine, found = LocalEngine(fitting), 0
    for start in range(0, len(asked), OPENINGS_AT_ONCE):
        group = asked[start : start + OPENINGS_AT_ONCE]
        found += len(engine.find([encode_opening(opening, encoder) for opening in group]))
    return found


def _bare(index: FragmentIndex, encoder: Encoder, asked: Sequence[Opening]) -> int:
    """The same vectors, in blocks, and nothing else."""
    kept = 0
    for start in range(0, len(asked), FLOOR_OPENINGS):
        queries = [encode_opening(one, encoder).vectors for one in asked[start : start + FLOOR_OPENINGS]]
        titles = np.cumsum([0, *(len(vectors) for vectors in queries[:-1])])
        stacked = np.concatenate(queries)
        for row in range(0, len(index.vectors), FLOOR_ROWS):
            products = stacked @ index.vectors[row : row + FLOOR_ROWS].T
            best = np.argpartition(-products[titles], min(BEST, products.shape[1]) - 1, axis=1)[:, :BEST]
            kept += best.size
    return kept


def _seconds(work: Callable[[], object]) -> _Seconds:
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return _Seconds(time.perf_counter() - began, time.process_time() - cpu)
