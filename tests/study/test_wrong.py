"""Wrong models: each runs the program to its end, and each does something that Go does not."""

import pytest

from models.runtime.runtime import RULES, Runtime
from models.study.beliefs.answers import finish
from models.study.runs import spawn_order, spawn_run
from models.study.wrong import WRONG, wrong
from models.words import word


def runtime(belief: str = "", ring: int = 0, runnext: int = 0, glob: int = 0, procs: int = 2):
    """A machine of `procs` Ps with g1, g2, … in P0's ring, then in its runnext, then global."""
    rt = Runtime(procs, schedtick=1, rules=WRONG.get(belief, RULES))
    rt.sched.pidle.clear()
    for _ in range(ring + runnext + glob):
        rt.newproc1(rt.allp[0], list)
    for g in range(1, ring + 1):
        rt.runqput(rt.allp[0], rt.allgs[g], False)
    rt.allp[0].runnext = ring + 1 if runnext else 0
    rt.sched.runq.extend(range(ring + runnext + 1, ring + runnext + glob + 1))
    rt.trace.clear()
    return rt


def stolen(belief: str, ring: int, runnext: int = 0) -> tuple[int, list[int]]:
    """The G that P1 runs after stealing from P0, and what waits in its ring."""
    rt = runtime(belief, ring, runnext)
    thief = rt.allp[1]
    gp = finish(rt.runqsteal(thief, rt.allp[0], False))
    return gp.id if gp else 0, thief.runq[:thief.runqtail]


@pytest.mark.parametrize("belief, runs, waits", [
    ("", 3, [1, 2]),
    ("takes-from-tail", 5, [3, 4]),
    ("floor-of-half", 2, [1]),
    ("takes-one", 1, []),
    ("runs-oldest-stolen", 1, [2, 3]),
    ("runnext-stolen-first", 6, []),
])
def test_what_a_thief_gets_from_five_and_a_runnext(belief, runs, waits):
    assert stolen(belief, ring=5, runnext=1) == (runs, waits)


@pytest.mark.parametrize("belief, taken", [("", 1), ("floor-of-half", 0), ("takes-from-tail", 1)])
def test_a_lone_g_goes_unless_half_is_rounded_down(belief, taken):
    assert stolen(belief, ring=1)[0] == taken


@pytest.mark.parametrize("belief", ["takes-from-tail", "floor-of-half", "takes-one"])
def test_where_the_ring_is_empty_these_are_gos_rule(belief):
    rt = runtime(belief, runnext=1)
    assert finish(rt.runqgrab(rt.allp[0], rt.allp[1], False)) == 0
    assert finish(rt.runqgrab(rt.allp[0], rt.allp[1], True)) == 1


def test_the_longest_ring_comes_first():
    rt = runtime("longest-queue", procs=3)
    rt.allp[1].runqtail, rt.allp[2].runqtail = 3, 5
    assert rt.steal_order() == [2, 1, 0]


@pytest.mark.parametrize("belief, g", [("", 6), ("steal-before-global", 3)])
def test_an_empty_p_turns_to_the_global_queue_or_to_others(belief, g):
    rt = runtime(belief, ring=5, glob=2)
    mp = rt.newm()
    mp.p, rt.allp[1].schedtick = 1, 1
    assert finish(rt.find_runnable(mp))[0].id == g


@pytest.mark.parametrize("belief, g", [("", 6), ("never-ticks", 1)])
def test_on_the_61st_tick_the_global_queue_comes_first_or_not(belief, g):
    rt = runtime(belief, ring=5, glob=2)
    rt.allp[0].schedtick = 61
    assert finish(rt.find_runnable(rt.allm[0]))[0].id == g


@pytest.mark.parametrize("belief, order", [
    ("", [4, 0, 1, 2, 3, "main"]),
    ("fifo-spawn", [0, 1, 2, 3, 4, "main"]),
    ("lifo-ring", [4, 3, 2, 1, 0, "main"]),
])
def test_the_order_of_five(belief, order):
    assert spawn_order(5, rules=WRONG.get(belief, RULES)) == order


@pytest.mark.parametrize("belief, gone, head, tail", [
    ("", [*range(1, 129), 257], 128, 256),
    ("overflow-only-new-one", [257], 0, 256),
    ("overflow-newer-half", [*range(129, 257), 257], 0, 128),
])
def test_what_leaves_a_full_ring(belief, gone, head, tail):
    rt = runtime(belief, ring=256)
    rt.runqput(rt.allp[0], rt.newproc1(rt.allp[0], list), False)
    assert list(rt.sched.runq) == gone
    assert (rt.allp[0].runqhead, rt.allp[0].runqtail) == (head, tail)


@pytest.mark.parametrize("belief, left", [
    ("", 99), ("global-one-at-a-time", 199), ("global-all", 72)])
def test_what_one_of_two_ps_leaves_of_200_in_the_global_queue(belief, left):
    rt = runtime(belief, glob=200)
    assert rt.globrunqgetbatch(rt.allp[1]).id == 1
    assert len(rt.sched.runq) == left


@pytest.mark.parametrize("belief", ["global-one-at-a-time", "global-all"])
def test_nothing_comes_from_an_empty_global_queue(belief):
    rt = runtime(belief)
    assert rt.globrunqgetbatch(rt.allp[1]) is None


@pytest.mark.parametrize("belief", WRONG)
@pytest.mark.parametrize("procs, n", [(1, 300), (2, 600), (4, 40)])
def test_no_g_is_lost_whatever_one_believes(belief, procs, n):
    rt = spawn_run(procs, n, seed=7, rules=WRONG[belief])
    logged = [event[5] for event in rt.trace if event[0] == "log"]
    assert sorted(logged[:-1]) == list(range(n)) and logged[-1] == "main"
    assert sum(event[0] == "execute" for event in rt.trace) >= n + 1


@pytest.mark.parametrize("belief", WRONG)
def test_each_belief_has_its_text(belief):
    assert "What is so" in word(f"belief.{belief}")


def test_an_unknown_belief_is_refused():
    with pytest.raises(ValueError, match="no belief is called 'luck'; there are takes-from-tail"):
        wrong("luck")
