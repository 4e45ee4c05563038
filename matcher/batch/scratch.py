"""Memory that is used again and again: a new block each time costs as much as the work that fills it."""

from math import prod
from threading import local

import numpy as np

from matcher.signals import Floats


class Scratch(local):
    """Arrays that live until the next one of their name is asked for; each thread has its own."""

    def __init__(self) -> None:
        self._kept: dict[str, Floats] = {}

    def array(self, name: str, *shape: int) -> Floats:
        """Gives an array, float32, whatever it holds."""
        size = prod(shape)
        if name not in self._kept or len(self._kept[name]) < size:
            self._kept[name] = np.empty(size, np.float32)
        return self._kept[name][:size].reshape(shape)
