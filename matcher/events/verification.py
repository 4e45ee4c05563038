"""Checks a log, of the store or exported: every event in its place, none altered, the end not cut off."""

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.events.chain import content_of, digest
from matcher.events.event import GENESIS, Event, EventKind, Head

MOST_PROBLEMS = 100  # after which a log is not worth another line


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a log, and at which event."""

    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a log found.

    Attributes:
        events: How many there are.
        first: The first event's place; above 1 after old events were pruned. 0 without events.
        head: Where the log ends, as it is.
        problems: In the order of the log, `MOST_PROBLEMS` at most.
        clock_went_back: Events dated before the one that they follow: no edit, but worth a look.
    """

    events: int
    first: int
    head: Head
    problems: tuple[Problem, ...]
    clock_went_back: tuple[int, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the log is as it was written."""
        return not self.problems


class Verifier:
    """Reads a log once, from its first event to its last."""

    def __init__(self, expected: Iterable[Head] = ()) -> None:
        self._expected = {head.seq: head.hash for head in expected}
        self._unanchored: Event | None = None  # the first, if events were pruned before it
        self._first, self._count = 0, 0
        self._last: Event | None = None
        self._problems: list[Problem] = []
        self._went_back: list[int] = []

    def read(self, event: Event) -> None:
        """Takes the next event."""
        last, self._last = self._last, event
        self._count += 1
        if last is None:
            self._begin(event)
        elif event.seq != last.seq + 1:
            self._gap(last.seq + 1, event.seq - 1)
        else:
            self._follow(last.hash, event)
            if event.at < last.at:
                self._went_back.append(event.seq)
        if event.kind == EventKind.CHECKPOINT:
            self._anchor(event)
        kept = self._expected.pop(event.seq, event.hash)
        if kept != event.hash:
            self._tell(event.seq, "is not the one of the head that was kept: the log was written anew")

    def result(self) -> Verification:
        """Gives what was found, once the log is at its end."""
        if self._unanchored is not None:
            self._gap(1, self._first - 1)
        head = Head(self._last.seq, self._last.hash) if self._last else Head(0, GENESIS)
        for seq, hash_ in sorted(self._expected.items()):
            if seq > head.seq:
                self._tell(seq, f"is missing: the log was cut off after event {head.seq}")
            elif seq == 0 and hash_ != GENESIS:
                self._tell(seq, "is no head of a log")
        problems = tuple(sorted(self._problems[:MOST_PROBLEMS], key=lambda problem: problem.seq))
        return Verification(self._count, self._first, head, problems, tuple(self._went_back))

    def _begin(self, event: Event) -> None:
        self._first = event.seq
        if event.seq == 1:
            self._follow(GENESIS, event)
        else:
            self._unanchored = event

    def _follow(self, previous: str, event: Event) -> None:
        if digest(previous, content_of(event)) != event.hash:
            before = f", or event {event.seq - 1} was" if event.seq > 1 else ""
            self._tell(event.seq, f"was altered{before}: its hash is not that of what it tells and follows")

    def _anchor(self, checkpoint: Event) -> None:
        """Finds in a checkpoint what the first event follows."""
        first = self._unanchored
        if first is not None and checkpoint.data.get("seq") == first.seq - 1:
            self._unanchored = None
            self._follow(str(checkpoint.data.get("hash")), first)

    def _gap(self, first: int, last: int) -> None:
        if last < first:
            self._tell(first, f"is not where it should be: event {last + 1} stands there")
        elif first == last:
            self._tell(first, "is missing")
        else:
            self._tell(first, f"is missing, and all up to event {last}")

    def _tell(self, seq: int, what: str) -> None:
        self._problems.append(Problem(seq, what))


def verify(events: Iterable[Event], *, expected: Iterable[Head] = ()) -> Verification:
    """Checks a log from its first event to its last.

    A chain shows an edit of any event, one that is gone, and one that was put in. It shows by itself neither
    that its end was cut off nor that all of it was written anew: heads that were kept elsewhere do.

    Args:
        expected: Heads that the log had at some time.
    """
    verifier = Verifier(expected)
    for event in events:
        verifier.read(event)
    return verifier.result()
