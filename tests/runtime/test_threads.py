"""The kernel's scheduler, rule by rule."""

import pytest

from models.runtime.events import FIELDS as GO_FIELDS
from models.runtime.fatal import Fatal
from models.runtime.goroutine import go, log, work
from models.runtime.kernel import CPU, Thread
from models.runtime.threads import (
    FIELDS, block, block_for, clone, compute, computed, enqueue, exit_thread, new_thread, resume, sched_yield,
    schedule, turn_to, wake)

from .build import error
from .threaded import COSTS, body, queue, run, running, thread


def test_its_events_have_names_of_their_own():
    assert list(FIELDS) == ["clone", "switch", "resume", "block", "wake", "slice", "yield", "exit", "idle"]
    assert not FIELDS.keys() & GO_FIELDS.keys()


def test_every_event_that_happens_has_the_fields_it_is_said_to_have():
    def pair():
        yield go(work_of, 30)
        yield go(work_of, 300)
        yield work(500)

    def work_of(ns):
        yield work(ns)

    for kind, _, m, p, *args in run(pair).kernel.trace:
        assert len(args) == len(FIELDS[kind].split()), kind
        assert (m is None) == (kind == "idle") and p == 0


# Coming, waiting, going.

def test_a_new_thread_is_known_to_nobody_yet():
    kernel = running(1, 1)
    assert new_thread(kernel, body, ()) is thread(kernel, 2)
    assert thread(kernel, 2) == Thread(2)
    assert (queue(kernel), kernel.trace, kernel.state.alive, len(kernel.frames)) == ([], [], 2, 3)
    assert next(kernel.frames[2][0]) is None


def test_a_thread_too_many_is_refused():
    kernel = running(1, 2, max_threads=3)
    new_thread(kernel, body, ())
    with error(Fatal, "pthread_create: Resource temporarily unavailable"):
        new_thread(kernel, body, ())


def test_a_thread_is_made_for_an_idle_cpu_which_needs_time_to_begin_with_it():
    kernel = running(2, 1)
    kernel.now = 100
    assert clone(kernel, thread(kernel, 1), body, ()) == 2
    assert kernel.trace == [("clone", 100, 1, 0, 2, 1), ("switch", 100, 2, 1, 2, 0)]
    assert kernel.state.alarms == [(160, 1, "cpu", 1)]
    assert (thread(kernel, 1).left, thread(kernel, 2)) == (20, Thread(2, cpu=1))


def test_a_thread_that_is_made_while_all_cpus_are_busy_queues_up():
    kernel = running(1, 2)
    thread(kernel, 1).left = 5
    clone(kernel, thread(kernel, 1), body, ())
    assert (queue(kernel), kernel.trace) == ([2, 3], [("clone", 0, 1, 0, 3, 1)])
    assert (thread(kernel, 1).left, thread(kernel, 3).cpu, kernel.state.alarms) == (25, None, [])


@pytest.mark.parametrize(("last", "goes_to"), [(None, 1), (0, 1), (1, 1), (2, 2)])
def test_who_may_run_goes_to_the_idle_cpu_that_it_was_on_or_else_to_the_first(last, goes_to):
    kernel = running(3, 1)
    new_thread(kernel, body, ()).cpu = last
    enqueue(kernel, thread(kernel, 2), "wakeup")
    assert (thread(kernel, 2).cpu, kernel.state.cpus[goes_to].thread) == (goes_to, 2)
    assert kernel.trace == [("switch", 0, 2, goes_to, 2, 0)]
    assert kernel.state.alarms == [(15, 1, "cpu", goes_to)]


def test_who_waits_leaves_its_cpu_to_the_one_that_has_waited_longest():
    kernel = running(1, 3)
    block(kernel, thread(kernel, 1), "chan send")
    assert kernel.trace == [("block", 0, 1, 0, 1, "chan send"), ("switch", 0, 2, 0, 2, 1)]
    assert (thread(kernel, 1).reason, queue(kernel), kernel.state.cpus[0].thread) == ("chan send", [3], 2)
    assert thread(kernel, 2).reason == ""


def test_who_waits_for_a_time_has_the_clock_set():
    kernel = running(2, 2)
    kernel.now = 7
    block_for(kernel, thread(kernel, 2), 50, "sleep")
    assert kernel.state.alarms == [(57, 1, "thread", 2)]
    assert kernel.trace == [("block", 7, 2, 1, 2, "sleep"), ("idle", 7, None, 1)]


def test_the_clock_wakes_at_no_cost():
    kernel = running(2, 1)
    sleeper = new_thread(kernel, body, ())
    sleeper.reason, sleeper.cpu = "sleep", 0
    wake(kernel, sleeper)
    assert kernel.trace == [("wake", 0, None, None, 2, 0), ("switch", 0, 2, 1, 2, 0)]
    assert kernel.state.alarms == [(15, 1, "cpu", 1)]
    assert (sleeper.reason, thread(kernel, 1).left) == ("", 0)


def test_to_wake_a_cpu_that_sleeps_costs_more_than_to_queue_somebody_up():
    for cpus, cost, queued in ((2, 13, []), (1, 4, [2])):
        kernel = running(cpus, 1)
        sleeper = new_thread(kernel, body, ())
        sleeper.reason, thread(kernel, 1).left = "sleep", 3
        wake(kernel, sleeper, thread(kernel, 1))
        assert (thread(kernel, 1).left, queue(kernel), sleeper.reason) == (cost, queued, "")
        assert kernel.trace[0] == ("wake", 0, 1, 0, 2, 1)


def test_one_busy_cpu_does_not_make_all_busy():
    kernel = running(3, 2)
    wake(kernel, new_thread(kernel, body, ()), thread(kernel, 2))
    assert (thread(kernel, 2).left, thread(kernel, 3).cpu) == (10, 2)


def test_who_gives_way_goes_to_the_queues_end():
    kernel = running(1, 3)
    thread(kernel, 1).left = 4
    sched_yield(kernel, thread(kernel, 1))
    assert kernel.trace == [("yield", 0, 1, 0, 1), ("switch", 0, 2, 0, 2, 1)]
    assert (queue(kernel), thread(kernel, 1).left, kernel.state.alarms) == ([3, 1], 5, [(2, 1, "cpu", 0)])


def test_who_gives_way_to_nobody_pays_for_asking_and_goes_on():
    kernel = running(2, 2)
    sched_yield(kernel, thread(kernel, 1))
    assert (kernel.trace, thread(kernel, 1).left, queue(kernel)) == ([], 1, [])
    assert kernel.state.cpus[0].thread == 1


def test_who_ends_makes_room_for_another():
    kernel = running(3, 3, max_threads=3)
    exit_thread(kernel, thread(kernel, 2))
    assert kernel.trace == [("exit", 0, 2, 1, 2), ("idle", 0, None, 1)]
    assert (kernel.state.alive, kernel.frames[2], kernel.frames[1] is None) == (2, None, False)
    assert new_thread(kernel, body, ()).id == 4
    exit_thread(kernel, thread(kernel, 1))
    assert kernel.state.alive == 2


# Turning from one to another.

def test_a_cpu_without_a_thread_is_idle_and_remembers_whose_it_was():
    kernel = running(2, 2)
    schedule(kernel, kernel.state.cpus[1])
    assert kernel.state.cpus[1] == CPU(1, thread=0, last=2)
    assert (kernel.trace, kernel.state.alarms) == ([("idle", 0, None, 1)], [])


def test_a_cpu_turns_to_the_head_of_the_queue():
    kernel = running(1, 4)
    kernel.now = 30
    schedule(kernel, kernel.state.cpus[0])
    assert kernel.state.cpus[0] == CPU(0, thread=2, last=1, switching=True)
    assert (queue(kernel), kernel.trace, kernel.state.alarms) == (
        [3, 4], [("switch", 30, 2, 0, 2, 1)], [(32, 1, "cpu", 0)])


def test_turning_takes_the_time_of_its_step():
    kernel = running(2, 1)
    kernel.now, kernel.state.cpus[1].last = 5, 9
    turn_to(kernel, kernel.state.cpus[1], new_thread(kernel, body, ()), "newm")
    assert kernel.state.cpus[1] == CPU(1, thread=2, last=9, switching=True)
    assert (kernel.trace, kernel.state.alarms) == ([("switch", 5, 2, 1, 2, 9)], [(65, 1, "cpu", 1)])


def test_who_gets_a_cpu_has_a_whole_slice():
    kernel = running(1, 1)
    kernel.now, kernel.state.cpus[0].switching = 40, True
    resume(kernel, kernel.state.cpus[0])
    assert kernel.state.cpus[0] == CPU(0, thread=1, switching=False, until=140)
    assert kernel.trace == [("resume", 40, 1, 0, 1)]


@pytest.mark.parametrize(("costs", "until", "left", "at"), [
    (COSTS, 100, 60, 90), (COSTS, 100, 70, 100), (COSTS, 100, 80, 100), ({}, 0, 80, 110)])
def test_a_cpu_is_looked_at_when_the_thread_is_done_or_its_slice_is_over(costs, until, left, at):
    kernel = running(1, 1, costs)
    cpu = kernel.state.cpus[0]
    kernel.now, cpu.until, thread(kernel, 1).left = 30, until, left
    compute(kernel, cpu)
    assert (kernel.state.alarms, cpu.since) == ([(at, 1, "cpu", 0)], 30)


def at_the_slices_end(threads, left):
    kernel = running(1, threads)
    cpu = kernel.state.cpus[0]
    kernel.now, cpu.since, cpu.until, thread(kernel, 1).left = 100, 40, 100, left
    computed(kernel, cpu)
    return kernel, cpu


def test_who_has_more_to_do_queues_up_when_its_slice_is_over_and_another_waits():
    kernel, cpu = at_the_slices_end(3, left=90)
    assert kernel.trace == [("slice", 100, 1, 0, 1), ("switch", 100, 2, 0, 2, 1)]
    assert (queue(kernel), thread(kernel, 1).left, cpu.thread) == ([3, 1], 30, 2)


def test_who_is_alone_gets_another_slice():
    kernel, cpu = at_the_slices_end(1, left=90)
    assert (kernel.trace, thread(kernel, 1).left, cpu.thread, cpu.until) == ([], 30, 1, 200)


def test_who_is_done_when_its_slice_is_over_stays_to_say_what_next():
    kernel, cpu = at_the_slices_end(3, left=60)
    assert (kernel.trace, thread(kernel, 1).left, cpu.thread, cpu.until) == ([], 0, 1, 100)


# All of it together.

def share(ns):
    yield work(ns)


def two(*times):
    for ns in times:
        yield go(share, ns)
    yield work(15)
    yield log("main")


def test_threads_on_one_cpu_take_turns_of_a_slice():
    machine = run(two, 150, 130, costs=COSTS | {"pthread_create": (0,)})
    assert machine.kernel.trace == [
        ("resume", 0, 1, 0, 1), ("clone", 0, 1, 0, 2, 1), ("clone", 0, 1, 0, 3, 1),
        ("log", 15, 1, 0, 1, "main"), ("exit", 15, 1, 0, 1)]
    machine = run(two, 150, 130, costs=COSTS)
    assert machine.ending == "END"
    assert [e[:2] for e in machine.kernel.trace if e[0] in ("slice", "exit")] == [("exit", 55)]
    long = run(two, 150, 130, costs=COSTS | {"pthread_create": (80,)})
    assert [(e[0], e[1], e[2]) for e in long.kernel.trace if e[0] in ("slice", "resume", "exit")] == [
        ("resume", 0, 1), ("slice", 100, 1), ("resume", 102, 2), ("slice", 202, 2), ("resume", 204, 3),
        ("slice", 304, 3), ("resume", 306, 1), ("exit", 381, 1)]
