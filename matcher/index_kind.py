"""Which kind of index answers questions about everybody."""

from enum import StrEnum

from matcher.errors import CooptError

FLAT_UP_TO = 50_000  # distinct vectors: up to here looking at each takes a few milliseconds
COMPRESSED_FROM = 1_000  # distinct vectors: codes learn from as many, and fewer are not worth them


class IndexKind(StrEnum):
    """How everybody is searched at once; one network is always searched exactly."""

    AUTO = "auto"  # flat in a small store, ivf in a large one
    FLAT = "flat"  # exact: looks at every vector
    IVF = "ivf"  # compressed vectors in lists, of which the nearest are looked at
    HNSW = "hnsw"  # a graph of neighbours: quicker, and takes some eight times the memory
    PGVECTOR = "pgvector"  # as auto, and one network is searched in the store's database, PostgreSQL

    @classmethod
    def named(cls, name: str) -> "IndexKind":
        """Gives the kind of a name.

        Raises:
            CooptError: If there is none.
        """
        try:
            return cls(name)
        except ValueError:
            known = ", ".join(cls)
            raise CooptError(f"There is no index {name!r}: expected one of {known}.") from None

    def for_size(self, n: int) -> "IndexKind":
        """Gives what is built over `n` distinct vectors."""
        if self in (IndexKind.AUTO, IndexKind.PGVECTOR):
            return IndexKind.FLAT if n <= FLAT_UP_TO else IndexKind.IVF
        return self if n >= COMPRESSED_FROM else IndexKind.FLAT
