"""The treap of those who wait: by address, then in their order; tickets only shape it."""

from collections import deque

import pytest

from models.runtime.runtime import replaced
from models.runtime.semaroot import SemaRoot, Waiters, put_below
from models.runtime.sudog import Sudog

from .build import runtime

TICKETS = {8: 50, 16: 30, 24: 70, 32: 10, 40: 60, 48: 70}


def ticketed():
    """A machine in which addresses have the tickets above."""
    return runtime(rules=replaced(sema_ticket=lambda rt, addr: TICKETS[addr]))


def wait(rt, root, g, addr, lifo=False):
    s = Sudog()
    rt.semaRoot_queue(rt.allgs[g], root, addr, s, lifo)
    return s


def shape(s):
    """(left, address, right), and nothing for nobody; parents must be right."""
    if s is None:
        return None
    for child in (s.prev, s.next):
        assert child is None or child.parent is s
    return (shape(s.prev), s.elem, shape(s.next))


def leaf(addr):
    return (None, addr, None)


def tree(rt, *addresses):
    """A root under which one G each waits for these, in this order."""
    root = SemaRoot()
    for g, addr in enumerate(addresses, 1):
        wait(rt, root, g, addr)
    return root


def test_there_are_251_roots():
    rt = runtime()
    root = rt.rootFor(68)
    assert rt.state.semtable == {8: SemaRoot()}
    assert rt.rootFor(68) is rt.rootFor(71) is rt.rootFor(64) is root
    assert rt.rootFor(68 + 8 * 251) is root
    assert rt.rootFor(72) is not root
    assert rt.rootFor(8 * 251 - 1) is rt.state.semtable[250]
    assert rt.rootFor(8 * 251) is rt.state.semtable[0]


@pytest.mark.parametrize("addr, ticket", [(0, 1), (68, 2141906603), (2076, 136957159), (1 << 20, 800930959)])
def test_an_address_always_has_the_same_odd_ticket(addr, ticket):
    rt = runtime()
    assert rt.sema_ticket(addr) == ticket
    assert ticket % 2 == 1


def test_tickets_of_addresses_that_collide_keep_the_treap_low():
    rt = runtime(gs=1)
    root = tree(rt)
    for i in range(500):
        wait(rt, root, 1, 68 + 8 * 251 * i)

    def depth(s):
        return 1 + max(depth(s.prev), depth(s.next)) if s else 0

    assert 9 <= depth(root.treap) <= 25


def test_the_first_to_wait_is_the_root():
    rt, root = ticketed(), SemaRoot()
    s = wait(rt, root, 3, 24)
    assert root.treap == Waiters(24, 70, deque([s]))
    assert (root.treap.parent, s.g, s.elem, rt.allgs[3].waiting) == (None, 3, 24, [s])


def test_who_waits_for_the_same_stands_in_a_queue():
    rt, root = ticketed(), SemaRoot()
    first, second = wait(rt, root, 1, 24), wait(rt, root, 2, 24)
    last_come = wait(rt, root, 3, 24, lifo=True)
    assert list(root.treap.sudogs) == [last_come, first, second]
    assert shape(root.treap) == leaf(24)
    assert rt.allgs[3].waiting == [last_come]
    assert [s.g for s in root.treap.sudogs] == [3, 1, 2]


def test_smaller_addresses_are_left_greater_ones_right():
    assert shape(tree(ticketed(), 16, 8, 24).treap) == (leaf(8), 16, leaf(24))
    assert shape(tree(ticketed(), 32, 16, 8, 24).treap) == ((leaf(8), 16, leaf(24)), 32, None)


def test_a_leaf_with_a_small_ticket_is_turned_up():
    rt = ticketed()
    assert shape(tree(rt, 8, 16).treap) == (leaf(8), 16, None)
    assert shape(tree(rt, 24, 16).treap) == (None, 16, leaf(24))
    assert shape(tree(rt, 24, 8, 16).treap) == (leaf(8), 16, leaf(24))
    assert shape(tree(rt, 16, 24, 8, 40).treap) == (leaf(8), 16, (leaf(24), 40, None))
    assert shape(tree(rt, 16, 24, 8, 40, 32).treap) == ((leaf(8), 16, leaf(24)), 32, leaf(40))


def test_equal_tickets_are_not_turned():
    rt = ticketed()
    assert shape(tree(rt, 24, 48).treap) == (None, 24, leaf(48))
    assert shape(tree(rt, 48, 24).treap) == (leaf(24), 48, None)


def test_the_first_who_waits_is_taken():
    rt, root = ticketed(), SemaRoot()
    first, second = wait(rt, root, 1, 24), wait(rt, root, 2, 24)
    assert rt.semaRoot_dequeue(root, 24) is first
    assert (first.elem, first.g, rt.allgs[1].waiting, rt.allgs[2].waiting) == (None, 1, None, [second])
    assert shape(root.treap) == leaf(24)
    assert rt.semaRoot_dequeue(root, 24) is second
    assert root == SemaRoot()


def test_nobody_is_taken_where_nobody_waits():
    rt = ticketed()
    assert rt.semaRoot_dequeue(SemaRoot(), 24) is None
    root = tree(rt, 16, 8, 24)
    for addr in (12, 4, 20, 32):
        assert rt.semaRoot_dequeue(root, addr) is None
    assert shape(root.treap) == (leaf(8), 16, leaf(24))


def test_each_address_is_found_and_leaves_the_rest_in_order():
    rt = ticketed()
    for addr, rest in {
        8: ((None, 16, leaf(24)), 32, leaf(40)),
        16: ((None, 8, leaf(24)), 32, leaf(40)),
        24: ((leaf(8), 16, None), 32, leaf(40)),
        32: (leaf(8), 16, (leaf(24), 40, None)),
        40: ((leaf(8), 16, leaf(24)), 32, None),
    }.items():
        root = tree(rt, 16, 24, 8, 40, 32)
        assert rt.semaRoot_dequeue(root, addr).g == [16, 24, 8, 40, 32].index(addr) + 1
        assert shape(root.treap) == rest


def test_of_two_below_with_equal_tickets_the_right_one_comes_up():
    rt = runtime(rules=replaced(sema_ticket=lambda rt, addr: {16: 1}.get(addr, 5)))
    root = tree(rt, 16, 8, 24)
    rt.semaRoot_dequeue(root, 16)
    assert shape(root.treap) == (leaf(8), 24, None)


def node(elem, prev=None, next=None):
    s = Waiters(elem, 1, deque(), prev, next)
    for child in (prev, next):
        if child:
            child.parent = s
    return s


def rooted(s):
    return SemaRoot(treap=s)


def test_rotating_left_brings_the_right_one_up():
    rt = runtime()
    x = node(3, node(1), node(7, node(5), node(9)))
    root = rooted(x)
    rt.rotateLeft(root, x)
    assert shape(root.treap) == ((leaf(1), 3, leaf(5)), 7, leaf(9))
    assert root.treap.parent is None


def test_rotating_right_brings_the_left_one_up():
    rt = runtime()
    y = node(7, node(3, node(1), node(5)), node(9))
    root = rooted(y)
    rt.rotateRight(root, y)
    assert shape(root.treap) == (leaf(1), 3, (leaf(5), 7, leaf(9)))
    assert root.treap.parent is None


def test_rotating_needs_nothing_between_the_two():
    rt = runtime()
    x = node(3, None, node(7))
    root = rooted(x)
    rt.rotateLeft(root, x)
    assert shape(root.treap) == (leaf(3), 7, None)
    rt.rotateRight(root, root.treap)
    assert shape(root.treap) == (None, 3, leaf(7))


@pytest.mark.parametrize("above", [lambda s: node(20, s, node(25)), lambda s: node(0, node(-1), s)])
def test_rotating_below_another_hangs_the_one_that_comes_up_there(above):
    rt = runtime()
    x = node(3, None, node(7))
    top = above(x)
    root = rooted(top)
    rt.rotateLeft(root, x)
    assert root.treap is top
    assert (leaf(3), 7, None) in shape(top)
    rt.rotateRight(root, x.parent)
    assert root.treap is top
    assert (None, 3, leaf(7)) in shape(top)


def test_an_address_has_one_place_below_another():
    root, top, s = SemaRoot(), node(10), node(10)
    put_below(root, None, 4, s)
    assert root.treap is s
    put_below(root, top, 9, s)
    assert (top.prev, top.next) == (s, None)
    put_below(root, top, 9, None)
    put_below(root, top, 10, s)
    assert (top.prev, top.next) == (None, s)
