"""What the listings print, recorded and live."""

from dataclasses import replace

import pytest

from models.golang import evidence, printed, toolchain
from models.golang.places import LISTINGS
from models.golang.racelines import FILE
from models.golang.racereal import read
from models.golang.toolchain import VERSIONS, ToolchainError
from models.program.early import early
from models.program.hiding import CROWD, HIDDEN
from models.program.total import total
from models.runtime.machine import Machine, logged
from models.runtime.runtime import Runtime
from models.study.meetings import meetings
from models.study.races import races
from models.study.runs import START_TICK, spawn_order


@pytest.mark.parametrize("version", VERSIONS)
def test_ten_prints_the_order_of_the_model(version, tmp_path):
    program = toolchain.build(version, LISTINGS / "ten.go", tmp_path / "ten")
    output = toolchain.run([str(program)], toolchain.environment(version, {"GOMAXPROCS": "1"}), None, 60)
    assert output.split() == [str(g) for g in spawn_order(10) if g != "main"]


def test_the_recorded_ten_is_that_order_too_and_never_another():
    for run in printed.printed("ten"):
        assert run["output"].split() == [str(g) for g in spawn_order(10) if g != "main"]
        assert run["different"] == 1


def test_every_printing_is_recorded_as_it_is_declared():
    for name, printings in printed.PRINTINGS.items():
        runs = printed.printed(name)
        assert len(runs) == sum(len(printing.releases) for printing in printings)
        assert [run["of"] for run in runs] == [p.times for p in printings for _ in p.releases]


def test_the_run_in_the_middle_is_kept():
    assert printed.ratio("one locked queue: 12.5 ns\na queue each: 5 ns\n") == 2.5
    assert printed.ratio("9 0 1") == 0
    with pytest.raises(ToolchainError, match="fewer than two numbers: 'nothing"):
        printed.ratio("nothing 1\n")


def test_numbers_are_read_from_the_output():
    assert len(printed.numbers("onequeue")) == 2


def test_an_unknown_name_is_told_the_names():
    with pytest.raises(evidence.EvidenceError, match="'eleven'; there are ten, onequeue, smallmutex, schedtrace, pointers, "):
        printed.printed("eleven")


def test_a_stack_that_moves_takes_pointers_along_and_numbers_not():
    for run in printed.printed("pointers"):
        assert run["different"] == 1
        assert [line.split(": ")[1] for line in run["output"].splitlines()] == ["42 3", "true", "false", "true"]


def test_the_memory_of_a_parked_goroutines_stack_is_given_back_by_and_by():
    for run in printed.printed("shrink"):
        kib = [int(line) for line in run["output"].split()]
        assert len(kib) == 10 and kib[:3] == sorted(kib[:3], reverse=True)
        assert kib[0] - kib[2] >= 192 - 32 and kib[0] - kib[-1] >= 128  # 512 KiB has become 64, of which 256 before


@pytest.mark.parametrize("name", ["blocked", "early", "nap", "total", "parked"])
def test_each_release_printed_the_same_but_for_what_is_measured(name):
    runs = printed.printed(name)
    assert [run["go"] for run in runs] == list(VERSIONS)
    assert len({printed.NUMBER.sub("", run["output"]) for run in runs}) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_main_does_not_wait_for_its_goroutines(version, tmp_path):
    program = toolchain.build(version, LISTINGS / "early.go", tmp_path / "early")
    output = toolchain.run([str(program)], toolchain.environment(version, {"GOMAXPROCS": "1"}), None, 60)
    rt = Runtime(1, schedtick=START_TICK)
    assert Machine(rt, early).run() == "END"
    assert [line.split(",")[0] for line in output.splitlines()] == logged(rt.trace)
    assert all(run["output"] == output for run in printed.printed("early"))


@pytest.mark.parametrize("version", VERSIONS)
def test_goroutines_in_read_need_threads_and_those_on_a_channel_do_not(version, tmp_path):
    program = toolchain.build(version, LISTINGS / "blocked.go", tmp_path / "blocked")
    output = toolchain.run([str(program)], toolchain.environment(version, {"GOMAXPROCS": "1"}), None, 60)
    first, channel, read = (int(line.split(": ")[1].split()[0]) for line in output.splitlines())
    assert channel == first and 47 <= read - first <= 51


def test_the_model_adds_up_what_real_go_does():
    rt = Runtime(2)
    assert Machine(rt, total, 10).run() == "END"
    for run in printed.printed("total"):
        assert run["output"] == f"10 goroutines found {logged(rt.trace)[0]}\n"


def test_the_size_to_start_with_is_printed():
    assert [run["output"].split() for run in printed.printed("start")] == [["2048"] * 4] * 2 + [["32768"] * 4] * 2


# What the race detector sees depends on the schedule, and on its four cells.

def test_one_schedule_hides_the_race_and_the_explorer_finds_it():
    assert not races(HIDDEN).told and len(meetings(HIDDEN)) == 1
    late = replace(HIDDEN, bodies=(HIDDEN.bodies[0][:2] + (("gosched",),) + HIDDEN.bodies[0][2:], HIDDEN.bodies[1]))
    [race] = races(late).told
    assert (race.now.g, race.before.g) == (0, 1)
    for run in printed.printed("hidden"):
        assert run["different"] == 1 and run["output"].startswith("=" * 18) is run["command"].endswith(" late")
        assert ("Write at" in run["output"] and "by main goroutine:" in run["output"]) is run["command"].endswith(" late")


def test_whether_the_fifth_read_takes_the_racing_ones_cell_is_chance_to_the_program():
    assert [len(races(CROWD, cells=lambda kind, options, i=i: i).told) for i in range(4)] == [1, 0, 1, 1]
    runs = [run["output"] for run in printed.printed("crowd")]
    reported = [line.rpartition(" ")[2] for line in runs[0].splitlines()]
    assert {*reported} == {"true", "false"} and len(reported) == 8 and runs[0] == runs[1]


@pytest.mark.parametrize("version", VERSIONS)
def test_real_go_with_race_prints_it_still(version, tmp_path):
    hidden, late = printed.PRINTINGS["hidden"]
    program = printed.build(version, hidden, tmp_path / "hidden")
    env = toolchain.environment(version, dict(hidden.env))
    assert toolchain.run([str(program)], env, None, 60) == "both have written\n"
    said = toolchain.run([str(program), *late.args], env, None, 60)
    text = (LISTINGS / "hidden.go").read_text(encoding="utf-8").split("\n")
    [[(_, (now,)), (_, (before,)), _]] = read(said.replace("hidden.go", FILE))
    assert [text[frame.line - 1].strip() for frame in (now, before)] == ["value = 1", "value = 2"]
