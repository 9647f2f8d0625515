"""A goroutine's body: what it may ask, what it is answered, and the frames on its stack."""

import pytest

from models.runtime.constants import Constants
from models.runtime.fatal import Fatal
from models.runtime.goroutine import MAIN, call, go, gosched, log, work
from models.runtime.machine import Machine, logged
from models.runtime.park import mcall
from models.runtime.runtime import REQUESTS, Runtime, replaced
from models.runtime.status import G_DEAD, G_RUNNABLE, G_WAITING
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

from .build import body, error, kinds, runtime, running


def stay(rt, g, m=0):
    """Let G g, which M m runs, go on until it leaves: where it let others act."""
    mp, gp = rt.allm[m], rt.allgs[g]
    answer, pauses = None, []
    while mp.curg == g:
        answer, pause = rt.gogo(mp, gp, answer)
        pauses.append(pause)
    return pauses


def run(fn, *args, procs=1, **settings):
    """Run fn as G 2 on M0, as long as it stays; the machine, and where it let others act."""
    rt = runtime(procs, gs=1, **settings)
    rt.newproc1(rt.allp[0], fn, args)
    running(rt, 2)
    return rt, stay(rt, 2)


def says(*values):
    for value in values:
        yield log(value)


# What may be asked.


def test_requests_are_plain_tuples():
    assert go(body, 1, 2) == ("go_stmt", body, (1, 2))
    assert work(20) == ("ask_work", 20)
    assert work(0) == ("ask_work", 0)
    assert log("x") == ("ask_log", "x")
    assert call(body, 1, 2) == ("ask_call", body, (1, 2))
    assert gosched() == mcall("gosched_m", "gosched")


def test_every_request_is_a_rule_that_is_told_who_asks():
    for request in (go(body), work(0), log(1), call(body), waitgroup(), wg_add(1, 2), wg_done(1), wg_wait(1)):
        assert request[0] in REQUESTS


def test_work_takes_no_negative_time():
    with error(ValueError, "work takes -1 ns; it cannot take less than 0"):
        work(-1)


@pytest.mark.parametrize("wrong", [
    5, None, (), ("goto", 1), "log", says, ["ask_log", 1], ("runqput", 1), ("park_m",),
    ("newproc_on_g0", body)])
def test_anything_else_is_refused(wrong):
    def wrongly():
        yield wrong

    with error(ValueError, f"a goroutine yielded {wrong!r}; it may yield what the functions in "
               "models/runtime give, such as go(...), gosched(), log(...) or wg_wait(...)"):
        run(wrongly)


# What is answered.


def test_a_body_that_returns_is_done():
    rt, pauses = run(says)
    assert (pauses, kinds(rt)) == ([""], ["goexit"])
    assert (rt.allgs[2].status, rt.frames[2], rt.exited) == (G_DEAD, None, False)


def test_log_goes_to_the_program_s_output():
    rt, pauses = run(says, "a", 7)
    assert rt.trace == [("log", 0, 0, 0, 2, "a"), ("log", 0, 0, 0, 2, 7), ("goexit", 0, 0, 0, 2)]
    assert pauses == ["step", "step", ""]


def test_work_lasts_as_long_as_it_says():
    def computes():
        spent.append(rt.spent)
        assert (yield work(300)) is None
        spent.append(rt.spent)
        yield work(0)
        yield work(40)
        spent.append(rt.spent)

    spent, rt = [], runtime(gs=0)
    rt.newproc1(rt.allp[0], says)
    rt.newproc1(rt.allp[0], computes)
    running(rt, 2)
    assert stay(rt, 2) == ["work", "work", "work", ""]
    assert (spent, kinds(rt)) == ([0, 300, 340], ["goexit"])


def starts():
    first = yield go(says, "x")
    second = yield go(says)
    yield log((first, second))


def test_go_answers_the_new_g_s_id():
    rt, pauses = run(starts)
    assert rt.trace[-2] == ("log", 0, 0, 0, 2, (3, 4))
    assert (rt.allgs[3].fn, rt.allgs[3].args, rt.allgs[4].args) == (says, ("x",), ())
    assert [gp.parent_goid for gp in rt.allgs[3:]] == [2, 2]
    assert pauses == ["step"] * 3 + [""]


def test_a_rule_may_be_asked_for_by_its_name():
    def asks():
        yield log((yield ("wg_new",)))
    rt, _ = run(asks)
    assert logged(rt.trace) == [1]


def test_a_rule_that_need_not_wait_answers_at_once():
    def waits():
        wg = yield waitgroup()
        yield log((yield wg_wait(wg)))
    rt, pauses = run(waits)
    assert logged(rt.trace) == [None]
    assert pauses == ["step", "step", "step", ""]


def test_a_rule_that_waits_is_a_frame_on_top_until_it_is_over():
    def waits():
        assert (yield ("gopark", None, None, "select")) is None
        yield log("after")

    rt, pauses = run(waits)
    assert pauses == ["step"]
    assert (rt.allgs[2].status, len(rt.frames[2]), rt.allm[0].curg) == (G_WAITING, 2, 0)
    running(rt, 2)
    assert stay(rt, 2) == ["step", "step", ""]  # the rule returns, the log, the end
    assert (logged(rt.trace), rt.frames[2]) == (["after"], None)


def test_gosched_leaves_the_m():
    def yields():
        yield gosched()
        yield log("again")

    rt, pauses = run(yields)
    assert (pauses, kinds(rt)) == (["gosched"], ["gosched", "globrunqput"])
    assert (rt.allgs[2].status, len(rt.frames[2])) == (G_RUNNABLE, 1)
    running(rt, 2)
    assert stay(rt, 2) == ["step", ""]
    assert kinds(rt)[2:] == ["log", "goexit"]


def test_gosched_answers_nothing_whatever_came_before():
    def yields():
        yield go(says)
        answer = yield gosched()
        other = yield go(says)
        yield log((answer, other))

    rt, _ = run(yields)
    running(rt, 2)
    stay(rt, 2)
    assert logged(rt.trace) == [(None, 4)]


def test_an_mcall_is_a_rule_of_the_m_and_a_pause_of_that_name():
    seen = []

    def goyield_m(rt, mp, gp):
        seen.append((mp.id, gp.id))
        rt.dropg(mp)

    def leaves():
        yield mcall("goyield_m", "a while")

    rt, pauses = run(leaves, rules=replaced(goyield_m=goyield_m))
    assert (seen, pauses) == ([(0, 2)], ["a while"])


def test_a_g_that_keeps_its_m_goes_on_after_a_pause():
    def asks():
        yield from rt.gopark(rt.allgs[2], lambda rt, gp, lock: False, None, "select")
        yield log("on")

    rt = runtime(gs=1)
    rt.newproc1(rt.allp[0], asks)
    running(rt, 2)
    assert stay(rt, 2) == ["step", "step", ""]
    assert kinds(rt) == ["gopark", "gokeep", "log", "goexit"]


# Frames.


def adds(a, b):
    yield log(f"{a} and {b}")
    return a + b


def test_a_call_answers_what_it_returns_and_is_a_frame_of_its_own():
    depths = []

    def calls():
        depths.append(len(rt.frames[2]))
        yield log((yield call(looks, 1, 2)))
        depths.append(len(rt.frames[2]))

    def looks(a, b):
        depths.append(len(rt.frames[2]))
        return (yield call(adds, a, b)) * 10

    rt = runtime(gs=1)
    rt.newproc1(rt.allp[0], calls)
    running(rt, 2)
    pauses = stay(rt, 2)
    assert logged(rt.trace) == ["1 and 2", 30]
    assert depths == [1, 2, 1]
    assert pauses == ["step"] * 6 + [""]  # a call and a return are a step each


def test_a_call_s_return_value_is_lost_if_nobody_asks_and_the_last_one_always():
    def calls():
        yield call(adds, 1, 2)
        return 5
    rt, _ = run(calls)
    assert logged(rt.trace) == ["1 and 2"]
    assert rt.allgs[2].status == G_DEAD


def test_a_called_body_may_leave_and_come_back():
    def calls():
        yield log((yield call(yields)))

    def yields():
        yield gosched()
        return "back"

    rt, pauses = run(calls)
    assert (pauses, len(rt.frames[2])) == (["step", "gosched"], 2)
    running(rt, 2)
    assert stay(rt, 2) == ["step", "step", ""]
    assert logged(rt.trace) == ["back"]


def test_a_g_begins_with_its_function_s_frame_alone():
    rt = runtime(gs=2)
    rt.allgs[2].fn, rt.allgs[2].args = says, ("a",)
    frames = rt.first_frame(rt.allgs[2])
    assert frames is rt.frames[2] and len(frames) == 1
    assert next(frames[0]) == log("a")
    assert rt.state.main_started is False


def test_main_has_started_when_its_first_frame_is_there():
    rt = runtime(gs=2)
    rt.first_frame(rt.allgs[MAIN])
    assert rt.state.main_started is True


def nothing():
    """No goroutine's body: there is no yield in it."""


@pytest.mark.parametrize("fn", [nothing, print])
def test_a_body_without_a_yield_is_refused(fn):
    text = f"{fn!r} gives None; a goroutine's body is a function with a yield"
    with error(ValueError, text):
        run(fn)

    def calls():
        yield call(fn)
    with error(ValueError, text):
        run(calls)


def deep(n):
    if n:
        yield call(deep, n - 1)
    yield log(n)


@pytest.mark.parametrize("calls", [0, 1, 2])
def test_a_stack_has_room_for_so_many_calls(calls):
    rt, _ = run(deep, calls, const=Constants(max_frames=3))
    assert logged(rt.trace) == [*range(calls + 1)]


def test_and_for_no_more():
    with error(Fatal, "stack overflow"):
        run(deep, 3, const=Constants(max_frames=3))


def test_a_program_whose_stack_is_full_ends():
    def main():
        yield call(main)

    rt = Runtime(const=Constants(max_frames=50))
    machine = Machine(rt, main)
    assert (machine.run(), machine.message) == ("FATAL", "fatal error: stack overflow")
    assert len(rt.frames[1]) == 50


# The end.


def test_main_s_return_is_the_program_s_end():
    rt = runtime(gs=0)
    rt.newproc1(rt.allp[0], says, ("a",))
    running(rt, 1)
    assert stay(rt, 1) == ["step", "exit"]
    assert (rt.exited, kinds(rt)) == (True, ["log", "goexit"])


def test_a_frame_that_returns_into_main_is_not_the_end():
    def main():
        yield call(says, "a")
        yield log(rt.exited)

    rt = runtime(gs=0)
    rt.newproc1(rt.allp[0], main)
    running(rt, 1)
    stay(rt, 1)
    assert logged(rt.trace) == ["a", False]


def test_who_runs_in_main_s_g_after_it_is_not_main():
    rt = runtime(gs=1)
    rt.allgs[1].status = G_DEAD
    rt.gfput(rt.allp[0], rt.allgs[1])
    gp = rt.newproc1(rt.allp[0], says, ("a",))
    assert (gp.id, gp.goid) == (1, 2)
    running(rt, 1)
    assert stay(rt, 1) == ["step", ""]
    assert rt.exited is False


def test_a_g_that_is_used_again_begins_anew():
    rt, _ = run(says, "one")
    gp = rt.newproc1(rt.allp[0], says, ("two",))
    assert (gp.id, rt.frames[2]) == (2, None)
    running(rt, 2)
    assert stay(rt, 2) == ["step", ""]
    assert logged(rt.trace) == ["one", "two"]
