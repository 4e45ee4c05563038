"""What may be told of those who fit, over all networks: as arrays, for as long as nothing changes.

A single question asks the store about everybody who fits. Here the store is read once, and every line of a
batch goes into the log only if what it rests on still holds at that moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.anonymity import LEAST, Line, groups_of
from matcher.index import FragmentIndex
from matcher.index.exact import Rows
from matcher.opening import Opening
from matcher.policy import Role, Sight, sight_of
from matcher.reach import MOST_LINES, Reach, names_shared
from matcher.store import Store

NOTHING = -1  # stands for no line

Ranks = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Network:
    """An employee's network.

    Attributes:
        state: Of what the lines were made from.
        contacts: int64, ordinals in the index.
        lines: int64, of each the number of the line, by which `Everybody` knows it; or `NOTHING`.
    """

    state: tuple[int, int]
    contacts: Rows
    lines: Ranks


class Everybody:
    """Everybody in an index, with who knows them and what line there is of them.

    Args:
        store: Read now, and again with `look_again`.
        index: Whose ordinals name the contacts.

    Attributes:
        census: What was read last.
        moment: Until when it is known to hold.
    """

    def __init__(self, store: Store, index: FragmentIndex) -> None:
        self._store, self._index = store, index
        self._networks: dict[str, _Network] = {}
        self._numbers: dict[tuple[int, Line], int] = {}  # of the lines, each with how general it is
        self.look_again()

    def look_again(self) -> None:
        """Reads the store again: of a network that is as it was, what was made stays."""
        self.census = self._store.census.take()
        self.moment = self.census.moment
        self._networks = {
            employee: self._network(employee, ids) for employee, ids in self.census.networks.items()
        }
        self._employees = list(self._networks)
        enough = [len(ids.split()) >= LEAST for ids in self.census.networks.values()]
        self._may_be_told = np.array(enough, np.bool_)
        self._put_together()

    def reach(self, opening: Opening, contacts: Rows, roles: frozenset[Role]) -> Reach:
        """Tells what `matcher.reach.reach_among` tells.

        Args:
            contacts: int64, ascending ordinals of everybody who passes the bar.
        """
        known = contacts[self._starts[contacts] < self._starts[contacts + 1]]
        named = names_shared(self._store, opening, roles) if opening.id in self.census.shared else {}
        unnamed = known[~np.isin(known, self._index.select(list(named)).contacts)] if named else known
        ranks = self._line_of[unnamed] if sight_of(roles, owns=False) >= Sight.LINE else unnamed[:0]
        lines = tuple(self._lines[rank] for rank in _lowest(ranks[ranks != NOTHING], MOST_LINES))
        return Reach(
            opening,
            len(known),
            tuple(self._employees[place] for place in self._who_know(unnamed)),
            lines,
            len(unnamed) - len(lines),
            tuple(sorted(named.values(), key=lambda one: (one.name, one.employee))),
        )

    def _who_know(self, contacts: Rows) -> list[int]:
        """Gives the places of those employees who know any of these contacts, as one may be told of them."""
        firsts, counts = self._starts[contacts], self._starts[contacts + 1] - self._starts[contacts]
        edges = np.arange(counts.sum()) + np.repeat(firsts - np.cumsum(counts) + counts, counts)
        knows = np.zeros(len(self._employees), np.bool_)
        knows[self._who[edges]] = True
        places: list[int] = np.flatnonzero(knows & self._may_be_told).tolist()
        return places

    def _network(self, employee: str, ids: str) -> _Network:
        state = self.census.version, hash(ids)
        before = self._networks.get(employee)
        if before is not None and before.state == state:
            return before
        wanted, names = ids.split(), self._index.contact_ids
        places = np.searchsorted(names, np.array(wanted, dtype=np.bytes_))
        places[places == len(names)] = 0
        there = names[places] == np.array(wanted, dtype=np.bytes_) if len(names) else places < 0
        line_of: dict[str, int] = {}
        for group in groups_of(self._store.reach.sketches(employee)):
            number = self._numbers.setdefault((group.generality, group.line), len(self._numbers))
            line_of |= dict.fromkeys(group.contact_ids, number)
        numbers = [line_of.get(contact_id, NOTHING) for contact_id in wanted]
        return _Network(state, places[there], np.array(numbers, np.int64)[there])

    def _put_together(self) -> None:
        """Sorts ties by contact, without those that are not to be told of; finds the one line of each."""
        networks = list(self._networks.values())
        contacts = np.concatenate([np.empty(0, np.int64), *(network.contacts for network in networks)])
        who = np.repeat(np.arange(len(networks)), [len(network.contacts) for network in networks])
        lines = np.concatenate([np.empty(0, np.int64), *(network.lines for network in networks)])
        told = ~self._withheld(contacts, who)
        order = np.argsort(contacts[told], kind="stable")
        contacts, self._who, lines = contacts[told][order], who[told][order], lines[told][order]
        self._starts: Rows = np.searchsorted(contacts, np.arange(len(self._index.contact_ids) + 1))
        self._line_of = self._most_general(contacts, lines)

    def _withheld(self, contacts: Rows, who: Rows) -> NDArray[np.bool_]:
        """Tells which ties are of somebody who objected, or of whom the employee says not to know them."""
        objected = self._index.select(sorted(self.census.objected)).contacts
        withheld = np.isin(contacts, objected)
        hidden: dict[str, list[str]] = {}
        for employee, contact_id in self.census.hidden:
            hidden.setdefault(employee, []).append(contact_id)
        for place, employee in enumerate(self._employees):
            if employee in hidden:
                of_theirs = np.isin(contacts, self._index.select(hidden[employee]).contacts)
                withheld |= (who == place) & of_theirs
        return withheld

    def _most_general(self, contacts: Rows, lines: Ranks) -> Ranks:
        """Gives the rank of each contact's line among all: of several networks' the most general."""
        by_generality = sorted(self._numbers)
        self._lines: Sequence[Line] = sorted({line for _, line in by_generality})
        rank = {line: place for place, line in enumerate(self._lines)}
        place_of = np.full(len(self._numbers) + 1, NOTHING, np.int64)  # the last is that of `NOTHING`
        for place, line in enumerate(by_generality):
            place_of[self._numbers[line]] = place
        places = place_of[lines]
        owners, firsts = np.unique(contacts, return_index=True)
        most = np.full(len(self._index.contact_ids), NOTHING, np.int64)
        if len(owners):
            highest = np.maximum.reduceat(places, firsts)
            in_all = np.minimum.reduceat(places, firsts) != NOTHING
            ranks = np.array([rank[line] for _, line in by_generality] + [NOTHING], np.int64)
            most[owners] = ranks[np.where(in_all, highest, NOTHING)]
        return most


def _lowest(ranks: Ranks, k: int) -> list[int]:
    """Gives the `k` lowest, in order."""
    if len(ranks) > k:
        ranks = np.partition(ranks, k)[:k]
    lowest: list[int] = np.sort(ranks).tolist()
    return lowest
