"""What goroutines know of each other."""

import pytest

from models.study.race.clocks import Clocks


@pytest.fixture
def clocks() -> Clocks:
    """Goroutine 0 has started 1 and 2."""
    made = Clocks()
    made.start(0)
    made.start(1, by=0)
    made.start(2, by=0)
    return made


def test_who_is_started_knows_what_was_before_and_no_more(clocks):
    assert clocks.goroutines == {0: {0: 3}, 1: {1: 1, 0: 1}, 2: {2: 1, 0: 2}}
    assert clocks.knows(2, 0, 2) and not clocks.knows(1, 0, 2) and not clocks.knows(0, 1, 1)


def test_a_release_is_learnt_by_who_acquires_after_it(clocks):
    clocks.acquire(2, "a")
    clocks.release(1, "a")
    assert not clocks.knows(2, 1, 1)
    clocks.acquire(2, "a")
    assert clocks.knows(2, 1, 1) and not clocks.knows(2, 1, 2) and clocks.goroutines[1][1] == 2


@pytest.mark.parametrize(("how", "kept", "learnt"), [
    ("release", False, False), ("release_merge", True, False), ("release_acquire", False, True), ("swap", True, True)])
def test_what_becomes_of_what_another_left(clocks, how, kept, learnt):
    clocks.release(1, "a")
    getattr(clocks, how)(2, "a")
    assert clocks.knows(2, 1, 1) == learnt
    clocks.acquire(0, "a")
    assert clocks.knows(0, 1, 1) == kept and clocks.knows(0, 2, 1) and clocks.goroutines[2][2] == 2


def test_things_are_told_apart(clocks):
    clocks.release(1, "a")
    clocks.acquire(2, "b")
    assert not clocks.knows(2, 1, 1)
