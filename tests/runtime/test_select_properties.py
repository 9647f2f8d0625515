"""The chance in select: what the model asks for is what Go's shuffle and Go's sort leave to be seen."""

from collections import Counter
from itertools import product
from math import factorial, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.runtime.runtime import Runtime

from .build import runtime
from .channels import chan, does, waits


def shuffled(n: int, draws: tuple[int, ...]) -> list[int]:
    """Go's poll order of n cases, if these are the random numbers, the i-th one of 0 to i.

    Go: select.go selectgo
    """
    order = []
    for i, j in zip(range(n), draws, strict=True):
        order.append(i)
        order[i], order[j] = order[j], i
    return order


def heap_sorted(order: list[int], channel: list[int]) -> list[int]:
    """Go's lock order: the poll order by heap sort, which is not stable.

    Go: select.go selectgo
    """
    heap = []
    for case in order:  # each new case rises
        j = len(heap)
        heap.append(case)
        while j and channel[heap[(j - 1) // 2]] < channel[case]:
            heap[j] = heap[(j - 1) // 2]
            j = (j - 1) // 2
        heap[j] = case
    for end in range(len(heap) - 1, -1, -1):  # the last one sinks from the top
        case, heap[end], j = heap[end], heap[0], 0
        while (k := 2 * j + 1) < end:
            k += k + 1 < end and channel[heap[k]] < channel[heap[k + 1]]
            if channel[case] >= channel[heap[k]]:
                break
            heap[j], j = heap[k], k
        heap[j] = case
    return heap


def all_orders(n: int):
    """Go's poll order for every sequence of random numbers: each is equally likely."""
    return (shuffled(n, draws) for draws in product(*(range(i + 1) for i in range(n))))


def outcomes(rt: Runtime, cases: tuple) -> Counter:
    """Every poll order that the model can take and how likely it is, in n!-ths."""
    n, found, todo = len(cases), Counter(), [()]
    while todo:
        path = todo.pop()
        left, sizes = iter(path), []

        def choose(kind, options):
            sizes.append(len(options))
            return options[next(left, 0)]

        rt.chooser = choose
        order = tuple(rt.pollorder(cases, True))
        found[order] += factorial(n) // prod(sizes)
        done = len(path)
        todo += [path + (0,) * i + (k,) for i in range(len(sizes) - done)
                 for k in range(1, sizes[done + i])]
    return found


def test_every_poll_order_is_equally_likely_on_real_go():
    counts = Counter(map(tuple, all_orders(4)))
    assert len(counts) == factorial(4) and set(counts.values()) == {1}


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_the_heap_sort_sorts(n):
    for channel in product(range(3), repeat=n):
        for order in all_orders(n):
            assert [channel[i] for i in heap_sorted(order, channel)] == sorted(channel)


def test_the_heap_sort_is_not_stable():
    assert any(heap_sorted(order, [0] * 3) != order for order in all_orders(3))


def firsts(order, cases) -> tuple:
    """Which case stands first of those of each channel and way."""
    found: dict[tuple, int] = {}
    for i in order:
        found.setdefault(cases[i][:2], i)
    return tuple(sorted(found.values()))


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_where_none_is_ready_the_first_in_each_queue_is_as_likely_as_on_real_go(n):
    rt = runtime()
    c, d = chan(rt), chan(rt)
    for kinds in product([("recv", c), ("recv", d), ("send", c)], repeat=n):
        cases = tuple((*kind, "v")[:3 if kind[0] == "send" else 2] for kind in kinds)
        channel = [case[1] for case in cases]
        real = Counter(firsts(heap_sorted(order, channel), cases) for order in all_orders(n))
        model = Counter()
        for order, weight in outcomes(rt, cases).items():
            model[firsts(rt.lockorder(cases, list(order)), cases)] += weight
        assert model == real
        assert len(outcomes(rt, cases)) == len(model)  # no two choices for one outcome


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_where_some_are_ready_the_first_is_as_likely_as_on_real_go(n):
    rt = runtime()
    full, empty = chan(rt, "v", size=1), chan(rt)
    for channels in product([full, empty], repeat=n):
        if full in channels:
            cases = tuple(("recv", c) for c in channels)
            real = Counter(next(i for i in order if channels[i] == full) for order in all_orders(n))
            model = outcomes(rt, cases)
            assert Counter({order[0]: weight for order, weight in model.items()}) == real


ways = st.tuples(st.sampled_from(["send", "recv"]), st.integers(0, 3))
before = st.tuples(st.sampled_from(["send", "recv", "close", "select", "select"]), st.integers(1, 3))


@given(st.lists(ways, max_size=5), st.integers(0, 3), st.lists(before, max_size=6), st.integers(0, 9))
@settings(max_examples=200, deadline=None)
def test_a_select_waits_if_and_only_if_no_case_is_ready(kinds, size, before, seed):
    """ready_case looks and poll does: they agree, and what is done is what stood first in the poll order.

    Before that others have come, some have to wait, and of those some are being woken.
    """
    rt = runtime(choose=lambda kind, options: options[seed % len(options)])
    names = [0, chan(rt), chan(rt, size=size), chan(rt, *"abc"[:size], size=size)]
    for g, (what, i) in enumerate(before, 2):
        c = names[i]
        if rt.heap[c].closed:
            continue
        if what == "close":
            does(rt, 1, rt.closechan, c)
            continue
        cases = {"send": (("send", c, g),), "recv": (("recv", c),),
                 "select": (("recv", c), ("recv", names[1]))}[what]
        ready = any(map(rt.ready_case, cases))
        (does if ready else waits)(rt, 1 if ready else g, rt.ask_select, cases, False)
    cases = tuple((way, names[c], "v")[:3 if way == "send" else 2] for way, c in kinds)
    panics = [i for i, (way, c, *_) in enumerate(cases) if c and way == "send" and rt.heap[c].closed]
    ready = [i for i, case in enumerate(cases) if case[1] and rt.ready_case(case)]
    order = rt.pollorder(cases, False)
    if order and order[0] not in panics:
        i, _, _ = does(rt, 1, rt.selectgo, cases, False)
        assert i == (order[0] if ready else -1)
