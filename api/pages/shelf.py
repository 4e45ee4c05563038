"""What a page shows once after a form, kept in memory between the form and the page that it leads to."""

import secrets
from collections import OrderedDict
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

MOST_KEPT = 200  # over all sessions; the oldest goes first


class Shelf:
    """Values under random ids, each for the session that put it there. May be shared by threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, str], object] = OrderedDict()

    def put(self, session_id: str, value: object) -> str:
        """Keeps a value; gives the id under which its session finds it again."""
        value_id = secrets.token_urlsafe(12)
        with self._lock:
            self._kept[session_id, value_id] = value
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return value_id

    def find(self, session_id: str, value_id: str) -> object | None:
        """Gives a value; None where this session keeps none of this id, or none any longer."""
        with self._lock:
            return self._kept.get((session_id, value_id))


async def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.app.state.shelf
    return shelf


CurrentShelf = Annotated[Shelf, Depends(_shelf)]
