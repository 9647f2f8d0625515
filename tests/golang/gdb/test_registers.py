"""The registers of real Go in the middle of its switches: the recording, the model, and how it is read."""

import json
import platform

import pytest

from models.amd64.frames import FRAMES
from models.amd64.moments import MOMENTS, observed
from models.golang import evidence
from models.golang.gdb import registers
from models.golang.record import leaves
from models.golang.toolchain import VERSIONS, ToolchainError

KEPT = evidence.load("registers")
both = pytest.mark.parametrize("version", VERSIONS)


def plain(value):
    """As it is read back from JSON."""
    return json.loads(json.dumps(value))


@both
def test_the_model_says_what_was_recorded(version):
    recorded = KEPT["releases"][version]
    assert plain(observed(version, recorded["frames"])) == recorded["moments"]
    assert len(dict(leaves(recorded["moments"]))) == 593


@both
def test_the_frames_of_the_model_are_the_compilers(version):
    assert KEPT["releases"][version]["frames"] == FRAMES[version]


def test_the_recording_says_how_it_was_made():
    assert (KEPT["listing"], KEPT["read with"]) == ("registers.go", "gdb")
    assert list(KEPT["releases"]) == list(VERSIONS)
    for made in KEPT["releases"].values():
        assert made["command"].endswith("go run registers.go") and made["goarch"] == "amd64"


@pytest.mark.parametrize("version, other", [("1.27.3", "1.22.10"), ("1.22.10", "1.27.3")])
def test_the_other_releases_rules_would_not_say_the_same(version, other):
    """With one release's frames and the other's instructions: what differs is what really differs."""
    model, recorded = (dict(leaves(plain(seen))) for seen in (
        observed(other, KEPT["releases"][version]["frames"]), KEPT["releases"][version]["moments"]))
    unlike = {path for path in model if model[path] != recorded[path]}
    assert unlike == {"park.g0/registers/BP", "exit.g0/registers/BP", "syscall.saved/gs/worker/sched/bp",
                      "grow.morestack/gs/worker/sched/bp"}


def test_real_go_says_it_now():
    """Where it can be asked: gdb reads the registers of the processor it runs on."""
    for version in VERSIONS if platform.machine() == "x86_64" else ():
        recorded = KEPT["releases"][version]
        assert plain(registers.read(version)) == {name: recorded[name] for name in ("frames", "moments")}


def test_a_run_that_gdb_could_not_follow_is_told():
    with pytest.raises(ToolchainError, match="get to main: ptrace: Operation not permitted; it needs"):
        registers.looks("warning\nptrace: Operation not permitted.\n")
    with pytest.raises(ToolchainError, match="gdb did not get to main: it printed nothing"):
        registers.looks("")


def test_what_gdb_prints_is_read():
    text = "0x50 <some+8>:\t0x01\t0x02\n" + "".join(
        f"moment {moment.name}\nreg SP 0x10\n0x10:\t0x07\n" for moment in MOMENTS)
    found = registers.looks(text)
    assert found[""] == ({}, {0x50: 1, 0x58: 2})
    assert list(found)[1:] == [moment.name for moment in MOMENTS] and found["main"] == ({"SP": 16}, {16: 7})
