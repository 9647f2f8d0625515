"""What growing costs on real Go: the recording beside the model's counts."""

import pytest

from models.golang import evidence
from models.golang.stacks import growth
from models.golang.times import durations, threads
from models.golang.toolchain import REFERENCE, VERSIONS
from models.stack.sizes import WORD
from models.study.measure.stackcosts import growths, to_edge

KEPT = evidence.load(growth.NAME)
FRAMES = KEPT["frames"]
LOW = "p10"  # what is least disturbed by whatever else the machine does
CALL, BELOW, FIRST = 256, 6, 2048  # as in the listing


@pytest.mark.parametrize("version", VERSIONS)
def test_the_listings_frames_are_those_recorded_in_both_releases(version):
    assert growth.frames(version) == FRAMES


def test_a_call_takes_as_much_stack_as_the_listing_says():
    assert FRAMES["down"] + WORD == FRAMES["edge"] + WORD == CALL


def test_the_loop_stands_at_the_edge_that_the_model_finds():
    start = [FRAMES[name] for name in growth.TO_EDGE]
    path = to_edge("copying", start, FRAMES["edge"], FRAMES["wide"])
    assert len(path) - len(start) - 1 == FIRST // CALL - BELOW  # edge has called itself so many times


def test_there_and_only_there_the_first_call_is_slow_on_stacks_of_every_size():
    grows, fits = growth.times("grows", LOW), growth.times("fits", LOW)
    assert list(grows) == list(fits) == [FIRST << k for k in range(10)]
    assert all(grows[size] > 3 * fits[size] for size in grows)
    assert list(grows.values()) == sorted(grows.values())
    small, large = grows[FIRST] - growth.clock(LOW), grows[FIRST << 9] - growth.clock(LOW)
    assert large > 50 * small  # it has 512 times as many frames to move


def test_a_recursion_takes_one_step_longer_for_each_growth_that_the_model_counts():
    fresh = growth.times("down fresh", LOW)
    start = [FRAMES[name] for name in growth.TO_DOWN]
    counted = growths(start, FRAMES["down"], [n + 1 for n in fresh])
    assert counted[0] == 1 and counted[-1] == 11
    shallow = [(count, ns) for count, ns in zip(counted, fresh.values()) if count <= 8]  # no page faults yet
    for (count, ns), (next_count, next_ns) in zip(shallow, shallow[1:]):
        assert next_count - count in (0, 1)
        assert (next_ns > 1.4 * ns) == (next_count > count)


def test_growing_costs_the_same_for_each_call_however_deep_and_little_is_left_once_it_is_done():
    each = [ns / (n + 1) for n, ns in growth.times("down fresh", LOW).items() if n <= 3072]
    assert max(each) < 5 * min(each)
    fresh, grown = growth.times("down fresh", LOW), growth.times("down grown", LOW)
    assert all(fresh[n] > 5 * grown[n] for n in fresh)


def test_the_edge_is_paid_for_once():
    fresh, grown = growth.times("loop fresh", LOW), growth.times("loop grown", LOW)
    assert fresh[1] > 5 * grown[1]
    assert fresh[100_000] < 1.5 * grown[100_000]


def test_it_is_recorded_as_it_is_declared():
    assert (KEPT["go"], KEPT["listing"], KEPT["env"]) == (REFERENCE, growth.LISTING, growth.ENV)
    assert all(kept["samples"] == 101 for kept in KEPT["kinds"].values())
    assert {len(kept) for kept in KEPT["kinds"].values()} == {len(durations.QUANTILES) + 1}


def test_the_listing_prints_what_is_recorded():
    found = threads.printed(growth.LISTING, growth.ENV)
    assert found.keys() == KEPT["kinds"].keys()
    low = {kind: sorted(times)[len(times) // 10] for kind, times in found.items()}
    assert low["loop fresh 1"] > 3 * low["loop grown 1"] and low["grows 16384"] > 3 * low["fits 16384"]


def test_a_kind_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="growth.json has no times of 'up fresh'"):
        growth.times("up fresh")
