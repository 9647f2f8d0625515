"""What tools say about listings: recorded, beside the model, and asked anew."""

import platform
import re
from types import SimpleNamespace

import pytest

from models.amd64.layout import offsets
from models.golang import evidence
from models.golang.gdb import debugger
from models.golang.sessions import sessions
from models.golang.sessions.sessions import SESSIONS, Session
from models.golang.toolchain import VERSIONS, ToolchainError
from models.program.unwound import unwind
from models.runtime.constants import BY_RELEASE
from models.runtime.panic import Panic
from models.runtime.runtime import Runtime
from models.stack.growth import newsize
from models.stack.prologue import form, listing
from models.stack.sizes import GO_1_27
from models.study.moments.deferkinds import kinds
from models.study.moments.unwinding import told
from tests.golang.again import again


def outputs(name: str) -> list[str]:
    return [run["output"] for run in sessions.recorded(name)]


def lines(name: str) -> list[list[str]]:
    return [output.splitlines() for output in outputs(name)]


def offset(release: str, field: str) -> int:
    return offsets(release)[f"g.{field}"]


def test_every_session_is_recorded_with_each_release_and_without_this_machines_paths():
    assert list(evidence.load(sessions.NAME)) == list(SESSIONS)
    for name, session in SESSIONS.items():
        runs = sessions.recorded(name)
        assert [run["go"] for run in runs] == list(VERSIONS)
        assert [run["command"] for run in runs] == [sessions.command(session, version) for version in VERSIONS]
        assert not any(re.search(r"(?<![\w.])/(?!sched/)", run["output"]) for run in runs)


def test_between_the_two_lines_the_stack_moves_to_the_models_size():
    for found in lines("moves"):
        at = found.index("42 true")
        assert found[at:] == ["42 true", f"newsize={newsize(GO_1_27, 2048, 500, 9008)}", "42 false"]


def test_the_compiler_tells_the_frame_and_the_check_that_the_model_has_for_it():
    for found in lines("frame"):
        frame = int(re.search(r"locals=(0x\w+)", found[0])[1], 16)
        check, jump = listing(GO_1_27, frame, form=form(GO_1_27, frame))
        said = [" ".join(line.split()[3:]) for line in found[1:]]
        assert said[0].endswith(f"${frame}-8") and said[1] == check and said[2].startswith(f"{jump} ")
        assert said[-1] == "CALL runtime.morestack_noctxt(SB)"


def test_mcall_writes_the_gobuf_where_the_model_has_its_fields():
    for release, found in zip(VERSIONS, lines("objdump")):
        said = [" ".join(line.split()[3:]) for line in found]
        writes = [f"MOVQ BX, {offset(release, f'sched.{part}'):#x}(R14)" for part in ("pc", "sp", "bp")]
        assert said == [*writes, f"MOVQ {offset(release, 'm'):#x}(R14), BX",
                        f"MOVQ {offset(release, 'sched.sp'):#x}(R14), SP"]


def test_a_traceback_begins_where_the_gobuf_says():
    for found, answer in zip(lines("asleep"), outputs("park")):
        function, place = found[1:3]
        assert function.startswith("runtime.gopark(") and " m=nil [chan receive]:" in found[0]
        assert f"runtime.gopark + {int(re.search(r'[+](0x[0-9a-f]+)', place)[1], 16)} in " in answer
        assert re.search(r"sp=0x[0-9a-f]+ pc=0x[0-9a-f]+$", place)


def test_gdb_finds_the_frames_of_a_goroutine_that_waits():
    for output in outputs("backtrace"):
        assert re.search(r"^  1 waiting +runtime\.gopark$", output, re.MULTILINE) and "runnable main.worker" in output
        assert re.findall(r"^#\d .*?([\w.]+) \(", output, re.MULTILINE) == [
            "runtime.gopark", "runtime.chanrecv", "runtime.chanrecv1", "main.main"]


OWN = ("stall-", "born", "park", "chan")  # these have tests of their own, in which both releases are asked


@pytest.mark.parametrize("name", [name for name in SESSIONS if not name.startswith(OWN)]
                         if platform.machine() == "x86_64" else ())
def test_a_tool_says_the_same_now(name):
    """But for addresses, the numbers of goroutines, the first step of their stacks, which comes when it comes, times,
    the shape of a treap, which is chance, and whether a guest runs, where a busy system may stop a thread for 10 ms.
    """
    vary = r"0x[0-9a-f]{2,}\??|0x[0-9a-f]\?|(?<=goroutine )\d+|\d+(?= ns a pass)|\d+(?= report)|(?m:^row .*)"
    vary += {"whatif": r"|(?m:(?<=\d) [12]$)"}.get(name, "")
    last = {"moves": 3, "backtrace": 4}.get(name, 0)

    def steady(output: str) -> list[str]:
        return re.sub(vary, "…", output.replace("newsize=4096\n", "")).splitlines()[-last:]
    then = steady(outputs(name)[0])
    assert again(lambda: steady(sessions.ask(VERSIONS[0], SESSIONS[name])), then) == then


def test_only_what_is_asked_for_is_kept():
    session = Session("moving.go", "tool", r"newsize=\d+|\tb")
    assert sessions.kept(session, "a\nnewsize=1\n\tb\nx newsize=2\n") == "newsize=1\n  b\n"
    with pytest.raises(ToolchainError, match="`tool` did not print what is kept of it; it ended with: no gdb"):
        sessions.kept(session, "first\nno gdb\n")
    with pytest.raises(ToolchainError, match="it ended with: nothing"):
        sessions.kept(session, "")


def test_what_is_needed_has_to_be_kept_in_order():
    session = Session("moving.go", "tool", r"\w", needs=("a", "b", "a"))
    assert sessions.kept(session, "a\nc\nb\na\n") == "a\nc\nb\na\n"
    for wrong in ("a\nb\n", "a\na\nb\n", "a\nb\n not a\n"):
        with pytest.raises(ToolchainError, match="did not print what is kept of it"):
            sessions.kept(session, wrong)


def test_gdb_that_may_not_trace_is_told_what_it_needs():
    for name, printed, last in (("park", "warning\nptrace: not permitted.\n", "ptrace: not permitted"),
                                ("born", "", "nothing")):
        told = rf"ended with: {last}; gdb needs to be allowed to trace .*\(ptrace\)$"
        with pytest.raises(ToolchainError, match=told):
            sessions.kept(SESSIONS[name], printed)


@pytest.mark.parametrize("name, ended, runs", [("park", 0, 1), ("park", 2, 3), ("park", 20, sessions.TRIES),
                                               ("objdump", 20, 1)])
def test_gdb_is_asked_again_where_main_did_not_wait(monkeypatch, name, ended, runs):
    """And where it never does, that is told."""
    made = []

    def answer(version, session):
        made.append(version)
        return "exited normally\n" if len(made) <= ended else outputs(name)[0]
    monkeypatch.setattr(sessions, "answer", answer)
    monkeypatch.setattr(debugger, "gdb", lambda name: "gdb")
    if ended < runs:
        assert sessions.ask(VERSIONS[0], SESSIONS[name]).startswith("rax ")
    else:
        with pytest.raises(ToolchainError, match="ended with: exited normally"):
            sessions.ask(VERSIONS[0], SESSIONS[name])
    assert made == [VERSIONS[0]] * runs


def test_an_unknown_session_is_told_the_names():
    with pytest.raises(evidence.EvidenceError, match="'eleven'; there are moves, frame, "):
        sessions.recorded("eleven")


def test_gdb_sees_the_panic_where_the_model_has_it():
    """The status stays, records there are none, and the frames go when the recovery is made."""
    moments = {one.kind: one for one in told(unwind("outer"))}
    for output in outputs("unwinding"):
        seen = re.findall(r"^(\w+): status (\d), _defer 0, _panic (?:nil|recovered (\d))$", output, re.MULTILINE)
        assert seen == [("inner", "2", ""), ("deferred", "2", "0"), ("recovery", "2", "1"), ("deferreturn", "2", "")]
        assert moments["run"].status == 2 and moments["panic"].records == () and moments["recovery"].panics == ()
        frames = re.findall(r"^#\d +(?:0x\w+ in )?([\w.]+) ", output, re.MULTILINE)
        assert frames == ["main.outer.func1", "runtime.gopanic", "main.inner", "main.outer", "main.main",
                          "runtime.deferreturn", "main.outer", "main.main"]


def test_the_model_prints_a_panic_that_is_raised_again_as_each_release_does():
    for release, output in zip(VERSIONS, outputs("crash")):
        rt, gp = Runtime(const=BY_RELEASE[release]), SimpleNamespace(panic=[Panic("boom", recovered=True), Panic("boom")])
        rt.preprintpanics(gp)
        lines = rt.printpanics(gp).replace("\t", "  ")
        assert output.startswith(f"recovered: boom\nworker, deferred first\n{lines}goroutine ")


def test_what_is_fatal_makes_no_deferred_call():
    for output in outputs("fatal"):
        assert output == "fatal error: sync: unlock of unlocked mutex\ngoroutine 1 [running]:\n"


def test_the_compiler_names_the_kind_that_the_model_has():
    for output in outputs("deferkinds"):
        assert re.findall(r": (\w+)-?\w* defer$", output, re.MULTILINE) == (
            kinds([False], 0) + kinds([False] * 4, 4) + kinds([True], 0))
