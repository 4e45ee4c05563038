import json
from pathlib import Path

import pytest

from matcher.errors import UnreadableFile
from matcher.evaluation import read_collection

QRELS = "q1\t0\tc1\t1\nq1\t0\tc2\t0\nq2\t0\tc2\t2\n"
EXPECTED_QRELS = {"q1": {"c1": 1, "c2": 0}, "q2": {"c2": 2}}
EXPECTED_QUERIES = {"q1": "boucher", "q2": "data engineer"}
EXPECTED_CORPUS = {"c1": "butcher", "c2": "développeur"}
QUERIES = "q1\tboucher\nq2\tdata engineer\n"
CORPUS = "c1\tbutcher\nc2\tdéveloppeur\n"


def fill(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return folder


def plain(folder, **changed):
    files = {"queries.tsv": QUERIES, "corpus_elements.tsv": CORPUS, "annotations.tsv": QRELS}
    return fill(folder, files | {f"{name}.tsv": text for name, text in changed.items()})


def json_lines(id_key, texts):
    return "\n".join(json.dumps({id_key: id, "category": "X", "text": text}) for id, text in texts.items())


def lines_folder(folder, **changed):
    files = {
        "openings.jsonl": json_lines("opening_id", EXPECTED_QUERIES),
        "contacts.jsonl": json_lines("contact_id", EXPECTED_CORPUS),
        "qrels.tsv": QRELS,
    }
    return fill(folder, files | {f"{name}.jsonl": text for name, text in changed.items()})


def holds_the_expected(collection):
    assert (collection.queries, collection.corpus) == (EXPECTED_QUERIES, EXPECTED_CORPUS)
    return collection.qrels == EXPECTED_QRELS


def test_tables_without_header(tmp_path):
    collection = read_collection(plain(tmp_path / "melo"))
    assert holds_the_expected(collection)
    assert collection.name == "melo"
    assert not collection.documents


@pytest.mark.parametrize("suffix", ["", ".tsv"])
def test_tables_with_header(tmp_path, suffix):
    files = {
        f"queries{suffix}": "q_id\tjobtitle\n" + QUERIES,
        f"corpus_elements{suffix}": "c_id\tjobtitle\n" + CORPUS,
        "qrels.tsv": QRELS,
    }
    collection = read_collection(fill(tmp_path, files))
    assert holds_the_expected(collection)
    assert not collection.documents


def test_folders_of_documents(tmp_path):
    files = {f"queries/{id}": text for id, text in EXPECTED_QUERIES.items()}
    files |= {f"corpus/{id}.txt": f"{text}\n" for id, text in EXPECTED_CORPUS.items()}
    collection = read_collection(fill(tmp_path, files | {"corpus/.DS_Store": "\0", "qrels.tsv": QRELS}))
    assert holds_the_expected(collection)
    assert collection.documents


def test_lines_of_json(tmp_path):
    collection = read_collection(lines_folder(tmp_path))
    assert holds_the_expected(collection)
    assert collection.documents


def test_byte_order_mark_windows_line_ends_and_blank_lines(tmp_path):
    folder = plain(tmp_path, queries="\ufeff" + QUERIES.replace("\n", "\r\n\r\n"))
    assert holds_the_expected(read_collection(folder))


def test_qrels_in_columns_of_spaces(tmp_path):
    assert holds_the_expected(read_collection(plain(tmp_path, annotations=QRELS.replace("\t", "   "))))


def test_trailing_slash_is_no_part_of_the_name(tmp_path):
    plain(tmp_path / "here")
    assert read_collection(Path(f"{tmp_path}/here/")).name == "here"


def test_same_text_under_several_ids_is_kept(tmp_path):
    collection = read_collection(plain(tmp_path, corpus_elements="c1\tnurse\nc2\tnurse\n"))
    assert collection.corpus == {"c1": "nurse", "c2": "nurse"}


def test_title_with_a_unicode_line_separator_stays_whole(tmp_path):
    assert read_collection(plain(tmp_path, queries="q1\ta\u2028b\nq2\tc\n")).queries["q1"] == "a\u2028b"


def test_same_judgement_twice_counts_once(tmp_path):
    assert holds_the_expected(read_collection(plain(tmp_path, annotations=QRELS + "q1\t0\tc1\t1\n")))


@pytest.mark.parametrize(
    ("changed", "line", "expected"),
    [
        ({"queries": "q1\tboucher\nq1\tbaker\n"}, 2, "'q1' comes again"),
        ({"corpus_elements": "c1\tbutcher\nc2 no tab\n"}, 2, "found 1 columns"),
        ({"corpus_elements": "c1\tbutcher\tboucher\n"}, 1, "found 3 columns"),
        ({"queries": "q1\tboucher\nq2\t \n"}, 2, "empty"),
        ({"queries": ""}, None, "empty"),
        ({"annotations": "q1\t0\tc1\t1\nq9\t0\tc1\t1\n"}, 2, "id of the queries, found 'q9'"),
        ({"annotations": "q1\t0\tc9\t1\n"}, 1, "id of the corpus, found 'c9'"),
        ({"annotations": "q1\tc1\t1\n"}, 1, "four columns"),
        ({"annotations": "q1\t0\tc1\tyes\n"}, 1, "four columns"),
        ({"annotations": "q1\t0\tc1\t1\nq1\t0\tc1\t2\n"}, 2, "two"),
        ({"annotations": "q1\t0\tc1\t0\n"}, None, "grade above 0"),
    ],
)
def test_bad_row_names_file_and_line(tmp_path, changed, line, expected):
    with pytest.raises(UnreadableFile, match=expected) as caught:
        read_collection(plain(tmp_path, **changed))
    assert caught.value.path == str(tmp_path / f"{next(iter(changed))}.tsv")
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('{"contact_id": "c2", "text": ', "expected a JSON object"),
        ("[" * 100_000, "expected a JSON object"),
        ('["c2", "text"]', "strings contact_id, text"),
        ('{"contact_id": "c2"}', "strings contact_id, text"),
        ('{"contact_id": "c1", "text": "again"}', "'c1' comes again"),
    ],
)
def test_bad_json_line_names_file_and_line(tmp_path, row, expected):
    contacts = '{"contact_id": "c1", "text": "butcher"}\n' + row
    with pytest.raises(UnreadableFile, match=expected) as caught:
        read_collection(lines_folder(tmp_path, contacts=contacts))
    assert (caught.value.path, caught.value.line) == (str(tmp_path / "contacts.jsonl"), 2)


def test_missing_header_would_lose_the_first_title(tmp_path):
    files = {"queries": QUERIES, "corpus_elements": "c_id\tjobtitle\n" + CORPUS, "qrels.tsv": QRELS}
    with pytest.raises(UnreadableFile, match=r"queries, line 1: expected the header q_id"):
        read_collection(fill(tmp_path, files))


def test_header_without_rows(tmp_path):
    files = {
        "queries": "q_id\tjobtitle\n",
        "corpus_elements": "c_id\tjobtitle\n" + CORPUS,
        "qrels.tsv": QRELS,
    }
    with pytest.raises(UnreadableFile, match="at least one text"):
        read_collection(fill(tmp_path, files))


def test_document_folder_without_documents(tmp_path):
    (tmp_path / "corpus").mkdir()
    with pytest.raises(UnreadableFile, match="at least one text"):
        read_collection(fill(tmp_path, {"queries/q1": "boucher", "qrels.tsv": QRELS}))


def test_same_document_with_and_without_suffix(tmp_path):
    files = {"queries/q1": "a", "queries/q1.txt": "b", "corpus/c1": "c", "qrels.tsv": "q1 0 c1 1"}
    with pytest.raises(UnreadableFile, match="'q1' comes again"):
        read_collection(fill(tmp_path, files))


def test_missing_part_is_named_beside_the_four_layouts(tmp_path):
    (plain(tmp_path) / "annotations.tsv").unlink()
    with pytest.raises(UnreadableFile, match="annotations.tsv not found; .*four layouts.*openings.jsonl"):
        read_collection(tmp_path)


@pytest.mark.parametrize("name", ["empty", "file", "absent"])
def test_what_is_no_collection_is_told_the_four_layouts(tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("text")
    with pytest.raises(UnreadableFile, match=r"four layouts: .*annotations.*headers.*corpus/.*jsonl"):
        read_collection(tmp_path / name)


@pytest.mark.parametrize(
    ("folder", "n_queries", "n_corpus", "n_judged", "documents"),
    [
        ("melo/bel_q_fr_c_en", 328, 33_606, 3_789, False),
        ("melo/usa_q_en_c_en", 633, 33_809, 7_852, False),
        ("talentclef2025/validation/english", 105, 2_619, 2_420, False),
        ("talentclef2025/validation/spanish", 185, 4_661, 7_579, False),
        ("talentclef2026_toy/en", 3, 5, None, True),
        ("job_person_en", 42, 1_347, None, True),
    ],
)
def test_real_collections(shared_data: Path, folder, n_queries, n_corpus, n_judged, documents):
    collection = read_collection(shared_data / folder)
    assert (len(collection.queries), len(collection.corpus)) == (n_queries, n_corpus)
    assert collection.documents is documents
    assert n_judged in (None, sum(map(len, collection.qrels.values())))


def test_folder_with_qrels_alone_is_no_collection(shared_data: Path):
    with pytest.raises(UnreadableFile, match="four layouts"):
        read_collection(shared_data / "talentclef2026_toy/en-es")
