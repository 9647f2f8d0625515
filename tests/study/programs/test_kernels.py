"""The twenty kernels: each bug can be seen by its instrument, and its fix has none on any schedule."""

import pytest

from models.program.format import to_json
from models.program.parse import parse
from models.study.leaks.leak import leaks
from models.study.programs.kernelcheck import endings, left, together
from models.study.programs.kernels import KERNELS
from models.study.programs.meetings import meetings
from models.words import word
from tests.golang.known import program


def test_there_are_twenty_of_the_studies_kinds_and_each_is_a_program_with_words():
    assert len(KERNELS) == 20
    assert {kernel.kind for kernel in KERNELS.values()} == {
        "mutex", "rwmutex", "wait", "chan", "chan with other", "library", "traditional", "anonymous function",
        "WaitGroup", "chan misuse"}
    for name, kernel in KERNELS.items():
        assert kernel.bug != kernel.fix
        assert [parse(to_json(one)) for one in (kernel.bug, kernel.fix)] == [kernel.bug, kernel.fix]
        assert word(f"kernel.{name}.bug") and word(f"kernel.{name}.fix")


@pytest.mark.parametrize("name", KERNELS)
def test_the_fix_ends_on_every_schedule_and_leaves_nobody_waiting(name):
    assert endings(KERNELS[name].fix) == {"END"} and left(KERNELS[name].fix) == 0
    assert leaks(KERNELS[name].fix) == []


@pytest.mark.parametrize("name", KERNELS)
def test_the_bug_shows_as_it_is_said(name):
    _, shows, bug, fix, order = KERNELS[name]
    found = endings(bug)
    if shows in ("DEADLOCK", "PANIC"):
        assert shows in found and found <= {shows, "END"}
    else:
        assert found == {"END"}  # no run ends otherwise, so a plain test sees nothing
    assert (left(bug) > 0) == (shows in ("DEADLOCK", "leak"))
    assert bool(order) == (shows == "order")
    if order:
        assert together(bug, order[0]) and not together(fix, order[1])


@pytest.mark.parametrize("name", [name for name, kernel in KERNELS.items() if kernel.shows == "leak"])
def test_the_leak_detector_names_all_whom_some_schedule_leaves_waiting(name):
    bug = KERNELS[name].bug
    most = max(sum(one.leaked for one in leaks(bug, procs=4, seed=seed)) for seed in range(20))
    assert most == left(bug)


@pytest.mark.parametrize("name", KERNELS)
def test_the_race_detector_finds_the_races_and_none_in_a_fix(name):
    """Over every schedule; in a bug of another kind two accesses may meet as well."""
    kernel = KERNELS[name]
    assert meetings(kernel.fix) == []
    if kernel.shows == "race":
        assert meetings(kernel.bug)


def test_who_is_left_waiting_is_counted_over_every_schedule():
    assert left(parse(program([["go", 1]], [["recv", 0]], chans=[0]))) == 1
    assert left(parse(program([["go", 1], ["go", 1]], [["lock", 0]], mutexes=1))) == 1
    assert left(parse(program([["go", 1], ["trysend", 0]], [["recv", 0]], chans=[0]))) == 1
    assert left(parse(program([["go", 1], ["send", 0]], [["recv", 0]], chans=[0]))) == 0
    assert left(parse(program([["recv", 0]], chans=[0]))) == 1
    assert left(parse(program(["panic"]))) == 0


def test_entries_are_together_or_not():
    either = parse(program([["go", 1], ["aload", 0]], [["astore", 0]], atomics=1))
    assert together(either, ("0:0.1=0",)) and together(either, ("0:0.1=1", "1:1.0=0"))
    assert not together(either, ("0:0.1=0", "0:0.1=1"))
