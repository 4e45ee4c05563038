import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.spreadsheet import safe_cell, write_csv


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://example.org","see")',
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1:A9)",
        "\t=1+1",
        "\r\n=1",
        "  =1+1",
        "＝1+1",
    ],
)
def test_a_formula_becomes_a_text(cell):
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize(("value", "cell"), [(-3, "-3"), (0.5, "0.5"), (None, ""), ("Zoé = a", "Zoé = a")])
def test_anything_else_stays_as_it_is(value, cell):
    assert safe_cell(value) == cell


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2))
)
def test_no_cell_of_a_table_begins_as_a_formula(rows):
    file = io.StringIO(newline="")
    assert write_csv(file, ("=name", "title"), rows) == len(rows)
    read = list(csv.reader(io.StringIO(file.getvalue(), newline="")))
    assert len(read) == len(rows) + 1
    assert not any(cell.lstrip().startswith(tuple("=+-@")) for row in read for cell in row)
