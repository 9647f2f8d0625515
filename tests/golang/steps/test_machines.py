"""Real Ms, step by step and as gdb sees them: what was recorded, and real Go now."""

import platform

import pytest

from models.golang.gdb import machinelog
from models.golang.sessions.printed import printed
from models.golang.steps import machines
from models.golang.steps.stepfile import Steps
from models.golang.toolchain import VERSIONS, ToolchainError
from models.study.moments.machines import sleepers
from models.study.replay.outcome import Explained
from models.study.replay.run import begun

SAID = """\
Breakpoint 1 at 0x1
ENTERED 0 1 1 0 mstart1,mstart0,mstart,rt0_go
[New LWP 7]
ENTERED 2 1 0 1 mstart1,mstart0,mstart,clone
ENTERED 2 0 1 0 newosproc,newm1,newm
M 2 3 1 0
M 0 0 0 1
THREADS 0 3
"""
BIRTHS = {"clone > mstart > mstart0 > mstart1 > minit", "rt0_go > mstart > mstart0 > mstart1 > minit",
          "clone > mstart > mstart0 > mexit"}


def lifo(run: Steps) -> list[tuple[int, int]]:
    """Each M that was woken, and the one that was on top of those asleep."""
    events = machines.as_model(run.events)
    return [(event[4], asleep[-1]) for event, asleep in zip(events, sleepers(events, run.start["idle_ms"]))
            if event[0] == "startm" and not event[7]]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_models_rules_allow_each_recorded_step(version):
    run = machines.recorded(version)
    assert isinstance(begun(run.start, run.events, version).play(), Explained)
    assert machines.whole(machines.cut(run.events)) and run.about["go"] == version


@pytest.mark.parametrize("version", VERSIONS)
def test_who_fell_asleep_last_was_woken(version):
    found = lifo(machines.recorded(version))
    assert len(found) > 4 and all(woken == top for woken, top in found)


@pytest.mark.parametrize("version", VERSIONS)
def test_so_it_is_in_real_go_now(version):
    """Live: the listing built anew with the runtime that logs its steps."""
    run = machines.once(version)
    assert isinstance(begun(run.start, run.events, version).play(), Explained)
    assert all(woken == top for woken, top in lifo(run))


def test_the_models_form_has_no_more_than_the_model():
    events = [("spinning", 1, 2, 0, 1, 3), ("mget", 2, 0, 0, 4), ("mreserve", 3, 0, 0, 5), ("mreserve", 4, 0, 0, 6),
              ("startm", 5, 0, 0, 5, 1, 0, 1), ("end", 6, 0, 0), ("stopm", 7, 1, None)]
    assert machines.as_model(events) == [
        ("spinning", 1, 2, 0, 1), ("mreserve", 4, 0, 0, 6), ("startm", 5, 0, 0, 5, 1, 0, 1)]


def test_a_run_that_lacks_something_is_not_kept():
    shown = [(kind, 0, 2, 0) for kind in sorted(machines.SHOWS)]
    assert machines.whole(shown) and not machines.whole(shown[1:])
    assert not machines.whole([*shown, ("mexit", 0, 0, 0)]), "the first M never ends"


@pytest.mark.parametrize("version", VERSIONS)
def test_gdb_saw_how_threads_begin_and_end(version):
    ways = machinelog.ways(version)
    assert BIRTHS <= {*ways}
    makers = [way for way in ways if way.endswith("newosproc")]
    assert len(makers) >= 4 and all(" > newm > newm1 > newosproc" in way for way in makers)
    assert all("startm" in way or "main.func1" in way or "startTemplateThread" in way for way in makers)
    assert all(way[0] == "newosproc" for way in machinelog.recorded(version)["not on g0"]), "all else is on g0"


@pytest.mark.parametrize("version", VERSIONS)
def test_gdb_sees_it_now(version):
    """Where it can be asked: gdb reads the registers of the processor it runs on."""
    if platform.machine() == "x86_64":
        entered, ms, threads = machinelog.read(machinelog.said(version))
        ways = {" > ".join(reversed(one.way)) for one in entered}
        assert {way for way in BIRTHS if "minit" in way} <= ways
        assert all(one.on_g0 for one in entered if one.way[0] != "newosproc")
        assert {one.thread for one in ms} <= {*threads} and len({one.thread for one in ms}) == len(ms)


def test_what_gdb_says_is_read():
    entered, ms, threads = machinelog.read(SAID)
    assert entered[1] == machinelog.Entered(2, True, False, True, ("mstart1", "mstart0", "mstart", "clone"))
    assert not entered[2].on_g0 and [one.m for one in ms] == [0, 2] and threads == [0, 3]


def test_a_gdb_that_sees_nothing_is_told():
    with pytest.raises(ToolchainError, match="gdb saw no M: ptrace: not permitted.; it needs"):
        machinelog.read("x\nptrace: not permitted.\n")


def test_as_many_ms_as_threads_and_only_the_locked_end():
    for run in printed("lastthread"):
        counts = [tuple(int(word) for word in line.split(": ")[1].split() if word.isdigit())
                  for line in run["output"].replace(",", "").splitlines()]
        assert all(threads == ms for threads, ms in counts) and len(counts) == 5
        assert counts[1][0] == counts[2][0] and counts[4][0] < counts[3][0] - 3
