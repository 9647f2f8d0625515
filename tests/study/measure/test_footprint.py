"""What so many tasks take: multiplied, refused where the kernel refuses, and asked about."""

import pytest

from models.golang import evidence
from models.runtime.events import read
from models.runtime.fatal import Fatal
from models.runtime.kernel import MAX_THREADS, Kernel
from models.runtime.threads import new_thread
from models.runtime.timer import sleep
from models.study.measure.footprint import SIZES, asked, footprints, taken

MEMORY = {"goroutine": {"reserved": 5, "touched": 3}, "thread": {"reserved": 1000, "touched": 7, "kernel": 2}}


def test_a_footprint_is_so_many_times_one():
    found = footprints(MEMORY, 1001)
    assert [of.n for of in found] == list(SIZES) == [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]
    assert found[2].goroutines == {"reserved": 500, "touched": 300}
    assert found[3].threads == {"reserved": 1_000_000, "touched": 7000, "kernel": 2000}
    assert (taken(found[3].threads), taken(found[3].goroutines)) == (9000, 3000)


@pytest.mark.parametrize("limit, most", [(1001, 1000), (1000, 100), (10, 1), (11, 10)])
def test_threads_are_refused_from_the_limit_on_and_main_is_one(limit, most):
    assert max(of.n for of in footprints(MEMORY, limit) if of.threads) == most


def test_the_limit_is_that_of_the_machine():
    def waits():
        yield sleep(1)
    kernel = Kernel(max_threads=4)
    for _ in range(4):
        new_thread(kernel, waits, ())
    with pytest.raises(Fatal, match="Resource temporarily unavailable"):
        new_thread(kernel, waits, ())
    assert MAX_THREADS == 32_768


def test_two_things_are_asked_before_their_step():
    found = footprints(evidence.load("threads")["memory"], MAX_THREADS)
    asks = {i: read(event) for i, event in asked(found).items()}
    assert {i: e.name for i, e in asks.items()} == {3: "footprint-much", 5: "footprint-many"}
    much = [(args["mb"], belief) for _, args, belief in asks[3].choices]
    assert [mb for mb, _ in much] == ["3", "25", "8,393"] and [belief for _, belief in much].index("") == 1
    assert [belief for _, _, belief in asks[5].choices].count("") == 1
