"""Turns the signals of a fit into a score, and into a probability where the ranker is calibrated."""

from matcher.ranker.additive import BASE, AdditiveRanker, Line
from matcher.ranker.folder import choose_ranker, load_ranker
from matcher.ranker.ranking import Ranker, Ranking
from matcher.ranker.weighted import WeightedSum

__all__ = [
    "BASE",
    "AdditiveRanker",
    "Line",
    "Ranker",
    "Ranking",
    "WeightedSum",
    "choose_ranker",
    "load_ranker",
]
