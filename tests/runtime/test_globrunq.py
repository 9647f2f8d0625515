"""The global queue: one list, taken from singly or in shares."""

import pytest

from models.runtime.constants import Constants

from .build import queue, ring, runtime


def test_put_goes_to_the_tail():
    rt = runtime()
    rt.sched.runq.append(1)
    rt.globrunqput(rt.allm[0], rt.allgs[2])
    assert list(rt.sched.runq) == [1, 2]
    assert rt.trace == [("globrunqput", 0, 0, 0, 2)]


def test_a_batch_keeps_its_order():
    rt = runtime()
    rt.sched.runq.append(1)
    rt.globrunqputbatch([4, 2, 3])
    assert list(rt.sched.runq) == [1, 4, 2, 3]


def test_get_takes_one_from_the_head():
    rt = runtime()
    rt.sched.runq.extend([1, 2, 3])
    assert rt.globrunqget(rt.allp[0]) is rt.allgs[1]
    assert list(rt.sched.runq) == [2, 3]
    assert rt.trace == [("globrunqget", 0, 0, 0, 1)]


def test_nothing_is_taken_from_nothing():
    rt = runtime()
    assert rt.globrunqget(rt.allp[0]) is None
    assert rt.globrunqgetbatch(rt.allp[0]) is None
    assert rt.trace == []


@pytest.mark.parametrize("size, procs, share", [
    (1, 1, 1),      # never more than there are
    (2, 1, 2),
    (127, 1, 127),
    (128, 1, 128),
    (129, 1, 128),  # never more than half a ring
    (300, 1, 128),
    (1, 4, 1),
    (3, 4, 1),
    (4, 4, 2),
    (7, 4, 2),
    (8, 4, 3),
    (507, 4, 127),
    (508, 4, 128),
    (600, 4, 128),
])
def test_a_share_is_size_over_procs_plus_one(size, procs, share):
    rt = runtime(procs, gs=size, const=Constants())
    rt.sched.runq.extend(range(1, size + 1))
    assert rt.globrunqgetbatch(rt.allp[0]) is rt.allgs[1]
    assert ring(rt.allp[0]) == list(range(2, share + 1))
    assert list(rt.sched.runq) == list(range(share + 1, size + 1))


def test_a_share_reports_who_waits_where():
    rt = runtime()
    rt.sched.runq.extend([5, 6, 7])
    pp = queue(rt, 0, head=3)
    assert rt.globrunqgetbatch(pp) is rt.allgs[5]
    assert (ring(pp), pp.runqhead, list(rt.sched.runq)) == ([6], 3, [7])
    assert rt.trace == [("globrunqgetbatch", 0, 0, 0, (5, 6), 3)]
