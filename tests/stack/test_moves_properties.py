"""Whatever stands on a stack: after a move each word is as far below the high end as before, every pointer
into the old stack points as far below the new one's high end, and nothing else has changed.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from models.runtime.transitions import G_RUNNABLE, G_RUNNING, G_WAITING
from models.stack.goroutine import Sudog
from models.stack.picture import photographed, picture
from models.stack.sizes import GO_1_22, GO_1_27

from .goroutines import stacks

POINTERS = {"main.main": ("p",), "main.f": ("p", "q"), "main.defers": ("p",), "main.waits": ("elem",)}
NUMBERS = {"main.main": ("x",), "main.f": ("n", "m"), "main.defers": (), "main.waits": ("value",)}
# A call of a function, then what its variables point to: words below the high end, or elsewhere (0).
TARGETS = st.integers(0, 60)
CALLS = st.lists(st.tuples(st.sampled_from(["main.f", "main.defers", "main.waits"]), TARGETS, TARGETS,
                           st.sampled_from(["", "stack", "heap"])), max_size=12)


class Shadow:
    """Which words of a stack are pointers, as distances below the high end, kept beside the rules."""

    def __init__(self, gp):
        self.pointers = set()
        self.fill(gp, "main.main", gp.stack.hi - 40)

    def fill(self, gp, name: str, at: int) -> None:
        """A function's frame, whose return address is at `at`: each has the first local 16 bytes below it."""
        below = gp.stack.hi - at
        self.pointers |= {below + 8}
        self.pointers |= {"main.f": {below + 16, below - 8}, "main.main": {below + 24},
                          "main.defers": {below + 64}, "main.waits": {below + 24}}[name]


def build(rt, calls):
    """A goroutine that has made those calls, each of whose pointers and numbers hold addresses."""
    gp = rt.newproc1("main.main")
    shadow = Shadow(gp)
    for name, first, second, deferred in calls:
        values = [gp.stack.hi - 8 * n if n else rt.newobject(1) for n in (first, second)]
        rt.call(gp, name, *(values if name == "main.f" else ()))
        values = [gp.stack.hi - 8 * n if n else rt.newobject(1) for n in (first, second)]
        shadow.fill(gp, name, rt.frames_of(gp)[0].fp - 8)
        for names, value in ((POINTERS, values[0]), (NUMBERS, values[1])):
            for variable in names[name]:
                rt.store(rt.variable(gp, variable), value)
        if deferred == "heap":
            rt.deferproc(gp, values[0])
        elif deferred and name == "main.defers":
            rt.deferprocStack(gp, "record", values[0])
            record = gp.stack.hi - gp.defer
            shadow.pointers |= {record - 8, record - 24, record - 32}
    return gp, shadow


def stop(rt, gp, calls) -> None:
    """gp stops; if it waits, a value lies in each frame of main.waits."""
    frames = rt.frames_of(gp)
    gp.waiting = [Sudog(i // 2, frame.address("value")) for i, frame in enumerate(frames)
                  if frame.fn.name == "main.waits"]
    gp.active_stack_chans = len(calls) % 2 == 0
    rt.mcall(gp, G_WAITING)


def expected(before, delta: int, pointers: set[int]) -> dict[int, int]:
    """Each word's distance below the high end, and its value after the move."""
    return {word.below: word.value + delta
            if word.below in pointers and before.lo <= word.value < before.hi else word.value
            for word in before.words}


def records(rt, gp) -> list[tuple[int, ...]]:
    """The records of deferred calls, as distances where they or what they name is on the stack."""
    def place(value):
        return gp.stack.hi - value if gp.stack.holds(value) else -value
    d, seen = gp.defer, []
    while d:
        seen.append(tuple(map(place, (d, *(rt.load(d + at) for at in (8, 16, 24, 32))))))
        d = rt.load(d + 32)
    return seen


@settings(max_examples=200, deadline=None)
@given(CALLS, st.sampled_from([GO_1_22, GO_1_27]), st.sampled_from([2048, 4096, 8192, 65536]),
       st.integers(0, 3).map(lambda n: 0xC000000000 + (n << 36)))
def test_a_move_keeps_every_distance_and_moves_every_pointer(calls, sizes, size, base):
    rt = stacks(sizes=sizes, heap_base=base)
    gp, shadow = build(rt, calls)
    stop(rt, gp, calls)
    before, old, kept, memory = picture(rt, gp), gp.stack, records(rt, gp), dict(rt.memory)
    elems = [gp.stack.hi - sg.elem for sg in gp.waiting]
    rt.copystack(gp, max(size, gp.stack.size))
    after, delta = picture(rt, gp), gp.stack.hi - old.hi
    assert {word.below: word.value for word in after.words} == expected(before, delta, shadow.pointers)
    assert [(word.kind, word.function, word.name) for word in after.words] == [
        (word.kind, word.function, word.name) for word in before.words]
    assert (after.guard, after.sp) == (gp.stack.lo + 928, before.sp + delta)
    assert records(rt, gp) == kept
    assert [gp.stack.hi - sg.elem for sg in gp.waiting] == elems
    heap_records = {address for address in memory if address >= base + (1 << 36)}
    assert {at: rt.memory[at] for at in memory if at not in heap_records} == {
        at: word for at, word in memory.items() if at not in heap_records}


@settings(max_examples=60, deadline=None)
@given(CALLS, st.integers(5, 40))
def test_so_it_is_when_a_call_grows_the_stack_and_when_the_gc_shrinks_it(calls, more):
    shots = []
    rt = stacks(rules=photographed(shots))
    gp, _ = build(rt, calls)
    for _ in range(more):
        rt.call(gp, "main.f", gp.regs.sp, gp.regs.sp)
    for _ in range(more):
        rt.ret(gp)
    rt.mcall(gp, G_WAITING)
    for _ in range(4):
        rt.gc([gp])
    for before, after in shots:
        delta = after.hi - before.hi
        should = expected(before, delta, {word.below for word in before.words if word.pointer})
        differs = {word.below for word in after.words if word.value != should[word.below]}
        assert {word.name.split("[")[0] for word in after.words if word.below in differs} <= {"record"}
    gp.status = G_RUNNABLE
    rt.execute(gp)
    while len(rt.frames_of(gp)) > 2:
        rt.ret(gp)
    assert gp.status == G_RUNNING and gp.regs.sp == gp.stack.hi - 88
