"""What functions written in Go do between two switches."""

import pytest

from models.amd64 import rules
from models.amd64.birth import newproc1
from models.amd64.machine import M0
from models.amd64.program import machine
from models.runtime.status import G_DEAD, G_RUNNABLE, G_RUNNING, G_WAITING


@pytest.fixture
def thread():
    """A thread on g0 whose m is running worker; main is ready."""
    made = machine("1.27.3")
    for name in ("runtime.main", "main.worker"):
        made.registers["AX"] = made.values[f"{name}·f"]
        newproc1(made)
    rules.execute(made)
    return made


def status(thread, name):
    return thread.get(thread.gs[name], "g.atomicstatus")


def test_execute_binds_g_and_m_and_hands_out_the_gobuf(thread):
    worker = thread.gs["worker"]
    assert (thread.get(M0, "m.curg"), thread.get(worker, "g.m")) == (worker, M0)
    assert status(thread, "worker") == G_RUNNING
    assert thread.registers["AX"] == worker + 56


def test_execute_puts_the_guard_back(thread):
    worker = thread.gs["worker"]
    thread.put(worker, "g.stackguard0", rules.STACK_PREEMPT)
    thread.registers["AX"] = worker
    rules.execute(thread)
    assert thread.get(worker, "g.stackguard0") - thread.get(worker, "g.stack.lo") == 928


@pytest.mark.parametrize("rule, becomes", [(rules.park_m, G_WAITING), (rules.goexit0, G_DEAD)])
def test_who_leaves_is_parted_from_its_m(thread, rule, becomes):
    rule(thread)
    assert status(thread, "worker") == becomes
    assert (thread.get(M0, "m.curg"), thread.get(thread.gs["worker"], "g.m")) == (0, 0)


def test_ready_makes_the_one_that_waits_the_next(thread):
    with pytest.raises(ValueError, match="ready is called, and no goroutine waits"):
        rules.ready(thread)
    rules.park_m(thread)
    rules.ready(thread)
    assert status(thread, "worker") == G_RUNNABLE and thread.queue == [thread.gs["worker"]]


def test_schedule_takes_the_first_and_cannot_go_on_without_one(thread):
    thread.registers["BX"] = thread.gs["main"]
    rules.runqput(thread)
    rules.schedule(thread)
    assert thread.registers["AX"] == thread.gs["main"] and thread.queue == []
    with pytest.raises(ValueError, match="no goroutine is ready: the program cannot go on"):
        rules.schedule(thread)


def test_copystack_keeps_every_distance_from_the_high_end(thread):
    worker = thread.gs["worker"]
    hi = thread.get(worker, "g.stack.hi")
    for below, value in ((48, 0), (56, 7), (80, hi - 48), (88, hi - 16)):  # two saved BPs, and plain numbers
        thread.write(hi - below, value)
    thread.put(worker, "g.sched.sp", hi - 88)
    thread.put(worker, "g.sched.bp", hi - 80)
    rules.newstack(thread)
    lo, new = thread.get(worker, "g.stack.lo"), thread.get(worker, "g.stack.hi")
    assert (new - lo, thread.get(worker, "g.stackguard0") - lo) == (4096, 928)
    pointers = ("g.sched.sp", "g.sched.bp", "g.stktopsp")
    assert [new - thread.get(worker, field) for field in pointers] == [88, 80, 32]
    assert [thread.read(new - below) for below in (40, 48, 56)] == [thread.entries["goexit"] + 1, 0, 7]
    assert new - thread.read(new - 80) == 48                    # the saved BP has moved
    assert thread.read(new - 88) == hi - 16                     # a number that looks like an address has not
    assert status(thread, "worker") == G_RUNNING and thread.registers["AX"] == worker + 56


def test_newstack_forgets_who_called_and_a_bp_of_0_stays_0(thread):
    worker = thread.gs["worker"]
    for field in ("pc", "sp", "g"):
        thread.put(M0, f"m.morebuf.{field}", 5)
    rules.newstack(thread)
    assert [thread.get(M0, f"m.morebuf.{field}") for field in ("pc", "sp", "g")] == [0, 0, 0]
    assert thread.get(worker, "g.sched.bp") == 0


def test_a_system_call_lifts_the_guard_above_every_address(thread):
    worker = thread.gs["worker"]
    thread.registers["R14"] = worker
    rules.reentersyscall(thread)
    assert thread.get(worker, "g.stackguard0") == 2**64 - 1314
    rules.exitsyscall(thread)
    assert thread.get(worker, "g.stackguard0") - thread.get(worker, "g.stack.lo") == 928


def test_mstart0_gives_g0_a_guard(thread):
    g0 = thread.gs["g0"]
    thread.put(g0, "g.stackguard0", 0)
    thread.registers["R14"] = g0
    rules.mstart0(thread)
    assert thread.get(g0, "g.stackguard0") - thread.get(g0, "g.stack.lo") == 928
