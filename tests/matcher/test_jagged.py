"""The layout of rows: against values worked out by hand, and against contacts taken one by one."""

import numpy as np
import pytest

from matcher.jagged import Jagged

# Three contacts: the first has rows 0 and 1, the second row 2, the third rows 3, 4 and 5.
COUNTS = np.array([2, 1, 3])


def test_first_rows_stand_first() -> None:
    layout = Jagged.of(COUNTS)
    assert layout.order.tolist() == [2, 0, 1]
    assert layout.rows.tolist() == [3, 0, 2, 4, 1, 5]
    assert layout.starts.tolist() == [0, 3, 5, 6]


def test_what_is_left_of_a_long_one_stands_at_the_end() -> None:
    layout = Jagged.of(np.array([1, 6, 2]))
    assert layout.order.tolist() == [1, 2, 0]
    assert layout.rows.tolist() == [1, 7, 0, 2, 8, 3, 4, 5, 6]
    assert (layout.starts.tolist(), layout.tails.tolist()) == ([0, 3, 5], [5, 9])


def test_highest_of_each() -> None:
    layout = Jagged.of(COUNTS)
    values = np.array([[5, 9, 4, 1, 8, 2], [0, 0, 7, 3, 3, 6]])
    assert layout.highest(values[:, layout.rows]).tolist() == [[8, 9, 4], [6, 0, 7]]


def test_the_two_highest_of_each_from_high_to_low() -> None:
    layout = Jagged.of(COUNTS)
    values = np.array([5, 9, 4, 1, 8, 8], np.float32)
    assert layout.highest_k(values[layout.rows], 2).tolist() == [[8, 9, 4], [8, 5, -np.inf]]


def test_rows_are_found_again() -> None:
    layout = Jagged.of(COUNTS)
    # The contact with one row, then the one with three.
    assert layout.rows[layout.places(np.array([2, 0]))].tolist() == [2, 3, 4, 5]


def test_nobody_has_no_rows() -> None:
    layout = Jagged.of(np.empty(0, np.int64))
    assert layout.highest(np.empty((4, 0), np.float32)).shape == (4, 0)
    assert layout.highest_k(np.empty(0, np.float32), 5).shape == (5, 0)


@pytest.mark.parametrize("long", [[], [90], [40, 400, 7_000]])
def test_as_contacts_taken_one_by_one(long: list[int]) -> None:
    drawn = np.random.default_rng(5)
    counts = drawn.permutation(np.concatenate([drawn.integers(1, 12, 300), np.array(long, np.int64)]))
    values = drawn.standard_normal(counts.sum()).astype(np.float32)
    own = np.split(values, np.cumsum(counts)[:-1])
    layout = Jagged.of(counts)
    found = layout.highest_k(values[layout.rows], 5)
    for place, contact in enumerate(layout.order.tolist()):
        highest = np.sort(own[contact])[::-1][:5]
        assert found[: len(highest), place].tolist() == highest.tolist()
        assert np.isneginf(found[len(highest) :, place]).all()
        assert layout.highest(values[layout.rows])[place] == highest[0]
        assert values[layout.rows][layout.places(np.array([place]))].tolist() == own[contact].tolist()
    few_steps = len(layout.starts) + len(layout.tails)
    assert few_steps < 60
