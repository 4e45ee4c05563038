"""The networks that were looked at last, each with its picture, made again when anything changed."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

from matcher.map.person import named
from matcher.map.picture import Picture, draw, title_rows
from matcher.map.roster import Roster, read_roster, stamp_of
from matcher.signals.thresholds import thresholds_of
from matcher.store import Store
from matcher.workspace import Workspace

MOST_KEPT = 16  # networks


@dataclass(frozen=True, slots=True)
class _Kept:
    """One network; the picture is drawn when it is first asked for."""

    roster: Roster
    picture: Picture | None = None


class Maps:
    """Gives networks as they are now. May be shared by threads.

    Args:
        workspace: Asked at every question whether anything changed.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = Lock()
        self._drawing = Lock()  # two tabs that open the same picture draw it once
        self._reading = tuple(Lock() for _ in range(MOST_KEPT))  # the same network is read once at a time
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def roster(self, employee: str) -> Roster:
        """Gives everybody in a network, a line each; one that does not exist yet is empty."""
        return self._now(employee).roster

    def is_drawn(self, employee: str) -> bool:
        """Tells whether the picture of a network, as it is now, is there already."""
        return self._now(employee).picture is not None

    def picture(self, employee: str) -> Picture:
        """Gives a network as a picture.

        Raises:
            IndexMismatch: If the index was made with another model.
        """
        with self._drawing:
            kept = self._now(employee)
            if kept.picture is not None:
                return kept.picture
            people = kept.roster.people
            picture = draw(kept.roster, self._workspace.suggester().index) if people else Picture((), ())
            self._keep(employee, replace(kept, picture=picture))
            return picture

    def found(self, employee: str, words: str) -> frozenset[str]:
        """Gives the ids of those whom words may mean: by name, title or company, or by a similar trade.

        Raises:
            IndexMismatch: If the index was made with another model.
        """
        people = self.roster(employee).people
        if not people or not words.strip():
            return frozenset()
        suggester = self._workspace.suggester()
        rows = title_rows(people, suggester.index)
        query = suggester.encoder.encode_query([words])[0]
        least = thresholds_of(suggester.encoder.revision).title_partly
        close = suggester.index.vectors[list(rows.values())] @ query >= least
        alike = (contact_id for contact_id, near in zip(rows, close, strict=True) if near)
        return named(people, words) | frozenset(alike)

    def _now(self, employee: str) -> _Kept:
        store, today = self._workspace.store, date.today()
        with self._reading[hash(employee) % MOST_KEPT]:
            return self._read(store, employee, today)

    def _read(self, store: Store, employee: str, today: date) -> _Kept:
        with self._lock:
            kept = self._kept.get(employee)
        if kept is None or kept.roster.stamp != stamp_of(store, employee, today):
            fresh = read_roster(store, employee, today=today)
            same = kept is not None and kept.roster.people == fresh.people  # somebody else's network changed
            kept = _Kept(fresh, kept.picture if kept is not None and same else None)
            self._keep(employee, kept)
        return kept

    def _keep(self, employee: str, kept: _Kept) -> None:
        with self._lock:
            self._kept[employee] = kept
            self._kept.move_to_end(employee)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
