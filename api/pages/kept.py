"""Values that a session holds in memory until it ends, the oldest of them making room."""

import secrets
from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """At most so many values by id; may be shared by threads.

    Args:
        most: How many are held; the one that was put there first goes first.
    """

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._values: OrderedDict[str, T] = OrderedDict()

    def add(self, value: T) -> str:
        """Keeps a value that is new; gives a random id, which tells nothing of it."""
        value_id = secrets.token_urlsafe(12)
        self.put(value_id, value)
        return value_id

    def put(self, value_id: str, value: T) -> None:
        """Keeps a value in place of the one of this id."""
        with self._lock:
            self._values[value_id] = value
            self._values.move_to_end(value_id)
            while len(self._values) > self._most:
                self._values.popitem(last=False)

    def find(self, value_id: str) -> T | None:
        """Gives a value, None where none of this id is held, or not any longer."""
        with self._lock:
            return self._values.get(value_id)

    def latest(self) -> T | None:
        """Gives the value that was put there last, None where nothing is held."""
        with self._lock:
            return next(reversed(self._values.values()), None)
