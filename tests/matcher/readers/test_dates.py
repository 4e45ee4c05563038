import re

import pytest

from matcher.readers.dates import DATE, read_day, read_month


@pytest.mark.parametrize(
    "text",
    [
        "12 Mar 2024",
        "12-Mar-24",
        "12 mars 2024",
        "12 mar. 2024",
        "12 de marzo de 2024",
        "12. März 2024",
        "12 marzo 2024",
        "12 mrt 2024",
        "12 de março de 2024",
        "March 12, 2024",
        "2024-03-12",
        "2024-03-12T08:00:00Z",
        "12 marca 2024",
        "2024年3月12日",
    ],
)
def test_a_day_is_read_in_many_languages(text):
    assert read_day(text) == "2024-03-12"


def test_a_numeric_day_is_read_only_where_one_order_is_possible():
    assert read_day("28/02/2024") == "2024-02-28"
    assert read_day("02/28/2024") == "2024-02-28"
    assert read_day("02/03/2024") is None


@pytest.mark.parametrize(
    "text", ["", "soon", "31 Feb 2024", "12 Foo 2024", "2024", "99-Mar-24", "x" * 500 + " 1 2024"]
)
def test_no_day_is_made_up(text):
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("March 2021", "2021-03"),
        ("Sept. 2011", "2011-09"),
        ("janvier 2020", "2020-01"),
        ("marzo de 2019", "2019-03"),
        ("03/2019", "2019-03"),
        ("15/03/2019", "2019-03"),
        ("2019-03", "2019-03"),
        ("2015", "2015"),
        ("Jan '19", "2019-01"),
    ],
)
def test_a_month_is_read_as_resumes_write_it(text, month):
    assert re.fullmatch(DATE, text, re.IGNORECASE)
    assert read_month(text) == month
