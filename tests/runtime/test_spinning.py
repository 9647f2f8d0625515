"""Spinning: who may, who counts, and who wakes whom."""

import pytest

from .build import runtime, throws


@pytest.mark.parametrize("procs, idle, spinners, may", [
    (1, 0, 0, True),
    (1, 0, 1, False),
    (4, 0, 1, True),
    (4, 0, 2, False),   # half of the busy is too many already
    (4, 1, 1, True),
    (4, 2, 1, False),
    (5, 0, 2, True),
    (8, 7, 0, True),
])
def test_spinners_are_fewer_than_half_the_busy_ps(procs, idle, spinners, may):
    rt = runtime(procs)
    rt.sched.pidle[:] = list(range(procs - idle, procs))
    rt.sched.nmspinning = spinners
    assert bool(rt.may_spin(rt.allm[0])) is may


def test_who_spins_goes_on_spinning():
    rt = runtime()
    rt.allm[0].spinning, rt.sched.nmspinning = True, 1
    assert rt.may_spin(rt.allm[0])


def test_to_become_spinning_is_counted_and_answers_the_wish():
    rt = runtime()
    rt.sched.nmspinning, rt.sched.needspinning = 1, True
    rt.become_spinning(rt.allm[0])
    assert rt.allm[0].spinning is True
    assert (rt.sched.nmspinning, rt.sched.needspinning) == (2, False)
    assert rt.trace == [("spinning", 0, 0, 0, 1)]


def test_to_stop_spinning_is_counted():
    rt = runtime()
    rt.allm[0].spinning, rt.sched.nmspinning, rt.sched.needspinning = True, 2, True
    rt.stop_spinning(rt.allm[0])
    assert rt.allm[0].spinning is False
    assert (rt.sched.nmspinning, rt.sched.needspinning) == (1, True)
    assert rt.trace == [("spinning", 0, 0, 0, 0)]


def test_there_are_never_fewer_than_no_spinners():
    rt = runtime()
    with throws("findrunnable: negative nmspinning"):
        rt.stop_spinning(rt.allm[0])


def test_who_found_work_passes_spinning_on():
    rt = runtime(2)
    rt.allm[0].spinning, rt.sched.nmspinning = True, 1
    rt.resetspinning(rt.allm[0])
    assert rt.allm[0].spinning is False and rt.allm[1].mstartfn == "mspinning"
    assert rt.sched.nmspinning == 1
    assert rt.trace == [("spinning", 0, 0, 0, 0), ("pidleget", 0, 0, 0, 1), ("startm", 0, 0, 0, 1, 1, 1, 1)]


def test_who_found_work_while_others_spin_wakes_nobody():
    rt = runtime(2)
    rt.allm[0].spinning, rt.sched.nmspinning = True, 2
    rt.resetspinning(rt.allm[0])
    assert rt.trace == [("spinning", 0, 0, 0, 0)]
    assert rt.sched.nmspinning == 1


def test_new_work_starts_one_spinning_m_on_the_top_idle_p():
    rt = runtime(3)
    rt.wakep(rt.allm[0])
    assert rt.trace == [("pidleget", 0, 0, 0, 2), ("startm", 0, 0, 0, 1, 2, 1, 1)]
    assert (rt.allm[1].mstartfn, rt.allm[1].nextp, rt.sched.nmspinning) == ("mspinning", 2, 1)
    assert rt.sched.pidle == [1]


@pytest.mark.parametrize("spinners", [1, 2])
def test_one_spinning_m_is_enough(spinners):
    rt = runtime(3)
    rt.sched.nmspinning = spinners
    rt.wakep(rt.allm[0])
    assert (rt.trace, rt.sched.nmspinning, rt.sched.pidle) == ([], spinners, [1, 2])


def test_without_an_idle_p_nobody_is_woken_but_the_wish_stays():
    rt = runtime(1)
    rt.wakep(rt.allm[0])
    assert (rt.trace, rt.sched.nmspinning, rt.sched.needspinning) == ([], 0, True)
