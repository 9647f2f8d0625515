"""Sudogs and the queues that hold them."""

from collections import deque
from copy import deepcopy

import pytest

from models.runtime.sudog import Sudog

from .build import runtime, throws


def queue(*sudogs) -> deque:
    return deque(sudogs)


def test_a_sudog_is_acquired_clean():
    sg = runtime().acquireSudog()
    assert sg == Sudog()
    assert (sg.g, sg.c, sg.case, sg.elem, sg.is_select, sg.success, sg.ticket) == (
        0, 0, 0, None, False, False, 0)


def test_each_sudog_is_one_of_its_own():
    rt = runtime()
    assert rt.acquireSudog() is not rt.acquireSudog()


def test_a_sudog_is_plain_data():
    sg = Sudog(3, 1, 2, "value", True)
    copy = deepcopy(sg)
    assert copy == sg and copy is not sg
    copy.case = 1
    assert copy != sg


def test_a_clean_sudog_is_released():
    rt = runtime()
    assert rt.releaseSudog(rt.allgs[1], Sudog(g=1, success=True, ticket=1, case=2)) is None


@pytest.mark.parametrize("dirt, what", [
    ({"elem": 0}, "non-nil elem"), ({"is_select": True}, "non-false isSelect"), ({"c": 1}, "non-nil c")])
def test_a_sudog_that_is_still_in_use_is_not_released(dirt, what):
    rt = runtime()
    with throws(f"runtime: sudog with {what}"):
        rt.releaseSudog(rt.allgs[1], Sudog(**dirt))


def test_a_g_that_has_not_seen_who_woke_it_releases_nothing():
    rt = runtime()
    rt.allgs[1].param = Sudog()
    with throws("runtime: releaseSudog with non-nil gp.param"):
        rt.releaseSudog(rt.allgs[1], Sudog())


def test_who_came_first_is_dequeued_first():
    rt = runtime()
    q = queue(Sudog(3), Sudog(1), Sudog(2))
    assert [rt.waitq_dequeue(q) for _ in range(4)] == [Sudog(3), Sudog(1), Sudog(2), None]


def test_a_select_is_dequeued_once_and_passed_over_from_then_on():
    rt = runtime()
    q, r = queue(Sudog(3, 1, is_select=True), Sudog(4)), queue(Sudog(3, 2, is_select=True))
    assert rt.waitq_dequeue(q) == Sudog(3, 1, is_select=True)
    assert rt.allgs[3].select_done is True
    assert rt.waitq_dequeue(r) is None
    assert (list(q), list(r)) == ([Sudog(4)], [])


def test_those_whom_a_select_stands_in_front_of_are_found():
    rt = runtime()
    rt.allgs[3].select_done = True
    q = queue(Sudog(3, is_select=True), Sudog(3, is_select=True), Sudog(5), Sudog(6))
    assert rt.waitq_dequeue(q) == Sudog(5)
    assert list(q) == [Sudog(6)]


def test_a_g_that_waits_on_one_channel_leaves_select_done_alone():
    rt = runtime()
    rt.allgs[3].select_done = True  # never so on real Go
    assert rt.waitq_dequeue(queue(Sudog(3))) == Sudog(3)
    rt.waitq_dequeue(queue(Sudog(4)))
    assert rt.allgs[4].select_done is False


@pytest.mark.parametrize("q, waits", [
    (queue(), False), (queue(Sudog(4)), True), (queue(Sudog(4, is_select=True)), True),
    (queue(Sudog(3, is_select=True)), False), (queue(Sudog(3)), True),
    (queue(Sudog(3, is_select=True), Sudog(4, is_select=True)), True)])
def test_looking_whether_somebody_waits_changes_nothing(q, waits):
    rt = runtime()
    rt.allgs[3].select_done = True
    before, gs = list(q), deepcopy(rt.allgs)
    assert rt.waitq_waits(q) is waits
    assert (list(q), rt.allgs) == (before, gs)


@pytest.mark.parametrize("i", [0, 1, 2])
def test_a_sudog_leaves_its_queue_wherever_it_stands(i):
    rt = runtime()
    three = [Sudog(3, 1, case) for case in range(3)]
    q = queue(*three)
    rt.waitq_dequeueSudoG(q, three[i])
    assert list(q) == three[:i] + three[i + 1:]


def test_a_sudog_that_is_gone_already_takes_nobody_with_it():
    rt = runtime()
    q = queue(Sudog(3, 1, 0))
    rt.waitq_dequeueSudoG(q, Sudog(3, 1, 1))
    assert list(q) == [Sudog(3, 1, 0)]
