"""Where stacks come from and where they go: heap, pool, caches, the two ways of stackalloc."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.stack.alloc import Stack
from models.stack.runtime import HEAP_BASE, Stacks, replaced
from models.stack.sizes import GO_1_22

KB = 1024


def sources(rt):
    return [event[-1] for event in rt.trace if event[0] == "stackalloc"]


def kinds(rt):
    return [event[0] for event in rt.trace]


@pytest.mark.parametrize(("n", "stacks"), [(2048, 8), (4096, 4), (8192, 2), (16384, 1)])
def test_an_empty_cache_takes_16_kb_worth(n, stacks):
    rt = Stacks()
    first = rt.stackalloc(0, n)
    assert rt.trace[0] == ("allocManual", HEAP_BASE, 4)
    assert rt.trace[1][0] == "stackcacherefill" and len(rt.trace[1][3]) == stacks
    # The pool gives the span's stacks from the highest down, and the cache those from the lowest up.
    assert first.lo == HEAP_BASE + 16 * KB and first.size == n
    got = [rt.stackalloc(0, n).lo for _ in range(stacks - 1)]
    assert got == [HEAP_BASE + 16 * KB + i * n for i in range(1, stacks)]
    assert rt.stackalloc(0, n).lo == HEAP_BASE  # the span's other half
    assert kinds(rt).count("allocManual") == 1


def test_a_stack_that_was_freed_is_taken_first():
    rt = Stacks()
    one, two = rt.stackalloc(0, 2048), rt.stackalloc(0, 2048)
    rt.stackfree(0, one)
    rt.stackfree(0, two)
    assert [rt.stackalloc(0, 2048), rt.stackalloc(0, 2048)] == [two, one]


def test_a_cache_of_32_kb_is_halved_before_it_takes_another():
    rt = Stacks()
    taken = [rt.stackalloc(0, 8192) for _ in range(6)]
    for stack in taken[:4]:
        rt.stackfree(0, stack)
    assert rt.caches[0][2].size == 32 * KB and "stackcacherelease" not in kinds(rt)
    rt.stackfree(0, taken[4])
    release = rt.trace[-2]
    assert release == ("stackcacherelease", 0, 2, (taken[3].lo, taken[2].lo))
    assert rt.caches[0][2].stacks == [taken[0].lo, taken[1].lo, taken[4].lo]
    assert rt.caches[0][2].size == 24 * KB


def test_without_a_p_the_pool_gives_and_takes():
    rt = Stacks()
    stack = rt.stackalloc(None, 4096)
    assert stack.lo == HEAP_BASE + 28 * KB and sources(rt) == ["pool"]
    rt.stackfree(None, stack)
    assert rt.trace[-2:] == [("freeManual", HEAP_BASE, 4), ("stackfree", None, stack.lo, 4096, "pool")]
    assert not rt.spans and rt.stackpool == [[], [], [], []]


def test_while_the_gc_marks_an_empty_span_stays_until_its_end():
    rt = Stacks()
    stack = rt.stackalloc(None, 4096)
    rt.gc_on = True
    rt.stackfree(None, stack)
    assert rt.stackpool[1] == [HEAP_BASE]
    rt.freeStackSpans()
    assert not rt.spans and rt.stackpool[1] == []


def test_the_end_of_a_gc_leaves_spans_in_use_alone():
    rt = Stacks()
    kept = rt.stackalloc(None, 4096)
    rt.gc_on = True
    rt.freeStackSpans()
    assert rt.stackpool[1] == [HEAP_BASE]
    rt.stackfree(None, kept)
    assert rt.spans[HEAP_BASE].free[-1] == kept.lo


def test_a_full_span_is_in_no_list_and_comes_back_to_the_front():
    rt = Stacks()
    full = [rt.stackalloc(None, 16384) for _ in range(2)]
    other = rt.stackalloc(None, 16384)
    assert rt.stackpool[3] == [HEAP_BASE + 32 * KB]
    rt.stackfree(None, full[0])
    assert rt.stackpool[3] == [HEAP_BASE, HEAP_BASE + 32 * KB]
    assert rt.stackalloc(None, 16384) == full[0] and other.lo == HEAP_BASE + 48 * KB


def test_a_large_stack_has_a_span_of_its_own():
    rt = Stacks()
    stack = rt.stackalloc(0, 32768)
    assert (stack.lo, sources(rt), rt.spans[stack.lo].npages) == (HEAP_BASE, ["heap"], 4)
    rt.stackfree(0, stack)
    assert not rt.spans and rt.trace[-1][-1] == "heap"


@pytest.mark.parametrize(("rt", "at"), [(Stacks(), 4), (Stacks(sizes=GO_1_22), 3)])
def test_while_the_gc_marks_large_stacks_wait_and_are_used_again(rt, at):
    one, two = rt.stackalloc(0, 65536), rt.stackalloc(0, 65536)
    rt.gc_on = True
    rt.stackfree(0, one)
    rt.stackfree(0, two)
    assert rt.stack_large == {at: [two.lo, one.lo]}
    assert rt.stackalloc(0, 32768).lo not in (one.lo, two.lo)  # another size
    assert rt.stackalloc(0, 65536) == two and sources(rt)[-1] == "large"
    rt.gc_on = False
    rt.freeStackSpans()
    assert rt.stack_large == {} and one.lo not in rt.spans and two.lo in rt.spans


def test_a_cache_gives_everything_back_when_it_is_cleared():
    rt = Stacks(2)
    kept = rt.stackalloc(1, 2048)
    rt.stackalloc(0, 8192)
    rt.stackcache_clear(1)
    assert [cache.stacks for cache in rt.caches[1]] == [[], [], [], []]
    assert rt.caches[0][2].stacks
    assert rt.spanOf(kept.lo).alloc_count == 1


def test_the_heap_fills_gaps_from_below():
    rt = Stacks(heap_base=0x2000)
    spans = [rt.allocManual(n) for n in (1, 2, 1)]
    rt.freeManual(spans[1])
    assert [rt.allocManual(n).base for n in (3, 1, 1)] == [0x2000 * 5, 0x2000 * 2, 0x2000 * 3]
    with pytest.raises(ValueError, match="^0x1fff does not lie in a span$"):
        rt.spanOf(0x1FFF)


@pytest.mark.parametrize("n", [-2048, 0, 1024, 3000])
def test_stacks_are_powers_of_two(n):
    with pytest.raises(ValueError, match=f"a stack of {n} bytes: it must be a power of two, 2048 or more"):
        Stacks().stackalloc(0, n)
    with pytest.raises(ValueError, match="a stack of 3000 bytes cannot be: sizes are powers of two"):
        Stacks().stackfree(0, Stack(HEAP_BASE, HEAP_BASE + 3000))


@pytest.mark.parametrize(("wrong", "says"), [
    ({"procs": 0}, "procs is 0; there is 1 P or more"),
    ({"heap_base": 0x2001}, "heap_base is 0x2001; it must be a multiple of 0x2000")])
def test_a_runtime_of_stacks_is_asked_for_rightly(wrong, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        Stacks(**wrong)


def test_a_rule_can_be_replaced_and_has_to_exist():
    rt = Stacks(rules=replaced(small_stack=lambda rt, p, n: (0x2000, "nowhere")))
    assert rt.stackalloc(0, 2048) == Stack(0x2000, 0x2800)
    with pytest.raises(ValueError, match="no rule is called stackdouble; see RULES"):
        replaced(stackdouble=None)


PS = st.sampled_from([None, 0, 1])
STEPS = st.lists(st.one_of(
    st.tuples(st.just("alloc"), PS, st.sampled_from([2048 << i for i in range(8)])),
    st.tuples(st.just("free"), PS, st.integers(0, 99)),
    st.tuples(st.sampled_from(["gc on", "gc off", "clear"]), st.integers(0, 1), st.just(0))), max_size=60)


def free_stacks(rt):
    """Every stack that is free, as (low address, size)."""
    pool = [(x, rt.spans[base].elemsize) for spans in rt.stackpool for base in spans
            for x in rt.spans[base].free]
    cached = [(x, 2048 << order) for caches in rt.caches for order, cache in enumerate(caches)
              for x in cache.stacks]
    large = [(base, rt.spans[base].elemsize) for bases in rt.stack_large.values() for base in bases]
    return pool + cached + large


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_no_stack_is_given_twice_and_none_is_lost(steps):
    rt, taken = Stacks(2), []
    for step, p, value in steps:
        if step == "alloc":
            taken.append(rt.stackalloc(p, value))
        elif step == "free" and taken:
            rt.stackfree(p, taken.pop(value % len(taken)))
        elif step == "gc on":
            rt.gc_on = True
        elif step == "gc off":
            rt.gc_on = False
            rt.freeStackSpans()
        elif step == "clear":
            rt.stackcache_clear(p)
        every = sorted(free_stacks(rt) + [(stack.lo, stack.size) for stack in taken])
        assert all(lo + size <= after for (lo, size), (after, _) in zip(every, every[1:]))
        assert sum(size for _, size in every) == sum(span.npages * 8192 for span in rt.spans.values())
        assert all(cache.size == len(cache.stacks) * (2048 << order) <= 32768
                   for caches in rt.caches for order, cache in enumerate(caches))
