"""What is printed about the panics that end a program: each text as real Go 1.27.3 and 1.22.10 print it."""

from dataclasses import replace

import pytest

from models.runtime.constants import GO_1_22, GO_1_27
from models.runtime.defer import defer, defer_
from models.runtime.fatal import Fatal, Panicked
from models.runtime.goroutine import call
from models.runtime.panic import GoError, Panic, goexit, panic
from models.runtime.recovery import recover

from .build import error, runtime
from .panicking import stacked
from .syncing import ran

BOTH = [GO_1_27, GO_1_22]
NIL = "runtime error: panic called with nil argument"


def message(main, *args, const=GO_1_27):
    """What is printed when this main panics."""
    machine = ran(main, *args, const=const)[1]
    assert machine.ending == "PANIC"
    return machine.message


@pytest.mark.parametrize("value, new, old", [
    ("boom", "boom", "boom"),
    ("", "", ""),
    ("two\nlines\n", "two\n\tlines\n\t", "two\nlines\n"),
    (42, "42", "42"), (-3, "-3", "-3"), (0, "0", "0"),
    (True, "true", "true"), (False, "false", "false"),
    (GoError("an\nerror"), "an\n\terror", "an\nerror"),
    (None, NIL, "panic called with nil argument"),
])
def test_values_are_printed_as_go_prints_them(value, new, old):
    def main():
        yield panic(value)
    assert message(main) == f"panic: {new}"
    assert message(main, const=GO_1_22) == f"panic: {old}"


def panics(first, *later):
    """Panic with the first; a deferred call of it goes on with the later ones."""
    if later:
        yield defer(panics, *later)
    yield panic(first)


def passes_on(value, times=1):
    """Panic; so many times in a row, recover and panic with the same value."""
    for _ in range(times):
        yield defer(again)
    yield panic(value)


def again():
    yield panic((yield recover()))


def changes(*values):
    """Panic with the first value; recover, and panic with the next."""
    for value in reversed(values[1:]):
        yield defer(instead, value)
    yield panic(values[0])


def instead(value):
    yield recover()
    yield panic(value)


@pytest.mark.parametrize("const", BOTH)
def test_each_panic_has_its_line(const):
    assert message(panics, "first", "second", "third", const=const) == (
        "panic: first\n\tpanic: second\n\tpanic: third")
    assert message(changes, "first", "second", const=const) == "panic: first [recovered]\n\tpanic: second"
    assert message(panics, 1, "1", const=const) == "panic: 1\n\tpanic: 1"
    assert message(panics, 1, True, const=const) == "panic: 1\n\tpanic: true"


def test_one_that_is_passed_on_has_one_line_since_1_25():
    assert message(passes_on, "same") == "panic: same [recovered, repanicked]"
    assert message(passes_on, "same", 3) == "panic: same [recovered, repanicked]"
    assert message(panics, "same", "same") == "panic: same"
    assert message(changes, "a", "b", "b", "c") == (
        "panic: a [recovered]\n\tpanic: b [recovered, repanicked]\n\tpanic: c")
    assert message(changes, "a", "b", "a") == "panic: a [recovered]\n\tpanic: b [recovered]\n\tpanic: a"
    assert message(passes_on, None) == f"panic: {NIL} [recovered, repanicked]"


def test_before_it_had_as_many_as_there_were_panics():
    assert message(passes_on, "same", const=GO_1_22) == "panic: same [recovered]\n\tpanic: same"
    assert message(passes_on, "same", 2, const=GO_1_22) == (
        "panic: same [recovered]\n\tpanic: same [recovered]\n\tpanic: same")
    assert message(panics, "same", "same", const=GO_1_22) == "panic: same\n\tpanic: same"


class Own:
    """A value of the program's own, equal to every other."""

    def __eq__(self, other):
        return True

    def __str__(self):
        return "own"


def test_equal_objects_are_two_and_equal_constants_are_one():
    own = Own()
    assert message(panics, own, own) == "panic: own"
    assert message(panics, Own(), Own()) == "panic: own\n\tpanic: own"
    assert message(panics, GoError("x"), GoError("x")) == "panic: x"
    assert message(panics, GoError("x"), "x") == "panic: x\n\tpanic: x"
    assert message(panics, GoError("x"), GoError("y")) == "panic: x\n\tpanic: y"
    assert message(panics, 1000, 1000) == "panic: 1000"


def test_a_release_has_what_came_with_it():
    first = {name: replace(GO_1_27, release=name) for name in ("1.23", "1.25", "1.27")}
    assert message(panics, "a\nb", const=first["1.23"]) == "panic: a\n\tb"
    assert message(passes_on, "same", const=first["1.25"]) == "panic: same [recovered, repanicked]"
    assert fatal_in(Panic("boom"), const=first["1.25"]) == "panic: boom\n\t"
    assert message(panics, None, const=first["1.27"]) == f"panic: {NIL}"


def goexits(*later):
    """Goexit; deferred calls of it are, in this order, these."""
    for request in reversed(later):
        yield defer_(request)
    yield goexit()


@pytest.mark.parametrize("const", BOTH)
def test_a_goexit_has_no_line(const):
    assert message(goexits, panic("q"), const=const) == "panic: q"
    assert message(goexits, goexit(), panic("q"), const=const) == "panic: q"
    assert message(goexits, call(panics, "p", "r"), goexit(), panic("q"), const=const) == (
        "panic: p\n\tpanic: r\n\tpanic: q")


def test_a_goexit_s_line_is_only_its_tab():
    rt, gp = stacked(1)
    gp.panic = [Panic("a"), Panic(goexit=True), Panic("b")]
    assert rt.printpanics(gp) == "panic: a\n\tpanic: b\n"
    gp.panic = [Panic(goexit=True), Panic(goexit=True), Panic("b")]
    assert rt.printpanics(gp) == "panic: b\n"
    gp.panic = [Panic("a"), Panic(goexit=True)]
    assert rt.printpanics(gp) == "panic: a\n\t"


def test_a_line_says_what_became_of_the_panic():
    rt = runtime()
    assert rt.printpanic(Panic("a")) == "panic: a\n"
    assert rt.printpanic(Panic("a", recovered=True)) == "panic: a [recovered]\n"
    assert rt.printpanic(Panic("a", recovered=True, repanicked=True)) == "panic: a [recovered, repanicked]\n"
    assert rt.printpanic(Panic("a", repanicked=True)) == "panic: a\n"


def test_errors_are_asked_for_their_texts_before_the_end():
    rt, gp = stacked(1)
    gp.panic = [Panic(GoError("x")), Panic(GoError("x")), Panic("y")]
    rt.preprintpanics(gp)
    assert gp.panic == [Panic("x", repanicked=True), Panic("x"), Panic("y")]


def test_the_end_is_what_is_printed():
    rt, gp = stacked(1)
    gp.panic = [Panic(GoError("a"), recovered=True), Panic("b\n")]
    with error(Panicked, "panic: a [recovered]\n\tpanic: b\n\t"):
        rt.fatalpanic(gp)


# A fatal error while deferred calls of panics run.

def fatal_in(*panics, const=GO_1_27):
    """The error that a G raises with these panics under way: what stands before it, and its text."""
    rt, gp = stacked(1, const=const)
    gp.panic = list(panics) or None
    with pytest.raises(Fatal) as caught:
        rt.fatal(gp, "sync: unlock of unlocked mutex")
    assert str(caught.value) == "sync: unlock of unlocked mutex"
    return caught.value.before


def test_a_fatal_error_comes_after_the_panics_since_1_25():
    assert fatal_in() == ""
    assert fatal_in(Panic("boom")) == "panic: boom\n\t"
    assert fatal_in(Panic("boom", recovered=True)) == "panic: boom [recovered]\n\t"
    assert fatal_in(Panic("boom", recovered=True), Panic("boom")) == "panic: boom [recovered, repanicked]\n\t"
    assert fatal_in(Panic(goexit=True)) == "\t"


def test_before_it_came_alone():
    assert fatal_in(Panic("boom"), const=GO_1_22) == ""


def test_nobody_is_asked_for_a_text_any_more():
    assert fatal_in(Panic(GoError("send on\nclosed channel"))) == (
        'panic: runtime.plainError("send on\n\tclosed channel")\n\t')


def test_the_machine_says_both():
    def main():
        yield defer_(("fatal", "sync: unlock of unlocked mutex"))
        yield panic("boom")
    text, machine = ran(main)
    assert (text, machine.message) == (
        "FATAL", "panic: boom\n\tfatal error: sync: unlock of unlocked mutex")
