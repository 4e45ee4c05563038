"""What the event of a suggestion tells: all that it takes to ask again and to compare the answers.

Contacts are told by id, texts of their profiles by keyed hashes, an opening by the hash of its content.
"""

import hashlib
import hmac
from dataclasses import asdict, dataclass, is_dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from weakref import WeakKeyDictionary

from matcher.answer import Answer
from matcher.events.chain import canonical
from matcher.events.event import EventKind, NewEvent
from matcher.evidence import Evidence
from matcher.index import Manifest
from matcher.network import Network
from matcher.ranker import Ranker
from matcher.store.store import NETWORKS_KEPT
from matcher.store.suggested import Known
from matcher.suggest import Suggester
from matcher.suggestion import Suggestion

_DIGITS = 6  # of figures; float32 holds no more
_HASH_LENGTH = 32  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was put.

    Attributes:
        by: Id of who asked.
        network: Whose contacts were searched, as it was.
    """

    by: str
    network: Network
    k: int
    include_below_bar: bool


@dataclass(frozen=True, slots=True)
class Versions:
    """The program and the models that gave an answer.

    Attributes:
        ranker_revision: SHA-256 (hex) of the ranker's kind and numbers, as it ships: before what a team's
            verdicts taught it.
        second_encoder: What read the best again, with its ranker; empty where one encoder does all.
        corpus_hash: Of every fragment in the index.
        index_made_at: ISO 8601, UTC; ages of jobs are counted to that day.
    """

    coopt: str
    encoder: str
    encoder_revision: str
    ranker: str
    ranker_revision: str
    second_encoder: str
    second_encoder_revision: str
    second_ranker: str
    second_ranker_revision: str
    generation: str
    corpus_hash: str
    index_made_at: str


_VERSIONS: WeakKeyDictionary[Suggester, Versions] = WeakKeyDictionary()


def versions_of(suggester: Suggester) -> Versions:
    """Tells what answers the questions put to a suggester; none of it ever changes."""
    found = _VERSIONS.get(suggester)
    if found is None:
        found = _VERSIONS[suggester] = _versions_of(suggester)
    return found


def _versions_of(suggester: Suggester) -> Versions:
    manifest: Manifest = suggester.index.manifest
    second = suggester.second
    return Versions(
        coopt=_code_version(),
        encoder=manifest.encoder,
        encoder_revision=manifest.revision,
        ranker=type(suggester.ranker).__name__,
        ranker_revision=ranker_revision(suggester.ranker),
        second_encoder=second.encoder.name if second else "",
        second_encoder_revision=second.encoder.revision if second else "",
        second_ranker=type(second.ranker).__name__ if second else "",
        second_ranker_revision=ranker_revision(second.ranker) if second else "",
        generation=manifest.generation,
        corpus_hash=manifest.corpus_hash,
        index_made_at=manifest.made_at,
    )


def ranker_revision(ranker: Ranker) -> str:
    """Gives the SHA-256 (hex) of a ranker's kind and numbers."""
    numbers: dict[str, Any] = asdict(ranker) if is_dataclass(ranker) and not isinstance(ranker, type) else {}
    return hashlib.sha256(canonical([type(ranker).__name__, numbers]).encode()).hexdigest()


@lru_cache(NETWORKS_KEPT)
def network_hash(contact_ids: tuple[str, ...]) -> str:
    """Gives the SHA-256 (hex) of the ids of a network, in ascending order."""
    return hashlib.sha256(" ".join(contact_ids).encode()).hexdigest()


def text_hash(salt: str, text: str) -> str:
    """Gives the keyed hash of a text of a profile: HMAC-SHA-256, 32 hexadecimal digits of it.

    Once the salt is gone, with the contact, nobody can find the text by trying.
    """
    return hmac.new(bytes.fromhex(salt), text.encode("utf-8", "replace"), "sha256").hexdigest()[:_HASH_LENGTH]


def suggested_event(
    answer: Answer, asked: Asked, versions: Versions, *, content_hash: str, known: Known
) -> NewEvent:
    """Makes the event of an answer."""
    shortlist = answer.shortlist
    data = {
        "opening": {"id": shortlist.opening.id, "content_hash": content_hash},
        "asked": {"k": asked.k, "include_below_bar": asked.include_below_bar},
        "network": {
            "employee": asked.network.employee,
            "contacts": len(asked.network.contact_ids),
            "hash": network_hash(asked.network.contact_ids),
        },
        "versions": asdict(versions),
        "multipliers": dict(answer.conditions.multipliers),
        "hidden": sorted(answer.conditions.hidden),
        "considered": shortlist.considered,
        "nobody_stands_out": shortlist.nobody_stands_out,
        "close": shortlist.close,
        "suggestions": [suggestion_data(suggestion, known) for suggestion in shortlist.suggestions],
    }
    ids = tuple(suggestion.contact.id for suggestion in shortlist.suggestions)
    return NewEvent(EventKind.SUGGESTED, asked.by, (shortlist.opening.id, *ids), data)


def suggestion_data(suggestion: Suggestion, known: Known) -> dict[str, Any]:
    """Tells one suggestion; a requirement is told by its place in what is asked, 0 for the title."""
    contact_id = suggestion.contact.id
    salt = known.salts[contact_id]
    return {
        "contact_id": contact_id,
        "score": round(suggestion.score, _DIGITS),
        "probability": _rounded(suggestion.probability),
        "contributions": {name: round(value, _DIGITS) for name, value in suggestion.contributions.items()},
        "considered_recently": suggestion.considered_recently,
        "profile_version": known.profile_versions.get(contact_id),
        "evidence": [_evidence(i, evidence, salt) for i, evidence in enumerate(suggestion.evidence)],
    }


def _evidence(place: int, evidence: Evidence, salt: str) -> dict[str, Any]:
    told: dict[str, Any] = {"asked": place, "grade": evidence.grade.value}
    if evidence.fragment_id is not None:
        told |= {"fragment_id": evidence.fragment_id, "text_hash": text_hash(salt, evidence.quote)}
    return told


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


@cache
def _code_version() -> str:
    try:
        return version("coopt")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
