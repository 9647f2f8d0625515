"""A go statement: a new G, its place in runnext, and perhaps a helper."""

from models.runtime.state import G
from models.runtime.status import GStatus

from .build import body, kinds, queue, ring, runtime, running


def test_a_new_g_is_runnable_and_on_no_queue():
    rt = runtime(gs=1)
    gp = rt.newproc1(body, (5,))
    assert gp == G(id=2, fn=body, args=(5,), status=GStatus.RUNNABLE)
    assert rt.allgs[1:] == [rt.allgs[1], gp] and rt.allgs[2] is gp
    assert rt.runqempty(rt.allp[0]) and rt.trace == []


def test_a_go_statement_puts_the_new_g_into_runnext():
    rt = runtime(gs=2)
    running(rt, 1)
    queue(rt, 0, runnext=2)
    gp = rt.newproc(rt.allm[0], body, ())
    assert (rt.allp[0].runnext, ring(rt.allp[0])) == (3, [2])
    assert gp is rt.allgs[3]
    assert rt.trace == [("newproc", 0, 0, 0, 3, 1), ("runnext", 0, 0, 0, 3, 2),
                        ("runqput", 0, 0, 0, 2, 0)]


def test_the_new_g_gets_its_arguments():
    rt = runtime(gs=1)
    running(rt, 1)
    gp = rt.newproc(rt.allm[0], body, (1, "a"))
    assert (gp.fn, gp.args) == (body, (1, "a"))
    assert rt.newproc(rt.allm[0], body).args == ()


def test_once_main_has_started_an_idle_p_is_woken():
    rt = runtime(2, gs=1)
    running(rt, 1)
    rt.newproc(rt.allm[0], body)
    assert kinds(rt) == ["newproc", "runnext"]
    rt.state.main_started = True
    rt.newproc(rt.allm[0], body)
    assert kinds(rt)[2:] == ["newproc", "runnext", "runqput", "startm"]
    assert rt.trace[-1] == ("startm", 0, 0, 0, 1, 1, 1, 1)


def test_it_takes_the_time_of_a_newproc():
    rt = runtime(gs=1, durations={"newproc": (120,)})
    running(rt, 1)
    rt.newproc(rt.allm[0], body)
    assert rt.spent == 120
