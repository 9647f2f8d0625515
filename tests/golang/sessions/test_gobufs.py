"""The registers and gobufs of a goroutine that has left, by gdb: recorded, and asked anew."""

import platform

from models.amd64.moments import observed
from models.golang.sessions import gobufs, sessions
from models.golang.sessions.sessions import SESSIONS
from models.golang.toolchain import VERSIONS

PUSHED = 24  # three words: what mcall keeps room for, the address of its call, park_m's BP


def distances(output: str) -> dict[str, int]:
    """What does not depend on where things lie."""
    seen = gobufs.values(output)
    return {"sp": seen["$2.hi"] - seen["$1.sp"], "bp": seen["$2.hi"] - seen["$1.bp"],
            "pushed": seen["$3.sp"] - seen["rsp"], "own": seen["$1.g"] - seen["rax"],
            "g0": seen["$3.g"] - seen["r14"], "ctxt": seen["$1.ctxt"]}


def of_the_model(version: str) -> dict[str, int]:
    sched = observed(version)["park.g0"]["gs"]["main"]["sched"]
    far = {part: int(sched[part].removeprefix("main.hi-")) for part in ("sp", "bp")}
    return far | {"pushed": PUSHED, "own": 0, "g0": 0, "ctxt": 0}


def test_the_recorded_session_says_what_the_model_says():
    for run in sessions.recorded("park"):
        assert distances(run["output"]) == of_the_model(run["go"])
        assert "\nruntime.gopark + " in run["output"]
        assert run["command"].endswith("gdb -batch -x park.gdb ./registers")


def test_real_go_says_it_now():
    """Where it can be asked: gdb reads the registers of the processor it runs on."""
    for version in VERSIONS if platform.machine() == "x86_64" else ():
        assert distances(sessions.ask(version, SESSIONS["park"])) == of_the_model(version)


def test_numbers_are_read_from_the_answers():
    assert gobufs.values("rax   0x10    16\nf + 4\n$1 = {sp = 0x1, g = 0x2}\n") == {
        "rax": 16, "$1.sp": 1, "$1.g": 2}
