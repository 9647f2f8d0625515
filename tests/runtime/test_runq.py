"""A P's own queue, in the order the chapter tells it: put, overflow, get, grab, steal."""

import pytest

from models.runtime.constants import BY_RELEASE

from .build import drain, queue, ring, running, runtime, take, throws


def test_a_new_p_has_nothing():
    rt = runtime()
    assert rt.runqempty(rt.allp[0])


def test_a_g_in_the_ring_or_in_runnext_is_something():
    rt = runtime()
    assert not rt.runqempty(queue(rt, 0, [1]))
    assert not rt.runqempty(queue(rt, 0, runnext=1))
    assert rt.runqempty(queue(rt, 0, head=7))


def test_put_goes_to_the_tail():
    rt = runtime()
    pp = queue(rt, 0, [1, 2], head=5, runnext=9)
    rt.runqput(pp, rt.allgs[3], next=False)
    assert (ring(pp), pp.runqhead, pp.runqtail, pp.runnext) == ([1, 2, 3], 5, 8, 9)
    assert pp.runq == [0, 1, 2, 3]
    assert rt.trace == [("runqput", 0, 0, 0, 3, 7)]


def test_the_first_put_with_next_takes_the_empty_runnext():
    rt = runtime()
    pp = queue(rt, 0, [1])
    rt.runqput(pp, rt.allgs[2], next=True)
    assert (ring(pp), pp.runnext) == ([1], 2)
    assert rt.trace == [("runnext", 0, 0, 0, 2, 0)]


def test_the_next_one_kicks_it_to_the_tail():
    rt = runtime()
    pp = queue(rt, 0, [1], runnext=2)
    rt.runqput(pp, rt.allgs[3], next=True)
    assert (ring(pp), pp.runnext) == ([1, 2], 3)
    assert rt.trace == [("runnext", 0, 0, 0, 3, 2), ("runqput", 0, 0, 0, 2, 1)]


def test_the_ring_takes_as_many_as_it_has_slots():
    rt = runtime()
    pp = queue(rt, 0, [1, 2, 3], head=2)
    rt.runqput(pp, rt.allgs[4], next=False)
    assert ring(pp) == [1, 2, 3, 4]
    assert not rt.sched.runq


def test_one_more_sends_the_older_half_and_itself_to_the_global_queue():
    rt = runtime()
    rt.sched.runq.append(9)
    pp = queue(rt, 0, [1, 2, 3, 4], head=6)
    rt.runqput(pp, rt.allgs[5], next=False)
    assert (ring(pp), pp.runqhead, pp.runqtail) == ([3, 4], 8, 10)
    assert list(rt.sched.runq) == [9, 1, 2, 5]
    assert rt.trace == [("runqputslow", 0, 0, 0, 6, (1, 2, 5))]


def test_overflow_by_a_kick_sends_the_kicked_one():
    rt = runtime()
    pp = queue(rt, 0, [1, 2, 3, 4], runnext=5)
    rt.runqput(pp, rt.allgs[6], next=True)
    assert (ring(pp), pp.runnext, list(rt.sched.runq)) == ([3, 4], 6, [1, 2, 5])


def test_a_ring_that_is_not_full_does_not_overflow():
    rt = runtime()
    pp = queue(rt, 0, [1, 2, 3])
    with throws("runqputslow: queue is not full"):
        rt.runqputslow(pp, rt.allgs[4], 0, 3)


def test_get_takes_runnext_first_which_inherits_the_slice():
    rt = runtime()
    pp = queue(rt, 0, [1], runnext=2)
    assert rt.runqget(pp) == (rt.allgs[2], True)
    assert (ring(pp), pp.runnext) == ([1], 0)
    assert rt.trace == [("getnext", 0, 0, 0, 2)]


def test_get_takes_the_head_which_begins_a_slice():
    rt = runtime()
    pp = queue(rt, 0, [1, 2], head=7)
    assert rt.runqget(pp) == (rt.allgs[1], False)
    assert (ring(pp), pp.runqhead, pp.runqtail) == ([2], 8, 9)
    assert rt.trace == [("runqget", 0, 0, 0, 1, 7)]


def test_get_from_nothing_is_nothing():
    rt = runtime()
    assert rt.runqget(queue(rt, 0, head=7)) == (None, False)
    assert rt.trace == []


@pytest.mark.parametrize("length, taken", [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_a_thief_takes_half_rounded_up_from_the_head(length, taken):
    rt = runtime(2)
    victim, pp = queue(rt, 0, range(1, length + 1), head=3), take(rt, 1)
    gp = drain(rt.runqsteal(pp, victim, False))[1]
    assert gp is rt.allgs[taken]
    assert ring(pp) == list(range(1, taken))
    assert ring(victim) == list(range(taken + 1, length + 1))
    assert victim.runqhead == 3 + taken


def test_the_thief_runs_the_last_it_took_and_keeps_the_others_in_order():
    rt = runtime(2)
    victim, pp = queue(rt, 0, [1, 2, 3, 4], head=6, runnext=5), queue(rt, 1, head=7)
    take(rt, 1)
    pauses, gp = drain(rt.runqsteal(pp, victim, True))
    assert (pauses, gp) == ([], rt.allgs[2])
    assert (ring(pp), pp.runqhead, pp.runqtail) == ([1], 7, 8)
    assert victim.runnext == 5
    assert rt.trace == [("runqgrab", 0, 1, 1, 0, 6, (1, 2), 7)]


def test_a_grab_leaves_the_thief_s_tail_to_the_thief():
    rt = runtime(2)
    victim, pp = queue(rt, 0, [1, 2, 3, 4]), queue(rt, 1, head=3)
    assert drain(rt.runqgrab(victim, pp, False)) == ([], 2)
    assert (pp.runqtail, pp.runq) == (3, [2, 0, 0, 1])


def test_a_full_ring_of_256_gives_128():
    rt = runtime(2, gs=256, const=runtime().const.__class__())
    victim, pp = queue(rt, 0, range(1, 257), head=200), take(rt, 1)
    assert drain(rt.runqsteal(pp, victim, False))[1] is rt.allgs[128]
    assert ring(pp) == list(range(1, 128))
    assert ring(victim) == list(range(129, 257))


def test_an_empty_ring_gives_nothing_but_in_the_last_round():
    rt = runtime(2)
    victim, pp = queue(rt, 0, runnext=1), take(rt, 1)
    assert drain(rt.runqsteal(pp, victim, False)) == ([], None)
    assert victim.runnext == 1
    assert rt.trace == []


def test_nothing_at_all_gives_nothing_in_the_last_round_either():
    rt = runtime(2)
    victim, pp = queue(rt, 0, head=3), take(rt, 1)
    assert drain(rt.runqsteal(pp, victim, True)) == ([], None)


def test_in_the_last_round_runnext_goes_after_a_pause():
    rt = runtime(2)
    victim, pp = queue(rt, 0, head=3, runnext=1), queue(rt, 1, head=6)
    take(rt, 1)
    pauses, gp = drain(rt.runqsteal(pp, victim, True))
    assert (pauses, gp) == (["usleep"], rt.allgs[1])
    assert (victim.runnext, ring(pp), pp.runqtail) == (0, [], 6)
    assert rt.trace == [("grabnext", 0, 1, 1, 0, 1)]


def test_a_victim_that_does_not_run_is_not_waited_for():
    rt = runtime(3)
    pp = take(rt, 1)
    victim = queue(rt, 2, runnext=1)
    assert drain(rt.runqsteal(pp, victim, True)) == ([], rt.allgs[1])


@pytest.mark.parametrize("const", BY_RELEASE.values(), ids=BY_RELEASE)
def test_nor_is_an_owner_in_a_system_call(const):
    rt = runtime(2, const=const)
    rt.entersyscall(running(rt, 2))
    victim, pp = queue(rt, 0, runnext=1), take(rt, 1)
    assert drain(rt.runqsteal(pp, victim, True)) == ([], rt.allgs[1])


def test_the_owner_may_start_runnext_in_the_pause():
    rt = runtime(2)
    victim, pp = queue(rt, 0, runnext=1), take(rt, 1)
    steal = rt.runqsteal(pp, victim, True)
    assert next(steal) == "usleep"
    assert rt.runqget(victim) == (rt.allgs[1], True)
    assert drain(steal) == ([], None)
    assert victim.runnext == 0


def test_another_g_in_runnext_is_waited_for_anew():
    rt = runtime(2)
    victim, pp = queue(rt, 0, runnext=1), take(rt, 1)
    steal = rt.runqsteal(pp, victim, True)
    next(steal)
    victim.runnext = 2
    assert drain(steal) == (["usleep"], rt.allgs[2])
    assert victim.runnext == 0


def test_a_ring_filled_in_the_pause_is_stolen_from():
    rt = runtime(2)
    victim, pp = queue(rt, 0, runnext=1), take(rt, 1)
    steal = rt.runqsteal(pp, victim, True)
    next(steal)
    rt.runqput(victim, rt.allgs[2], next=True)
    assert drain(steal) == ([], rt.allgs[1])
    assert (victim.runnext, ring(victim)) == (2, [])


def test_a_steal_fits_to_the_last_slot():
    rt = runtime(2)
    victim, pp = queue(rt, 0, [1, 2, 3, 4]), queue(rt, 1, [7, 8], head=1)
    assert drain(rt.runqsteal(pp, victim, False))[1] is rt.allgs[2]
    assert ring(pp) == [7, 8, 1]


def test_a_thief_whose_ring_has_no_room_throws():
    rt = runtime(2)
    victim, pp = queue(rt, 0, [1, 2, 3, 4]), queue(rt, 1, [7, 8, 9], head=1)
    with throws("runqsteal: runq overflow"):
        drain(rt.runqsteal(pp, victim, False))


def test_a_batch_goes_to_the_tail_in_order():
    rt = runtime()
    pp = queue(rt, 0, [1, 2], head=6)
    assert rt.runqputbatch(pp, [3, 4]) == 8
    assert (ring(pp), pp.runqhead, pp.runqtail) == ([1, 2, 3, 4], 6, 10)
    assert rt.runqputbatch(pp, []) == 10


def test_a_batch_must_fit():
    rt = runtime()
    pp = queue(rt, 0, [1, 2], head=6)
    with throws("couldn't put Gs into empty local runq"):
        rt.runqputbatch(pp, [3, 4, 5])
