"""gdb where goroutines begin to wait on channels: recorded, asked anew, and the check that reads it."""

import platform

import pytest

from models.golang.checks import Source, complaints
from models.golang.sessions import chanparks, sessions
from models.golang.sessions.sessions import SESSIONS
from models.golang.toolchain import VERSIONS, ToolchainError
from models.runtime.waitreason import number

RUNNING = "2"
CHAN = SESSIONS["chan"]


def right(version: str, output: str) -> None:
    """What has to be so wherever things lie."""
    seen = chanparks.stops(output)
    for way, stop in seen.items():
        assert stop["reason"] == chanparks.WAITS[way] and stop["cx"] == str(number(stop["reason"], version))
        assert stop["status"] == RUNNING and stop["ax"] != stop["r14"]
        none = "nil" in way or "nothing" in way
        assert (stop["ax"] == "0") == none and (stop["unlockf"] == "") == none
    assert {way: stop["unlockf"] for way, stop in seen.items() if stop["unlockf"]} == {
        "send": "runtime.chanparkcommit", "send full": "runtime.chanparkcommit",
        "receive": "runtime.chanparkcommit", "select": "runtime.selparkcommit"}
    assert seen["send"]["bx"] == seen["receive"]["bx"] != seen["send full"]["bx"] and seen["select"]["bx"] == "0"
    assert len({seen[way]["r14"] for way in seen if seen[way]["goid"] == "1"}) == 1
    assert len({stop["r14"] for stop in seen.values()}) == 4
    assert output.endswith("No struct type named g.\n")


def test_the_recorded_sessions_say_who_waits_and_why():
    for run in sessions.recorded("chan"):
        right(run["go"], run["output"])


def test_real_go_says_it_now():
    """Where it can be asked: gdb reads the registers of the processor it runs on."""
    for version in VERSIONS if platform.machine() == "x86_64" else ():
        right(version, sessions.ask(version, CHAN))


def test_an_answer_in_which_somebody_else_waits_is_none():
    kept = sessions.recorded("chan")[0]["output"]
    assert sessions.kept(CHAN, f"Thread 1 hit\n457\tfunc gopark(\n{kept}[Inferior 1 killed]\n") == kept
    other = kept.replace('"select"', '"sleep"')
    swapped = kept.replace("(nil chan)", "").replace("chan send", "chan receive", 1)
    for wrong in (other, swapped, "ptrace: Operation not permitted.\n"):
        with pytest.raises(ToolchainError, match="chanparks` did not print what is kept of it"):
            sessions.kept(CHAN, wrong)


@pytest.mark.parametrize("check, complaint", [
    ({"has": {"send": {"cx": "15"}}}, "for send cx is '20', not /15/"),
    ({"has": {"send nil": {"ax": "0x.*"}}}, "for send nil ax is '0', not /0x.*/"),
    ({"alike": "status = 4"}, "for receive status is '2', not /4/"),
    ({"says": "struct g = "}, "gdb did not say /struct g = /"),
])
def test_a_wrong_value_is_red(check, complaint):
    assert f"Go 1.27.3: {complaint}" in complaints({"kind": "recorded_parks", **check}, Source("1.27.3"))


def test_each_wait_is_looked_at():
    assert len(chanparks.WAITS) == sessions.script(CHAN).count("\nlook")
