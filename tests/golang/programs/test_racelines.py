"""The functions and lines of the model's race reports, beside those of real Go on the same source."""

import pytest

from models.golang import toolchain
from models.golang.programs.gosource import laid, source
from models.golang.programs.racelines import FILE, Frame, Lines
from models.golang.programs.racereal import ENV, read, real
from models.golang.toolchain import REFERENCE, VERSIONS
from models.program.racy import racy
from models.study.race.history import Access, Place
from models.study.race.races import races
from models.view.tables.raced import reports
from tests.golang.again import again
from tests.study.race.cases import CASES, GO, R, W, YIELD, made

LOG = ["log"]
NAMED = {
    "calls": made([GO, ["call", 2], YIELD], [["call", 2]], [W]),
    "once": made([GO, ["once", 0, 1], ["once", 1, 2], YIELD], [W, LOG], [W], onces=2),
    "a case of a select": made([GO, YIELD, ["close", 0]], [["select", [["recv", 1], ["send", 0]]]], chans=[1, 0]),
    "a send with a default": made([GO, YIELD, ["close", 0]], [["trysend", 0]], chans=[1]),
    "deferred, after a panic": made([GO, YIELD, R], [["defer", 3], ["defer", 2], ["panic"]], [["recover"], W], [LOG]),
    "deferred twice over": made([GO, YIELD, R], [["call", 4]], [["defer", 3], LOG], [W], [["defer", 2], LOG]),
    "deferred by who called the one that panics": made([GO, YIELD, R], [["defer", 3], ["call", 2]], [["panic"]],
                                                       [["recover"], W]),
    "deferred so, and calling another": made([GO, YIELD, R], [["defer", 3], ["call", 2]], [["panic"]],
                                             [["recover"], ["call", 4]], [W]),
    "a WaitGroup": made([GO, ["go", 2], YIELD, YIELD], [["add", 0], ["wait", 0]], [YIELD, ["done", 0], ["add", 0]],
                        waitgroups=1),
}


def both(program, version):
    """The model's reports and real Go's."""
    model = read(reports(program, races(program, release=version), version))
    return model, again(lambda: real(program, version), model)


@pytest.mark.parametrize("name", NAMED)
def test_the_reports_name_the_functions_and_lines_that_real_go_names(name):
    model, there = both(NAMED[name], REFERENCE)
    assert model == there and there


@pytest.mark.parametrize("name", ["once", "a WaitGroup", "deferred, after a panic"])
def test_so_they_do_in_the_release_before_in_which_package_sync_leaves_frames(name):
    model, there = both(NAMED[name], "1.22.10")
    assert model == there and there
    text = [reports(NAMED[name], races(NAMED[name], release=version), version) for version in VERSIONS]
    assert (text[0] != text[1]) is (name != "deferred, after a panic")


def test_calls_that_a_recovered_panic_has_ended_stay_in_real_gos_reports_and_not_in_the_models():
    program = made([GO, YIELD, R], [["call", 2], W], [["defer", 3], ["call", 4]], [["recover"]], [["panic"]])
    [[now, (_, ours), _]] = read(reports(program, races(program), REFERENCE))
    [[there, (_, theirs), _]] = real(program, REFERENCE)
    line = laid(program).lines[1, 0]
    assert now == there and ours[:1] == theirs[:1] and theirs[1:] == (Frame("main.body1", line), *ours[1:])


def test_so_they_do_for_random_programs():
    seeds = [seed for seed in range(2000, 2040) if races(racy(seed)).told][:4]
    found = [both(racy(seed), REFERENCE) for seed in seeds]
    assert all(model == there for model, there in found) and sum(len(there) for _, there in found) > 4


def test_go_run_with_race_says_the_same(tmp_path):
    """As a reader runs it; main's write comes first, whatever the scheduler picks at random."""
    program, _ = CASES["and not what comes after"]
    (tmp_path / FILE).write_text(source(program), encoding="utf-8")
    said = toolchain.run([str(toolchain.goroot(REFERENCE) / "bin" / "go"), "run", "-race", FILE], toolchain.environment(
        REFERENCE, ENV | {"CGO_ENABLED": "1", "GORACE": "exitcode=0"}), tmp_path, 300)
    text = reports(program, races(program))
    assert read(said) == read(text) and said.endswith("Found 1 data race(s)\n") and text.endswith("Found 1 data race(s)\n")


def test_a_report_is_laid_out_with_the_lines_of_the_source():
    program = NAMED["calls"]
    text, lines = laid(program)
    spawn = text.split("\n").index("\tgo body(id)") + 1
    main = text.split("\n").index("\tbody0(0)") + 1
    assert f"""\
Write at v0 by goroutine 1:
  main.body2()
      main.go:{lines[2, 0]}
  main.body1()
      main.go:{lines[1, 0]}
  main.spawn.gowrap1()
      main.go:{spawn}
""" in reports(program, races(program))
    assert f"""
Goroutine 1 (running) created at:
  main.spawn()
      main.go:{spawn}
  main.body0()
      main.go:{lines[0, 0]}
  main.main()
      main.go:{main}
==================
""" in reports(program, races(program))


def test_an_operations_line_is_where_its_statement_begins():
    program = NAMED["a case of a select"]
    text, lines = laid(program)
    found = {place: text.split("\n")[line - 1].strip() for place, line in lines.items()}
    assert found == {(0, 0): "note(g, 0, 0, spawn(body1))", (0, 1): "runtime.Gosched()", (0, 2): "close(ch0)",
                     (1, 0): "select {"}
    assert "\0" not in text and text == source(program)


def test_a_body_that_nobody_is_known_to_defer_has_no_frames_above_it():
    lines = Lines(made([LOG, W], [R]), {})
    stack = (Place("body1", 0),)
    assert lines.access("v0", Access(1, 0, 1, False, stack))[1:] == [
        Frame("main.body1", lines.lines[1, 0]), Frame("main.main", lines.at("\tbody0(0)"))]


def test_reports_are_read_without_numbers_and_addresses():
    said = """1:1.0=0 ==================
WARNING: DATA RACE
Write at 0x00c0 by main goroutine:
  runtime.closechan()
      /go/src/runtime/chan.go:414 +0x0
  main.body0()
      /some/main.go:39 +0x65

Goroutine 7 (running) created at:
  main.spawn.gowrap1()
      main.go:54
==================
"""
    assert read(said) == [[("Write by main goroutine:", (Frame("main.body0", 39),)),
                           ("goroutine (running) created at:", (Frame("main.spawn.gowrap1", 54),))]]
