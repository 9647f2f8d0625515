"""What a body still needs is what it uses last, not what it has in scope."""

from models.program.parse import parse
from models.study.leaks.reach import during, name, needs, uses
from tests.golang.known import program

CH0, CH1, MU = ("chan", 0), ("chan", 1), ("mutex", 0)


def found(*bodies, **fields):
    """needs, each set as the sorted names in it."""
    return [[" ".join(sorted(map(name, things))) for things in body]
            for body in needs(parse(program(*bodies, **fields)))]


def test_an_object_is_needed_up_to_its_last_use():
    assert found([["send", 0], "log", ["recv", 1], ["send", 0], "log"], chans=[0, 0]) == [
        ["ch0 ch1", "ch0 ch1", "ch0 ch1", "ch0", "", ""]]


def test_what_is_handed_over_is_needed_until_then():
    for hand in ("go", "call", "defer"):
        assert found([[hand, 1], "log"], [["lock", 0]], mutexes=1) == [["mu0", "", ""], ["mu0", ""]]
    assert found([["once", 0, 1]], [["lock", 0]], mutexes=1, onces=1)[0] == ["mu0 once0", ""]


def test_it_is_handed_on_through_bodies_that_name_each_other():
    assert found([["go", 1]], [["go", 2], ["send", 0]], [["go", 1], ["send", 1]], chans=[0, 0]) == [
        ["ch0 ch1", ""], ["ch0 ch1", "ch0", ""], ["ch0 ch1", "ch1", ""]]


def test_nothing_stands_after_a_panic_but_after_a_goexit():
    assert found([["send", 0], "panic", ["send", 1]], chans=[0, 0]) == [["ch0", "", "ch1", ""]]
    assert found([["send", 0], "goexit", ["send", 1]], chans=[0, 0]) == [["ch0 ch1", "ch1", "ch1", ""]]


def test_while_it_waits_an_operation_needs_what_it_names_and_a_call_nothing():
    known = needs(parse(program([["call", 1]], [["send", 0]], chans=[0, 0], onces=1)))
    assert uses(("call", 1), known) == {CH0}
    assert during(("call", 1), known) == during(("go", 1), known) == during(("defer", 1), known) == set()
    assert during(("once", 0, 1), known) == {("once", 0), CH0}
    assert during(("select", (("send", 0), ("recv", 1))), known) == {CH0, CH1}
    assert during(("lock", 0), known) == {MU}


def test_every_kind_of_object_has_a_name():
    assert found([["send", 0], ["lock", 0], ["rlock", 0], ["wait", 0], ["signal", 0], ["once", 0, 1], ["read", 0],
                  ["cas", 0]], [], chans=[0], mutexes=1, rwmutexes=1, waitgroups=1, conds=1, onces=1, vars=1,
                 atomics=1)[0][0] == "a0 ch0 cond0 mu0 once0 rw0 v0 wg0"
