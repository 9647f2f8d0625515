"""Which accesses can meet in some schedule."""

import pytest

from models.program.generate import small
from models.program.hiding import HIDDEN
from models.study.explore.explore import TooMany
from models.study.programs.meetings import meetings
from models.study.race.races import races
from tests.study.race.cases import CASES, made

SEEDS = (34, 50, 70, 141, 152, 192, 228, 393)  # of small programs in which two accesses can meet


def pairs(program) -> set[tuple]:
    """The pairs that can meet."""
    return {(f"v{one.v}", *sorted([(one.at, one.write), (other.at, other.write)]))
            for one, other, _ in meetings(program)}


def seen(found) -> set[tuple]:
    """The pairs of variables that raced in a run."""
    return {(race.thing, *sorted([(race.now.stack[0], race.now.write), (race.before.stack[0], race.before.write)]))
            for race in found.races if race.thing.startswith("v")}


def test_one_schedule_hides_what_another_shows():
    assert not races(HIDDEN).races
    [(one, other, after)] = meetings(HIDDEN)
    assert (one.g, one.at, other.g, other.at) == (0, ("body0", 2), 1, ("body1", 2))
    assert after == "0:0.0=0 0:0.1=1 1:1.0=0 1:1.1=0"


@pytest.mark.parametrize("name", [name for name in CASES if "Signal" not in name])
def test_what_races_in_a_run_can_meet(name):
    program, _ = CASES[name]
    assert seen(races(program)) <= pairs(program)


def test_where_signal_orders_nothing_can_meet_though_the_detector_reports_it():
    program, _ = CASES["Signal orders nobody"]
    assert races(program).told and not meetings(program)


def test_what_many_runs_on_several_ps_show_is_what_can_meet():
    """None of these has a Cond, which orders more here than for the detector."""
    total = 0
    for seed in SEEDS:
        program = small("sync", seed)
        can = pairs(program)
        found = set().union(*(seen(races(program, procs=procs, seed=run)) for run in range(15) for procs in (1, 3)))
        total += len(can)
        assert found == can
    assert total > 3


def test_different_variables_do_not_meet():
    assert not meetings(made([["go", 1], ["write", 0]], [["write", 1]], vars=2))


def test_notes_in_the_log_are_not_interleaved():
    assert meetings(HIDDEN, 130)


def test_too_many_states_are_told():
    with pytest.raises(TooMany, match="too many: more than 10 states"):
        meetings(HIDDEN, 10)
