"""Each step of each G: told as the table has it, and as the machine's Gs then are."""

import pytest

from models.program.life import life
from models.program.spawn import spawn
from models.runtime.chan import make_chan, recv
from models.runtime.transitions import BOTH, NEW, TRANSITIONS
from models.study.moments.statuses import function_of, steps_of

WORKER = [(0, 6, "newproc1"), (6, 1, "newproc1"), (1, 2, "execute"), (2, 1, "goschedImpl"), (1, 2, "execute"),
          (2, 4, "park_m"), (4, 1, "ready"), (1, 2, "execute"), (2, 3, "reentersyscall"), (3, 2, "exitsyscall"),
          (2, 4, "park_m"), (4, 1, "ready"), (1, 2, "execute"), (2, 6, "gdestroy")]
NEXT = [(6, 1, "newproc1"), (1, 2, "execute"), (2, 6, "gdestroy")]


@pytest.mark.parametrize("release", BOTH)
def test_the_life_of_the_worker(release):
    steps = [(s.old, s.new, s.function) for s in steps_of(life, release=release) if s.g == 2]
    assert steps == WORKER + NEXT


@pytest.mark.parametrize("release", BOTH)
def test_every_step_is_one_of_the_table_and_begins_where_the_one_before_ended(release):
    at = {}
    for step in steps_of(spawn, 70, 100, release=release):
        assert step.function in TRANSITIONS[release][step.old, step.new]
        assert at.setdefault(step.g, 0) == step.old
        at[step.g] = step.new
    assert at.pop(1) == 2 and set(at.values()) == {6}, "main runs to the end, and all others are dead"


def test_a_reason_is_said_as_it_is_then():
    reasons = [s.reason for s in steps_of(life) if s.g == 2 and s.goid == 2]
    assert reasons == [""] * 4 + ["chan receive"] * 5 + ["sleep"] * 4
    waiting = [s.reason for s in steps_of(life) if s.new == 4]
    assert waiting == ["chan receive", "chan receive", "sleep", "chan receive"]


def test_a_rule_that_cites_no_taker_of_its_step_is_named():
    def rule(rt, gp) -> None:
        """Go: proc.go gopark"""
    with pytest.raises(ValueError, match="rule has to cite one of reentersyscall, entersyscallblock, who take the "
                                         "step from running to syscall; it cites none"):
        function_of(rule, 2, 3, NEW)


def test_a_program_that_does_not_end_is_refused():
    def stuck():
        yield recv((yield make_chan()))
    with pytest.raises(ValueError, match="the program ends by DEADLOCK; the steps of one that comes to its END can"):
        steps_of(stuck)
