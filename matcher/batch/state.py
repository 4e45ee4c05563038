"""What a batch is made of, kept beside its results: going on with something else would mix two answers."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from matcher.batch.files import write_whole
from matcher.errors import BatchMismatch
from matcher.events.suggested import ranker_revision
from matcher.opening import Opening
from matcher.ranker import AdditiveRanker, Ranker
from matcher.store.codec import content_hash, opening_to_json
from matcher.suggest import Suggester

FORMAT = 1
_MADE_WITH = {
    "format": "by another version of Coopt",
    "openings": "for other openings, or their texts changed since",
    "encoder": "with another encoder",
    "ranker": "with another ranker",
    "corpus": "before contacts changed",
}


@dataclass(frozen=True, slots=True)
class BatchState:
    """What every line of a batch is made with.

    Attributes:
        openings: SHA-256 (hex) of the openings' ids and contents, in their order.
        encoder: Revision of the encoder.
        ranker: Revision of the ranker, as it ships.
        corpus: Hash of every fragment in the index.
        multipliers: What the team's verdicts had taught when it began: later verdicts wait for the next.
    """

    openings: str
    encoder: str
    ranker: str
    corpus: str
    multipliers: Mapping[str, float] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def of(
        cls, suggester: Suggester, openings: Sequence[Opening], multipliers: Mapping[str, float]
    ) -> "BatchState":
        """Tells what a batch that begins now is made with."""
        manifest = suggester.index.manifest
        return cls(
            _hash_of(openings),
            manifest.revision,
            ranker_revision(suggester.ranker),
            manifest.corpus_hash,
            dict(multipliers),
        )

    @classmethod
    def read(cls, path: Path) -> "BatchState | None":
        """Reads what `write` wrote; None where there is none.

        Raises:
            BatchMismatch: If the file is not one of ours.
        """
        try:
            return cls(**json.loads(path.read_bytes()))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError) as error:
            raise BatchMismatch(path.name, _MADE_WITH["format"]) from error

    def write(self, path: Path) -> None:
        """Writes it whole, or not at all."""
        write_whole(path, json.dumps(asdict(self), indent=2) + "\n")

    def check(self, now: "BatchState", name: str) -> None:
        """Makes sure that a batch may go on.

        Args:
            now: What it would go on with.
            name: Of the batch, for whoever reads the error.

        Raises:
            BatchMismatch: If its lines would not be made alike.
        """
        for what, words in _MADE_WITH.items():
            if getattr(self, what) != getattr(now, what):
                raise BatchMismatch(name, words)

    def taught(self, ranker: Ranker) -> Ranker:
        """Gives the ranker as verdicts had taught it; they teach only one that is calibrated."""
        if self.multipliers and isinstance(ranker, AdditiveRanker):
            return ranker.taught(self.multipliers)
        return ranker


def _hash_of(openings: Sequence[Opening]) -> str:
    found = hashlib.sha256()
    for opening in openings:
        found.update(json.dumps([opening.id, content_hash(opening_to_json(opening))]).encode())
    return found.hexdigest()
