"""What a growing stack costs for each call, counted in both designs."""

import pytest

from models.stack.costs import hot_depth
from models.study.measure.stackcosts import begun, copied, growths, to_edge, trips


def test_the_way_to_an_edge_is_the_shortest():
    for design in ("copying", "segments"):
        path = to_edge(design, [], 64, 64)
        stack = begun(design, path)
        assert stack.so_far.morestack == 0
        stack.call(64)
        assert stack.so_far.morestack == 1
    assert len(to_edge("segments", [], 64, 64)) == hot_depth(64)


def test_a_wide_frame_finds_the_edge_sooner_and_what_came_before_counts():
    assert len(to_edge("copying", [], 64, 512)) < len(to_edge("copying", [], 64, 64))
    assert to_edge("copying", [600], 64, 64)[0] == 600
    assert len(to_edge("copying", [600], 64, 64)) < len(to_edge("copying", [64], 64, 64))


def test_a_loop_at_the_edge_splits_every_time_or_grows_once():
    counts = [1, 2, 10, 1000]
    assert trips("segments", to_edge("segments", [], 64, 64), 64, counts) == [2, 4, 20, 2000]
    assert trips("copying", to_edge("copying", [], 64, 64), 64, counts) == [1, 1, 1, 1]


def test_a_loop_away_from_the_edge_costs_nothing():
    for design in ("copying", "segments"):
        assert trips(design, to_edge(design, [], 64, 64)[:-1], 64, [1, 5]) == [0, 0]


def test_copying_moves_a_bounded_number_of_bytes_for_each_call():
    found = copied("copying", [], 248, range(1, 5000))
    late = found[100:]
    assert 200 < min(late) and max(late) < 2 * 256  # never more than two frames, however deep
    assert found[:3] == [0, 0, 0]


def test_segments_move_arguments_only():
    assert max(copied("segments", [], 248, range(1, 5000))) < 16


def test_a_stack_grows_once_for_each_doubling():
    calls = [4 * 2 ** k for k in range(12)]
    found = growths([], 248, calls)
    assert found == sorted(found) and all(after - before == 1 for before, after in zip(found[1:], found[2:]))


def test_a_design_that_nobody_had_is_refused():
    with pytest.raises(ValueError, match="there is no design 'linked'; there are copying, segments"):
        begun("linked", [])


def test_without_an_edge_it_is_said(monkeypatch):
    monkeypatch.setattr("models.study.measure.stackcosts.DEEPEST", 3)
    with pytest.raises(ValueError, match="3 calls of 64 bytes never come to an edge for one of 64 bytes"):
        to_edge("copying", [], 64, 64)
