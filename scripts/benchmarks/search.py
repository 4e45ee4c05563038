"""How fast everybody is searched at once, against exact search over the same vectors."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import read_array
from matcher.encoder import load_encoder
from matcher.index.company import CompanyFacts, CompanySearch, IndexKind, build_company, open_company
from matcher.index.company.tuning import exact_scores, recall
from matcher.index.exact import Vectors
from matcher.readers.openings import read_openings
from scripts.benchmarks.synthetic import synthetic_network
from scripts.console import progress

OPENINGS = Path(__file__).parents[1] / "sample" / "openings"
K = 100
ROWS_AT_ONCE = 4_096
PEOPLE = 20_000  # whose titles the corpus is made of
OWN_WORDS = (
    "{title} / {other}",
    "{title} at {company}",
    "{title} | {other} at {company}",
    "{title}, formerly {other} at {company}",
)
VECTORS, FACTS = "vectors.npy", "facts.json"


def benchmark_search(
    size: int, *, kind: str = "auto", own_words: float = 0.5, asked: int = 100
) -> dict[str, Any]:
    """Searches `size` invented fragments for the titles and requirements of openings, and for other titles.

    Args:
        kind: Of index, see `IndexKind`.
        own_words: Share of fragments whose text nobody else has; the others share titles, as people do.
        asked: Questions of each sort, at most.

    Returns:
        Milliseconds a question for the 100 best, median, by the clock and of processor time, beside those of
        exact search over every fragment in the same run: the quicker of NumPy and FAISS. `distinct` tells how
        many different vectors there are, and the index holds each once. The recall is told by their scores,
        so that a title which a thousand people hold counts once. The memory is what a fresh process takes for
        the index without the vectors' file, which is mapped.
    """
    chosen = IndexKind.named(kind)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keys = _write_vectors(folder / VECTORS, fragments(size, own_words))
        vectors: Vectors = read_array(folder / VECTORS)
        began = time.perf_counter()
        with progress("vectors") as told:
            facts = build_company(folder, vectors, keys, kind=chosen, progress=told)
        build_seconds = time.perf_counter() - began
        search = open_company(folder, vectors, facts)
        openings, titles = _questions(asked)
        figures = _timed(vectors, search, np.concatenate([openings, titles]))
        return {
            "benchmark": "search",
            "fragments": size,
            "distinct": facts.vectors,
            "kind": facts.kind,
            **figures,
            **_recalls(vectors, search, {"": np.concatenate([openings, titles]), "_openings": openings}),
            "index_mb": _memory(folder, facts),
            "vectors_mb": round((folder / VECTORS).stat().st_size / 1e6),
            "build_s": _three_digits(build_seconds),
            "lists": facts.lists,
            "first": facts.first,
            "candidates": facts.candidates,
            "tuned_recall_at_10": facts.recall_at_10,
        }


def fragments(size: int, own_words: float, *, seed: int = 7) -> list[str]:
    """Makes the texts of fragments: titles as people share them, and titles in words of one's own."""
    random = np.random.default_rng(seed)
    people = synthetic_network(min(PEOPLE, size), seed=seed, own_titles=0).items
    positions = [row.profile.positions[0] for row in people]
    drawn, forms = random.integers(len(positions), size=(size, 3)), random.integers(len(OWN_WORDS), size=size)
    own = random.random(size) < own_words
    texts, seen = [], set()
    for number, (title, other, company) in enumerate(drawn):
        text = positions[title].title
        if own[number]:
            words = {"other": positions[other].title, "company": positions[company].company}
            text = OWN_WORDS[forms[number]].format(title=text, **words)
            while text in seen:
                text = f"{text}, {positions[random.integers(len(positions))].company}"
            seen.add(text)
        texts.append(text)
    return texts


def _write_vectors(path: Path, texts: Sequence[str]) -> NDArray[np.uint64]:
    """Writes a row for each text, and gives the keys of the texts."""
    encoder, numbers = (
        load_encoder("fast"),
        {text: number for number, text in enumerate(dict.fromkeys(texts))},
    )
    distinct = np.empty((len(numbers), encoder.dimension), np.float32)
    once = list(numbers)
    with progress("texts") as told:
        for start in range(0, len(once), ROWS_AT_ONCE):
            part = once[start : start + ROWS_AT_ONCE]
            distinct[start : start + len(part)] = encoder.encode_document(part)
            told(start + len(part), len(once))
    shape = (len(texts), encoder.dimension)
    vectors = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=shape)
    rows = np.fromiter(map(numbers.__getitem__, texts), np.int64, count=len(texts))
    for start in range(0, len(texts), ROWS_AT_ONCE):
        vectors[start : start + ROWS_AT_ONCE] = distinct[rows[start : start + ROWS_AT_ONCE]]
    vectors.flush()
    return (rows + 1).astype(np.uint64)


def _questions(n: int) -> tuple[Vectors, Vectors]:
    """Gives what openings ask for, and titles that are not in the corpus as they stand."""
    openings = [read_openings(path).items[0] for path in sorted(OPENINGS.iterdir())]
    texts = [text for one in openings for text in (one.title, *(r.text for r in one.requirements))]
    encoder = load_encoder("fast")
    return encoder.encode_query(texts[:n]), encoder.encode_query(fragments(n, 0.5, seed=11))


def _timed(vectors: Vectors, search: CompanySearch, asked: Vectors) -> dict[str, float]:
    import faiss

    floors = [
        _milliseconds(lambda query: np.argpartition(-(vectors @ query[0]), K)[:K], asked[:20]),
        _milliseconds(lambda query: faiss.knn(query, vectors, K, faiss.METRIC_INNER_PRODUCT), asked[:20]),
    ]
    floor, floor_cpu = min(floors)
    wall, cpu = _milliseconds(lambda query: search.search(query, K), asked)
    return {
        "search_ms": _three_digits(wall),
        "floor_ms": _three_digits(floor),
        "ratio": _three_digits(floor / wall),
        "search_cpu_ms": _three_digits(cpu),
        "floor_cpu_ms": _three_digits(floor_cpu),
        "ratio_cpu": _three_digits(floor_cpu / cpu),
    }


def _milliseconds(find: Callable[[Vectors], object], asked: Vectors) -> tuple[float, float]:
    """Gives the medians of the clock and of processor time, all threads together, after a first round."""
    times = []
    for query in (*asked[:5], *asked):
        began, cpu = time.perf_counter(), time.process_time()
        find(query[None])
        times.append((time.perf_counter() - began, time.process_time() - cpu))
    wall, processor = np.median(times[5:], axis=0) * 1000
    return float(wall), float(processor)


def _recalls(vectors: Vectors, search: CompanySearch, asked: dict[str, Vectors]) -> dict[str, float]:
    firsts = search.alike.first_rows(search.alike.used())
    found: dict[str, float] = {}
    for name, queries in asked.items():
        at_10, at_100 = recall(search, queries, exact_scores(vectors, firsts, queries))
        found |= {f"recall_at_10{name}": round(at_10, 4), f"recall_at_100{name}": round(at_100, 4)}
    return found


def _memory(folder: Path, facts: CompanyFacts) -> float:
    """Measures in a process of its own, which knows nothing of the building."""
    (folder / FACTS).write_text(json.dumps([facts.kind, facts.first, facts.candidates]), encoding="utf-8")
    command = [sys.executable, "-m", "scripts.benchmarks.search", str(folder)]
    run = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    return float(run.stdout)


def measure_memory(folder: Path) -> float:
    """Gives the megabytes that opening the index and a hundred questions take, but for the vectors' file."""
    import faiss

    vectors: Vectors = read_array(folder / VECTORS)
    kind, first, candidates = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    faiss.knn(np.ones((1, 8), np.float32), np.ones((9, 8), np.float32), 1)  # what the library itself takes
    before = _own_mb()
    facts = CompanyFacts(IndexKind(kind), 0, first=first, candidates=candidates)
    search = open_company(folder, vectors, facts)
    for row in range(0, len(vectors), -(-len(vectors) // 100)):
        search.search(vectors[row : row + 1], K)
    mapped = sum(path.stat().st_size for path in (folder / "company").glob("*.npy"))
    return round(_own_mb() - before + mapped / 1e6, 1)


def _own_mb() -> float:
    """Gives what this process holds but for mapped files; on systems without /proc, everything."""
    status = Path("/proc/self/status")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(lines["RssAnon"].split()[0]) * 1024 / 1e6
    from scripts.benchmarks.encode import peak_mb

    return peak_mb()


if __name__ == "__main__":
    sys.stdout.write(str(measure_memory(Path(sys.argv[1]))))


def _three_digits(value: float) -> float:
    """Rounds to three digits that count: a ratio of thousandths is one too."""
    return float(f"{value:.3g}")
