"""A go statement: a G, new or used again, its place in runnext, and perhaps a helper."""

from dataclasses import replace

import pytest

from models.runtime.chan import recv
from models.runtime.constants import Constants
from models.runtime.defer import defer
from models.runtime.fatal import Fatal
from models.runtime.goroutine import go, log
from models.runtime.machine import Machine
from models.runtime.recovery import recover
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.state import G, Gobuf
from models.runtime.status import G_DEAD, G_IDLE, G_RUNNABLE, G_RUNNING, G_WAITING

from .build import body, error, kinds, queue, ring, runtime, running, throws

NEW = G(id=1, fn=body, args=(), status=G_RUNNABLE, goid=1, stack=2048, stackguard0=928, stktopsp=32,
        sched=Gobuf(sp=40, pc=body, ctxt=body, pushed="goexit+1"))


# What stands in a G that has just been made.


def test_a_new_g_is_runnable_and_on_no_queue():
    rt = runtime(gs=1)
    gp = rt.newproc1(rt.allp[0], body, (5,))
    assert rt.allgs == [None, NEW, replace(NEW, id=2, args=(5,), goid=2)] and rt.allgs[2] is gp
    assert rt.frames == [None, None, None]
    assert rt.runqempty(rt.allp[0]) and rt.trace == []


def test_it_has_no_arguments_unless_some_are_given():
    rt = runtime(gs=0)
    assert rt.newproc1(rt.allp[0], body) == NEW


def test_it_knows_who_started_it_by_the_number_that_is_not_used_again():
    rt = runtime(gs=1)
    rt.allgs[1].goid = 77
    assert rt.newproc1(rt.allp[0], body, (), rt.allgs[1]).parent_goid == 77
    assert rt.newproc1(rt.allp[0], body, ()).parent_goid == 0


def test_a_g_whose_id_is_new_is_zero_but_for_its_stack():
    rt = runtime(gs=2)
    assert rt.malg(4096) == rt.allgs[3] == G(id=3, status=G_IDLE, stack=4096, stackguard0=928)
    assert len(rt.allgs) == len(rt.frames) == 4


def test_the_stack_is_as_large_as_the_constants_say():
    rt = runtime(gs=1, const=Constants(stack_min=8192, stack_guard=1000))
    assert (rt.allgs[1].stack, rt.allgs[1].stackguard0, rt.allgs[1].stktopsp) == (8192, 1000, 32)


def test_the_frame_looks_as_if_goexit_had_called_the_function():
    gobuf = Gobuf(sp=100, pc="goexit+1")
    runtime().gostartcallfn(gobuf, body)
    assert gobuf == Gobuf(sp=108, pc=body, ctxt=body, pushed="goexit+1")


# The same for a dead one.


def died(rt, g):
    """G g has run something, and waits to be used again."""
    gp = rt.allgs[g]
    gp.status = G_DEAD
    gp.sched.sp, gp.sched.pushed, gp.stktopsp, gp.parent_goid = 999, "elsewhere", 888, 5
    rt.gfput(rt.allp[0], gp)
    return gp


def test_a_dead_g_is_used_again():
    rt = runtime(gs=3)
    old = died(rt, 2)
    gp = rt.newproc1(rt.allp[0], print, (1, 2))
    assert gp is old
    assert gp == replace(NEW, id=2, fn=print, args=(1, 2), goid=4,
                         sched=Gobuf(sp=40, pc=print, ctxt=print, pushed="goexit+1"))
    assert (len(rt.allgs), len(rt.frames), rt.allp[0].gfree) == (4, 4, [])
    assert rt.newproc1(rt.allp[0], body).id == 4


def test_a_dead_g_without_a_stack_gets_one():
    rt = runtime(gs=1)
    rt.allgs[1].stack = 8192
    died(rt, 1)
    assert rt.allgs[1].stack == 0
    assert (rt.newproc1(rt.allp[0], body).stack, rt.allgs[1].stackguard0) == (2048, 928)


def test_without_a_stack_there_is_no_g():
    rt = runtime(rules=replaced(gfget=lambda rt, pp: G(id=1, status=G_DEAD)), gs=0)
    with throws("newproc1: newg missing stack"):
        rt.newproc1(rt.allp[0], body)


# The steps, one after the other.


def steps(**dead):
    """The rules whose steps are watched, and a list of what each was told and found."""
    seen = []

    def gfget(rt, pp):
        seen.append(("gfget", pp.id))
        return G(**dead) if dead else None

    def malg(rt, stacksize):
        seen.append(("malg", stacksize))
        return RULES["malg"](rt, stacksize)

    def casgstatus(rt, gp, old, new):
        seen.append(("casgstatus", old, new, gp.fn, gp.args, gp.goid, gp.waitreason))
        RULES["casgstatus"](rt, gp, old, new)

    return replaced(gfget=gfget, malg=malg, casgstatus=casgstatus), seen


def test_a_new_g_is_dead_first_and_runnable_when_all_is_in_its_place():
    rules, seen = steps()
    rt = runtime(gs=0, rules=rules)
    rt.newproc1(rt.allp[0], body, (5,))
    assert seen == [("gfget", 0), ("malg", 2048), ("casgstatus", G_IDLE, G_DEAD, None, (), 0, ""),
                    ("casgstatus", G_DEAD, G_RUNNABLE, body, (5,), 1, "")]


def test_a_dead_one_only_becomes_runnable():
    rules, seen = steps(id=1, status=G_DEAD, stack=2048, goid=9)
    rt = runtime(gs=0, rules=rules)
    rt.newproc1(rt.allp[0], body, (5,))
    assert seen == [("gfget", 0), ("casgstatus", G_DEAD, G_RUNNABLE, body, (5,), 1, "")]


def test_one_that_is_made_parked_waits_from_the_start():
    rules, seen = steps()
    rt = runtime(gs=0, rules=rules)
    gp = rt.newproc1(rt.allp[0], body, (), None, True, "coroutine")
    assert seen[-1] == ("casgstatus", G_DEAD, G_WAITING, body, (), 1, "coroutine")
    assert (gp.status, gp.waitreason) == (G_WAITING, "coroutine")


def test_it_may_wait_without_a_reason():
    rt = runtime(gs=0)
    gp = rt.newproc1(rt.allp[0], body, parked=True)
    assert (gp.status, gp.waitreason) == (G_WAITING, "")


def test_a_reason_is_only_for_one_that_waits():
    rt = runtime(gs=0)
    gp = rt.newproc1(rt.allp[0], body, (), None, False, "coroutine")
    assert (gp.status, gp.waitreason) == (G_RUNNABLE, "")


def test_one_that_is_made_parked_runs_once_it_is_readied():
    rt = runtime(gs=1)
    running(rt, 1)
    gp = rt.newproc1(rt.allp[0], body, (), rt.allgs[1], parked=True, reason="coroutine")
    assert rt.runqempty(rt.allp[0])
    rt.goready(rt.allgs[1], gp)
    assert (gp.status, rt.allp[0].runnext) == (G_RUNNABLE, 2)


# go with nil.


def test_go_of_nil_is_fatal_before_anything_is_made():
    def main():
        yield log("before")
        yield go(None)
        yield log("after")

    rt = Runtime()
    machine = Machine(rt, main)
    assert machine.run() == "FATAL"
    assert machine.message == "fatal error: go of nil func value"
    assert (len(rt.allgs), kinds(rt)[-1], rt.allp[0].goidcache) == (2, "log", 2)


def test_a_nil_function_with_arguments_panics_in_the_new_goroutine():
    """Real Go prints the same, and what main did after the go statement (var f func(int); go f(1))."""
    def main():
        g = yield go(None, 1)
        yield log(g)
        yield recv(0)

    rt = Runtime()
    machine = Machine(rt, main)
    assert machine.run() == "PANIC"
    assert machine.message.startswith(
        "panic: runtime error: invalid memory address or nil pointer dereference")
    assert [event[2:] for event in rt.trace if event[0] == "log"] == [(0, 0, 1, 2)]
    assert rt.allm[0].curg == 2


def test_who_made_it_cannot_recover_that_panic():
    def rescues():
        yield recover()

    def main():
        yield defer(rescues)
        yield go(None, None)
        yield recv(0)

    assert Machine(Runtime(), main).run() == "PANIC"


# Numbers.


def goids(rt, p, n):
    return [rt.newproc1(rt.allp[p], body).goid for _ in range(n)]


def test_each_p_takes_16_numbers_at_a_time():
    rt = runtime(3, gs=0)
    assert goids(rt, 0, 2) == [1, 2]
    assert (rt.sched.goidgen, rt.allp[0].goidcache, rt.allp[0].goidcacheend) == (16, 3, 17)
    assert goids(rt, 1, 1) == [17]
    assert (rt.sched.goidgen, rt.allp[1].goidcache, rt.allp[1].goidcacheend) == (32, 18, 33)
    assert goids(rt, 0, 15) == [*range(3, 17), 33]
    assert goids(rt, 2, 17) == [*range(49, 65), 65]
    assert goids(rt, 1, 16) == [*range(18, 33), 81]
    assert rt.sched.goidgen == 96


def test_main_is_number_one_and_g_one():
    rt = Runtime(4)
    Machine(rt, body)
    assert (rt.allgs[1].id, rt.allgs[1].goid, rt.allgs[1].parent_goid) == (1, 1, 0)


@pytest.mark.parametrize("batch, second", [(1, 2), (4, 5), (100, 101)])
def test_a_batch_is_as_large_as_the_constants_say(batch, second):
    rt = runtime(2, gs=0, const=Constants(goid_batch=batch))
    assert goids(rt, 0, 1) + goids(rt, 1, 1) == [1, second]


# The statement itself.


def test_a_go_statement_is_a_closure_and_a_call_with_that_alone():
    calls = []

    def newproc(rt, gp, *args):
        calls.append((gp.id, args))
        return rt.allgs[2]

    rt = runtime(gs=2, rules=replaced(newproc=newproc))
    assert rt.go_stmt(rt.allgs[1], body, (1, "a")) == 2
    assert calls == [(1, ((body, (1, "a")),))]


def test_newproc_runs_on_the_own_stack_of_the_g_s_m():
    calls = []

    def systemstack(rt, gp, rule, *args):
        calls.append((gp.id, rule, args))
        return "the new G"

    rt = runtime(gs=1, rules=replaced(systemstack=systemstack))
    assert rt.newproc(rt.allgs[1], (body, (1,))) == "the new G"
    assert calls == [(1, "newproc_on_g0", (body, (1,)))]


# Into the queue.


def test_a_go_statement_puts_the_new_g_into_runnext():
    rt = runtime(gs=2)
    running(rt, 1)
    queue(rt, 0, runnext=2)
    gp = rt.newproc_on_g0(rt.allm[0], body, ())
    assert (rt.allp[0].runnext, ring(rt.allp[0])) == (3, [2])
    assert gp is rt.allgs[3]
    assert rt.trace == [("newproc", 0, 0, 0, 3, 1), ("runnext", 0, 0, 0, 3, 2),
                        ("runqput", 0, 0, 0, 2, 0)]


def test_the_new_g_gets_its_arguments_and_its_parent():
    rt = runtime(gs=1)
    running(rt, 1)
    gp = rt.newproc_on_g0(rt.allm[0], body, (1, "a"))
    assert (gp.fn, gp.args, gp.parent_goid) == (body, (1, "a"), 1)
    assert rt.newproc_on_g0(rt.allm[0], body).args == ()


def test_the_number_is_of_the_p_that_starts_it():
    rt = runtime(2, gs=1)
    mp = rt.newm()
    mp.p, rt.allp[1].m, mp.curg = 1, 1, 1
    gp = rt.newproc_on_g0(mp, body)
    assert (gp.goid, rt.allp[1].runnext, rt.allp[0].runnext) == (17, 2, 0)
    assert rt.trace[0] == ("newproc", 0, 1, 1, 2, 1)


def test_a_g_that_is_used_again_goes_into_runnext_like_a_new_one():
    rt = runtime(gs=2)
    running(rt, 1)
    died(rt, 2)
    assert rt.newproc_on_g0(rt.allm[0], body).id == 2
    assert rt.trace == [("newproc", 0, 0, 0, 2, 1), ("runnext", 0, 0, 0, 2, 0)]


def test_once_main_has_started_an_idle_p_is_woken():
    rt = runtime(2, gs=1)
    running(rt, 1)
    rt.newproc_on_g0(rt.allm[0], body)
    assert kinds(rt) == ["newproc", "runnext"]
    rt.state.main_started = True
    rt.newproc_on_g0(rt.allm[0], body)
    assert kinds(rt)[2:] == ["newproc", "runnext", "runqput", "pidleget", "startm"]
    assert rt.trace[-1] == ("startm", 0, 0, 0, 1, 1, 1, 1)


def test_it_takes_the_time_of_a_newproc():
    rt = runtime(gs=1, durations={"newproc": (120,)})
    running(rt, 1)
    rt.newproc_on_g0(rt.allm[0], body)
    assert rt.spent == 120


def test_who_cannot_be_made_takes_no_time_and_no_place():
    rt = runtime(gs=1, durations={"newproc": (120,)})
    running(rt, 1)
    with error(Fatal, "go of nil func value"):
        rt.newproc_on_g0(rt.allm[0], None)
    assert (rt.spent, rt.trace, rt.allp[0].runnext, len(rt.allgs)) == (0, [], 0, 2)
    assert rt.allgs[1].status == G_RUNNING
