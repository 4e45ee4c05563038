"""A generation's manifest: what an index was made with, checked before it is used."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from matcher.encoder import Encoder
from matcher.errors import IndexMismatch
from matcher.index.company.tuning import CompanyFacts

MANIFEST = "manifest.json"
FORMAT = 6  # grows when the files of a generation change shape or meaning; 6: names of schools left out


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made with.

    Attributes:
        encoder: The model's name.
        revision: SHA-256 (hex) of the model's files.
        dimension: Length of a vector.
        corpus_hash: Hash of every fragment's id, contact and text.
        store_version: The store's version when its fragments were read.
        made_at: ISO 8601, UTC.
        chosen: The encoder that was chosen for the data folder, which wins over settings; empty for none.
        company: Of the index over everybody; None in a generation that was made without one.
    """

    format: int
    generation: str
    encoder: str
    revision: str
    dimension: int
    corpus_hash: str
    store_version: int
    contacts: int
    fragments: int
    made_at: str
    chosen: str = ""
    company: CompanyFacts | None = None

    def check(self, encoder: Encoder) -> None:
        """Makes sure that vectors of `encoder` may be compared with those of this generation.

        Raises:
            IndexMismatch: If format, model or dimension differ.
        """
        if self.format != FORMAT:
            raise IndexMismatch("format", self.format, FORMAT)
        if self.dimension != encoder.dimension:
            raise IndexMismatch("dimension", self.dimension, encoder.dimension)
        if self.revision != encoder.revision:
            raise IndexMismatch(
                "model", _label(self.encoder, self.revision), _label(encoder.name, encoder.revision)
            )

    def write(self, folder: Path) -> None:
        """Writes `manifest.json` into a generation's folder."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @staticmethod
    def read(folder: Path) -> "Manifest":
        """Reads a generation's manifest.

        Raises:
            IndexMismatch: If it is of another format.
            OSError: If there is none.
        """
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if data.get("format") != FORMAT:
            raise IndexMismatch("format", data.get("format"), FORMAT)
        company = data.pop("company", None)
        return Manifest(**data, company=CompanyFacts.read(company) if company else None)


def _label(name: str, revision: str) -> str:
    return f"{name} ({revision[:12]})"
