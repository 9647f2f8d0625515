"""The report on the mutants of the rules: that it is of now, and what would make it a bad one."""

import json
from copy import deepcopy

import pytest

from tools import mutants
from tools.problem import Problem

SURVIVOR = {"rule": "runq.runqput", "change": "- a\n+ b", "reason": "Equivalent."}


def report(**other) -> dict:
    """A report that is fine, but for what is given."""
    return {"sources": mutants.sources("runtime"), "mutants": 100, "killed": 99, "survivors": [SURVIVOR],
            **other}


@pytest.mark.parametrize("room", mutants.ROOMS)
def test_the_committed_report_is_about_these_rules_and_good_enough(room):
    assert mutants.faults(room, mutants.last(room)) == []


def test_a_fine_report_has_no_faults():
    assert mutants.faults("runtime", report()) == []


@pytest.mark.parametrize("name", ["models/runtime", "tests/runtime"])
def test_a_report_on_other_sources_is_refused(name):
    other = report()
    other["sources"][name] = "0" * 16
    assert mutants.faults("runtime", other) == [
        "The report on models/runtime is about other rules or tests: run `make mutants`."]


def test_a_room_that_was_never_tried_is_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(mutants, "REPORT", tmp_path / "report.json")
    assert mutants.faults("runtime", mutants.last("runtime")) == [
        "The report on models/runtime is about other rules or tests: run `make mutants`."]


def test_under_95_percent_is_too_few():
    assert mutants.faults("runtime", report(killed=95, survivors=[SURVIVOR] * 5)) == []
    assert mutants.faults("runtime", report(killed=94, survivors=[SURVIVOR] * 6)) == [
        "Only 94.0% of the mutants of models/runtime are noticed; it must be 95%."]


def test_every_survivor_is_listed():
    assert mutants.faults("runtime", report(survivors=[])) == [
        "The report lists more or fewer survivors than it counts: run `make mutants`."]


@pytest.mark.parametrize("reason", ["", "  "])
def test_every_survivor_has_a_reason(reason):
    assert mutants.faults("runtime", report(survivors=[SURVIVOR | {"reason": reason}])) == [
        "A mutant of runtime.runq.runqput survives without a reason: test it, or give the reason in "
        "tests/mutants.json.\n- a\n+ b"]


def test_a_change_in_a_rule_is_seen(tmp_path, monkeypatch):
    rule = tmp_path / "models" / "runtime" / "runq.py"
    rule.parent.mkdir(parents=True)
    rule.write_text("half = 2\n")
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    (tmp_path / "tests" / "runtime").mkdir(parents=True)
    before = deepcopy(mutants.sources("runtime"))
    rule.write_text("half = 3\n")
    assert mutants.sources("runtime")["models/runtime"] != before["models/runtime"]
    assert mutants.sources("runtime")["tests/runtime"] == before["tests/runtime"]


def test_a_mutant_s_name_tells_its_rule():
    assert mutants.rule_of("models.runtime.runq.x_runqput__mutmut_3") == "runq.runqput"
    assert mutants.rule_of("models.runtime.machine.xǁMachineǁ__init____mutmut_12") == (
        "machine.Machine.__init__")


@pytest.fixture
def ended(tmp_path, monkeypatch):
    """A run of mutmut that has ended: five mutants, one not noticed, one not even run."""
    metas = tmp_path / "work" / "runtime" / "mutants" / "models" / "runtime"
    metas.mkdir(parents=True)
    codes = {"x_runqput__mutmut_1": 1, "x_runqput__mutmut_2": 0, "x_runqget__mutmut_1": 36,
             "x_runqget__mutmut_2": 3, "x_runqget__mutmut_3": None}
    named = {f"models.runtime.runq.{name}": code for name, code in codes.items()}
    (metas / "runq.py.meta").write_text(json.dumps({"exit_code_by_key": named}))
    monkeypatch.setattr(mutants, "WORK", tmp_path / "work")
    monkeypatch.setattr(mutants, "REPORT", tmp_path / "report.json")
    monkeypatch.setattr(mutants, "change_of", lambda python, room, name: f"- a\n+ {name[-1]}")
    return tmp_path


def test_the_report_counts_and_lists(ended):
    assert mutants.written("python", "runtime") == {
        "sources": mutants.sources("runtime"), "mutants": 5, "killed": 3, "killed_by_time_limit": 1,
        "survivors": [{"rule": "runq.runqget", "change": "- a\n+ 3", "reason": ""},
                      {"rule": "runq.runqput", "change": "- a\n+ 2", "reason": ""}]}


def test_a_reason_given_before_is_kept_for_the_same_change(ended):
    known = [{"rule": "runq.runqput", "change": "- a\n+ 2", "reason": "Equivalent."},
             {"rule": "runq.runqget", "change": "- a\n+ 4", "reason": "Another change."}]
    mutants.REPORT.write_text(json.dumps({"runtime": {"survivors": known}}))
    assert [s["reason"] for s in mutants.written("python", "runtime")["survivors"]] == ["", "Equivalent."]


def test_other_tests_than_last_time_start_over(tmp_path, monkeypatch):
    monkeypatch.setattr(mutants, "WORK", tmp_path)
    work = tmp_path / "runtime"
    mutants.prepare("runtime")
    (work / "mutants").mkdir()
    mutants.prepare("runtime")
    assert (work / "mutants").exists()
    (work / "tests.txt").write_text("others")
    mutants.prepare("runtime")
    assert not (work / "mutants").exists()
    assert (work / "models" / "runtime" / "runq.py").exists()
    assert (work / "tests" / "runtime" / "test_runq.py").exists()
    assert not list(work.rglob("*_properties.py"))
    assert 'only_mutate = ["models/runtime/*"]' in (work / "pyproject.toml").read_text()


def test_only_a_room_that_has_changed_is_tried_again(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(mutants, "ROOMS", ("runtime", "program"))
    monkeypatch.setattr(mutants, "REPORT", tmp_path / "report.json")
    mutants.REPORT.write_text(json.dumps({"runtime": report(), "program": report()}))
    fine = report(sources=mutants.sources("program"), survivors=[], killed=100)
    tried = []
    monkeypatch.setattr(mutants, "tried", lambda python, room: tried.append(room) or fine)
    assert mutants.run("python") == 0
    assert tried == ["program"]
    assert json.loads(mutants.REPORT.read_text()) == {"runtime": report(), "program": fine}
    assert capsys.readouterr().out.split("\n")[1:3] == [
        "99 of 100 mutants of models/runtime are noticed, 99.0%.",
        "100 of 100 mutants of models/program are noticed, 100.0%."]


def test_on_windows_it_says_where_it_runs(monkeypatch):
    monkeypatch.setattr(mutants.os, "name", "nt")
    with pytest.raises(Problem, match="mutmut does not run on Windows: run this task in WSL"):
        mutants.run("python")


def test_a_mutmut_that_breaks_off_is_a_problem(tmp_path, monkeypatch):
    monkeypatch.setattr(mutants, "WORK", tmp_path)
    monkeypatch.setattr(mutants, "REPORT", tmp_path / "report.json")
    monkeypatch.setattr(mutants.subprocess, "call", lambda *args, **kwargs: 2)
    with pytest.raises(Problem, match="mutmut did not finish"):
        mutants.run("python")
