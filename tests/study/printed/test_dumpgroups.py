"""The goroutines of a dump in groups: which are alike, and how many there are."""

import sys

import pytest

from models.study.printed.dump import Created, Dump, Elided, Frame, Goroutine, Origin, Place, write
from models.study.printed.dumpgroups import groups
from models.study.printed.dumpread import parse

from ..dumps import MADE, REAL, WAIT


def test_the_leaked_are_marked_in_a_leak_profile():
    found = [(group.one.reason, group.one.marks, len(group.goroutines))
             for group in groups(parse(REAL["leaks-1.27.3"]))]
    assert found == [("chan send", ("leaked",), 3), ("running", (), 1), ("sync.Mutex.Lock", (), 1),
                     ("chan send", (), 1)]


def dump_of(*gps: tuple) -> Dump:
    return Dump(tuple(Goroutine(number, *fields) for number, fields in enumerate(gps)))


def test_the_largest_group_comes_first_and_then_the_earlier():
    found = groups(dump_of(("sleep",), ("select",), ("IO wait",), ("IO wait",), ("select",)))
    assert [[gp.id for gp in group.goroutines] for group in found] == [[1, 4], [2, 3], [0]]


@pytest.mark.parametrize(("stack", "alike"), [
    ((WAIT, MADE), True),
    ((Frame("main.wait", "0x2", Place("/a/b.go", 7, " +0x99")), MADE), True),
    ((WAIT, Created("main.main", 9, MADE.place)), True),
    ((WAIT, MADE, Origin(1), WAIT), True),
    ((Frame("main.wait", "0x1", Place("/a/b.go", 8)), MADE), False),
    ((Frame("main.wait", "0x1", Place("/a/c.go", 7)), MADE), False),
    ((Frame("main.weight", "0x1", WAIT.place), MADE), False),
    ((WAIT, Created("main.main", 1, Place("/a/b.go", 4))), False),
    ((WAIT, WAIT, MADE), False),
    ((WAIT, Elided(3), MADE), False),
])
def test_goroutines_are_alike_that_stand_on_the_same_lines(stack, alike):
    two = Dump((Goroutine(1, "select", stack=(WAIT, MADE)), Goroutine(2, "select", stack=stack)))
    assert len(groups(two)) == (1 if alike else 2)


@pytest.mark.parametrize(("one", "two", "count"), [
    (("select", ("leaked",)), ("select",), 2), (("select", ("scan",)), ("select",), 1),
    (("select", (), 5), ("select",), 1), (("select", (), 0, True), ("select",), 2)])
def test_a_leaked_or_locked_goroutine_is_another_than_one_that_is_not(one, two, count):
    assert len(groups(dump_of(one, two))) == count


def test_minutes_are_the_fewest_and_the_most_of_those_that_have_any():
    [group] = groups(dump_of(("select", (), 5), ("select",), ("select", (), 3), ("select",)))
    assert (group.waited, group.untimed) == ((3, 5), 2)
    [group] = groups(dump_of(("select",)))
    assert (group.waited, group.untimed, group.created, group.frames) == (None, 1, None, [])


# Many.

def waiter(number: int) -> str:
    """One of many: the addresses differ, the lines are 40."""
    at = 0xc000000000 + 64 * number
    return (f"goroutine {number} [chan receive, {number % 50 + 1} minutes]:\n"
            f"main.wait({at:#x}, {at + 8:#x})\n\t/src/app/wait.go:12 +0x1d\n"
            f"main.worker({at:#x})\n\t/src/app/worker.go:{number % 40 + 1} +0x25\n"
            f"created by main.main in goroutine {number % 9 + 1}\n\t/src/app/main.go:30 +0x45\n")


def test_a_hundred_thousand_goroutines_are_grouped():
    text = "\n".join(map(waiter, range(1, 100_001)))
    dump = parse(text)
    found = groups(dump)
    assert [len(group.goroutines) for group in found] == [2_500] * 40 and dump.unread == []
    assert found[0].waited == (2, 42) and write(dump) == text


def calls(numbers: range) -> int:
    """How many functions are called to read and group these: a time that no other work disturbs."""
    text, count = "\n".join(map(waiter, numbers)), 0

    def count_call(frame, event, arg):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(count_call)
    try:
        groups(parse(text))
    finally:
        sys.setprofile(None)
    return count


def test_the_work_grows_no_faster_than_the_goroutines():
    assert calls(range(200_000, 204_000)) < 2.1 * calls(range(204_000, 206_000))  # none read before
