"""Who may follow whom among a G's statuses, and who may hold a G for a scan."""

from itertools import product

import pytest

from models.runtime.constants import BY_RELEASE
from models.runtime.status import (
    G_COPYSTACK, G_DEAD, G_DEADEXTRA, G_IDLE, G_LEAKED, G_NAMES, G_PREEMPTED, G_RUNNABLE, G_RUNNING,
    G_SCAN, G_SYSCALL, G_WAITING, P_IDLE, P_RUNNING, name)
from models.runtime.transitions import BOTH, NEW, OLD, SCANNABLE, TRANSITIONS, by_release, steps_of

from .build import runtime, throws

PLAIN = {release: {step for step in steps if max(step) < G_SCAN} for release, steps in TRANSITIONS.items()}


def one(state, release=NEW):
    """A machine with one G, in that status."""
    rt = runtime(gs=1, const=BY_RELEASE[release])
    rt.allgs[1].status = state
    return rt, rt.allgs[1]


def each(steps) -> list[tuple]:
    """(release, old, new) of each step, in order."""
    return [(release, *step) for release in BOTH for step in sorted(steps(release))]


def test_the_numbers_and_words_are_gos():
    assert G_NAMES == {0: "idle", 1: "runnable", 2: "running", 3: "syscall", 4: "waiting", 6: "dead",
                       8: "copystack", 9: "preempted", 10: "leaked", 11: "deadextra"}
    assert (G_IDLE, G_RUNNABLE, G_RUNNING, G_SYSCALL, G_WAITING, G_DEAD) == (0, 1, 2, 3, 4, 6)
    assert (G_COPYSTACK, G_PREEMPTED, G_LEAKED, G_DEADEXTRA, G_SCAN) == (8, 9, 10, 11, 0x1000)
    assert (P_IDLE, P_RUNNING) == (0, 1)


def test_a_status_is_named_with_its_scan_bit():
    assert name(G_WAITING) == "waiting"
    assert name(G_SCAN | G_RUNNING) == "running (scan)"
    assert name(5) == "?5"


def test_the_releases_differ_in_these_steps():
    new, old = TRANSITIONS[NEW], TRANSITIONS[OLD]
    assert set(new) - set(old) == {(0, 11), (6, 4), (11, 3), (3, 11), (4, 10), (10, 4)}
    assert set(old) - set(new) == {(1, 4), (3, 1), (6, 3), (3, 6)}
    assert new[2, 1] == ("goschedImpl", "goyield_m", "debugCallWrap1", "exitsyscallNoP")
    assert old[0, 6] == ("newproc1", "oneNewExtraM") and new[0, 6] == ("newproc1",)
    assert new[2, 4][0] == "park_m" and new[4, 1][:2] == ("ready", "park_m")


def test_the_table_is_made_of_the_rows_of_a_release():
    assert steps_of(NEW) == TRANSITIONS[NEW] and steps_of(OLD) == TRANSITIONS[OLD]
    assert steps_of(NEW)[2, 6] == ("gdestroy",)
    assert steps_of("1.18") == {}


def test_what_is_asked_of_another_release_is_told_of_the_newest():
    assert by_release(TRANSITIONS, OLD) is TRANSITIONS[OLD]
    assert by_release(TRANSITIONS, "1.25") is TRANSITIONS[NEW]
    assert runtime(const=BY_RELEASE[OLD]).after[G_DEAD] == {G_RUNNABLE, G_SYSCALL}
    assert runtime(const=BY_RELEASE[NEW]).after[G_DEAD] == {G_RUNNABLE, G_WAITING}


@pytest.mark.parametrize("release, old, new", each(PLAIN.get))
def test_a_legal_step_is_taken(release, old, new):
    rt, gp = one(old, release)
    rt.casgstatus(gp, old, new)
    assert gp.status == new


@pytest.mark.parametrize("release, old, new", each(
    lambda release: set(product({old for old, _ in PLAIN[release]}, G_NAMES)) - PLAIN[release]))
def test_any_other_step_throws(release, old, new):
    rt, gp = one(old, release)
    with throws(f"casgstatus: g1 is {name(old)}, asked to go {name(old)} -> {name(new)}"):
        rt.casgstatus(gp, old, new)
    assert gp.status == old


def test_a_legal_step_from_somewhere_else_throws():
    rt = runtime(gs=2)
    with throws("casgstatus: g2 is runnable, asked to go running -> dead"):
        rt.casgstatus(rt.allgs[2], G_RUNNING, G_DEAD)


def test_who_holds_a_g_for_a_scan_keeps_others_from_changing_it():
    rt, gp = one(G_WAITING)
    assert rt.castogscanstatus(gp, G_WAITING, G_SCAN | G_WAITING) is True
    assert gp.status == G_SCAN | G_WAITING
    with throws("casgstatus: g1 is waiting (scan), asked to go waiting -> runnable"):
        rt.casgstatus(gp, G_WAITING, G_RUNNABLE)
    rt.casfrom_Gscanstatus(gp, G_SCAN | G_WAITING, G_WAITING)
    assert gp.status == G_WAITING


def test_a_g_that_has_moved_on_is_not_held():
    rt, gp = one(G_RUNNING)
    assert rt.castogscanstatus(gp, G_WAITING, G_SCAN | G_WAITING) is False
    assert gp.status == G_RUNNING


@pytest.mark.parametrize("release, old", [(release, old) for release in BOTH
                                          for old in sorted(set(G_NAMES) - SCANNABLE[release])])
def test_some_are_never_held(release, old):
    rt, gp = one(old, release)
    with throws("bad oldval passed to castogscanstatus"):
        rt.castogscanstatus(gp, old, old | G_SCAN)


def test_only_the_scan_bit_changes():
    rt, gp = one(G_WAITING)
    with throws("bad oldval passed to castogscanstatus"):
        rt.castogscanstatus(gp, G_WAITING, G_SCAN | G_RUNNABLE)
    gp.status = G_SCAN | G_WAITING
    for old, new in ((G_SCAN | G_WAITING, G_RUNNABLE), (G_SCAN | G_RUNNABLE, G_RUNNABLE)):
        with throws("casfrom_Gscanstatus: gp->status is not in scan state"):
            rt.casfrom_Gscanstatus(gp, old, new)
    assert gp.status == G_SCAN | G_WAITING


def test_a_g_that_was_never_held_is_not_given_back():
    rt, gp = one(G_WAITING)
    with throws("casfrom_Gscanstatus: gp->status is not in scan state"):
        rt.casfrom_Gscanstatus(gp, G_WAITING, G_WAITING)
    rt, gp = one(G_SCAN | G_DEAD)
    with throws("casfrom_Gscanstatus: gp->status is not in scan state"):
        rt.casfrom_Gscanstatus(gp, G_SCAN | G_DEAD, G_DEAD)


def test_a_g_that_is_asked_to_stop_is_held_and_then_taken_over():
    rt, gp = one(G_RUNNING)
    rt.casGToPreemptScan(gp)
    assert gp.status == G_SCAN | G_PREEMPTED
    assert rt.casGFromPreempted(gp) is False
    rt.casfrom_Gscanstatus(gp, G_SCAN | G_PREEMPTED, G_PREEMPTED)
    assert rt.casGFromPreempted(gp) is True
    assert (gp.status, gp.waitreason) == (G_WAITING, "preempted")


def test_only_a_running_g_is_asked_to_stop():
    rt, gp = one(G_WAITING)
    with throws("bad g transition"):
        rt.casGToPreemptScan(gp)


def test_a_g_says_why_before_it_waits():
    rt, gp = one(G_RUNNING)
    rt.casGToWaiting(gp, G_RUNNING, "GC worker (active)")
    assert (gp.status, gp.waitreason) == (G_WAITING, "GC worker (active)")


def test_a_leaked_g_is_held_since_there_are_any():
    rt, gp = one(G_LEAKED)
    assert rt.castogscanstatus(gp, G_LEAKED, G_SCAN | G_LEAKED)
    rt.casfrom_Gscanstatus(gp, G_SCAN | G_LEAKED, G_LEAKED)
    rt, gp = one(G_SCAN | G_LEAKED, OLD)
    with throws("casfrom_Gscanstatus: gp->status is not in scan state"):
        rt.casfrom_Gscanstatus(gp, G_SCAN | G_LEAKED, G_LEAKED)


def test_after_a_status_come_those_of_the_table():
    rt, _ = one(G_WAITING)
    assert rt.after[G_WAITING] == {G_RUNNABLE, G_RUNNING, G_LEAKED}
    assert rt.after[G_COPYSTACK] == {G_RUNNING}
    assert rt.after[G_RUNNING] == {G_WAITING, G_RUNNABLE, G_DEAD, G_SYSCALL, G_COPYSTACK}
