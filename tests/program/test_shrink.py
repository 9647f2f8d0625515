"""A program is reduced to a smallest one for which something still holds."""

from dataclasses import replace

import pytest

from models.program.format import Program, arguments, operations, to_json
from models.program.generate import KINDS, generate
from models.program.parse import parse
from models.program.shrink import shrink, without
from tests.runtime.build import error


def has(*names: str):
    """Whether each of these operations stands somewhere in a program."""
    def holds(program: Program) -> bool:
        return set(names) <= {op[0] for body in program.bodies for op in body}
    return holds


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_one_operation_is_all_that_is_left(kind, seed):
    program = generate(kind, seed)
    name = program.bodies[-1][0][0] if program.bodies[-1] else program.bodies[0][0][0]
    small = shrink(program, has(name))
    assert operations(small) == 1 and len(small.bodies) <= 2 and small.schedtick == 0
    assert len({pair for body in small.bodies for op in body for pair in arguments(op)
                if pair[0] != "body"}) == sum(map(int, counts(small)))


def counts(program: Program) -> list[int]:
    """How many shared objects of each kind there are."""
    return [len(program.chans), program.mutexes, program.rwmutexes, program.waitgroups,
            program.conds, program.onces, program.vars, program.atomics]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "many"])
def test_every_program_that_is_tried_is_valid_and_none_is_larger(kind):
    whole = generate(kind, 5)
    whole = replace(whole, bodies=(whole.bodies[0] + (("gosched",),), *whole.bodies[1:]))

    def holds(program: Program) -> bool:
        assert parse(to_json(program)) == program
        assert operations(program) <= operations(whole)
        return has("gosched")(program)

    assert operations(shrink(whole, holds)) == 1


def test_the_result_does_not_depend_on_chance():
    program = generate("mixed", 8)
    name = program.bodies[0][0][0]
    assert shrink(program, has(name)) == shrink(program, has(name))


def test_what_cannot_be_taken_away_stays():
    program = generate("locks", 3)
    assert shrink(program, lambda smaller: smaller == program) == program


def test_bodies_objects_and_operations_move_up_together():
    program = Program(bodies=((("go", 2), ("send", 1), ("lock", 0)), (("send", 0),),
                              (("select", (("recv", 0), ("send", 1))),)), chans=(0, 3), mutexes=1)
    assert shrink(program, has("go", "select")) == Program(bodies=((("go", 1),), (("select", (
        ("recv", 0),)),)), chans=(0,))


def test_without_a_body_the_later_ones_move_up():
    program = Program(bodies=((("go", 1), ("call", 2), ("once", 1, 2)), (("log",),), ()), onces=2)
    assert without(program, "body", 1) == Program(
        bodies=((("call", 1), ("once", 1, 1)), ()), onces=2)


def test_without_a_channel_the_later_ones_move_up_and_its_operations_go():
    program = Program(bodies=((("recv", 0), ("send", 1), ("select", (("recv", 1), ("send", 2))),
                               ("trysel", (("recv", 0), ("send", 2)))),), chans=(5, 6, 7))
    assert without(program, "chan", 0) == Program(
        bodies=((("send", 0), ("select", (("recv", 0), ("send", 1)))),), chans=(6, 7))


def test_a_select_loses_cases_and_becomes_what_it_is():
    cases = (("send", 0), ("recv", 1), ("recv", 0))
    program = Program(bodies=((("trysel", cases), ("select", cases)),), chans=(2, 2))

    def receives(op: tuple) -> bool:
        return op[0] in ("recv", "tryrecv") or any(way == "recv" for way, _ in op[1])

    small = shrink(program, lambda p: len(p.bodies[0]) == 2 and all(map(receives, p.bodies[0])))
    assert small == Program(bodies=((("tryrecv", 0), ("recv", 0)),), chans=(0,))


def test_numbers_become_as_small_as_they_may():
    program = Program(bodies=((),), chans=(9, -1), schedtick=50)

    def holds(smaller: Program) -> bool:
        return smaller.schedtick >= 7 and max(smaller.chans, default=0) >= 3

    assert shrink(program, holds) == Program(bodies=((),), chans=(3,), schedtick=7)


def test_two_operations_far_apart_are_both_kept():
    body = (("log",),) * 37 + (("gosched",),) + (("log",),) * 61 + (("panic",),)
    small = shrink(Program((body,)), has("gosched", "panic"))
    assert small == Program(((("gosched",), ("panic",)),))


def test_what_can_go_only_after_something_later_goes_too():
    def holds(p: Program) -> bool:
        return (len(p.bodies) == 2 and ("gosched",) in p.bodies[1]
                and (("panic",) not in p.bodies[1] or ("log",) in p.bodies[0]))

    program = Program(((("log",),), (("panic",), ("gosched",))))
    assert shrink(program, holds) == Program(((), (("gosched",),)))


def test_what_does_not_hold_at_first_cannot_be_reduced():
    with error(ValueError, "there is nothing to reduce: what should hold does not hold "
               "for the whole program"):
        shrink(Program(((),)), has("panic"))
