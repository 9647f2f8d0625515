"""find_runnable's order, the delicate way to sleep, and running what was found."""

from collections import deque

import pytest

from models.runtime.constants import Constants
from models.runtime.goroutine import go, gosched, log
from models.runtime.state import M
from models.runtime.status import G_RUNNING, G_WAITING, P_IDLE

from .build import company, drain, kinds, queue, ring, runtime, take, throws, until


def looks(rt):
    """Where it was looked, in order, without details."""
    return [event[4] for event in rt.trace if event[0] == "look"]


def spinning(rt, m=0):
    rt.allm[m].spinning = True
    rt.sched.nmspinning += 1
    return rt.allm[m]


# Where a G comes from.


def test_at_tick_61_one_g_is_taken_from_the_global_queue_first():
    rt = runtime(schedtick=61, const=Constants())
    queue(rt, 0, [1], runnext=2)
    rt.sched.runq.extend([3, 4, 5])
    assert drain(rt.find_runnable(rt.allm[0])) == (["globrunqget"], (rt.allgs[3], False))
    assert list(rt.sched.runq) == [4, 5]
    assert rt.trace == [("look", 0, 0, 0, "tick", None), ("globrunqget", 0, 0, 0, 3)]


@pytest.mark.parametrize("tick, first", [(0, 3), (1, 2), (60, 2), (61, 3), (62, 2), (122, 3)])
def test_the_tick_comes_round_every_61(tick, first):
    rt = runtime(schedtick=tick)
    queue(rt, 0, [1], runnext=2)
    rt.sched.runq.append(3)
    assert drain(rt.find_runnable(rt.allm[0]))[1][0] is rt.allgs[first]


def test_at_the_tick_an_empty_global_queue_is_passed_by():
    rt = runtime(schedtick=61)
    queue(rt, 0, [1])
    assert drain(rt.find_runnable(rt.allm[0])) == ([], (rt.allgs[1], False))
    assert looks(rt) == ["local"]


def test_at_the_tick_another_m_may_be_quicker():
    rt = runtime(schedtick=61)
    queue(rt, 0, [1])
    rt.sched.runq.append(3)
    search = rt.find_runnable(rt.allm[0])
    next(search)
    rt.sched.runq.clear()
    assert drain(search) == ([], (rt.allgs[1], False))


def test_then_runnext_then_the_ring_then_a_share_of_the_global_queue():
    rt = runtime(schedtick=1)
    queue(rt, 0, [1], runnext=2)
    rt.sched.runq.extend([3, 4])
    found = [drain(rt.find_runnable(rt.allm[0])) for _ in range(4)]
    assert found == [([], (rt.allgs[2], True)), ([], (rt.allgs[1], False)),
                     (["globrunqget"], (rt.allgs[3], False)), ([], (rt.allgs[4], False))]
    assert looks(rt) == ["local", "local", "local", "global", "local"]
    assert kinds(rt)[-3:] == ["globrunqgetbatch", "look", "runqget"]


def test_then_half_of_another_p_s_ring():
    rt = runtime(2, schedtick=1)
    take(rt, 1)
    queue(rt, 1, [1, 2, 3])
    assert drain(rt.find_runnable(rt.allm[0])) == (["steal"], (rt.allgs[2], False))
    assert ring(rt.allp[0]) == [1]
    assert looks(rt) == ["local", "global", "steal"]
    assert rt.allm[0].spinning and rt.sched.nmspinning == 1


def test_each_look_is_reported_with_who_looks_and_where():
    rt = runtime(2)
    take(rt, 1)
    queue(rt, 0, [1])
    drain(rt.find_runnable(rt.allm[1]))
    assert [event for event in rt.trace if event[0] == "look"] == [
        ("look", 0, 1, 1, "local", None), ("look", 0, 1, 1, "global", None),
        ("look", 0, 1, 1, "steal", (0, 0))]


def test_a_global_queue_emptied_by_another_m_leads_on_to_stealing():
    rt = runtime(2, schedtick=1)
    take(rt, 1)
    queue(rt, 1, [1])
    rt.sched.runq.append(2)
    search = rt.find_runnable(rt.allm[0])
    assert next(search) == "globrunqget"
    rt.sched.runq.clear()
    assert drain(search) == (["steal"], (rt.allgs[1], False))


def test_who_spins_already_is_not_counted_twice():
    rt = runtime(2, schedtick=1)
    take(rt, 1)
    queue(rt, 1, [1])
    drain(rt.find_runnable(spinning(rt)))
    assert rt.sched.nmspinning == 1
    assert "spinning" not in kinds(rt)


def test_with_enough_spinners_nobody_more_looks_at_others():
    rt = runtime(2, schedtick=1)
    take(rt, 1)
    spinning(rt, 1)
    queue(rt, 1, [1, 2])
    until(rt.find_runnable(rt.allm[0]), "notesleep")
    assert looks(rt) == ["local", "global"]
    assert ring(rt.allp[1]) == [1, 2]


def test_a_g_that_comes_as_the_m_gives_up_is_taken():
    rt = runtime(1, schedtick=1)
    search = rt.find_runnable(spinning(rt))
    assert next(search) == "globrunqget"
    rt.sched.runq.append(3)
    assert drain(search) == ([], (rt.allgs[3], False))
    assert rt.allm[0].p == 0


def test_after_a_sleep_the_search_starts_over():
    rt = runtime(2, schedtick=1)
    take(rt, 1)
    search = rt.find_runnable(rt.allm[0])
    until(search, "notesleep")
    rt.startm(rt.allm[1], queue(rt, rt.sched.pidle.pop(), [5]), spinning=False)
    assert drain(search) == ([], (rt.allgs[5], False))


# Giving up.


def test_an_m_that_did_not_spin_leaves_its_p_and_sleeps():
    rt = company(runtime(2))
    mp = rt.allm[0]
    assert until(rt.give_up_p(mp), "notesleep") == ["globrunqget", "notesleep"]
    assert rt.trace == [("releasep", 0, 0, 0), ("pidleput", 0, 0, None, 0), ("stopm", 0, 0, None)]
    assert (mp, rt.sched.midle, rt.sched.pidle) == (M(id=0), [0], [1, 0])
    assert rt.allp[0].status == P_IDLE


def test_an_m_that_spun_stops_spinning_first_and_then_looks_once_more():
    rt = company(runtime(2))
    assert until(rt.give_up_p(spinning(rt)), "notesleep") == ["globrunqget", "recheck", "notesleep"]
    assert rt.trace == [
        ("releasep", 0, 0, 0), ("pidleput", 0, 0, None, 0), ("spinning", 0, 0, None, 0),
        ("look", 0, 0, None, "recheck", None), ("stopm", 0, 0, None)]
    assert rt.sched.nmspinning == 0


def test_a_share_of_the_global_queue_keeps_the_p():
    rt = runtime()
    rt.sched.runq.extend([1, 2])
    assert drain(rt.give_up_p(rt.allm[0])) == (["globrunqget"], rt.allgs[1])
    assert (rt.allm[0].p, ring(rt.allp[0])) == (0, [2])


def test_when_a_spinner_is_wanted_the_m_spins_instead_of_leaving():
    rt = runtime()
    rt.sched.needspinning = True
    assert drain(rt.give_up_p(rt.allm[0])) == (["globrunqget"], None)
    assert (rt.allm[0].p, rt.allm[0].spinning) == (0, True)
    assert (rt.sched.nmspinning, rt.sched.needspinning) == (1, False)


def test_an_m_that_has_spun_has_answered_that_wish():
    rt = company(runtime())
    rt.sched.needspinning = True
    until(rt.give_up_p(spinning(rt)), "notesleep")
    assert rt.sched.needspinning is True
    assert rt.sched.midle == [0]


def test_the_last_look_finds_what_came_to_the_global_queue():
    rt = runtime()
    leaving = rt.give_up_p(spinning(rt))
    until(leaving, "recheck")
    rt.sched.runq.extend([3, 4])
    assert drain(leaving) == ([], rt.allgs[3])
    assert (rt.allm[0].p, rt.allm[0].spinning, rt.sched.nmspinning) == (0, True, 1)
    assert (rt.sched.pidle, ring(rt.allp[0])) == ([], [4])
    assert kinds(rt) == ["releasep", "pidleput", "spinning", "look", "pidleget", "acquirep", "spinning",
                         "globrunqgetbatch"]


def test_the_last_look_finds_what_came_to_another_p_and_starts_over():
    rt = runtime(2)
    take(rt, 1)
    leaving = rt.give_up_p(spinning(rt))
    until(leaving, "recheck")
    rt.runqput(rt.allp[1], rt.allgs[3], next=True)
    assert drain(leaving) == ([], None)
    assert (rt.allm[0].p, rt.allm[0].spinning, rt.sched.nmspinning) == (0, True, 1)
    assert rt.allp[1].runnext == 3


def test_the_last_look_sees_the_ps_that_are_busy_by_then():
    rt = runtime(2)
    leaving = rt.give_up_p(spinning(rt))
    assert next(leaving) == "globrunqget"
    take(rt, 1)  # idle when the M began to give up, busy now
    assert next(leaving) == "recheck"
    queue(rt, 1, [3])
    assert drain(leaving) == ([], None)
    assert rt.allm[0].spinning


@pytest.mark.parametrize("work", ["global", "local"])
def test_work_that_no_idle_p_can_take_is_left_with_a_wish(work):
    rt = runtime(2)
    take(rt, 1)
    leaving = rt.give_up_p(spinning(rt))
    until(leaving, "recheck")
    take(rt, 0)
    rt.sched.runq.extend([3] if work == "global" else [])
    queue(rt, 1, [4] if work == "local" else [])
    assert next(leaving) == "notesleep"
    assert rt.sched.needspinning is True
    assert rt.sched.nmspinning == 0


def test_without_work_no_p_is_taken_and_nothing_wished():
    rt = runtime(3)
    take(rt, 1)
    assert rt.work_without_p(rt.allm[0]) is None
    assert (rt.sched.pidle, rt.sched.needspinning) == ([2], False)


def test_an_idle_p_s_queue_is_not_looked_at():
    rt = runtime(2)
    queue(rt, 1, [3])  # cannot be; it shows that nobody looks
    assert rt.work_without_p(rt.allm[0]) is None


# Running.


def test_a_g_that_inherits_its_slice_leaves_the_tick():
    rt = runtime(schedtick=7)
    rt.execute(rt.allm[0], rt.allgs[1], True)
    assert rt.allp[0].schedtick == 7
    assert rt.trace == [("execute", 0, 0, 0, 1, 1, 7)]


def test_any_other_g_begins_a_slice():
    rt = runtime(schedtick=7)
    gp = rt.allgs[1]
    rt.execute(rt.allm[0], gp, False)
    assert (rt.allp[0].schedtick, rt.allm[0].curg) == (8, 1)
    assert (gp.status, gp.m, rt.state.main_started) == (G_RUNNING, 0, False)
    assert rt.trace == [("execute", 0, 0, 0, 1, 0, 8)]


def test_only_a_runnable_g_is_run():
    rt = runtime(schedtick=7)
    rt.allgs[1].status = G_WAITING
    with throws("casgstatus: g1 is waiting, asked to go runnable -> running"):
        rt.execute(rt.allm[0], rt.allgs[1], False)
    assert (rt.allp[0].schedtick, rt.trace) == (7, [])


def test_an_m_that_spun_passes_spinning_on_before_it_runs_a_g():
    rt = runtime(2, schedtick=1)
    queue(rt, 0, [1])
    until(rt.schedule(spinning(rt)), "execute")
    assert kinds(rt) == ["look", "runqget", "spinning", "pidleget", "startm", "execute"]
    assert rt.allm[0].spinning is False


def test_an_m_that_did_not_spin_wakes_nobody():
    rt = runtime(2, schedtick=1)
    queue(rt, 0, [1])
    until(rt.schedule(rt.allm[0]), "execute")
    assert kinds(rt) == ["look", "runqget", "execute"]


def test_others_may_act_between_the_choice_of_a_g_and_its_first_step():
    rt = runtime(schedtick=1)
    rt.allgs[1].fn = nothing
    queue(rt, 0, runnext=1)
    life = rt.schedule(rt.allm[0])
    assert next(life) == "execute"
    assert (rt.allm[0].curg, rt.allgs[1].status, rt.state.main_started, rt.frames[1]) == (
        1, G_RUNNING, False, None)
    next(life)
    assert (rt.allm[0].curg, rt.state.main_started) == (0, True)


def test_each_request_of_a_g_ends_a_step():
    def asks():
        yield log("a")
        yield log("b")
        yield gosched()

    rt = runtime(schedtick=1, gs=2)
    rt.allgs[2].fn = asks
    queue(rt, 0, runnext=2)
    life, seen = rt.schedule(rt.allm[0]), []
    while rt.sched.runq != deque([2]):
        seen.append((next(life), [event[5] for event in rt.trace if event[0] == "log"]))
    assert seen == [("execute", []), ("step", ["a"]), ("step", ["a", "b"]), ("gosched", ["a", "b"])]


def test_a_g_is_answered_nothing_when_it_comes_back():
    def asks():
        answers.append((yield go(nothing)))
        answers.append((yield gosched()))
        answers.append((yield go(nothing)))

    answers, rt = [], company(runtime(schedtick=1, gs=2))
    rt.allgs[2].fn = asks
    queue(rt, 0, runnext=2)
    until(rt.schedule(rt.allm[0]), "notesleep")
    assert answers == [3, None, 3]  # the first one's G is used again


def test_an_m_runs_one_g_after_the_other():
    rt = company(runtime(schedtick=1))
    rt.allgs[2].fn = rt.allgs[3].fn = nothing
    queue(rt, 0, [3], runnext=2)
    until(rt.schedule(rt.allm[0]), "notesleep")
    assert [event[4:] for event in rt.trace if event[0] == "execute"] == [(2, 1, 1), (3, 0, 2)]
    assert [event[4] for event in rt.trace if event[0] == "goexit"] == [2, 3]


def nothing():
    """A goroutine that returns at once."""
    return
    yield
