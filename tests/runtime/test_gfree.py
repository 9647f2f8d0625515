"""The dead Gs: a P's own list, the two lists for all, and who is used again first."""

import pytest

from models.runtime.constants import Constants
from models.runtime.goroutine import go, log
from models.runtime.machine import Machine, logged
from models.runtime.runtime import Runtime
from models.runtime.status import G_DEAD, G_IDLE, G_RUNNABLE, G_RUNNING, G_WAITING
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

from .build import runtime, throws


def dead(gs, procs=1, **settings):
    """A machine with dead Gs 1 to `gs`, each with a new goroutine's stack, in no list."""
    rt = runtime(procs, gs=gs, **settings)
    for gp in rt.allgs[1:]:
        gp.status = G_DEAD
    return rt, rt.allp[0]


def put(rt, pp, gs):
    for g in gs:
        rt.gfput(pp, rt.allgs[g])


# Into the lists.


def test_the_last_g_that_died_lies_on_top():
    rt, pp = dead(3)
    put(rt, pp, [2, 1, 3])
    assert (pp.gfree, rt.sched.gfree_stack, rt.sched.gfree_nostack) == ([2, 1, 3], [], [])
    assert rt.trace == []


def test_each_p_has_a_list_of_its_own():
    rt, pp = dead(2, procs=2)
    put(rt, rt.allp[1], [1])
    put(rt, pp, [2])
    assert [p.gfree for p in rt.allp] == [[2], [1]]


@pytest.mark.parametrize("status", [G_IDLE, G_RUNNABLE, G_RUNNING, G_WAITING])
def test_only_a_dead_g_is_put_there(status):
    rt, pp = dead(1)
    rt.allgs[1].status = status
    with throws("gfput: bad status (not Gdead)"):
        rt.gfput(pp, rt.allgs[1])
    assert pp.gfree == []


def test_a_stack_of_the_usual_size_is_kept():
    rt, pp = dead(1)
    put(rt, pp, [1])
    assert (rt.allgs[1].stack, rt.allgs[1].stackguard0) == (2048, 928)


@pytest.mark.parametrize("size", [1024, 4096])
def test_any_other_stack_is_freed(size):
    rt, pp = dead(1)
    rt.allgs[1].stack = size
    put(rt, pp, [1])
    assert (rt.allgs[1].stack, rt.allgs[1].stackguard0) == (0, 0)
    assert pp.gfree == [1]


def test_at_64_a_p_s_list_gives_all_but_31_to_all():
    rt, pp = dead(65)
    put(rt, pp, range(1, 64))
    assert (pp.gfree, rt.sched.gfree_stack) == ([*range(1, 64)], [])
    put(rt, pp, [64])
    assert (pp.gfree, rt.sched.gfree_stack) == ([*range(1, 32)], [*range(64, 31, -1)])
    put(rt, pp, [65])
    assert (pp.gfree, rt.sched.gfree_stack[-1]) == ([*range(1, 32), 65], 32)


def test_with_a_stack_and_without_one_go_to_lists_of_their_own_on_top_of_what_lies_there():
    rt, pp = dead(66)
    rt.sched.gfree_stack, rt.sched.gfree_nostack = [65], [66]
    for g in (31, 40, 64):
        rt.allgs[g].stack = 8192
    put(rt, pp, range(1, 65))
    others = [g for g in range(63, 31, -1) if g != 40]
    assert rt.sched.gfree_stack == [65, *others]
    assert rt.sched.gfree_nostack == [66, 64, 40]
    assert pp.gfree == [*range(1, 32)]


def test_other_constants_cut_and_fill_elsewhere():
    const = Constants(gfree_max=5, gfree_keep=3)
    rt, pp = dead(5, const=const)
    put(rt, pp, range(1, 6))
    assert (pp.gfree, rt.sched.gfree_stack) == ([1, 2], [5, 4, 3])
    pp.gfree.clear()
    rt.gffill(pp)
    assert (pp.gfree, rt.sched.gfree_stack) == ([3, 4, 5], [])


@pytest.mark.parametrize(("keep", "left", "moved"), [
    (1, [], [5, 4, 3, 2, 1]), (2, [1], [5, 4, 3, 2]), (5, [1, 2, 3, 4], [5]), (6, [1, 2, 3, 4, 5], [])])
def test_a_list_is_cut_until_fewer_than_that_are_left(keep, left, moved):
    rt, pp = dead(5)
    pp.gfree = [1, 2, 3, 4, 5]
    rt.gfflush(pp, keep)
    assert (pp.gfree, rt.sched.gfree_stack, rt.sched.gfree_nostack) == (left, moved, [])


def test_a_p_that_goes_leaves_all_of_its_own_to_the_others():
    rt, pp = dead(6, procs=2)
    rt.sched.gfree_stack, rt.sched.gfree_nostack = [5], [6]
    rt.allgs[2].stack = 0
    rt.allp[1].gfree, pp.gfree = [1, 2, 3], [4]
    rt.gfpurge(rt.allp[1])
    assert [p.gfree for p in rt.allp] == [[4], []]
    assert (rt.sched.gfree_stack, rt.sched.gfree_nostack) == ([5, 3, 1], [6, 2])
    rt.gfpurge(rt.allp[1])
    assert (rt.sched.gfree_stack, rt.sched.gfree_nostack) == ([5, 3, 1], [6, 2])


# And out of them.


def test_who_died_last_is_used_first():
    rt, pp = dead(3)
    put(rt, pp, [2, 1, 3])
    assert [rt.gfget(pp).id for _ in range(3)] == [3, 1, 2]
    assert pp.gfree == []


def test_without_dead_gs_there_is_none():
    rt, pp = dead(1)
    assert rt.gfget(pp) is None


def test_what_others_have_in_their_lists_is_theirs():
    rt, pp = dead(1, procs=2)
    put(rt, rt.allp[1], [1])
    assert rt.gfget(pp) is None
    assert rt.allp[1].gfree == [1]


def test_an_empty_list_is_filled_up_to_32_from_those_for_all():
    rt, pp = dead(40)
    rt.sched.gfree_stack = [*range(1, 41)]
    assert rt.gfget(pp) is rt.allgs[9]
    assert pp.gfree == [*range(40, 9, -1)]
    assert rt.sched.gfree_stack == [*range(1, 9)]


def test_a_list_that_is_not_empty_is_not_filled():
    rt, pp = dead(3)
    pp.gfree, rt.sched.gfree_stack = [1], [2, 3]
    assert rt.gfget(pp) is rt.allgs[1]
    assert (pp.gfree, rt.sched.gfree_stack) == ([], [2, 3])


def test_a_list_is_filled_from_those_with_a_stack_first():
    rt, pp = dead(40)
    rt.sched.gfree_stack, rt.sched.gfree_nostack = [1, 2], [*range(3, 41)]
    rt.gffill(pp)
    assert pp.gfree == [2, 1, *range(40, 10, -1)]
    assert (rt.sched.gfree_stack, rt.sched.gfree_nostack) == ([], [*range(3, 11)])


def test_what_there_is_may_be_less_than_32():
    rt, pp = dead(3)
    rt.sched.gfree_stack, rt.sched.gfree_nostack = [1], [2, 3]
    rt.gffill(pp)
    assert (pp.gfree, rt.sched.gfree_stack, rt.sched.gfree_nostack) == ([1, 3, 2], [], [])


@pytest.mark.parametrize("size", [0, 1024, 4096])
def test_who_has_no_stack_of_the_usual_size_gets_one(size):
    rt, pp = dead(1)
    pp.gfree = [1]
    rt.allgs[1].stack, rt.allgs[1].stackguard0 = size, 7
    gp = rt.gfget(pp)
    assert (gp.id, gp.stack, gp.stackguard0) == (1, 2048, 928)


def test_a_stack_of_the_usual_size_is_used_as_it_is():
    rt, pp = dead(1)
    pp.gfree = [1]
    rt.allgs[1].stackguard0 = 7  # as it is while somebody wants the G to stop
    assert (rt.gfget(pp).stack, rt.allgs[1].stackguard0) == (2048, 7)


# In a program.


def says(wg, value):
    yield log(value)
    yield wg_done(wg)


def rounds(per_round, names):
    """Main starts so many goroutines, waits for them, and does it again for each round."""
    def main():
        wg = yield waitgroup()
        for values in per_round:
            yield wg_add(wg, len(values))
            for value in values:
                names.append((yield go(says, wg, value)))
            yield wg_wait(wg)
    return main


def test_a_g_is_used_again_with_a_number_of_its_own():
    rt, names = Runtime(schedtick=1), []
    Machine(rt, rounds([["one"], ["two"]], names)).run()
    assert names == [2, 2] == [event[4] for event in rt.trace if event[0] == "newproc"]
    assert logged(rt.trace) == ["one", "two"]
    assert (len(rt.allgs), rt.allgs[2].goid, rt.sched.goidgen) == (3, 3, 16)


def test_of_several_that_died_the_last_one_is_used_first():
    rt, names = Runtime(schedtick=1), []
    Machine(rt, rounds([[0, 1, 2], [3, 4, 5]], names)).run()
    died = [event[4] for event in rt.trace if event[0] == "goexit"][:3]
    assert died == [4, 2, 3]
    assert names == [2, 3, 4, 3, 2, 4]
    assert [rt.allgs[g].goid for g in (2, 3, 4)] == [6, 5, 7]


def test_a_run_of_many_makes_no_more_gs_than_are_alive_at_once():
    rt, names = Runtime(schedtick=1), []
    Machine(rt, rounds([[i] for i in range(500)], names)).run()
    assert (len(rt.allgs), logged(rt.trace), set(names)) == (3, [*range(500)], {2})
    assert (rt.allgs[2].goid, rt.sched.goidgen) == (501, 512)


def test_what_one_p_has_too_much_of_another_uses():
    rt = Runtime(2)
    p0, p1 = rt.allp
    for _ in range(64):
        rt.newproc1(p1, says)
    for gp in rt.allgs[1:]:
        gp.status = G_DEAD
        rt.gfput(p1, gp)
    gp = rt.newproc1(p0, says)
    assert (gp.id, gp.goid) == (63, 65)
    assert (len(p0.gfree), len(p1.gfree), len(rt.sched.gfree_stack)) == (31, 31, 1)


# What real Go gives, on 1.27.3 and 1.22.10 alike, over and over the same: 150 goroutines a round on one P,
# five rounds, and each time the gs that they run in, numbered as they first came up (main's is 1).
REAL = [
    "2-151",
    "150-131 31-2 151 129-98 95-65 130 61-32 97-96 64-62",
    "63-64 96-97 32-47 22-31 131-150 62 49-61 130 65-82 85-95 98-117 48 121-129 151 2-21 83-84 "
    "118-120",
    "119-118 84-83 21-6 31-22 47-32 97-96 64-63 120 4-2 151 129-121 48 117-100 95-85 82-65 130 61 5 "
    "57-49 62 150-131 99-98 60-58",
    "59-60 98-99 131-146 22-31 6-21 83-84 118-119 58 148-150 62 49-57 5 61 130 65-80 85-95 100-117 48 "
    "121 147 125-129 151 2-4 120 63-64 96-97 32-47 81-82 122-124"]


def counted(text):
    """'3-5 9-8' -> [3, 4, 5, 9, 8]."""
    ends = [[int(end) for end in part.split("-")] for part in text.split()]
    return [g for first, last in ((end[0], end[-1]) for end in ends)
            for g in range(first, last + (1 if first <= last else -1), 1 if first <= last else -1)]


def test_round_by_round_the_gs_are_used_in_real_go_s_order():
    names = []
    Machine(Runtime(schedtick=15), rounds([range(150)] * 5, names)).run()
    assert [names[i:i + 150] for i in range(0, 750, 150)] == [counted(text) for text in REAL]
