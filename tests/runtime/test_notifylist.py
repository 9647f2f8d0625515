"""notifyList: tickets, and who is woken by which."""

import pytest

from models.runtime.notifylist import NotifyList
from models.runtime.status import G_WAITING
from models.runtime.sudog import Sudog

from .build import runtime, running
from .syncing import PAUSE, Doing, does


def asleep(rt, l, *tickets):
    """Gs 1, 2, ... sleep with these tickets, in this order; then G 9 runs."""
    doings = []
    for g, t in enumerate(tickets, 1):
        doings.append(Doing(rt, g, rt.notifyListWait, l, t))
        assert doings[-1].run() == "park_m"
    l.wait = len(tickets)
    running(rt, 9)
    rt.trace.clear()
    return doings


def readied(rt):
    return [event[4] for event in rt.trace if event[0] == "goready"]


def test_tickets_are_given_out_one_after_the_other():
    rt, l = runtime(), NotifyList(144)
    assert [rt.notifyListAdd(l) for _ in range(3)] == [0, 1, 2]
    assert l == NotifyList(144, wait=3)


def test_who_waits_sleeps_in_the_list():
    rt, l = runtime(), NotifyList(144)
    doing = Doing(rt, 1, rt.notifyListWait, l, 5)
    assert doing.step() == "park_m"
    assert rt.trace == [("gopark", 0, 0, 0, 1, "sync.Cond.Wait")]
    assert (doing.gp.status, l.lock) == (G_WAITING, False)
    assert list(l.sudogs) == doing.gp.waiting == [Sudog(g=1, elem=144, ticket=5)]


@pytest.mark.parametrize("t, at", [(2, "returned"), (3, "park_m"), (4, "park_m")])
def test_whose_ticket_is_notified_already_does_not_sleep(t, at):
    rt, l = runtime(), NotifyList(144, wait=5, notify=3)
    assert Doing(rt, 1, rt.notifyListWait, l, t).step() == at
    assert l.lock is False


def test_one_notification_wakes_the_next_ticket():
    rt, l = runtime(), NotifyList(144)
    first, second = asleep(rt, l, 0, 1)
    does(rt, 9, rt.notifyListNotifyOne, l)
    assert (readied(rt), l.notify, l.lock, [s.g for s in l.sudogs]) == ([1], 1, False, [2])
    assert first.gp.waiting == [Sudog(g=1, elem=144, ticket=0)]
    assert first.wake() == "returned"
    assert first.gp.waiting is None
    does(rt, 9, rt.notifyListNotifyOne, l)
    assert (readied(rt), l.notify, len(l.sudogs)) == ([1, 2], 2, 0)


def test_the_ticket_counts_and_not_the_place_in_the_list():
    rt, l = runtime(), NotifyList(144)
    asleep(rt, l, 1, 2, 0)
    for woken, left in ((3, [1, 2]), (1, [2])):
        rt.trace.clear()
        does(rt, 9, rt.notifyListNotifyOne, l)
        assert (readied(rt), [s.g for s in l.sudogs]) == ([woken], left)


def test_a_ticket_that_does_not_sleep_yet_is_called_all_the_same():
    rt, l = runtime(), NotifyList(144)
    asleep(rt, l, 1)
    l.wait = 2
    does(rt, 9, rt.notifyListNotifyOne, l)
    assert (readied(rt), l.notify, l.lock, [s.g for s in l.sudogs]) == ([], 1, False, [1])
    assert Doing(rt, 2, rt.notifyListWait, l, 0).step() == "returned"


@pytest.mark.parametrize("rule", ["notifyListNotifyOne", "notifyListNotifyAll"])
def test_nobody_is_notified_where_nobody_waits(rule):
    rt, l = runtime(), NotifyList(144, wait=4, notify=4)
    does(rt, 9, getattr(rt, rule), l)
    assert (rt.trace, l) == ([], NotifyList(144, wait=4, notify=4))


def test_a_notification_of_all_wakes_all_in_their_order():
    rt, l = runtime(), NotifyList(144)
    doings = asleep(rt, l, 0, 2, 1)
    l.wait = 4
    does(rt, 9, rt.notifyListNotifyAll, l)
    assert readied(rt) == [1, 2, 3]
    assert l == NotifyList(144, wait=4, notify=4)
    assert [doing.wake() for doing in doings] == ["returned"] * 3
    assert Doing(rt, 4, rt.notifyListWait, l, 3).step() == "returned"


def test_the_lock_is_held_while_the_list_changes():
    held = []
    rt, l = runtime(), NotifyList(144)
    asleep(rt, l, 0)
    rule = rt.notify_next
    rt.notify_next = lambda l: held.append(l.lock) or rule(l)
    does(rt, 9, rt.notifyListNotifyOne, l)
    assert (held, l.lock) == ([True], False)


# Between two atomic steps others may come.


def torn(**state):
    rt = runtime()
    rt.between = (PAUSE,)
    return rt, NotifyList(144, **state)


def test_one_who_is_notified_before_it_sleeps_does_not():
    rt, l = torn(wait=1)
    doing = Doing(rt, 1, rt.notifyListWait, l, 0)
    assert doing.step() == "pause"
    does(rt, 9, rt.notifyListNotifyOne, l)
    assert doing.step() == "returned"


@pytest.mark.parametrize("rule", ["notifyListNotifyOne", "notifyListNotifyAll"])
def test_the_two_numbers_are_looked_at_one_after_the_other(rule):
    rt, l = torn(wait=1)
    doing = Doing(rt, 9, getattr(rt, rule), l)
    assert doing.step() == "pause"
    l.wait, l.notify = 2, 1
    assert (doing.step(), l.notify) == ("returned", 1)


def test_who_finds_all_notified_under_the_lock_notifies_nobody():
    rt, l = torn(wait=1)
    doing = Doing(rt, 9, rt.notifyListNotifyOne, l)
    assert [doing.step(), doing.step()] == ["pause", "pause"]
    l.notify = 1
    assert (doing.step(), l) == ("returned", NotifyList(144, wait=1, notify=1))


def test_tickets_given_out_at_the_last_moment_are_notified_too():
    rt, l = torn(wait=1)
    doing = Doing(rt, 9, rt.notifyListNotifyAll, l)
    assert [doing.step(), doing.step()] == ["pause", "pause"]
    l.wait = 3
    assert (doing.step(), l.notify) == ("returned", 3)
