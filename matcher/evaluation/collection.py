"""A test collection: queries, a corpus, and which of the corpus answers which query. Four folder layouts."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from matcher.errors import UnreadableFile
from matcher.readers.files import MAX_ROWS_FILE, read_text

LAYOUTS = (
    "queries.tsv, corpus_elements.tsv, annotations.tsv; "
    "queries, corpus_elements, qrels.tsv (with headers); "
    "folders queries/ and corpus/, qrels.tsv; "
    "openings.jsonl, contacts.jsonl, qrels.tsv"
)


@dataclass(frozen=True, slots=True)
class Collection:
    """What a system is measured on. Several ids may carry the same text.

    Attributes:
        name: The folder's name.
        queries: Text by query id, in the order of the file.
        corpus: Text by contact id, in the order of the file.
        qrels: Grade by query id and contact id; 0 or less is judged not relevant.
        documents: Whether the texts are whole documents rather than titles.
    """

    name: str
    queries: dict[str, str]
    corpus: dict[str, str]
    qrels: dict[str, dict[str, int]]
    documents: bool


class _Row(NamedTuple):
    """One text of a collection, and where it stands: a line in a file, or None if it is the whole file."""

    id: str
    text: str
    path: Path
    line: int | None


_Reader = Callable[[Path], Iterator[_Row]]


@dataclass(frozen=True, slots=True)
class _Layout:
    """The names of the three parts, a folder's with a closing slash, and what reads the first two."""

    names: tuple[str, str, str]
    read_queries: _Reader
    read_corpus: _Reader
    documents: bool

    def missing(self, folder: Path) -> list[str]:
        return [name for name in self.names if not _is_part(folder, name)]


def read_collection(folder: Path) -> Collection:
    """Reads a test collection from a folder of any of the four layouts.

    Raises:
        UnreadableFile: If the folder has none of the four layouts; or if a row is not what its file promises,
            repeats an id, or judges an id that is neither in the queries nor in the corpus.
    """
    layout = _layout_of(folder)
    queries, corpus, qrels = (folder / name for name in layout.names)
    query_texts = _texts_by_id(queries, layout.read_queries)
    corpus_texts = _texts_by_id(corpus, layout.read_corpus)
    return Collection(
        name=folder.resolve().name,
        queries=query_texts,
        corpus=corpus_texts,
        qrels=_read_qrels(qrels, query_texts, corpus_texts),
        documents=layout.documents,
    )


def _layout_of(folder: Path) -> _Layout:
    if not folder.is_dir():
        problem = "this is no folder" if folder.exists() else "no such folder"
        raise UnreadableFile(folder, f"{problem}; expected a folder of one of four layouts: {LAYOUTS}")
    closest = min(_LAYOUTS, key=lambda layout: len(layout.missing(folder)))
    missing = closest.missing(folder)
    if missing:
        absent = f"{', '.join(missing)} not found; " if len(missing) < len(closest.names) else ""
        raise UnreadableFile(folder, f"{absent}expected a folder of one of four layouts: {LAYOUTS}")
    return closest


def _is_part(folder: Path, name: str) -> bool:
    path = folder / name
    return path.is_dir() if name.endswith("/") else path.is_file()


def _texts_by_id(path: Path, read: _Reader) -> dict[str, str]:
    texts: dict[str, str] = {}
    for row in read(path):
        if not row.id or not row.text:
            raise UnreadableFile(row.path, "expected an id and a text, one of them is empty", line=row.line)
        if row.id in texts:
            raise UnreadableFile(row.path, f"expected each id once, {row.id!r} comes again", line=row.line)
        texts[row.id] = row.text
    if not texts:
        raise UnreadableFile(path, "expected at least one text, found none")
    return texts


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    # Not splitlines: it also cuts at characters that a title may hold, such as U+2028.
    for number, line in enumerate(read_text(path, max_bytes=MAX_ROWS_FILE).split("\n"), start=1):
        if line.strip():
            yield number, line


def _read_titles(path: Path) -> Iterator[_Row]:
    for number, line in _lines(path):
        cells = line.split("\t")
        if len(cells) != 2:
            raise UnreadableFile(path, f"expected id, tab, text; found {len(cells)} columns", line=number)
        yield _Row(cells[0].strip(), cells[1].strip(), path, number)


def _read_titles_under_header(path: Path, *, id_column: str) -> Iterator[_Row]:
    rows = _read_titles(path)
    header = next(rows)
    if header.id != id_column:
        raise UnreadableFile(path, f"expected the header {id_column}, tab, jobtitle", line=header.line)
    yield from rows


def _read_documents(folder: Path) -> Iterator[_Row]:
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise UnreadableFile(folder, f"cannot be read ({error.strerror})") from error
    for path in paths:
        yield _Row(path.name.removesuffix(".txt"), read_text(path).strip(), path, None)


def _read_jsonl(path: Path, *, id_key: str) -> Iterator[_Row]:
    for number, line in _lines(path):
        try:
            item = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            column = error.colno if isinstance(error, json.JSONDecodeError) else None
            raise UnreadableFile(path, "expected a JSON object", line=number, column=column) from error
        if not isinstance(item, dict) or not all(isinstance(item.get(key), str) for key in (id_key, "text")):
            raise UnreadableFile(path, f"expected an object with the strings {id_key}, text", line=number)
        yield _Row(item[id_key], item["text"].strip(), path, number)


def _read_qrels(path: Path, queries: dict[str, str], corpus: dict[str, str]) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        query_id, contact_id, grade = _judgement(path, number, line)
        for known, one_id, where in ((queries, query_id, "queries"), (corpus, contact_id, "corpus")):
            if one_id not in known:
                raise UnreadableFile(path, f"expected an id of the {where}, found {one_id!r}", line=number)
        if qrels.setdefault(query_id, {}).setdefault(contact_id, grade) != grade:
            raise UnreadableFile(path, "expected one grade a pair, this one has two", line=number)
    if not any(grade > 0 for judged in qrels.values() for grade in judged.values()):
        raise UnreadableFile(path, "expected at least one pair with a grade above 0, found none")
    return qrels


def _judgement(path: Path, number: int, line: str) -> tuple[str, str, int]:
    cells = line.split("\t") if "\t" in line else line.split()
    try:
        query_id, _, contact_id, grade = (cell.strip() for cell in cells)
        return query_id, contact_id, int(grade)
    except ValueError:
        expected = "expected four columns: query id, 0, corpus id, grade (a whole number)"
        raise UnreadableFile(path, expected, line=number) from None


_titles_of_queries = partial(_read_titles_under_header, id_column="q_id")
_titles_of_corpus = partial(_read_titles_under_header, id_column="c_id")
_LAYOUTS = (
    _Layout(("queries.tsv", "corpus_elements.tsv", "annotations.tsv"), _read_titles, _read_titles, False),
    _Layout(("queries", "corpus_elements", "qrels.tsv"), _titles_of_queries, _titles_of_corpus, False),
    _Layout(
        ("queries.tsv", "corpus_elements.tsv", "qrels.tsv"), _titles_of_queries, _titles_of_corpus, False
    ),
    _Layout(("queries/", "corpus/", "qrels.tsv"), _read_documents, _read_documents, True),
    _Layout(
        ("openings.jsonl", "contacts.jsonl", "qrels.tsv"),
        partial(_read_jsonl, id_key="opening_id"),
        partial(_read_jsonl, id_key="contact_id"),
        True,
    ),
)
