"""The detector beside real Go's, on the same one-P schedule; the rest of the thousand is `make conformance`."""

from contextlib import nullcontext

import pytest

from models.golang import evidence, racecheck
from models.golang.programs.racerun import Racing, Told, first_line, reports
from models.golang.racecheck import Compared, compared, may_tell, numbered
from models.golang.toolchain import VERSIONS, ToolchainError
from models.program.racy import racy
from models.study.race.races import races
from tests.study.race.cases import CASES, made
from tests.study.race.test_rules import REUSED

WRITE, READ = Told("var", 0, True, True), Told("var", 1, False, False)
SAID = """harness
==================
WARNING: DATA RACE
Read at 0x00c000018138 by goroutine 608:
  main.access()
      /h.go:272 +0x64
  main.touch()
      /h.go:LATER +0x7a
  main.body()
      /h.go:623 +0xaea

Previous write at 0x00c000018138 by main goroutine:
  main.access()
      /h.go:269 +0x39
  main.touch()
      /h.go:EARLIER +0x66

Goroutine 608 (running) created at:
  main.body()
      /h.go:549 +0x219
==================
fatal error: all goroutines are asleep - deadlock!
"""


@pytest.fixture(scope="module", params=VERSIONS)
def racing(request):
    with Racing(request.param) as made_once:
        yield made_once


def test_real_go_reports_what_was_worked_out(racing):
    wrong = [name for name, (program, _) in CASES.items() if not compared(racing, program).agrees]
    assert not wrong and compared(racing, REUSED).agrees


def test_real_go_reports_what_the_model_does_of_random_programs(racing):
    found = [compared(racing, racy(seed)) for seed in range(1000, 1040)]
    assert all(one.agrees for one in found)
    assert sum(len(one.real) for one in found) > 10


def test_a_report_is_read():
    first = first_line()
    said = SAID.replace("LATER", str(first + 2)).replace("EARLIER", str(first))
    assert [*reports(said)] == [(READ, WRITE)] and [*reports("")] == []


def test_what_is_recorded_has_no_difference():
    recorded = evidence.load("races")
    assert {*recorded} == {*VERSIONS}
    for counts in recorded.values():
        assert counts["programs"] >= racecheck.PROGRAMS and counts["racing"] > 300 and not counts["differences"]


def test_reports_have_to_be_those_that_may_be_told():
    program = made([["write", 0], ["go", 1], ["write", 0], ["gosched"]], [["read", 0]])
    found, sites = races(program), numbered(program)
    right = [(Told("var", 2, False, False), Told("var", 1, True, True))]
    assert may_tell(found, right, sites)
    assert not may_tell(found, [], sites) and not may_tell(found, right * 2, sites)
    assert not may_tell(found, [(right[0][0], Told("var", 0, True, True))], sites)
    assert not may_tell(found, [*right, (Told("chan", None, True, True), Told("chan", None, False, False))], sites)


def test_a_run_with_another_log_is_made_again_and_a_program_without_the_right_one_differs(monkeypatch):
    logs = iter(["another", "0:0.0=0 END"])
    monkeypatch.setattr(racecheck, "told", lambda *_: (next(logs, "another"), []))

    class Go:
        version = VERSIONS[0]
    assert compared(Go, made([["read", 0]])) == Compared(True, True, [], [], 2)
    assert compared(Go, made([["read", 0]])) == Compared(False, False, [], [], racecheck.AGAIN)


def test_the_command_counts_and_tells_what_differs(monkeypatch, capsys):
    saved = []
    monkeypatch.setattr(racecheck.evidence, "save", lambda *what: saved.append(what))
    monkeypatch.setattr(racecheck, "Racing", nullcontext)
    monkeypatch.setattr(racecheck, "compared", lambda *_: Compared(True, False, [], [(READ, WRITE)], 2))
    assert racecheck.main(["2"]) == 1 and not saved
    out = capsys.readouterr().out
    assert "Go 1.27.3, seed 1: Compared(" in out
    assert "Go 1.22.10: 2 programs, 2 reports, 2 racing, 2 again, 2 differences" in out
    monkeypatch.setattr(racecheck, "compared", lambda *_: Compared(True, True, [], [], 1))
    assert racecheck.main([]) == 0
    assert saved == [("races", dict.fromkeys(VERSIONS, {"programs": 1000, "reports": 0, "racing": 0, "differences": 0}))]


def test_what_cannot_be_done_is_told(monkeypatch, capsys):
    assert racecheck.main(["many"]) == racecheck.main(["1", "2"]) == 2
    assert "racecheck takes the number of programs (default: 1,000), not 'many'" in capsys.readouterr().err

    def broken(version, programs):
        raise ToolchainError("no gcc")
    monkeypatch.setattr(racecheck, "check", broken)
    assert racecheck.main([]) == 2 and capsys.readouterr().err == "no gcc\n"
