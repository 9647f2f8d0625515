"""A gdb session on a parked goroutine: recorded, and asked anew."""

import platform

import pytest

from models.amd64.moments import observed
from models.golang import gdbpark
from models.golang.toolchain import VERSIONS, ToolchainError

PUSHED = 24  # three words: what mcall keeps room for, the address of its call, park_m's BP


def distances(output: str) -> dict[str, int]:
    """What does not depend on where things lie."""
    seen = gdbpark.values(output)
    return {"sp": seen["$2.hi"] - seen["$1.sp"], "bp": seen["$2.hi"] - seen["$1.bp"],
            "pushed": seen["$3.sp"] - seen["rsp"], "own": seen["$1.g"] - seen["rax"],
            "g0": seen["$3.g"] - seen["r14"], "ctxt": seen["$1.ctxt"]}


def of_the_model(version: str) -> dict[str, int]:
    sched = observed(version)["park.g0"]["gs"]["main"]["sched"]
    far = {part: int(sched[part].removeprefix("main.hi-")) for part in ("sp", "bp")}
    return far | {"pushed": PUSHED, "own": 0, "g0": 0, "ctxt": 0}


def test_the_recorded_session_says_what_the_model_says():
    kept = gdbpark.kept()
    assert [session["go"] for session in kept] == list(VERSIONS)
    for session in kept:
        assert distances(session["output"]) == of_the_model(session["go"])
        assert "\nruntime.gopark + " in session["output"] and "/" not in session["output"]
        assert session["command"].endswith("gdb -batch -x park.gdb ./registers")


def test_real_go_says_it_now():
    """Where it can be asked: gdb reads the registers of the processor it runs on."""
    for version in VERSIONS if platform.machine() == "x86_64" else ():
        assert distances(gdbpark.session(version)) == of_the_model(version)


def test_only_the_answers_are_kept():
    printed = ("Breakpoint 1\nthread\nrax   0x10    16\nf + 4 in section .text of /a/b\n"
               "$1 = {sp = 0x1, g = 0x2}\n")
    assert gdbpark.asked(printed) == "rax   0x10    16\nf + 4\n$1 = {sp = 0x1, g = 0x2}\n"
    assert gdbpark.values(gdbpark.asked(printed)) == {"rax": 16, "$1.sp": 1, "$1.g": 2}


def test_a_session_that_got_nowhere_is_told():
    with pytest.raises(ToolchainError, match="did not get to park_m: ptrace: Operation not permitted; it"):
        gdbpark.asked("warning\nptrace: Operation not permitted.\n")
    with pytest.raises(ToolchainError, match="it printed nothing"):
        gdbpark.asked("")
