"""What binds a kernel together."""

import pytest

from models.runtime.kernel import CPU, MAX_THREADS, Kernel, Thread, ThreadState

from .build import error, noted
from .threaded import running, thread


def test_a_new_kernel_has_cpus_and_nothing_to_run():
    kernel = Kernel(2)
    assert kernel.state == ThreadState([CPU(0, 0, 0, False, 0, 0), CPU(1, 0, 0, False, 0, 0)], [None],
                                       kernel.state.runq, [], [None], 0, 0)
    assert (list(kernel.state.runq), kernel.frames, kernel.trace, kernel.now) == ([], [None], [], 0)
    assert (kernel.costs, kernel.slice, kernel.max_threads) == ({}, 0, 32_768)
    assert MAX_THREADS == 32_768
    assert len(Kernel().state.cpus) == 1
    assert Kernel(max_threads=7).max_threads == 7
    assert Thread(3) == Thread(3, None, 0, None, "")


@pytest.mark.parametrize("cpus", [0, -1])
def test_a_kernel_without_a_cpu_is_refused(cpus):
    with error(ValueError, f"cpus is {cpus}; it takes 1 or more"):
        Kernel(cpus)


def test_the_longest_recorded_slice_counts():
    assert Kernel(costs={"os slice": (30, 50, 40)}).slice == 50


def test_events_name_a_thread_and_its_cpu_or_nobody():
    kernel = running(2, 2)
    kernel.now = 9
    kernel.emit("log", thread(kernel, 2), 2, "x")
    kernel.emit("wake", None, 2, 0)
    assert kernel.trace == [("log", 9, 2, 1, 2, "x"), ("wake", 9, None, None, 2, 0)]


def test_what_a_step_costs_is_chosen_among_what_was_measured():
    choose, asked = noted({"duration of futex": 30})
    kernel = Kernel(costs={"futex": (20, 30), "wakeup": (7,)}, choose=choose)
    assert [kernel.cost(step) for step in ("futex", "wakeup", "newm")] == [30, 7, 0]
    assert asked == [("duration of futex", [20, 30])]
    assert Kernel(costs={"futex": (20, 30)}).cost("futex") == 20


def test_alarms_go_off_in_the_order_of_their_times_and_then_as_they_came():
    kernel = Kernel()
    kernel.alarm(8, "thread", 4)
    kernel.alarm(5, "thread", 3)
    kernel.alarm(5, "cpu", 0)
    assert sorted(kernel.state.alarms) == [(5, 2, "thread", 3), (5, 3, "cpu", 0), (8, 1, "thread", 4)]
    assert kernel.state.alarms[0] == (5, 2, "thread", 3)
