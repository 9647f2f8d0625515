"""What procresize does to real Ps: the recording, the model's answers, and a run under gdb."""

import platform
from copy import deepcopy

import pytest

from models.golang import evidence
from models.golang.checks.procs import FACTS, check_recorded_resize, queued
from models.golang.checks.source import Source
from models.golang.gdb import resized, stops
from models.golang.places import LISTINGS
from models.golang.toolchain import VERSIONS, ToolchainError
from models.runtime.status import P_GCSTOP

KEPT = evidence.load(resized.NAME)
BOTH = pytest.mark.parametrize("version", VERSIONS)


def calls(version: str) -> dict:
    return deepcopy(KEPT["releases"][version]["calls"])


@BOTH
def test_the_world_stands_and_the_caller_s_p_will_go(version):
    fewer = calls(version)["fewer"]
    assert fewer["p"] == 3 and {pp["status"] for pp in fewer["before"]["ps"]} == {P_GCSTOP}
    assert all(queued(pp) for pp in fewer["before"]["ps"])


@BOTH
def test_the_model_answers_every_call_as_real_go(version):
    for name in ("fewer", "more"):
        call = calls(version)[name]
        assert resized.answer(call, version) == resized.of_real(call)


@BOTH
@pytest.mark.parametrize("break_it", [
    lambda call: call["after"]["runq"].reverse(), lambda call: call["after"]["pidle"].append(1),
    lambda call: call.update({"p after": 1}), lambda call: call["returns"].clear(),
    lambda call: call["after"]["ps"][3].update(status=0), lambda call: call["after"].update(len=3)])
def test_an_answer_that_differs_is_seen(version, break_it):
    changed = calls(version)
    break_it(changed["fewer"])
    assert resized.agrees(calls(version), version) and not resized.agrees(changed, version)


@BOTH
def test_the_other_release_s_idle_list_is_refused(version):
    other = next(one for one in VERSIONS if one != version)
    assert not resized.agrees(calls(version), other)


@BOTH
def test_every_fact_holds(version):
    assert check_recorded_resize(Source(version), list(FACTS)) == []


DAMAGE = {
    "the list has as many Ps as were asked for": lambda calls, run: calls["more"]["after"].update(len=3),
    "done when the call returns": lambda calls, run: run["returned"][0].update(len=4),
    "no collection": lambda calls, run: run["returned"][1].update(numgc=1),
    "asking changes nothing": lambda calls, run: calls.update(again={}),
    "all are made at the start": lambda calls, run: calls["start"].update(did=[["init", 0]]),
    "new ones are idle": lambda calls, run: calls["more"]["after"]["ps"][3].update(status=1),
    "surplus ones are destroyed": lambda calls, run: calls["fewer"]["after"]["ps"][2].update(status=0),
    "their work goes to the head": lambda calls, run: calls["fewer"]["after"]["runq"].reverse(),
    "the records are used again": lambda calls, run: run.update(kept=False),
}


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_that_is_not_so_is_told(fact, monkeypatch):
    damaged = deepcopy(KEPT)
    for run in damaged["releases"].values():
        DAMAGE[fact](run["calls"], run)
    monkeypatch.setattr(evidence, "load", lambda name: damaged)
    monkeypatch.setattr(resized, "agrees", lambda calls, version: True)
    assert check_recorded_resize(Source(VERSIONS[0]), [fact]) == [f"not so: {fact}"]


def test_a_model_that_answers_otherwise_is_told(monkeypatch):
    monkeypatch.setattr(resized, "agrees", lambda calls, version: False)
    assert check_recorded_resize(Source(VERSIONS[0]), []) == ["the model answers a recorded call otherwise"]


@BOTH
def test_in_a_run_of_now_the_model_answers_every_call_as_real_go(version, tmp_path):
    """Wherever the goroutines happen to be."""
    if platform.machine() != "x86_64":
        pytest.skip("gdb reads amd64's registers here")
    lines = stops.lines(version, LISTINGS / resized.LISTING, resized.NAME, resized.WANTED, resized.PROCS,
                        tmp_path, resized.SETTINGS)
    start, *seen = [resized.plain(call) for call in resized.split(lines)]
    assert (start["p"], start["n"], [call["n"] for call in seen]) == (None, 4, [2, 4])
    for call in seen:
        assert resized.answer(call, version) == resized.of_real(call)
    assert [was for was, *_ in resized.called(lines)] == [4, 2, 4]


def test_a_program_that_never_fits_is_told(monkeypatch):
    monkeypatch.setattr(stops, "lines", lambda *args: [])
    with pytest.raises(ToolchainError, match="the caller was never on P3 with work on every P"):
        resized.look("1.27.3")
