"""The 1:1 machine runs the bodies that goroutines have."""

import pytest

from models.program.spawn import spawn
from models.runtime.exit import exit_program
from models.runtime.goroutine import call, go, gosched, log, work
from models.runtime.kernel import Kernel
from models.runtime.machine import logged
from models.runtime.chan import make_chan, recv
from models.runtime.syscall import blocking_syscall, syscall
from models.runtime.threadmachine import ThreadMachine
from models.runtime.timer import sleep
from models.runtime.waitgroup import waitgroup, wg_done
from models.study.choosers import seeded

from .build import error
from .threaded import COSTS, run


def asleep(ns):
    yield sleep(ns)
    yield log(ns)


def test_a_new_machine_has_main_on_its_first_cpu():
    machine = ThreadMachine(Kernel(2, COSTS), asleep, 5)
    assert machine.kernel.trace == [("resume", 0, 1, 0, 1)]
    assert machine.kernel.state.alarms == [(0, 1, "cpu", 0)]
    assert (machine.ending, machine.message, machine.kernel.state.alive) == ("", "", 1)
    assert machine.kernel.state.threads[1].cpu == 0
    assert [cpu.thread for cpu in machine.kernel.state.cpus] == [1, 0]


def test_the_chapters_program_event_by_event():
    machine = run(spawn, 1, 30, cpus=2)
    assert machine.ending == "END"
    assert machine.kernel.trace == [
        ("resume", 0, 1, 0, 1),
        ("clone", 0, 1, 0, 2, 1), ("switch", 0, 2, 1, 2, 0),
        ("block", 20, 1, 0, 1, "sync.WaitGroup.Wait"), ("idle", 20, None, 0),
        ("resume", 60, 2, 1, 2), ("log", 60, 2, 1, 2, 0),
        ("wake", 90, 2, 1, 1, 2), ("switch", 90, 1, 0, 1, 1),
        ("exit", 100, 2, 1, 2), ("idle", 100, None, 1),
        ("resume", 105, 1, 0, 1), ("log", 105, 1, 0, 1, "main"), ("exit", 105, 1, 0, 1)]


def test_one_step_is_one_alarm():
    machine = ThreadMachine(Kernel(1, COSTS), asleep, 5)
    machine.step()
    assert machine.kernel.trace[1:] == [("block", 0, 1, 0, 1, "sleep"), ("idle", 0, None, 0)]
    machine.step()
    assert machine.kernel.trace[3:] == [("wake", 5, None, None, 1, 0), ("switch", 5, 1, 0, 1, 1)]
    machine.step()
    assert machine.kernel.trace[5:] == [
        ("resume", 20, 1, 0, 1), ("log", 20, 1, 0, 1, 5), ("exit", 20, 1, 0, 1)]
    assert machine.ending == "END"


@pytest.mark.parametrize("ask", [syscall, blocking_syscall])
def test_a_system_call_leaves_the_cpu_to_others(ask):
    def calls():
        yield go(other)
        yield ask(500)
        yield log("back")

    def other():
        yield work(90)
        yield log("other")

    machine = run(calls)
    assert logged(machine.kernel.trace) == ["other", "back"]
    assert [(e[1], e[5]) for e in machine.kernel.trace if e[0] == "block"] == [(20, "syscall")]
    assert [(e[1], e[4:]) for e in machine.kernel.trace if e[0] == "wake"] == [(520, (1, 0))]


def test_gosched_lets_the_others_go_first():
    def polite(name):
        for i in range(2):
            yield log(f"{name}{i}")
            yield gosched()

    def main():
        yield go(polite, "a")
        yield go(polite, "b")
        for _ in range(3):
            yield gosched()

    assert logged(run(main).kernel.trace) == ["a0", "b0", "a1", "b1"]


def test_a_call_returns_to_its_caller():
    def add(a, b):
        yield work(3)
        return a + b

    def main():
        yield log((yield call(add, 1, (yield call(add, 2, 3)))))

    machine = run(main)
    assert machine.kernel.trace[1:] == [("log", 6, 1, 0, 1, 6), ("exit", 6, 1, 0, 1)]


def test_when_main_returns_the_others_end_too():
    def main():
        yield go(asleep, 50)
        yield go(asleep, 60)
        yield work(50)

    machine = run(main, cpus=3)
    assert (machine.ending, logged(machine.kernel.trace), machine.kernel.now) == ("END", [], 90)
    assert [e for e in machine.kernel.trace if e[0] == "exit"] == [("exit", 90, 1, 0, 1)]


def test_exit_ends_the_program_at_once():
    def main():
        yield log("a")
        yield exit_program()
        yield log("b")

    machine = run(main)
    assert (machine.ending, logged(machine.kernel.trace), machine.kernel.state.alarms) == ("END", ["a"], [])


def test_when_nobody_can_go_on_no_kernel_says_so():
    def main():
        yield recv((yield make_chan()))

    machine = run(main)
    assert (machine.ending, machine.message) == ("HANG", "")
    assert machine.kernel.trace[-1] == ("idle", 0, None, 0)


def test_a_program_that_goes_wrong_says_why():
    def main():
        yield wg_done((yield waitgroup()))

    machine = run(main)
    assert (machine.ending, machine.message) == ("FATAL", "fatal error: sync: negative WaitGroup counter")


def test_too_many_threads():
    machine = run(spawn, 5, 10_000, max_threads=3)
    assert (machine.ending, machine.message) == (
        "FATAL", "fatal error: pthread_create: Resource temporarily unavailable")
    assert sum(event[0] == "clone" for event in machine.kernel.trace) == 2


def test_a_run_that_is_too_long_is_cut():
    def main():
        while True:
            yield work(1)

    machine = ThreadMachine(Kernel(), main)
    assert machine.run(7) == machine.ending == "LIMIT"
    assert machine.kernel.now == 6
    machine = ThreadMachine(Kernel(), asleep, 5)
    assert machine.run(4) == "END"


def test_what_a_thread_cannot_do_is_named():
    def main():
        yield ("lock", 1)

    machine = ThreadMachine(Kernel(), main)
    with error(ValueError, "a thread cannot do ('lock', 1); it can do Syscall, ask_log, ask_work, chanrecv, "
                           "chansend, closechan, go_stmt, gosched_m, makechan, notetsleepg, timeSleep, "
                           "wg_Add, wg_Wait, wg_new"):
        machine.run()


def test_a_body_must_be_a_generator():
    with pytest.raises(ValueError, match="a goroutine's body is a function with a yield"):
        ThreadMachine(Kernel(), len, "abc")


def test_the_same_seed_gives_the_same_run():
    def drawn(seed):
        costs = {"pthread_create": (20, 25, 90), "newm": (60, 61), "thread switch": (2, 9),
                 "os slice": (100,)}
        return run(spawn, 20, 130, cpus=2, costs=costs, choose=seeded(seed)).kernel.trace

    assert drawn(3) == drawn(3) != drawn(4)
