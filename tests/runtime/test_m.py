"""Ms come, sleep and are woken."""

import pytest

from models.runtime.state import M
from models.runtime.status import P_RUNNING

from .build import drain, kinds, queue, runtime, throws, until


def sleeping(rt, *ms):
    """Ms that sleep, the last one on top of the list."""
    for m in ms:
        assert rt.newm().id == m
        rt.sched.midle.append(m)


def test_without_a_sleeping_m_a_thread_is_made():
    rt = runtime(2)
    rt.startm(rt.allm[0], rt.allp[1], spinning=True)
    assert rt.allm[1:] == [M(id=1, nextp=1, spinning=True, park=True)]
    assert rt.woken == [1]
    assert rt.trace == [("startm", 0, 0, 0, 1, 1, 1, 1)]


def test_the_m_that_went_to_sleep_last_is_woken_first():
    rt = runtime(3)
    sleeping(rt, 1, 2)
    rt.startm(rt.allm[0], rt.allp[2], spinning=False)
    assert rt.sched.midle == [1] and len(rt.allm) == 3
    assert rt.allm[2] == M(id=2, nextp=2, spinning=False, park=True)
    assert rt.trace == [("startm", 0, 0, 0, 2, 2, 0, 0)]
    assert rt.woken == [2]


def test_a_waking_and_a_new_thread_take_their_time():
    rt = runtime(3, durations={"clone": (20_000,), "futex": (3_000,)})
    sleeping(rt, 1)
    rt.startm(rt.allm[0], rt.allp[2], spinning=False)
    assert rt.spent == 3_000
    rt.startm(rt.allm[0], rt.allp[1], spinning=False)
    assert rt.spent == 23_000


def test_a_p_with_work_is_not_given_to_a_spinning_m():
    rt = runtime(2)
    with throws("startm: p has runnable gs"):
        rt.startm(rt.allm[0], queue(rt, 1, [1]), spinning=True)


def test_a_p_with_work_is_given_to_one_that_does_not_spin():
    rt = runtime(2)
    rt.startm(rt.allm[0], queue(rt, 1, [1]), spinning=False)
    assert rt.allm[1] == M(id=1, nextp=1, spinning=False, park=True)


def test_new_threads_are_numbered():
    rt = runtime()
    assert [rt.newm(), rt.newm()] == [M(id=1), M(id=2)]
    assert rt.allm == [M(id=0, p=0), M(id=1), M(id=2)]


def test_a_thread_is_woken_once():
    rt = runtime()
    rt.notewakeup(rt.allm[0])
    assert rt.allm[0].park is True and rt.woken == [0]
    with throws("notewakeup - double wakeup"):
        rt.notewakeup(rt.allm[0])
    assert rt.woken == [0]


@pytest.mark.parametrize("p, spinning", [(0, False), (None, True)])
def test_an_m_with_a_p_or_spinning_does_not_sleep(p, spinning):
    rt = runtime()
    rt.allm[0].p, rt.allm[0].spinning = p, spinning
    with throws("stopm holding p or spinning"):
        drain(rt.stopm(rt.allm[0]))


def test_an_m_sleeps_until_a_p_is_brought():
    rt = runtime(2)
    sleeping(rt, 1)
    rt.sched.midle.clear()
    mp = rt.allm[1]
    sleep = rt.stopm(mp)
    assert [next(sleep), next(sleep), next(sleep)] == ["notesleep"] * 3
    assert rt.sched.midle == [1]
    assert rt.trace == [("stopm", 0, 1, None)]
    rt.startm(rt.allm[0], rt.allp[1], spinning=True)
    assert drain(sleep) == ([], None)
    assert mp == M(id=1, p=1, spinning=True)
    assert (rt.allp[1].m, rt.allp[1].status) == (1, P_RUNNING)
    assert kinds(rt) == ["stopm", "startm", "acquirep"]


def test_a_new_thread_takes_the_p_it_was_made_for_and_schedules():
    rt = runtime(2)
    rt.startm(rt.allm[0], queue(rt, 1, [4]), spinning=False)
    assert until(rt.mstart(rt.allm[1]), "execute") == ["execute"]
    assert rt.allm[1] == M(id=1, p=1, curg=4)
    assert kinds(rt) == ["startm", "acquirep", "look", "runqget", "execute"]


def test_m0_has_its_p_already():
    rt = runtime()
    queue(rt, 0, [4])
    assert until(rt.mstart(rt.allm[0]), "execute") == ["execute"]
    assert kinds(rt) == ["look", "runqget", "execute"]
