"""Whoever waits for whatever, in whatever order: the treap stays one, and no release is lost."""

from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.runtime.goroutine import go
from models.runtime.notifylist import NotifyList
from models.runtime.runtime import replaced
from models.runtime.sema import Sema
from models.runtime.semaroot import SemaRoot
from models.runtime.sudog import Sudog

from .build import runtime
from .syncing import Doing, interleavings, ran, together, torn

SETTINGS = settings(derandomize=True, deadline=None, max_examples=60, database=None)

ADDRESS = st.integers(0, 9)
CALLS = st.lists(st.one_of(
    st.tuples(st.just("queue"), ADDRESS, st.booleans()),
    st.tuples(st.just("dequeue"), ADDRESS),
), max_size=80)


class Play:
    """A root of a table, and what ought to wait there: one queue for each address."""

    def __init__(self, tickets: list[int] | None):
        rules = {"rules": replaced(sema_ticket=lambda rt, addr: tickets[addr])} if tickets else {}
        self.rt, self.root, self.queues, self.came = runtime(gs=1, **rules), SemaRoot(), {}, 0

    def queue(self, addr, lifo):
        s = Sudog(case=self.came)  # so that no two are equal
        self.came += 1
        self.rt.semaRoot_queue(self.rt.allgs[1], self.root, addr, s, lifo)
        line = self.queues.setdefault(addr, deque())
        (line.appendleft if lifo else line.append)(s)

    def dequeue(self, addr):
        found = self.rt.semaRoot_dequeue(self.root, addr)
        line = self.queues.get(addr)
        assert found is (line.popleft() if line else None)
        if not line:
            self.queues.pop(addr, None)

    def nodes(self):
        """The treap in the order of its addresses; each node must hang where it belongs."""
        def walk(s, parent, above):
            if s is None:
                return []
            assert s.parent is parent
            assert s.ticket >= above
            return [*walk(s.prev, s, s.ticket), s, *walk(s.next, s, s.ticket)]
        return walk(self.root.treap, None, 0)


@SETTINGS
@given(st.one_of(st.none(), st.lists(st.integers(1, 4), min_size=10, max_size=10)), CALLS)
def test_a_treap_is_ordered_by_address_and_by_ticket_and_each_address_has_a_queue(tickets, calls):
    play = Play(tickets)
    for name, *args in calls:
        getattr(play, name)(*args)
        nodes = play.nodes()
        assert [s.elem for s in nodes] == sorted(play.queues)
        assert all([*map(id, s.sudogs)] == [*map(id, play.queues[s.elem])] for s in nodes)


@SETTINGS
@given(st.permutations(range(8)), st.permutations(range(8)))
def test_a_treap_s_shape_depends_on_its_addresses_alone(one, other):
    plays = [Play(None), Play(None)]
    for play, order in zip(plays, (one, other)):
        for addr in order:
            play.queue(8 * addr, False)
        for addr in order[:3]:
            play.dequeue(8 * addr)
        for addr in order[:3]:
            play.queue(8 * addr, False)

    def shape(s):
        return s and (shape(s.prev), s.elem, shape(s.next))

    assert shape(plays[0].root.treap) == shape(plays[1].root.treap)


@pytest.mark.parametrize("handoff", [False, True])
@pytest.mark.parametrize("acquires, releases, value", [(1, 1, 0), (2, 1, 0), (1, 2, 0), (2, 1, 1)])
def test_in_whatever_order_a_release_comes_it_is_not_missed(acquires, releases, value, handoff):
    def start():
        rt, sema, all = together(acquires + releases), Sema(64, value), acquires + releases
        return ([Doing(rt, m + 1, rt.semacquire1, sema, "why", m=m) for m in range(acquires)]
                + [Doing(rt, m + 1, rt.semrelease1, sema, handoff, m=m) for m in range(acquires, all)])

    times = 0
    for doings in interleavings(start):
        times += 1
        have = [doing.at == "returned" for doing in doings]
        assert sum(have[:acquires]) == min(acquires, value + releases)
        assert all(have[acquires:])
        rt = doings[0].rt
        assert rt.rootFor(64).nwait == acquires - sum(have[:acquires])
    assert times > 5


@pytest.mark.parametrize("wake", ["notifyListNotifyOne", "notifyListNotifyAll"])
def test_in_whatever_order_a_notification_comes_a_ticket_taken_before_is_not_missed(wake):
    def start():
        rt, l = together(3), NotifyList(64)
        return [Doing(rt, m + 1, rt.notifyListWait, l, rt.notifyListAdd(l), m=m) for m in range(2)] + [
            Doing(rt, 3, getattr(rt, wake), l, m=2)]

    for doings in interleavings(start):
        first, second, notifier = (doing.at == "returned" for doing in doings)
        assert first and notifier
        assert second == (wake == "notifyListNotifyAll")


ACTS = st.lists(st.lists(st.tuples(st.sampled_from(["acquire", "release", "hand over"]), st.integers(0, 2)),
                         max_size=6), min_size=1, max_size=5)


def players(semas, lists, done):
    """A main whose goroutines do what their lists say, and that waits for ever itself."""
    def plays(acts):
        for act, k in acts:
            if act == "acquire":
                yield ("semacquire1", semas[k], "why", bool(len(done) % 2))
            else:
                yield ("semrelease1", semas[k], act == "hand over")
            done.append((act == "acquire", k))

    def main():
        for acts in lists:
            yield go(plays, acts)
        yield ("semacquire1", semas[-1], "for ever")
    return main


def no_release_is_lost(semas, lists, done, rt):
    """What was released and not acquired is there; and where something is, nobody sleeps."""
    asleep = {sema.addr: 0 for sema in semas}
    for root in rt.state.semtable.values():
        stack, nwait = [root.treap], 0
        while stack:
            if s := stack.pop():
                asleep[s.elem] = len(s.sudogs)
                nwait += len(s.sudogs)
                stack += [s.prev, s.next]
        assert (root.nwait, root.lock) == (nwait, False)
    for k, sema in enumerate(semas[:-1]):
        acquired = [took for took, which in done if which == k]
        assert sema.value == len(acquired) - 2 * sum(acquired)
        assert not (sema.value and asleep[sema.addr])
    assert sum(asleep.values()) == 1 + sum(
        gp.waitreason == "why" and gp.waiting is not None for gp in rt.allgs[1:])


def some_semaphores():
    """Two of them under one root, one elsewhere, and one that nobody releases."""
    return [Sema(64), Sema(68), Sema(64 + 8), Sema(1000)]


@SETTINGS
@given(ACTS)
def test_with_one_p_no_release_is_lost(lists):
    semas, done = some_semaphores(), []
    line, machine = ran(players(semas, lists, done))
    assert line == "DEADLOCK"
    no_release_is_lost(semas, lists, done, machine.rt)


@SETTINGS
@given(ACTS, st.integers(2, 3), st.integers(0, 999))
def test_with_several_ps_no_release_is_lost(lists, procs, seed):
    semas, done = some_semaphores(), []
    line, machine = torn(players(semas, lists, done), procs=procs, seed=seed)
    assert line == "DEADLOCK"
    no_release_is_lost(semas, lists, done, machine.rt)
