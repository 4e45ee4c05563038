"""What changed since an event, and may change its answer."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from matcher.errors import EmptyNetwork, UnknownEmployee
from matcher.events.event import Event
from matcher.events.suggested import network_hash, versions_of
from matcher.feedback import multipliers_of
from matcher.store import Store
from matcher.suggest import Suggester


class ChangeKind(StrEnum):
    """What is not as it was."""

    CODE = "code"
    ENCODER = "encoder"
    RANKER = "ranker"
    INDEX = "index"  # profiles of anybody, or the day to which ages are counted
    OPENING = "opening"
    FEEDBACK = "feedback"
    HIDDEN = "hidden"
    NETWORK = "network"
    PROFILES = "profiles"


# What a replay takes as it was then, so that it does not change the answer.
AS_THEN = (ChangeKind.OPENING, ChangeKind.FEEDBACK, ChangeKind.HIDDEN)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was.

    Attributes:
        then: In short, such as a version or a count.
        contact_ids: Whom it is about, where it is about somebody.
    """

    kind: ChangeKind
    then: str
    now: str
    contact_ids: tuple[str, ...] = ()

    @property
    def replayed_as_then(self) -> bool:
        """Whether the replay takes it as it was."""
        return self.kind in AS_THEN


def changes_since(
    store: Store, suggester: Suggester, event: Event, *, contact_id: str | None
) -> tuple[Change, ...]:
    """Finds what is not as it was when an event of suggestions was written.

    Args:
        contact_id: Whose profile is looked at beside those of the contacts who were suggested.
    """
    return (
        *_versions(suggester, event),
        *_opening(store, event),
        *_conditions(store, event),
        *_network(store, event),
        *_profiles(store, event, contact_id),
    )


def _versions(suggester: Suggester, event: Event) -> Iterator[Change]:
    then, now = event.data["versions"], asdict(versions_of(suggester))
    for kind, name, key in (
        (ChangeKind.CODE, "coopt", "coopt"),
        (ChangeKind.ENCODER, "encoder", "encoder_revision"),
        (ChangeKind.RANKER, "ranker", "ranker_revision"),
        (ChangeKind.ENCODER, "second_encoder", "second_encoder_revision"),
        (ChangeKind.RANKER, "second_ranker", "second_ranker_revision"),
    ):
        if then[key] != now[key]:
            yield Change(kind, f"{then[name]} {then[key][:12]}", f"{now[name]} {now[key][:12]}")
    day_then, day_now = then["index_made_at"][:10], now["index_made_at"][:10]
    if (then["corpus_hash"], day_then) != (now["corpus_hash"], day_now):
        yield Change(
            ChangeKind.INDEX, f"{then['generation']} of {day_then}", f"{now['generation']} of {day_now}"
        )


def _opening(store: Store, event: Event) -> Iterator[Change]:
    then = event.data["opening"]["content_hash"]
    now = store.suggested.opening_hashes(event.data["opening"]["id"])
    if now and then not in now:  # a text that was never stored cannot change
        yield Change(ChangeKind.OPENING, then[:12], min(now)[:12])


def _conditions(store: Store, event: Event) -> Iterator[Change]:
    then, now = event.data["multipliers"], multipliers_of(store)
    if then != now:
        yield Change(ChangeKind.FEEDBACK, _most_moved(then), _most_moved(now))
    hidden_then = set(event.data["hidden"])
    hidden_now = store.feedback.hidden(event.data["network"]["employee"])
    if hidden_then != hidden_now:
        moved = tuple(sorted(hidden_then ^ hidden_now))
        yield Change(ChangeKind.HIDDEN, f"{len(hidden_then)}", f"{len(hidden_now)}", moved)


def _most_moved(multipliers: dict[str, float]) -> str:
    """Tells the signal that the team trusts most differently from what ships."""
    if not multipliers:
        return "nothing taught"
    name = max(sorted(multipliers), key=lambda signal: abs(multipliers[signal] - 1))
    return f"{name} counts {multipliers[name]:.3f} times"


def _network(store: Store, event: Event) -> Iterator[Change]:
    told = event.data["network"]
    try:
        ids = store.network(told["employee"]).contact_ids
    except (UnknownEmployee, EmptyNetwork):
        ids = ()
    if network_hash(ids) != told["hash"]:
        joined = len(store.suggested.joined_since(told["employee"], event.at) & set(ids))
        gone = told["contacts"] - (len(ids) - joined)
        counts = f"{len(ids)} contacts: {joined} joined since, {gone} are gone"
        yield Change(ChangeKind.NETWORK, f"{told['contacts']} contacts", counts)


def _profiles(store: Store, event: Event, contact_id: str | None) -> Iterator[Change]:
    """Compares the profiles of those who were suggested, and of the one who is asked about."""
    versions = {one["contact_id"]: one["profile_version"] for one in event.data["suggestions"]}
    now = store.suggested.known(list(versions)).profile_versions
    changed = {key for key, version in versions.items() if now.get(key) != version}
    changed |= store.suggested.changed_since([*versions, *([contact_id] if contact_id else [])], event.at)
    if changed:
        ids = tuple(sorted(changed))
        yield Change(ChangeKind.PROFILES, "as they were", f"{len(ids)} of them told anew, or gone", ids)
