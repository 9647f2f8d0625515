"""Go's numbers, and what a page may put in their place."""

from dataclasses import FrozenInstanceError, replace

import pytest

from models.runtime.constants import BY_RELEASE, GO_1_22, GO_1_27, Constants

from .build import error


def test_the_defaults_are_gos():
    assert GO_1_27 == Constants(
        runq_size=256, global_tick=61, steal_tries=4, goid_batch=16, gfree_max=64, gfree_keep=32,
        stack_min=2048, stack_guard=928, max_frames=100_000, starving_ns=1_000_000,
        release="1.27.3", idle_top="highest")
    assert GO_1_27 == Constants()


def test_the_two_releases_differ_in_their_names_and_the_idle_list_alone():
    assert GO_1_22 == replace(GO_1_27, release="1.22.10", idle_top="lowest")
    assert BY_RELEASE == {"1.27.3": GO_1_27, "1.22.10": GO_1_22}


def test_constants_stay_what_they_are():
    with pytest.raises(FrozenInstanceError):
        GO_1_27.runq_size = 4


@pytest.mark.parametrize("size", [-4, -1, 0, 1, 3, 255])
def test_a_ring_is_a_power_of_two(size):
    with error(ValueError, f"runq_size is {size}; it must be a power of two, 2 or more"):
        Constants(runq_size=size)


@pytest.mark.parametrize("wrong", [{"global_tick": 0}, {"steal_tries": 0}, {"global_tick": -61},
                                   {"global_tick": 0, "steal_tries": 0}])
def test_counts_are_at_least_one(wrong):
    with error(ValueError, "global_tick and steal_tries must be 1 or more"):
        Constants(**wrong)


@pytest.mark.parametrize("frames", [-1, 0])
def test_a_stack_has_room_for_a_call(frames):
    with error(ValueError, f"max_frames is {frames}; it must be 1 or more"):
        Constants(max_frames=frames)


def test_the_idle_list_has_two_ends():
    with error(ValueError, 'idle_top is \'middle\'; it must be "highest" or "lowest"'):
        replace(GO_1_27, idle_top="middle")


@pytest.mark.parametrize("fine", [{"runq_size": 2}, {"runq_size": 4}, {"global_tick": 1},
                                  {"steal_tries": 1}, {"max_frames": 1}, {"idle_top": "lowest"}])
def test_the_smallest_values_are_taken(fine):
    assert replace(GO_1_27, **fine) == Constants(**fine)
