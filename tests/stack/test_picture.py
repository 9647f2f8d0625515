"""A small stack, word by word, before and after it moves; and events."""

import pytest

from models.stack.events import read
from models.stack.function import Function
from models.stack.picture import photographed, picture
from models.stack.runtime import Stacks

from .goroutines import running, stacks

CODE = {"runtime.goexit": 0x401001, "main.main": 0x401140, "main.f": 0x401240}


def test_every_word_of_a_small_stack():
    rt = stacks()
    gp = running(rt)
    x = rt.variable(gp, "x")
    rt.store(x, 42)
    rt.call(gp, "main.f", x, 1)
    rt.store(rt.variable(gp, "n"), x)
    seen = picture(rt, gp)
    assert (seen.hi - seen.lo, seen.guard - seen.lo, seen.hi - seen.sp) == (2048, 928, 160)
    assert [(word.below, word.value, word.kind, word.function, word.name, word.pointer, word.target)
            for word in seen.words] == [
        (8, 0, "spare", "", "", False, None),
        (16, 0, "spare", "", "", False, None),
        (24, 0, "spare", "", "", False, None),
        (32, 0, "spare", "", "", False, None),
        (40, CODE["runtime.goexit"], "return", "main.main", "runtime.goexit", False, None),
        (48, 0, "bp", "main.main", "", True, None),
        (56, 42, "local", "main.main", "x", False, None),
        (64, 0, "local", "main.main", "p", True, None),
        (72, 0, "frame", "main.main", "", False, None),
        (80, 1, "arg", "main.f", "m", False, None),
        (88, gp.stack.hi - 56, "arg", "main.f", "q", True, 56),
        (96, CODE["main.main"], "return", "main.f", "main.main", False, None),
        (104, gp.stack.hi - 48, "bp", "main.f", "", True, 48),
        (112, 0, "local", "main.f", "p", True, None),
        (120, gp.stack.hi - 56, "local", "main.f", "n", False, 56),
        *[(below, 0, "frame", "main.f", "", False, None) for below in (128, 136, 144, 152, 160)]]
    assert all(word.address == gp.stack.hi - word.below for word in seen.words)


def test_a_move_leaves_two_pictures():
    shots = []
    rt = stacks(rules=photographed(shots))
    gp = running(rt)
    x = rt.variable(gp, "x")
    rt.call(gp, "main.f", x, 0)
    rt.store(rt.variable(gp, "n"), x)
    rt.call(gp, "main.big")
    (before, after), = shots
    assert (before.hi - before.lo, after.hi - after.lo) == (2048, 16384)
    assert before.hi - before.sp == after.hi - after.sp == 168
    changed = [(b.below, b.kind, b.name, b.target, a.target) for b, a in zip(before.words, after.words)
               if (b.value, b.target) != (a.value, a.target)]
    # The number that looked like an address is one no longer: it still says where x was.
    assert changed == [(88, "arg", "q", 56, 56), (104, "bp", "", 48, 48), (120, "local", "n", 56, None)]
    assert before.words[-1].kind == "return" and before.words[-1].function == "main.big"


def test_words_of_an_array_are_counted():
    rt = Stacks(functions=[Function("main.main", 48, ("*a[3]", "n"))])
    names = [word.name for word in picture(rt, rt.newproc1("main.main")).words if word.kind == "local"]
    assert names == ["a[2]", "a[1]", "a[0]", "n"]


def test_events_are_read_by_their_fields():
    rt = stacks()
    gp = running(rt, "main.big")
    move, = [read(event) for event in rt.trace if event[0] == "copystack"]
    assert (move.g, move.new, move.used) == (1, (gp.stack.lo, gp.stack.hi), 96)
    assert all(read(event) for event in rt.trace)


@pytest.mark.parametrize(("event", "says"), [
    (("grow", 1), "unknown event kind 'grow'; the kinds are allocManual, freeManual"),
    (("freeManual", 1), "a freeManual event has 3 fields, this has 2")])
def test_what_is_no_event_is_refused(event, says):
    with pytest.raises(ValueError, match=says):
        read(event)
