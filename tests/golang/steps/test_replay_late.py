"""A busy machine may put a thread to sleep between a step and its note. Then the replay has others wait for
that note, and may not let go first who in truth came later. The smallest recordings in which it once did.
"""

import pytest

from models.golang.toolchain import VERSIONS
from models.study.replay.outcome import Explained, Unexplained
from models.study.replay.run import replayed
from models.study.replay.why import why

MAIN, SYSMON, TWO, THREE = range(4)  # the Ms


def start(runq: list[int], own: list[int]) -> dict:
    """Main runs G1 on P0 and has stopped the world. runq: the global queue, own: P0's ring. M2 and M3 sleep.
    """
    ps = [{"id": i, "head": 0, "tail": len(ring), "schedtick": 1, "syscalltick": 0, "runnext": 0, "m": m,
           "oldm": None, "ring": ring} for i, ring, m in ((0, own, MAIN), (1, [], None))]
    gs = [{"id": 1, "status": 2, "m": MAIN, "lockedm": None, "preempt": 0}]
    gs += [{"id": g, "status": 1, "m": None, "lockedm": None, "preempt": 0} for g in runq + own]
    does = {MAIN: "runs", SYSMON: "watches", TWO: "sleeps", THREE: "sleeps"}
    ms = [{"id": m, "does": doing, "curg": int(m == MAIN), "lockedg": 0, "oldp": None, "syscalltick": 0,
           "locks": 0} for m, doing in does.items()]
    return {"mnext": 4, "nmspinning": 0, "needspinning": 0, "polling": 0, "runq": runq, "ps": ps, "gs": gs,
            "ms": ms, "idle_ms": [THREE, TWO]}


def by(m: int, p: int | None, *steps: tuple) -> list[tuple]:
    """Steps of M m on P p as events, all at time 0."""
    return [(kind, 0, m, p, *args) for kind, *args in steps]


NONE_IDLE = ("wakep", 1), ("noidle",), ("needed",), ("nowakep", 0)  # it would wake one, but no P is idle
# Main starts the world, and wakes M2 for P1, which finds G5.
BEGINS = [*by(MAIN, 0, ("procresize", 2, 2), ("pidleput", 1), ("starttheworld",), ("wakep", 1),
              ("pidleget", 1), ("mget", TWO), ("startm", TWO, 1, 1, 0)),
          *by(TWO, 1, ("acquirep",), ("globrunqgetbatch", (5,), None), ("spinning", 0, 0), *NONE_IDLE)]
RUNS = by(TWO, 1, ("execute", 5, 0, 2))
BACK = {"1.27.3": [*by(MAIN, None, ("retake", 0)), *by(MAIN, 0, ("acquirep",), ("exitsyscall", 1, "old"))],
        "1.22.10": by(MAIN, 0, ("acquirep",), ("exitsyscall", 1, "old"))}
TAKES = by(SYSMON, None, ("called", 0, 10_000, 1), ("retake", 0), ("handoffp", 0))
HANDS = by(SYSMON, None, ("handed", "work"), ("mget", THREE), ("startm", THREE, 0, 0, 0))
WAKES = by(SYSMON, None, ("wakep", 1), ("mget", THREE), ("startm", THREE, 0, 1, 0))


def again_in_a_call(version: str, before: list[tuple], after: list[tuple]) -> list[tuple]:
    """G1's P0 is taken by sysmon, M3 runs G6 on it, which is in a system call when G1 comes back and takes P0
    from it. M2 sleeps before it can note that G5 runs, of which sysmon knows. before, after: what stands
    before and after what sysmon does.
    """
    calls = by(THREE, 0, ("entersyscall", 6))  # since 1.26 noted before it is so, up to 1.25 after
    return [*BEGINS, *by(MAIN, 0, ("entersyscall", 1)), *before,
            *by(SYSMON, None, ("slice", 1, 2, 10_000), ("preempt", 1, 5)), *TAKES, *HANDS,
            *by(THREE, 0, ("acquirep",), ("runqget", 6, 0), ("execute", 6, 0, 2)),
            *(calls + after if version >= "1.26" else after + calls), *RUNS]


@pytest.mark.parametrize("version", VERSIONS)
def test_who_takes_a_p_back_waits_for_those_who_took_it_before(version):
    events = again_in_a_call(version, [], BACK[version])
    assert isinstance(replayed(start([5], [6]), events, version), Explained)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_p_that_is_taken_back_before_it_was_lost_is_refused(version):
    events = again_in_a_call(version, BACK[version], [])
    found = replayed(start([5], [6]), events, version)
    assert isinstance(found, Unexplained)
    reasons = [found.refused, *(reason for *_, reason in found.waiting)]
    assert why("rule", event=("exitsyscall", 0, MAIN, 0, 1, "kept")) in reasons


@pytest.mark.parametrize("version", VERSIONS)
def test_sysmon_hands_a_p_on_because_of_what_it_read_before_it_took_it(version):
    spins, *gives_up = by(TWO, 1, *NONE_IDLE)  # noted before sysmon has taken the P, read by it before that
    events = [*BEGINS, *RUNS, *by(MAIN, 0, ("entersyscall", 1)),
              *by(TWO, 1, ("newproc", 7, 5), ("runnext", 7, 0)), spins,
              ("called", 0, SYSMON, None, 0, 30, 1), *TAKES[1:2], *gives_up, *TAKES[2:], *WAKES]
    assert isinstance(replayed(start([5], []), events, version), Explained)


def switches_to_a_coroutine(asked: list[tuple]) -> list[tuple]:
    """G5 makes G7 and ends. G7 has a coroutine made, G8, and switches to it; it stops at its first chance."""
    return [*BEGINS, *RUNS, *by(TWO, 1, ("newproc", 7, 5), ("runnext", 7, 0), *NONE_IDLE), *asked,
            *by(TWO, 1, ("goexit", 5), ("getnext", 7), ("execute", 7, 1, 2), ("coroswitch", 7, 8, 0),
                ("gopreempt", 8), ("globrunqput", 8))]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_coroutine_may_have_the_g_of_one_that_was_asked_to_stop_and_ended(version):
    events = switches_to_a_coroutine(by(SYSMON, None, ("slice", 1, 2, 10_000), ("preempt", 1, 5)))
    found = replayed(start([5], []), events, version)
    assert isinstance(found, Explained), found


@pytest.mark.parametrize("version", VERSIONS)
def test_a_coroutine_does_not_stop_where_nobody_was_asked(version):
    found = replayed(start([5], []), switches_to_a_coroutine([]), version)
    assert isinstance(found, Unexplained) and found.refused == why("not-asked", g=8)
