"""A gdb session on a parked goroutine: recorded, and asked anew."""

import platform

import pytest

from models.amd64.moments import observed
from models.golang import gdbpark, gdbsession
from models.golang.toolchain import VERSIONS

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
        assert distances(gdbpark.asked(version)) == of_the_model(version)


def test_numbers_are_read_from_the_answers():
    assert gdbpark.values("rax   0x10    16\nf + 4\n$1 = {sp = 0x1, g = 0x2}\n") == {
        "rax": 16, "$1.sp": 1, "$1.g": 2}


@pytest.mark.parametrize("ended, runs", [(0, 1), (2, 3), (20, 10)])
def test_a_run_in_which_main_did_not_wait_is_made_again(monkeypatch, ended, runs):
    made = []

    def printed(session, version):
        made.append(version)
        return "exited normally\nrax 0\n" if len(made) <= ended else "at park_m\nrax 1\n"
    monkeypatch.setattr(gdbsession, "printed", printed)
    assert gdbpark.asked("1.27.3") == f"rax {int(ended < 10)}\n" and len(made) == runs
