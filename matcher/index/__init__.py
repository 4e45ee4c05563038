"""The index: derived from the store, always rebuildable, kept in generations."""

from matcher.index.build import KIND_NUMBERS, IndexedFragment, Progress, build
from matcher.index.generation import FragmentIndex, Selection, current_name, open_current, switch
from matcher.index.manifest import Manifest
from matcher.index.second import SecondVectors

__all__ = [
    "KIND_NUMBERS",
    "FragmentIndex",
    "IndexedFragment",
    "Manifest",
    "Progress",
    "SecondVectors",
    "Selection",
    "build",
    "current_name",
    "open_current",
    "switch",
]
