"""Random programs with shared variables."""

from models.program.format import operations, to_json
from models.program.parse import parse
from models.program.racy import MOST, racy, shared_by_few, touching
from models.program.run import run
from tests.study.race.cases import made


def test_a_seed_is_one_program_for_ever_and_a_valid_one():
    made_twice = [[racy(seed) for seed in range(30)] for _ in range(2)]
    assert made_twice[0] == made_twice[1] and len({*made_twice[0]}) == 30
    assert all(parse(to_json(program)) == program for program in made_twice[0])


def test_at_most_three_goroutines_touch_a_variable():
    for seed in range(200):
        program = racy(seed)
        touched: dict[int, set[str]] = {v: set() for v in range(program.vars)}
        *entries, _ = run(program).line.split(" ")
        for entry in entries:
            g, _, rest = entry.partition(":")
            k, pc = map(int, rest.partition("=")[0].split("."))
            name, *args = program.bodies[k][pc]
            if name in ("read", "write"):
                touched[args[0]].add(g)
        assert all(len(gs) <= len(touching(program, v)) <= MOST for v, gs in touched.items())


def test_goroutines_are_told_apart_by_the_go_statements_that_lead_to_them():
    program = made([["go", 1], ["go", 1], ["call", 2]], [["go", 2], ["once", 0, 2]], [["write", 0]], onces=1)
    assert touching(program, 0) == {(), ((0, 0),), ((0, 1),), ((0, 0), (1, 0)), ((0, 1), (1, 0))}
    assert touching(shared_by_few(program, 0), 0) == set()


def test_no_select_has_a_choice_and_programs_are_not_long():
    programs = [racy(seed) for seed in range(200)]
    selects = [op for program in programs for body in program.bodies for op in body if op[0] in ("select", "trysel")]
    assert selects and all(len(cases) == 1 for _, cases in selects)
    assert max(map(operations, programs)) < 128
