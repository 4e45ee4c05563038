"""Puts several rankings together."""

from collections.abc import Iterable, Mapping


def reciprocal_rank_fusion(runs: Iterable[Mapping[str, float]], rank_constant: int = 60) -> dict[str, float]:
    """Sums `1 / (rank_constant + rank)` over the runs (Cormack, Clarke and Büttcher, SIGIR 2009).

    Args:
        runs: Each gives scores by id; an id that a run lacks gets nothing from it. Ranks begin at 1, and
            equal scores are ranked by id.
        rank_constant: Larger values make the first ranks count less.

    Returns:
        Fused scores by id, higher is better.
    """
    fused: dict[str, float] = {}
    for run in runs:
        ranking = sorted(run, key=lambda item: (-run[item], item))
        for rank, item in enumerate(ranking, start=1):
            fused[item] = fused.get(item, 0.0) + 1 / (rank_constant + rank)
    return fused
