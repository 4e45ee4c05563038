"""The encoders that a data folder is searched with: one, and a quick one where that is too slow."""

from dataclasses import dataclass
from typing import Self

from matcher.encoder import Encoder, load_encoder
from matcher.store import Store

QUICK_FOR = {"accurate": "fast"}  # what searches a large store in the place of an encoder too slow for it
LARGE = 20_000  # fragments; `accurate` reads about 140 titles a second


@dataclass(frozen=True, slots=True)
class Encoders:
    """The encoder of a data folder; `quick` finds in its place in a store of more than `LARGE` fragments."""

    name: str
    encoder: Encoder
    quick: Encoder | None

    @classmethod
    def load(cls, name: str, *, allow_download: bool = False) -> Self:
        """Loads the encoder of a name, and the quick one that goes with it.

        Raises:
            UnknownModel: If there is no model of this name.
            AlteredModel: If its files are not what its manifest says.
        """
        quick = QUICK_FOR.get(name)
        encoder = load_encoder(name, allow_download=allow_download)
        return cls(name, encoder, None if quick is None else load_encoder(quick))

    def searcher(self, store: Store) -> Encoder:
        """Gives the encoder that the next generation is to be made with."""
        large = self.quick is not None and store.fragment_count() > LARGE
        return self.quick if large and self.quick is not None else self.encoder
