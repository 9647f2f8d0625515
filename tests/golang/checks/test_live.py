"""Each check that runs real Go or the model, or reads a recording, turns red when the answer is another one."""

import re
from dataclasses import replace

import pytest

from models.golang import evidence, recording
from models.golang.checks import CheckError, Source, complaints, modelled
from models.golang.checks.live import TRIES, instructions
from models.golang.claims import claim
from models.golang.toolchain import VERSIONS
from models.study.wrong import wrong


def check_of(name: str, kind: str) -> dict:
    """The first check of that kind of a claim."""
    return next(check for check in claim(name).check if check["kind"] == kind)


@pytest.mark.parametrize("release", VERSIONS)
@pytest.mark.parametrize("change", [{"starts": "0-9"}, {"starts": "9 0-7 9"}, {"ends": "9"}])
def test_another_order_is_red(change, release):
    check = check_of("3.2-runqget-runnext-missing", "order") | change
    assert complaints(check, Source(release)) == [f"Go {release}: spawn.go ran 10 goroutines as 9 0-8"]


def test_an_order_with_one_goroutine_less_is_red():
    check = check_of("3.2-local-ring-256", "order") | {"n": 256}
    assert "255 0-254" in complaints(check, Source(VERSIONS[0]))[0]


@pytest.mark.parametrize("release", VERSIONS)
def test_a_program_that_prints_something_else_is_red_and_every_run_is_shown(release, capsys):
    check = check_of("3.2-diagram-ready", "prints")
    other = check | {"snippet": re.sub(r"turn\n +runtime.Gosched\(\)", "turn", check["snippet"])}
    assert other["snippet"] != check["snippet"]
    [said], runs = complaints(other, Source(release)), capsys.readouterr().err.splitlines()
    assert len(runs) == TRIES and sum(run.endswith("an outlier: c0 c1 c2 a0 a1 a2 b0 b1 b2") for run in runs) > 0
    last = runs[-1].rpartition(": ")[2]
    assert said == f"Go {release}: the program printed {last!r} in the last of {TRIES} runs, not {check['prints']!r}"


@pytest.mark.parametrize("release", VERSIONS)
def test_lines_that_compile_or_fail_otherwise_are_red(release):
    check = check_of("3.2-runqget-compiles", "vet_fails")
    sound = check | {"snippet": check["snippet"].replace("head uint64", "head uint32")}
    broken = check | {"snippet": check["snippet"].replace("head uint64", "head string")}
    assert complaints(sound, Source(release)) == [f"Go {release}: go vet accepts the lines"]
    assert "not /mismatched types uint64 and uint32/" in complaints(broken, Source(release))[0]


def test_lines_that_can_be_built_or_fail_otherwise_are_red():
    check, release = check_of("3.3-code-unsafe-sched", "build_fails"), VERSIONS[0]
    sound = check | {"snippet": check["snippet"].replace("//go:linkname", "// linkname")}
    broken = check | {"snippet": check["snippet"].replace("print(", "printed(")}
    assert complaints(sound, Source(release)) == [f"Go {release}: go build accepts the lines"]
    [said] = complaints(broken, Source(release))
    assert "undefined: printed" in said and said.endswith(f'not /{check["says"]}/')


@pytest.mark.parametrize("release", VERSIONS)
def test_a_ring_of_another_length_needs_a_multiplication(release):
    check = check_of("3.2-len-const", "assembly")
    odd = check | {"snippet": check["snippet"].replace("256", "250")}
    assert any("IMUL" in one for one in complaints(odd, Source(release)))


def test_a_function_that_the_listing_lacks_is_an_error():
    with pytest.raises(CheckError, match="shows no instruction of slots"):
        instructions("main.slot STEXT\n\t0x0 (a.go:1)\tRET\n", "slots")


def test_a_model_that_believes_otherwise_is_red(monkeypatch):
    check = check_of("3.2-runqget-runnext-missing", "model_order")
    order = modelled.spawn_order
    monkeypatch.setattr(modelled, "spawn_order", lambda n: order(n, rules=wrong("fifo-spawn")))
    assert complaints(check, Source(VERSIONS[0])) == [
        f"Go {VERSIONS[0]}: the model ran 10 goroutines as 0-9"]


def test_a_model_that_loses_the_older_half_is_red(monkeypatch):
    check = check_of("3.2-overflow-put", "model_order")
    order = modelled.spawn_order
    monkeypatch.setattr(modelled, "spawn_order",
                        lambda n: order(n, rules=wrong("overflow-only-new-one")))
    assert complaints(check, Source(VERSIONS[0]))


def test_a_model_that_steals_the_floor_of_half_is_red(monkeypatch):
    check = check_of("3.2-many-ms-runqget", "model_rules")
    run = modelled.spawn_run
    monkeypatch.setattr(modelled, "spawn_run",
                        lambda *args: run(*args, rules=wrong("floor-of-half")))
    assert any("steals 1 of 3, not 2" in one for one in complaints(check, Source(VERSIONS[0])))


def test_a_model_in_which_nothing_is_stolen_is_red():
    check = check_of("3.2-many-ms-runqget", "model_rules") | {"procs": 1}
    assert complaints(check, Source(VERSIONS[0])) == [
        f"Go {VERSIONS[0]}: the model's runs have no runqgrab"]


def test_a_recording_in_which_a_g_is_taken_twice_is_red(monkeypatch):
    check = check_of("3.2-many-ms-runqget", "recorded_rules")
    load = recording.load

    def twice(name):
        one = load(name)
        at = next(i for i, event in enumerate(one.events) if event[0] == "runqget")
        return replace(one, events=one.events[:at + 1] + one.events[at:])

    monkeypatch.setattr(recording, "load", twice)
    for release in VERSIONS:
        assert any("(runqget): takes" in one for one in complaints(check, Source(release)))


def test_a_recording_in_which_nothing_happens_is_red(monkeypatch):
    check = check_of("3.2-many-ms-runqget", "recorded_rules")
    load = recording.load
    monkeypatch.setattr(recording, "load", lambda name: replace(load(name), events=[]))
    assert complaints(check, Source("1.22.10")) == [
        f"Go 1.22.10: no {kind} in a recording" for kind in check["has"]]


def test_a_release_without_a_recording_is_red():
    for name, kind in (("3.2-many-ms-runqget", "recorded_rules"), ("3.2-balance", "recorded_more")):
        check = check_of(name, kind) | {"recordings": ["recording"]}
        assert complaints(check, Source("1.27.3")) == []
        assert complaints(check, Source("1.22.10"))


def test_a_recording_with_more_from_the_global_queue_is_red():
    check = check_of("3.2-balance", "recorded_more") | {"of": "globrunqgetbatch", "than": ["runqgrab"]}
    for release in VERSIONS:
        assert " globrunqgetbatch and " in complaints(check, Source(release))[0]


@pytest.mark.parametrize("change, message", [
    ({"unused": 2}, "2 runs of four-p were set aside"), ({"runs": [1]}, "four-p has 1 runs, not 30")])
def test_runs_set_aside_or_missing_are_red(change, message, monkeypatch):
    check = check_of("3.2-many-ms-runqget", "recorded_runs")
    data = evidence.load("four-p") | change
    monkeypatch.setattr(evidence, "load", lambda name: data)
    assert complaints(check, Source("1.27.3")) == [f"Go 1.27.3: {message}"]


def test_a_recorded_line_elsewhere_or_missing_is_red(monkeypatch):
    check = check_of("title-line217", "recorded_line")
    data = evidence.load("line217")
    data["releases"]["1.24.11"]["function"] = "gopark"
    del data["releases"]["1.23.9"]
    monkeypatch.setattr(evidence, "load", lambda name: data)
    assert complaints(check, Source("1.27.3")) == [
        "Go 1.27.3: in Go 1.24.11 it lies inside gopark, not main", "Go 1.27.3: 6 releases, not 7"]


@pytest.mark.parametrize("release", VERSIONS)
def test_a_function_that_calls_others_is_red(release):
    check = check_of("2.2-chain", "calls") | {"calls": ["mcall", "morestack_noctxt"]}
    assert complaints(check, Source(release)) == [
        f"Go {release}: newproc calls systemstack, morestack_noctxt, not mcall, morestack_noctxt"]


@pytest.mark.parametrize("release", VERSIONS)
@pytest.mark.parametrize("with_import", [False, True])
def test_lines_of_which_the_compile_tool_says_something_else_are_red(release, with_import):
    check = [one for one in claim("2.2-command").check if one["kind"] == "compile_tool"][with_import]
    found = complaints(check | {"says": "all is well"}, Source(release))
    assert len(found) == 1 and found[0].endswith("not /all is well/")
    assert ("could not import fmt" in found[0]) == with_import


@pytest.mark.parametrize("release", VERSIONS)
@pytest.mark.parametrize("change", [{"in_order": ["CALL runtime.newproc", "LEAQ main"]}, {"lacks": ["^CALL"]}])
def test_recorded_instructions_in_another_order_or_too_many_are_red(release, change):
    check = check_of("2.2-asm", "recorded_go")
    assert complaints(check, Source(release)) == []
    assert len(complaints(check | change, Source(release))) == 1


@pytest.mark.parametrize("release", VERSIONS)
def test_another_way_through_the_runtime_is_red(release):
    check = check_of("2.2-chain", "recorded_stations")
    through = check | {"path": check["path"].replace("newproc1 (g0)", "newproc1 (g)")}
    found = complaints(through, Source(release))
    assert f"Go {release}: the way in the situation made is newproc (g)" in found[0]
    assert complaints(check | {"situation": "reused"}, Source(release)) != []


@pytest.mark.parametrize("release", VERSIONS)
def test_another_field_of_a_newborn_g_is_red(release):
    check = check_of("2.2-newproc1-sched", "recorded_newborn")
    assert complaints(check | {"fields": {"sched.sp": "hi-32", "goid": 5}}, Source(release)) == [
        f"Go {release}: sched.sp is 'hi-40', not 'hi-32'"]


def test_a_routine_that_saves_more_or_less_is_red():
    check = check_of("2.5-d-save", "gobuf_access")
    assert complaints(check, Source(VERSIONS[0])) == []
    assert complaints(check | {"saves": "pc sp"}, Source(VERSIONS[0])) == [
        f"Go {VERSIONS[0]}: mcall saves pc sp bp (own), not pc sp"]
    assert complaints(check | {"from_g0": "", "takes": "sp"}, Source(VERSIONS[1])) == [
        f"Go {VERSIONS[1]}: mcall takes nothing (own), not sp",
        f"Go {VERSIONS[1]}: mcall takes sp (g0), not nothing"]


def test_registers_that_were_recorded_otherwise_or_not_are_red():
    check = check_of("2.5-d-save", "recorded_registers")
    assert complaints(check, Source(VERSIONS[0])) == []
    values = {"registers/AX": "worker", "gs/main/sched/lr": "0", "gs/g0/sched/ctxt": "0"}
    assert complaints(check | {"has": values}, Source(VERSIONS[1])) == [
        f"Go {VERSIONS[1]}: at park.g0 registers/AX is main, not worker",
        f"Go {VERSIONS[1]}: at park.g0 gs/main/sched/lr is None, not 0"]


def test_a_session_that_says_otherwise_is_red():
    check = check_of("5-op-state", "recorded_session")
    assert complaints(check, Source(VERSIONS[0])) == []
    without, other = complaints(check | {"has": ["^park: status 2"], "lacks": ["lock held 1$"]}, Source(VERSIONS[1]))
    assert without.endswith("without /^park: status 2/") and other.endswith("with /lock held 1$/")


def test_an_algorithm_that_goes_wrong_or_does_not_is_red():
    check = check_of("5-three-atomic", "explored")
    assert complaints(check, Source(VERSIONS[0])) == []
    assert complaints(check | {"steps": 12}, Source(VERSIONS[0])) == [
        f"Go {VERSIONS[0]}: park goes wrong after 11 steps"]
    assert complaints({"kind": "explored", "algorithm": "park", "steps": 3}, Source(VERSIONS[0])) == [
        f"Go {VERSIONS[0]}: park never goes wrong"]


def test_what_is_compiled_leaves_nothing_in_the_folder_where_it_is_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = "package main\n\nvar x int\n\nfunc main() { x++ }\n"
    check = {"kind": "assembly", "snippet": lines, "func": "main", "lacks": ["XCHG"]}
    assert complaints(check, Source(VERSIONS[0])) == [] and not list(tmp_path.iterdir())
