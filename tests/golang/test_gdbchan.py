"""gdb at the moment when goroutines begin to wait on channels: recorded, asked anew, and the check that reads it."""

import platform

import pytest

from models.golang import gdbchan, toolchain
from models.golang.checks import Source, complaints
from models.golang.toolchain import VERSIONS, ToolchainError
from models.runtime.waitreason import number
from models.words import word

RUNNING = "2"


def right(version: str, output: str) -> None:
    """What has to be so wherever things lie."""
    seen = gdbchan.stops(output)
    for way, stop in seen.items():
        assert stop["reason"] == gdbchan.WAITS[way] and stop["cx"] == str(number(stop["reason"], version))
        assert stop["status"] == RUNNING and stop["ax"] != stop["r14"]
        none = "nil" in way or "nothing" in way
        assert (stop["ax"] == "0") == none and bool(stop["unlockf"]) != none
    assert {way: stop["unlockf"] for way, stop in seen.items() if stop["unlockf"]} == {
        "send": "runtime.chanparkcommit", "send full": "runtime.chanparkcommit",
        "receive": "runtime.chanparkcommit", "select": "runtime.selparkcommit"}
    assert seen["send"]["bx"] == seen["receive"]["bx"] != seen["send full"]["bx"] and seen["select"]["bx"] == "0"
    assert len({seen[way]["r14"] for way in seen if seen[way]["goid"] == "1"}) == 1
    assert len({stop["r14"] for stop in seen.values()}) == 4
    assert output.endswith("No struct type named g.\n")


def test_the_recorded_sessions_say_who_waits_and_why():
    kept = gdbchan.kept()
    assert [session["go"] for session in kept] == list(VERSIONS)
    for session in kept:
        right(session["go"], session["output"])
        assert "/" not in session["output"] and gdbchan.COMMAND in session["command"]


def test_real_go_says_it_now():
    """Where it can be asked: gdb reads the registers of the processor it runs on."""
    for version in VERSIONS if platform.machine() == "x86_64" else ():
        right(version, gdbchan.session(version))


def test_only_the_answers_are_kept():
    printed = ("Thread 1 hit\n457\tfunc gopark(\nAX=0x1 BX=0 CX=2 R14=0x3 goid=1 status=2 \"select\"\n"
               "runtime.selparkcommit in section .text of /a/b\n#1  0x0000000000412a3c in runtime.f (c=...) at f.go:1\n"
               "a.gdb:3: Error\nNo struct type named g.\n[Inferior 1 killed]\n")
    assert gdbchan.asked(printed) == ('AX=0x1 BX=0 CX=2 R14=0x3 goid=1 status=2 "select"\nruntime.selparkcommit\n'
                                      "#1  runtime.f (c=...) at f.go:1\nNo struct type named g.\n")
    assert gdbchan.reasons(gdbchan.asked(printed)) == ["select"]


def test_a_session_in_which_somebody_else_waits_is_made_again(monkeypatch):
    """And one that never gets there is told."""
    answers = []

    def run(*args):
        answers.append(args)
        return "ptrace: Operation not permitted.\n"
    monkeypatch.setattr(toolchain, "run", run)
    monkeypatch.setattr(gdbchan.registers, "program", lambda *args: "parks")
    monkeypatch.setattr(gdbchan.debugger, "gdb", lambda name: "gdb")
    with pytest.raises(ToolchainError, match="did not see all 7 waits: ptrace: Operation not permitted; it needs"):
        gdbchan.session(VERSIONS[0])
    assert len(answers) == gdbchan.TRIES


@pytest.mark.parametrize("check, complaint", [
    ({"has": {"send": {"cx": "15"}}}, "for send cx is '20', not /15/"),
    ({"has": {"send nil": {"ax": "0x.*"}}}, "for send nil ax is '0', not /0x.*/"),
    ({"alike": "status = 4"}, "for receive status is '2', not /4/"),
    ({"says": "struct g = "}, "gdb did not say /struct g = /"),
])
def test_a_wrong_value_is_red(check, complaint):
    assert f"Go 1.27.3: {complaint}" in complaints({"kind": "recorded_parks", **check}, Source("1.27.3"))


def test_every_wait_is_one_of_the_listings():
    assert word("listing.name", name=gdbchan.LISTING) and len(gdbchan.WAITS) == gdbchan.script().count("\nlook")
