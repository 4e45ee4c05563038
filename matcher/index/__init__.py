"""The index: derived from the store, always rebuildable, kept in generations."""

from matcher.index.build import Built, Source, build, build_from
from matcher.index.corpus import KIND_NUMBERS, IndexedFragment
from matcher.index.current import current_name, old_generations, sweep, switch
from matcher.index.generation import FragmentIndex, Selection, open_current
from matcher.index.manifest import Manifest
from matcher.index.second import SecondVectors
from matcher.index.steps import Progress

__all__ = [
    "KIND_NUMBERS",
    "Built",
    "FragmentIndex",
    "IndexedFragment",
    "Manifest",
    "Progress",
    "SecondVectors",
    "Selection",
    "Source",
    "build",
    "build_from",
    "current_name",
    "old_generations",
    "open_current",
    "sweep",
    "switch",
]
