"""Four cells, and what they forget."""

import pytest

from models.study.race.history import Access
from models.study.race.shadow import CLEARED, EMPTY, Shadow, after

W1, R1 = Access(1, 1, 1, True), Access(2, 1, 1, False)
LATER_W1, LATER_R1 = Access(3, 1, 2, True), Access(4, 1, 2, False)
FULL = tuple(Access(g, g, 1, False) for g in (11, 12, 13, 14))


def filled(*accesses: Access) -> tuple:
    """Cells with these in front."""
    return accesses + EMPTY[len(accesses):]


@pytest.mark.parametrize(("cells", "access", "left"), [
    (EMPTY, W1, filled(W1)),
    (filled(W1), R1, filled(W1)),                          # repeated: it says no more
    (filled(W1), Access(9, 1, 1, True), filled(W1)),
    (filled(R1), W1, filled(W1)),                          # a write says more than a read
    (filled(W1), LATER_W1, filled(LATER_W1)),
    (filled(R1), LATER_R1, filled(LATER_R1)),
    (filled(W1), LATER_R1, filled(W1, LATER_R1)),          # a read less than a write
    (filled(FULL[0]), W1, filled(FULL[0], W1)),
])
def test_where_an_access_goes(cells, access, left):
    assert after(cells, access, []) == [(left, None)]


def test_where_all_cells_are_taken_any_may_go():
    ways = after(FULL, W1, [])
    assert [told for _, told in ways] == [None] * 4
    assert [[i for i in range(4) if cells[i] is W1] for cells, _ in ways] == [[0], [1], [2], [3]]


def test_a_race_with_the_first_cell_is_reported_and_nothing_is_kept():
    assert after(FULL, W1, [FULL[2], FULL[1]]) == [((CLEARED, None, None, None), FULL[1])]


def test_after_a_report_three_cells_are_free():
    cells, _ = after(FULL, W1, [FULL[1]])[0]
    for access in FULL[:3]:
        [(cells, _)] = after(cells, access, [])
    assert cells == (CLEARED, *FULL[:3]) and len(after(cells, W1, [])) == 4


def test_an_access_that_was_not_looked_at_again_is_no_report():
    assert after(filled(W1, FULL[0]), Access(9, 1, 1, True), [FULL[0]]) == [(filled(W1, FULL[0]), None)]


def test_what_has_become_of_an_access():
    shadow = Shadow()
    for access in (W1, R1, LATER_W1, *FULL[:3]):
        assert shadow.touch(access, [], lambda kind, options: 0) is None
    assert shadow.touch(FULL[3], [], lambda kind, options: options[0]) is None
    assert [shadow.fate(access.serial) for access in (W1, R1, LATER_W1)] == ["evicted"] * 3
    assert shadow.touch(Access(50, 5, 1, True), [FULL[0]], max) == FULL[0]
    assert [shadow.fate(serial) for serial in (11, 12, 14, 50)] == ["cleared"] * 4
    assert shadow.fate(1) == "evicted"
