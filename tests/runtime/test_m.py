"""Ms come, sleep and are woken."""

import pytest

from models.runtime.fatal import Deadlock
from models.runtime.runtime import replaced
from models.runtime.state import M
from models.runtime.status import G_DEAD, G_RUNNABLE, G_WAITING, P_IDLE, P_RUNNING

from .build import company, drain, error, kinds, queue, runtime, take, throws, until


def sleeping(rt, *ms):
    """Ms that sleep, the last one on top of the list."""
    for m in ms:
        assert rt.newm().id == m
        rt.sched.midle.append(m)


def test_without_a_sleeping_m_a_thread_is_made():
    rt = runtime(2)
    rt.startm(rt.allm[0], rt.allp[1], spinning=True)
    assert rt.allm[1:] == [M(id=1, nextp=1, mstartfn="mspinning", park=True)]
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
    assert kinds(rt) == ["startm", "mstart", "acquirep", "look", "runqget", "execute"]
    assert rt.trace[1] == ("mstart", 0, 1, None)


def test_m0_has_its_p_already():
    rt = runtime()
    queue(rt, 0, [4])
    assert until(rt.mstart(rt.allm[0]), "execute") == ["execute"]
    assert kinds(rt) == ["look", "runqget", "execute"]


def test_a_spinner_is_made_as_one_and_counted_by_its_maker():
    rt = runtime(2)
    rt.sched.nmspinning = 1
    rt.startm(rt.allm[0], rt.allp[1], spinning=True)
    life = rt.mstart(rt.allm[1])
    assert next(life) == "steal"
    assert (rt.allm[1].spinning, rt.allm[1].mstartfn, rt.sched.nmspinning) == (True, "", 1)
    assert rt.trace[1:4] == [("mstart", 0, 1, None), ("acquirep", 0, 1, 1), ("look", 0, 1, 1, "local", None)]


def test_whatever_rule_a_thread_is_to_begin_with_it_begins_with_it_before_it_has_a_p():
    seen = []
    rt = runtime(2, rules=replaced(mspinning=lambda rt, mp: seen.append((mp.id, mp.p, kinds(rt)))))
    rt.startm(rt.allm[0], rt.allp[1], spinning=True)
    next(rt.mstart(rt.allm[1]))
    assert seen == [(1, None, ["startm", "mstart"])]


def test_a_sleeper_that_is_woken_to_spin_spins():
    rt = runtime(3)
    sleeping(rt, 1)
    rt.startm(rt.allm[0], rt.allp[2], spinning=True)
    assert rt.allm[1] == M(id=1, nextp=2, spinning=True, park=True)
    assert rt.trace == [("startm", 0, 0, 0, 1, 2, 1, 0)]


def test_who_starts_an_m_may_have_no_p():
    rt = runtime(2)
    rt.startm(M(id=7), rt.allp[1], spinning=False)
    assert rt.trace == [("startm", 0, 7, None, 1, 1, 0, 1)]


@pytest.mark.parametrize("new", [True, False])
def test_a_thread_wakes_from_when_its_note_is_set(new):
    """Whoever sets it may have been busy before, and is so with that for a while."""
    rt = runtime(2, durations={"clone": (70,), "futex": (30,)})
    sleeping(rt, *[] if new else [1])
    rt.now, rt.spent = 100, 5
    rt.startm(rt.allm[0], rt.allp[1], spinning=False)
    assert (rt.noted, rt.spent) == ({1: 105}, 75 if new else 35)


# Asleep.


def test_the_list_of_sleepers_is_last_in_first_out():
    rt = runtime()
    assert rt.mget() is None
    for mp in (rt.newm(), rt.newm()):
        rt.mput(mp)
    assert rt.sched.midle == [1, 2]
    assert (rt.mget(), rt.mget(), rt.mget()) == (rt.allm[2], rt.allm[1], None)
    assert rt.sched.midle == []


@pytest.mark.parametrize(("midle", "m", "found", "left"), [
    ([1, 2, 3], 2, 2, [1, 3]), ([1, 2], 1, 1, [2]), ([1, 2], 2, 2, [1]), ([1, 2], 3, None, [1, 2]),
    ([1, 2], None, None, [1, 2]), ([1], 1, None, [1]), ([], 1, None, [])])
def test_a_certain_m_is_found_if_it_sleeps_and_not_alone(midle, m, found, left):
    rt = runtime()
    for _ in range(3):
        rt.newm()
    rt.sched.midle[:] = midle
    assert rt.mgetSpecific(m) is (None if found is None else rt.allm[found])
    assert rt.sched.midle == left


def test_who_sleeps_does_so_until_the_note_is_set():
    rt = runtime()
    sleep = rt.mPark(rt.allm[0])
    assert [next(sleep), next(sleep)] == ["notesleep"] * 2
    rt.allm[0].park = True
    assert drain(sleep) == ([], None)
    assert rt.allm[0].park is True
    assert drain(rt.mPark(rt.allm[0])) == ([], None)


def test_with_its_p_the_note_is_cleared():
    rt = runtime(2)
    rt.allm.append(M(id=1, nextp=1, park=True))
    rt.wake_with_p(rt.allm[1])
    assert rt.allm[1] == M(id=1, p=1)
    assert (rt.allp[1].m, rt.allp[1].oldm, rt.allp[1].status) == (1, 1, P_RUNNING)
    assert rt.trace == [("acquirep", 0, 1, 1)]


def test_the_last_that_falls_asleep_sees_the_deadlock():
    rt = runtime(gs=1)
    rt.allgs[1].status = G_WAITING
    rt.releasep(rt.allm[0])
    with error(Deadlock, "all goroutines are asleep - deadlock!"):
        next(rt.stopm(rt.allm[0]))
    assert rt.sched.midle == [0] and kinds(rt) == ["releasep", "stopm"]


# Errands.


def errands(**rules):
    """A machine whose M 0 has an errand: a rule that is a generator and notes what it was called with."""
    done = []

    def errand(rt, mp):
        done.append((mp.id, mp.errand))
        yield "errand"
        return rules["gives"](rt)

    return runtime(rules=replaced(stopm=errand)), done


def test_an_errand_is_run_once_and_then_a_g_is_looked_for():
    rt, done = errands(gives=lambda rt: None)
    queue(rt, 0, [4])
    rt.allm[0].errand = "stopm"
    assert drain(rt.run_errand(rt.allm[0])) == (["errand"], (rt.allgs[4], False))
    assert done == [(0, "")] and rt.allm[0].errand == ""


def test_an_errand_may_give_the_g_whose_slice_is_new():
    rt, done = errands(gives=lambda rt: rt.allgs[3])
    queue(rt, 0, [4], runnext=5)
    rt.allm[0].errand = "stopm"
    assert drain(rt.run_errand(rt.allm[0])) == (["errand"], (rt.allgs[3], False))
    assert (rt.allm[0].errand, kinds(rt)) == ("", [])


def test_the_errand_of_a_locked_m_stays():
    rt, done = errands(gives=lambda rt: rt.allgs[3])
    rt.allm[0].errand, rt.allm[0].lockedg = "stopm", 3
    drain(rt.run_errand(rt.allm[0]))
    assert done == [(0, "stopm")] and rt.allm[0].errand == "stopm"


def test_schedule_runs_the_errand_instead_of_looking():
    rt, done = errands(gives=lambda rt: rt.allgs[3])
    queue(rt, 0, [4], runnext=5)
    rt.allm[0].errand = "stopm"
    assert until(rt.schedule(rt.allm[0]), "execute") == ["errand", "execute"]
    assert rt.trace == [("execute", 0, 0, 0, 3, 0, 1)]


# The end.


def test_an_m_that_ends_hands_its_p_off_and_never_acts_again():
    rt = company(runtime(2))
    take(rt, 1)
    queue(rt, 0, [4])
    rt.newm()
    rt.sched.nmfreed = 1  # another has ended before
    end = rt.mexit(rt.allm[0])
    assert [next(end) for _ in range(3)] == ["notesleep"] * 3
    assert rt.trace == [("mexit", 0, 0, 0), ("releasep", 0, 0, 0), ("handoffp", 0, 0, None, 0),
                        ("startm", 0, 0, None, 4, 0, 0, 1)]
    assert (rt.sched.nmfreed, rt.mcount(), rt.sched.midle) == (2, 3, [])
    assert rt.allm[0] == M(id=0) and rt.allp[0].m is None


def test_its_p_may_become_idle():
    rt = company(runtime(3))
    take(rt, 1)
    next(rt.mexit(rt.allm[0]))
    assert (rt.sched.pidle, rt.allp[0].status) == ([2, 0], P_IDLE)
    assert kinds(rt) == ["mexit", "releasep", "handoffp", "pidleput"]


def test_it_counts_as_ended_when_it_is_seen_whether_others_go_on():
    rt = runtime(3, gs=2)
    rt.sched.pidle[:] = [1]  # so that nobody is sent to the network poller
    rt.allgs[1].status, rt.allgs[2].status = G_WAITING, G_DEAD
    with error(Deadlock, "all goroutines are asleep - deadlock!"):
        next(rt.mexit(rt.allm[0]))
    assert (rt.sched.nmfreed, rt.mcount(), rt.sched.pidle) == (1, 0, [1, 0])


def test_before_that_its_p_may_go_to_another():
    """Who handed it off as the last that was awake is no deadlock: somebody runs it."""
    rt = runtime(1, gs=2)
    queue(rt, 0, [2])
    rt.allgs[1].status = G_WAITING
    assert next(rt.mexit(rt.allm[0])) == "notesleep"
    assert rt.mcount() == 1 and rt.allm[1].nextp == 0
    assert rt.allgs[2].status == G_RUNNABLE
