"""The report on the mutants of the rules: that it is of now, and what would make it a bad one."""

import json
from copy import deepcopy

import pytest

from tools import mutants
from tools.problem import Problem

SURVIVOR = {"rule": "runq.runqput", "change": "- a\n+ b", "reason": "Equivalent."}


def report(**other) -> dict:
    """A report that is fine, but for what is given."""
    return {"sources": mutants.sources(), "mutants": 100, "killed": 99, "survivors": [SURVIVOR],
            **other}


def test_the_committed_report_is_about_these_rules_and_good_enough():
    assert mutants.faults(json.loads(mutants.REPORT.read_text(encoding="utf-8"))) == []


def test_a_fine_report_has_no_faults():
    assert mutants.faults(report()) == []


@pytest.mark.parametrize("name", ["models/runtime", "tests/runtime"])
def test_a_report_on_other_sources_is_refused(name):
    other = report()
    other["sources"][name] = "0" * 16
    assert mutants.faults(other) == [
        "The report is about other rules or other tests than these: run `make mutants`."]


def test_under_95_percent_is_too_few():
    assert mutants.faults(report(killed=95, survivors=[SURVIVOR] * 5)) == []
    assert mutants.faults(report(killed=94, survivors=[SURVIVOR] * 6)) == [
        "Only 94.0% of the mutants are noticed; it must be 95%."]


def test_every_survivor_is_listed():
    assert mutants.faults(report(survivors=[])) == [
        "The report lists more or fewer survivors than it counts: run `make mutants`."]


@pytest.mark.parametrize("reason", ["", "  "])
def test_every_survivor_has_a_reason(reason):
    assert mutants.faults(report(survivors=[SURVIVOR | {"reason": reason}])) == [
        "A mutant of runq.runqput survives without a reason: test it, or give the reason in "
        "tests/mutants.json.\n- a\n+ b"]


def test_a_change_in_a_rule_is_seen(tmp_path, monkeypatch):
    rule = tmp_path / "models" / "runtime" / "runq.py"
    rule.parent.mkdir(parents=True)
    rule.write_text("half = 2\n")
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    (tmp_path / "tests" / "runtime").mkdir(parents=True)
    before = deepcopy(mutants.sources())
    rule.write_text("half = 3\n")
    assert mutants.sources()["models/runtime"] != before["models/runtime"]
    assert mutants.sources()["tests/runtime"] == before["tests/runtime"]


def test_a_mutant_s_name_tells_its_rule():
    assert mutants.rule_of("models.runtime.runq.x_runqput__mutmut_3") == "runq.runqput"
    assert mutants.rule_of("models.runtime.machine.xǁMachineǁ__init____mutmut_12") == (
        "machine.Machine.__init__")


@pytest.fixture
def ended(tmp_path, monkeypatch):
    """A run of mutmut that has ended: five mutants, one not noticed, one not even run."""
    metas = tmp_path / "work" / "mutants" / "models" / "runtime"
    metas.mkdir(parents=True)
    codes = {"x_runqput__mutmut_1": 1, "x_runqput__mutmut_2": 0, "x_runqget__mutmut_1": 36,
             "x_runqget__mutmut_2": 3, "x_runqget__mutmut_3": None}
    named = {f"models.runtime.runq.{name}": code for name, code in codes.items()}
    (metas / "runq.py.meta").write_text(json.dumps({"exit_code_by_key": named}))
    monkeypatch.setattr(mutants, "WORK", tmp_path / "work")
    monkeypatch.setattr(mutants, "REPORT", tmp_path / "report.json")
    monkeypatch.setattr(mutants, "change_of", lambda python, name: f"- a\n+ {name[-1]}")
    return tmp_path


def test_the_report_counts_and_lists(ended):
    assert mutants.written("python") == {
        "sources": mutants.sources(), "mutants": 5, "killed": 3, "killed_by_time_limit": 1,
        "survivors": [{"rule": "runq.runqget", "change": "- a\n+ 3", "reason": ""},
                      {"rule": "runq.runqput", "change": "- a\n+ 2", "reason": ""}]}


def test_a_reason_given_before_is_kept_for_the_same_change(ended):
    known = [{"rule": "runq.runqput", "change": "- a\n+ 2", "reason": "Equivalent."},
             {"rule": "runq.runqget", "change": "- a\n+ 4", "reason": "Another change."}]
    mutants.REPORT.write_text(json.dumps({"survivors": known}))
    assert [s["reason"] for s in mutants.written("python")["survivors"]] == ["", "Equivalent."]


def test_other_tests_than_last_time_start_over(tmp_path, monkeypatch):
    monkeypatch.setattr(mutants, "WORK", tmp_path)
    mutants.prepare()
    (tmp_path / "mutants").mkdir()
    mutants.prepare()
    assert (tmp_path / "mutants").exists()
    (tmp_path / "tests.txt").write_text("others")
    mutants.prepare()
    assert not (tmp_path / "mutants").exists()
    assert (tmp_path / "models" / "runtime" / "runq.py").exists()
    assert (tmp_path / "tests" / "runtime" / "test_runq.py").exists()
    assert not list(tmp_path.rglob("*_properties.py"))


def test_on_windows_it_says_where_it_runs(monkeypatch):
    monkeypatch.setattr(mutants.os, "name", "nt")
    with pytest.raises(Problem, match="mutmut does not run on Windows: run this task in WSL"):
        mutants.run("python")


def test_a_mutmut_that_breaks_off_is_a_problem(tmp_path, monkeypatch):
    monkeypatch.setattr(mutants, "WORK", tmp_path)
    monkeypatch.setattr(mutants.subprocess, "call", lambda *args, **kwargs: 2)
    with pytest.raises(Problem, match="mutmut did not finish"):
        mutants.run("python")
