"""Random programs for the leak detector: valid, for ever the same, and of everything something."""

from models.program.format import OPERATIONS, to_json
from models.program.leaky import PIECES, leaky
from models.program.parse import parse

SOME = [leaky(seed) for seed in range(200)]


def test_they_are_valid_and_do_not_change():
    for seed, (program, asleep) in enumerate(SOME):
        assert parse(to_json(program)) == program and leaky(seed) == (program, asleep)
        assert all(0 <= pc < len(program.bodies[k]) for k, pc in asleep)


def test_a_body_names_only_later_ones():
    for program, _ in SOME:
        for k, body in enumerate(program.bodies):
            assert all(value > k for op in body for kind, value in zip(OPERATIONS[op[0]], op[1:], strict=True)
                       if kind == "body")


def test_everything_occurs():
    used = {op[0] for program, _ in SOME for body in program.bodies for op in body}
    assert {name for name in PIECES if name in OPERATIONS} <= used
    assert {len(asleep) for _, asleep in SOME} >= {0, 1, 2, 3}
    assert any(len(op[1]) > 1 for program, _ in SOME for body in program.bodies for op in body if op[0] == "select")
