"""The systems that are compared: each scores every contact for every opening, with the code that ships."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.contact import Position, Profile
from matcher.encoder import Encoder
from matcher.fragments import Fragment, FragmentKind, fragments_of
from matcher.index import FragmentIndex, IndexedFragment, build
from matcher.opening import Opening
from matcher.profile_facts import profile_facts
from matcher.ranker import Ranker, WeightedSum, choose_ranker
from matcher.readers.contacts.plain_resume import read_resume_text
from matcher.readers.openings.plain_text import opening_from_text
from matcher.signals import encode_opening, measure

QUERIES_A_BLOCK = 64

Block = NDArray[np.float32]


class System(StrEnum):
    """What orders the contacts."""

    DENSE = "dense"  # cosine of the opening's title and the best fragment
    LEXICAL = "lexical"  # BM25 of the opening's words
    HYBRID = "hybrid"  # a plain weighted sum of three signals
    WHOLE = "whole"  # cosine of the whole texts: what an encoder does without fragments
    RANKED = "ranked"  # what `coopt suggest` does


class EvaluatedSystem:
    """A system over a collection's texts, with an index that lives as long as the object.

    Args:
        documents: Whether the texts are advertisements and resumes; otherwise each is a title.
    """

    def __init__(self, system: System, encoder: Encoder, *, documents: bool) -> None:
        self._system, self._encoder, self._documents = system, _Timed(encoder), documents

    def score(self, queries: Sequence[str], corpus: Sequence[str]) -> Iterator[Block]:
        """Scores the whole corpus, float32, (some queries, n_corpus), a block of queries at a time."""
        if self._system is System.WHOLE:
            yield self._encoder.encode_query(queries) @ self._encoder.encode_document(corpus).T
            return
        openings = [self._opening(text) for text in queries]
        with tempfile.TemporaryDirectory() as folder:
            index = self._index(Path(folder), corpus)
            rows = self._rows(index)
            for start in range(0, len(openings), QUERIES_A_BLOCK):
                yield rows(openings[start : start + QUERIES_A_BLOCK])

    @property
    def texts_per_second(self) -> float:
        """Texts that the encoder took in a second, queries and fragments together."""
        return self._encoder.texts / self._encoder.seconds if self._encoder.seconds else 0.0

    def _opening(self, text: str) -> Opening:
        return opening_from_text(text) if self._documents else Opening(id="", title=text, text=text)

    def _profile(self, text: str) -> Profile:
        if self._documents:
            return read_resume_text(text, "")
        return Profile(name="", positions=(Position(title=text),))

    def _index(self, folder: Path, corpus: Sequence[str]) -> FragmentIndex:
        profiles = {f"{place:09d}": self._profile(text) for place, text in enumerate(corpus)}
        fragments = [
            IndexedFragment(number, contact_id, fragment.kind, fragment.text)
            for text, (contact_id, profile) in zip(corpus, profiles.items(), strict=True)
            for number, fragment in enumerate(_fragments(profile, text))
        ]
        today = date.today()
        facts = {key: profile_facts(profile, today=today) for key, profile in profiles.items()}
        build(folder, fragments, self._encoder, facts=facts, store_version=0)
        return FragmentIndex(folder)

    def _rows(self, index: FragmentIndex) -> Callable[[Sequence[Opening]], Block]:
        if self._system in (System.DENSE, System.LEXICAL):
            score = self._dense if self._system is System.DENSE else self._lexical
            return lambda openings: score(index, openings)
        ranker = WeightedSum() if self._system is System.HYBRID else choose_ranker(self._encoder)
        return lambda openings: self._by(ranker, index, openings)

    def _dense(self, index: FragmentIndex, openings: Sequence[Opening]) -> Block:
        everyone = index.expand(np.arange(len(index.contact_ids)))
        titles = self._encoder.encode_query([opening.title for opening in openings])
        best: Block = np.maximum.reduceat(titles @ index.vectors.T, everyone.starts, axis=1)
        return best

    def _lexical(self, index: FragmentIndex, openings: Sequence[Opening]) -> Block:
        texts = [" ".join((o.title, *(r.text for r in o.requirements))) for o in openings]
        return np.stack([index.lexical.scores(text) for text in texts])

    def _by(self, ranker: Ranker, index: FragmentIndex, openings: Sequence[Opening]) -> Block:
        everyone = index.expand(np.arange(len(index.contact_ids)))
        queries = [encode_opening(opening, self._encoder) for opening in openings]
        return np.stack([ranker.rank(measure(query, index, everyone)[0]).scores for query in queries])


class _Timed:
    """An encoder that counts its texts and seconds."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.revision, self.dimension = encoder.name, encoder.revision, encoder.dimension
        self.texts, self.seconds = 0, 0.0

    def encode_query(self, texts: Sequence[str]) -> Block:
        return self._timed(self._encoder.encode_query, texts)

    def encode_document(self, texts: Sequence[str]) -> Block:
        return self._timed(self._encoder.encode_document, texts)

    def _timed(self, encode: Callable[[Sequence[str]], Block], texts: Sequence[str]) -> Block:
        began = time.perf_counter()
        vectors = encode(texts)
        self.seconds += time.perf_counter() - began
        self.texts += len(texts)
        return vectors


def _fragments(profile: Profile, text: str) -> tuple[Fragment, ...]:
    return fragments_of(profile) or (Fragment(FragmentKind.SUMMARY, text),)
