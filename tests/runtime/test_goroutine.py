"""A goroutine's body: what it may ask, what it is answered, and that it can be found again."""

import pytest

from models.runtime.goroutine import (
    go,
    gosched,
    log,
    waitgroup,
    wg_add,
    wg_done,
    wg_wait,
    work,
)
from models.runtime.state import WaitGroup
from models.runtime.status import GStatus

from .build import body, drain, error, kinds, runtime, running, take


def run(fn, *args, procs=1, **settings):
    """Run fn as the only G on M0, as long as it stays; the machine, and where it let others act."""
    rt = runtime(procs, gs=0, **settings)
    rt.newproc1(fn, args)
    running(rt, 1)
    return rt, drain(rt.gogo(rt.allm[0], rt.allgs[1]))[0]


def test_requests_are_plain_tuples():
    assert go(body, 1, 2) == ("go", body, (1, 2))
    assert gosched() == ("gosched",)
    assert work(20) == ("work", 20)
    assert work(0) == ("work", 0)
    assert log("x") == ("log", "x")
    assert waitgroup() == ("waitgroup",)
    assert wg_add(1, 3) == ("wg_add", 1, 3)
    assert wg_done(1) == ("wg_add", 1, -1)
    assert wg_wait(1) == ("wg_wait", 1)


def test_work_takes_no_negative_time():
    with error(ValueError, "work takes -1 ns; it cannot take less than 0"):
        work(-1)


def says(*values):
    for value in values:
        yield log(value)


def test_a_body_that_returns_is_done():
    rt, pauses = run(says)
    assert (pauses, kinds(rt)) == ([], ["goexit"])
    assert rt.allgs[1].status == GStatus.DEAD


def test_log_goes_to_the_program_s_output():
    rt, pauses = run(says, "a", 7)
    assert rt.trace == [("log", 0, 0, 0, 1, "a"), ("log", 0, 0, 0, 1, 7), ("goexit", 0, 0, 0, 1)]
    assert pauses == ["step", "step"]
    assert rt.allgs[1].results == [None, None]


def computes():
    yield work(300)
    yield work(0)


def test_work_lasts_as_long_as_it_says():
    rt, pauses = run(computes)
    assert (pauses, kinds(rt)) == ([300, 0], ["goexit"])


def starts():
    first = yield go(says, "x")
    second = yield go(says)
    yield log((first, second))


def test_go_answers_the_new_g_s_id():
    rt, pauses = run(starts)
    assert rt.trace[-2] == ("log", 0, 0, 0, 1, (2, 3))
    assert (rt.allgs[2].fn, rt.allgs[2].args, rt.allgs[3].args) == (says, ("x",), ())
    assert pauses == ["step"] * 3
    assert rt.allgs[1].results == [2, 3, None]


def counts():
    first = yield waitgroup()
    second = yield waitgroup()
    yield wg_add(second, 2)
    yield wg_done(second)
    yield log((first, second))
    yield wg_wait(first)
    yield wg_wait(second)
    yield log("not yet")


def test_waitgroups_are_named_and_waited_for():
    rt, pauses = run(counts)
    assert [event[5] for event in rt.trace if event[0] == "log"] == [(0, 1)]
    assert rt.state.waitgroups[0] == WaitGroup(0)
    assert (rt.state.waitgroups[1].n, list(rt.state.waitgroups[1].waiters)) == (1, [1])
    assert pauses == ["step"] * 7
    assert rt.allgs[1].status == GStatus.WAITING


def yields():
    yield gosched()
    yield log("again")


def test_gosched_leaves_the_m():
    rt, pauses = run(yields)
    assert (pauses, kinds(rt)) == (["step"], ["gosched", "globrunqput"])
    assert rt.allgs[1].results == [None]


def test_a_g_goes_on_where_it_left():
    rt, _ = run(yields)
    drain(rt.execute(rt.allm[0], rt.allgs[1], False))
    assert kinds(rt)[2:] == ["execute", "log", "goexit"]


def test_a_g_is_answered_its_last_result():
    rt = runtime(gs=0)
    gp = rt.newproc1(starts, ())
    gp.results = [8]
    running(rt, 1)
    drain(rt.gogo(rt.allm[0], gp))
    assert gp.results == [8, 2, None]
    assert rt.trace[-2] == ("log", 0, 0, 0, 1, (8, 2))


def asks():
    yield go(body)
    answer = yield gosched()
    other = yield go(body)
    yield log((answer, other))


def test_a_g_may_run_elsewhere_before_the_m_it_left_goes_on():
    rt = runtime(2, gs=0)
    gp = rt.newproc1(asks, ())
    running(rt, 1)
    take(rt, 1)
    left = rt.gogo(rt.allm[0], gp)
    assert [next(left), next(left)] == ["step", "step"]  # the second one after gosched
    drain(rt.execute(rt.allm[1], gp, False))
    assert drain(left) == ([], None)
    assert gp.results == [2, None, 3, None]
    assert [event[5] for event in rt.trace if event[0] == "log"] == [(None, 3)]


@pytest.mark.parametrize("wrong", [5, None, (), ("goto", 1), "log", says])
def test_anything_else_is_refused(wrong):
    def wrongly():
        yield wrong

    with error(ValueError, f"a goroutine yielded {wrong!r}; it may yield go(...), gosched(), "
               "work(...), log(...), waitgroup(), wg_add(...), wg_done(...) or wg_wait(...)"):
        run(wrongly)
