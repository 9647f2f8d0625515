"""The ledger finds nothing in the model's runs, and finds every kind of damage."""

import pytest

from models.golang import recording
from models.runtime.events import read
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.study.choosers import seeded
from models.study.invariants import fresh, violations
from models.study.runs import spawn_run

from .rounds import rounds

DURATIONS = {"newproc": (100,), "execute": (100,), "steal": (50,), "globrunqget": (50,),
             "wakeup": (5_000, 20_000), "newm": (30_000,), "usleep": (60_000,), "futex": (3_000,)}


def test_an_empty_run_breaks_nothing():
    assert violations([], fresh(2)) == []


@pytest.mark.parametrize("procs", [1, 2, 4, 7])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("durations", [None, DURATIONS], ids=["any order", "by the clock"])
def test_the_model_keeps_every_invariant(procs, seed, durations):
    run = spawn_run(procs, 700, seed, ns=2_000, durations=durations)
    kinds = {event[0] for event in run.trace}
    assert "runqputslow" in kinds or procs > 1
    start = fresh(procs, schedtick=run_start(run.trace))
    assert violations(run.trace, start) == []


@pytest.mark.parametrize("procs", [1, 3])
@pytest.mark.parametrize("durations", [None, DURATIONS], ids=["any order", "by the clock"])
def test_and_where_gs_are_used_again(procs, durations):
    rt = Runtime(procs, choose=seeded(6), durations=durations)
    Machine(rt, rounds, 150, 3).run()
    made = [event[4] for event in rt.trace if event[0] == "newproc"]
    assert len(made) == 450 > len(set(made))
    assert violations(rt.trace, fresh(procs, schedtick=run_start(rt.trace))) == []


def run_start(trace: list) -> int:
    """The schedtick with which a model's run began: main inherits, so its first execute shows it."""
    return next(read(event) for event in trace if event[0] == "execute").schedtick


def test_the_real_run_breaks_nothing_until_it_is_damaged():
    run = recording.load("recording")
    assert violations(run.events, run.start) == []


def damage(kind: str, field: str, change) -> list[str]:
    """Change one field of the last event of a kind in a run; what the ledger says then."""
    events = list(spawn_run(4, 60, seed=1, durations=DURATIONS).trace)
    start = fresh(4, schedtick=run_start(events))
    assert violations(events, start) == []
    place = max(i for i, event in enumerate(events) if event[0] == kind)
    event = read(events[place])
    events[place] = tuple(event._replace(**{field: change(getattr(event, field))}))
    return violations(events, start)


@pytest.mark.parametrize(("kind", "field", "change", "says"), [
    ("runqput", "index", lambda i: i + 1, "puts at index"),
    ("runqput", "g", lambda g: g - 1, "where g"),
    ("runqget", "index", lambda i: i - 1, "but the head is"),
    ("runqget", "g", lambda g: g + 1, "where g"),
    ("runqgrab", "gs", lambda gs: (*gs, 99), "steals"),
    ("runqgrab", "head", lambda h: h + 1, "but the head is"),
    ("runqgrab", "index", lambda i: i + 3, "but the tail is"),
    ("runqgrab", "victim", lambda p: (p + 1) % 4, "of p"),
    ("getnext", "g", lambda g: g + 1, "takes g"),
    ("runnext", "kicked", lambda g: g + 1, "out of runnext, where"),
    ("execute", "schedtick", lambda t: t + 1, "schedtick goes from"),
    ("execute", "inherit", lambda i: 1 - i, "had got"),
    ("execute", "g", lambda g: g + 1, "had got"),
    ("execute", "m", lambda m: m + 50, "which m"),
    ("goexit", "g", lambda g: g + 1, "acts on m"),
    ("newproc", "by", lambda g: g + 1, "acts on m"),
    ("newproc", "g", lambda g: g - 1, "makes g60 again, which has not ended"),
    ("goready", "g", lambda g: g + 1, "does not wait"),
])
def test_a_changed_field_is_found(kind, field, change, says):
    assert any(says in text for text in damage(kind, field, change))


@pytest.mark.parametrize("kind", ["runnext", "runqput", "runqget", "runqgrab", "execute", "gopark",
                                  "acquirep"])
def test_a_missing_event_is_found(kind):
    run = recording.load("recording-most")
    place = next(i for i, event in enumerate(run.events) if event[0] == kind)
    events = run.events[:place] + run.events[place + 1:]
    assert violations(run.events, run.start) == []
    assert violations(events, run.start)


@pytest.mark.parametrize("kind", ["runqput", "runqget", "runqgrab", "execute", "goready",
                                  "acquirep"])
def test_an_event_that_comes_twice_is_found(kind):
    run = recording.load("recording-most")
    place = next(i for i, event in enumerate(run.events) if event[0] == kind)
    assert violations(run.events[:place + 1] + run.events[place:], run.start)


def one(kind: str, *args, m: int = 0, p: int | None = 0) -> tuple:
    return (kind, 0, m, p, *args)


PUT = [one("runnext", 1, 0), one("getnext", 1), one("execute", 1, 1, 0),
       *(one("runqput", g, g - 2) for g in range(2, 258))]


@pytest.mark.parametrize(("events", "says"), [
    ([one("runqput", 300, 256)], "257 Gs in a ring of 256"),
    ([one("runqputslow", 0, tuple(range(2, 130)))], "moves 128 Gs"),
    ([one("runnext", 300, 0), one("runqget", 2, 0)], "while runnext is full"),
    ([one("globrunqget", 2)], "whose head is ()"),
    ([one("globrunqput", 300), one("globrunqgetbatch", (300,), 256)], "looks elsewhere"),
    ([one("gopark", 1, "why"), one("releasep")], "looks elsewhere, but holds 256 Gs"),
    ([one("startm", 5, 0, 1, 0)], "m5 is started for p0, which m0 holds"),
    ([one("startm", 0, 1, 1, 0)], "m0 is started, but holds p0"),
    ([one("stopm", p=None)], "m0 sleeps with p0"),
    ([one("acquirep", m=3, p=0)], "m3 takes p0: m0 holds it"),
    ([one("acquirep", p=1)], "or m0 holds p0"),
    ([one("acquirep", m=3, p=1), one("grabnext", 0, 2, m=3, p=1)], "whose ring is not empty"),
    ([one("gosched", 2)], "g2 acts on m0, where g1 runs"),
    ([one("goyield", 2)], "g2 acts on m0, where g1 runs"),
    ([one("gokeep", 1)], "g1 goes on, but was not about to wait"),
    ([one("gopark", 1, "why"), one("gokeep", 2)], "g2 goes on, but was not about to wait"),
    ([one("gopark", 1, "why"), one("gokeep", 1), one("goready", 1, 1)], "g1 is made ready, but does not wait"),
    ([one("gopark", 1, "why"), one("gokeep", 1), one("gokeep", 1)], "g0 acts on m0, where g1 runs"),
    ([one("newproc", 300, 1), one("newproc", 300, 1)], "makes g300 again, which has not ended"),
])
def test_what_cannot_happen_is_found(events, says):
    assert any(says in text for text in violations([*PUT, *events], fresh(2)))


BEGIN = [one("runnext", 1, 0), one("getnext", 1), one("execute", 1, 1, 0)]  # G 1 runs on M 0 and P 0
FREE = one("releasep", p=0)
STOPPED = [one("stoptheworld"), one("gcstop", 0), one("gcstop", 1), one("worldstopped")]
LOCKED = one("lockosthread", 1)
AWAY = one("entersyscall", 1)
READ = one("gopark", 1, "IO wait")


@pytest.mark.parametrize(("events", "says"), [
    # Idle Ps.
    ([one("pidleput", 0)], "p0 becomes idle, but m0 holds it"),
    ([one("runqput", 5, 0), FREE, one("pidleput", 0, p=None)], "p0 looks elsewhere, but holds 1 Gs"),
    ([one("runnext", 5, 0), FREE, one("pidleput", 0, p=None)], "but holds 0 Gs and runnext g5"),
    ([one("pidleget", 0)], "takes p0 from the idle Ps, but m0 holds it"),
    ([FREE, one("pidleput", 0, p=None), one("pidleput", 1, p=None), one("pidleget", 0, p=None)],
     "takes p0 from the idle Ps, on top of which is p1"),
    # System calls.
    ([one("entersyscall", 2)], "g2 acts on m0, where g1 runs"),
    ([one("entersyscallblock", 2)], "g2 acts on m0, where g1 runs"),
    ([one("exitsyscall", 1, "kept")], "g1 comes back from a system call that it has not made"),
    ([AWAY, one("exitsyscall", 1, "kept"), one("exitsyscall", 1, "kept")], "that it has not made"),
    ([one("exitsyscall", 1, "none", p=None)], "that it has not made"),
    ([AWAY, FREE, one("acquirep", m=3), one("exitsyscall", 1, "old")], "m0 comes back on p0, which m3 holds"),
    ([one("retake", 0, m=-1, p=None)], "takes p0 from m0, whose G is in no system call"),
    ([one("retake", 1, m=-1, p=None)], "takes p1 from mNone, whose G is in no system call"),
    ([AWAY, one("exitsyscall", 1, "kept"), one("retake", 0, m=-1, p=None)], "whose G is in no system call"),
    ([AWAY, one("retake", 0, m=-1, p=None), one("gopark", 1, "why")], "m0 acts on p0, which mNone holds"),
    # The world.
    ([one("stoptheworld"), one("stoptheworld")], "stops the world, which is being stopped already"),
    ([one("acquirep", m=3, p=1), one("stoptheworld"), one("worldstopped")], "stands still, but m3 holds p1"),
    ([*STOPPED, one("execute", 5, 0, 1)], "runs g5 while the world stands still"),
    ([one("starttheworld")], "starts the world, which has not been stopped"),
    ([one("stoptheworld"), one("starttheworld")], "starts the world, which has not been stopped"),
    ([*STOPPED, one("starttheworld"), one("starttheworld")], "starts the world, which has not been stopped"),
    ([one("procresize", 2, 3)], "changes the number of Ps while they run"),
    ([*STOPPED, one("procresize", 3, 4)], "there were 2 Ps, not 3"),
    ([*STOPPED, one("procresize", 2, 3), one("procresize", 2, 3)], "there were 3 Ps, not 2"),
    # Gs and Ms that belong together.
    ([one("lockosthread", 2)], "g2 acts on m0, where g1 runs"),
    ([LOCKED, one("gosched", 1), one("lockosthread", 0)], "locks g0 to m0, to which g1 is locked"),
    ([one("unlockosthread", 2)], "g2 acts on m0, where g1 runs"),
    ([one("unlockosthread", 1)], "unlocks g1 from m0, to which it is not locked"),
    ([LOCKED, one("unlockosthread", 1), one("unlockosthread", 1)], "unlocks g1 from m0"),
    ([LOCKED, one("gosched", 1), one("execute", 2, 0, 1)],
     "runs g2 on m0, but g2 or m0 is locked to another"),
    ([LOCKED, LOCKED, one("unlockosthread", 1), one("gosched", 1), one("execute", 2, 0, 1)],
     "runs g2 on m0, but g2 or m0 is locked to another"),
    ([LOCKED, one("gosched", 1), one("acquirep", m=3, p=1), one("execute", 1, 0, 1, m=3, p=1)],
     "runs g1 on m3, but g1 or m3 is locked to another"),
    ([one("startlockedm", 1, 0, 1, m=3, p=None)], "m0 gets p1 for g1, but is locked to gNone"),
    ([LOCKED, one("startlockedm", 2, 0, 1, m=3, p=None)], "m0 gets p1 for g2, but is locked to g1"),
    ([LOCKED, one("acquirep", m=3, p=1), one("startlockedm", 1, 0, 1, m=3, p=None)],
     "m0 gets p1, which m3 holds"),
    ([one("mexit")], "m0 ends, but no G has ended that was locked to it"),
    ([one("goexit", 1), one("mexit")], "m0 ends, but no G has ended that was locked to it"),
    ([LOCKED, one("goexit", 1), one("execute", 2, 0, 1)], "runs g2 on m0, which has to end"),
    ([LOCKED, one("goexit", 1), FREE, one("startm", 0, 1, 0, 0, m=3, p=None)],
     "m0 is started, but has to end"),
    # The network.
    ([one("netready", 2)], "g2 is made ready, but does not wait"),
    ([READ, one("netready", 1), one("netready", 1)], "g1 is made ready, but does not wait"),
    ([one("injectglist", (2,), (), 0)], "g2 is made ready, but does not wait"),
    ([one("injectglist", (), (2,), 0)], "g2 is made ready, but does not wait"),
    ([READ, one("injectglist", (), (1,), 3)], "puts at index 3, but the tail is 0"),
    ([READ, one("injectglist", (1,), (), 0), one("globrunqgetbatch", (2,), 0)], "whose head is (1,)"),
    # Sleep.
    ([FREE, one("stopm", p=None)], "m0 sleeps with g1"),
])
def test_what_several_ms_cannot_do_is_found(events, says):
    assert any(says in text for text in violations([*BEGIN, *events], fresh(2)))


@pytest.mark.parametrize("events", [
    [FREE, one("pidleput", 0, p=None), one("pidleput", 1, p=None), one("pidleget", 1, p=None),
     one("pidleget", 0, p=None)],
    [one("pidleget", 1)],
    [AWAY, one("exitsyscall", 1, "kept"), AWAY, one("exitsyscall", 1, "kept")],
    [AWAY, one("retake", 0, m=-1, p=None), one("acquirep", p=1), one("exitsyscall", 1, "idle", p=1)],
    [AWAY, one("retake", 0, m=-1, p=None), one("exitsyscall", 1, "none", p=None), one("acquirep", p=1),
     one("execute", 1, 0, 1, p=1)],
    [AWAY, one("retake", 0, m=-1, p=None), one("exitsyscall", 1, "none", p=None),
     one("globrunqput", 1, p=None), one("stopm", p=None)],
    [one("entersyscallblock", 1), FREE, one("acquirep", p=1), one("exitsyscall", 1, "idle", p=1)],
    [*STOPPED, one("starttheworld"), *STOPPED, one("procresize", 2, 3), one("starttheworld"), *STOPPED],
    [one("runnext", 5, 0), one("stoptheworld"), one("gosched", 1), FREE, one("gcstop", 0, p=None),
     one("stopm", p=None)],
    [LOCKED, LOCKED, one("unlockosthread", 1), one("unlockosthread", 1), one("goexit", 1)],
    [LOCKED, one("runqput", 5, 0), one("gosched", 1), FREE, one("startlockedm", 1, 0, 1, m=3, p=None),
     one("acquirep", p=1), one("execute", 1, 0, 1, p=1)],
    [LOCKED, one("runqput", 5, 0), one("goexit", 1), one("mexit"), FREE, one("startm", 3, 0, 0, 1, p=None)],
    [READ, one("netready", 1), one("execute", 1, 0, 1)],
    [READ, one("injectglist", (), (1,), 0), one("runqget", 1, 0), one("execute", 1, 0, 1)],
    [READ, one("injectglist", (1,), (), 0), one("globrunqgetbatch", (1,), 0), one("execute", 1, 0, 1)],
])
def test_what_they_can_do_is_not(events):
    assert violations([*BEGIN, *events], fresh(2)) == []


def test_ps_that_are_gone_leave_their_queues_and_keep_their_place_in_the_ring():
    fill = [one("acquirep", m=3, p=1), one("runqput", 5, 0, m=3, p=1), one("runqput", 6, 1, m=3, p=1),
            one("runnext", 7, 0, m=3, p=1), one("globrunqput", 8), one("stoptheworld"),
            one("releasep", m=3, p=1), one("worldstopped")]
    less = [*BEGIN, *fill, one("procresize", 2, 1), one("starttheworld"), one("gosched", 1)]
    take = one("globrunqgetbatch", (7, 5, 6, 8), 0)
    assert violations([*less, take], fresh(2)) == []
    again = [one("stoptheworld"), one("worldstopped"), one("procresize", 1, 2), one("starttheworld")]
    back = [*less, take, *again, one("acquirep", m=3, p=1)]
    assert violations([*back, one("runqput", 9, 0, m=3, p=1)], fresh(2)) == []
    assert violations([*back, one("runqput", 9, 2, m=3, p=1)], fresh(2)) == [
        f"event {len(back)} (runqput): puts at index 2, but the tail is 0"]


def test_a_p_that_is_gone_is_nobody_s():
    gone = [*BEGIN, one("stoptheworld"), one("worldstopped"), one("procresize", 2, 1)]
    with pytest.raises(ValueError, match=r"event 6 \(acquirep\) is damaged"):
        violations([*gone, one("acquirep", m=3, p=1)], fresh(2))


def test_what_can_happen_is_not():
    kept = [one("gopark", 1, "why"), one("gokeep", 1), one("newproc", 300, 1), one("goyield", 1)]
    assert violations([*PUT, *kept], fresh(2)) == []
    again = [one("execute", 300, 1, 0), one("goexit", 300), one("execute", 1, 1, 0), one("newproc", 300, 1)]
    began = [one("newproc", 300, 1), one("runnext", 300, 0), one("goyield", 1), one("getnext", 300)]
    back = [one("runnext", 1, 0), one("getnext", 1)]
    assert violations([*PUT, *began, *again[:2], *back, *again[2:]], fresh(2)) == []


def test_a_single_one_is_taken_only_at_the_61st_tick():
    events = [one("globrunqput", 5), one("globrunqget", 5)]
    assert violations(events, fresh(1, schedtick=122)) == []
    assert violations(events, fresh(1, schedtick=60)) == [
        "event 1 (globrunqget): looks at the global queue first at schedtick 60"]


def test_a_batch_is_a_fair_share():
    put = [one("globrunqput", g) for g in range(2, 12)]
    assert violations([*put, one("globrunqgetbatch", (2, 3, 4, 5, 6, 7), 0)], fresh(2)) == []
    assert violations([*put, one("globrunqgetbatch", (2, 3, 4, 5, 6), 0)], fresh(2)) == [
        "event 10 (globrunqgetbatch): takes 5 of 10 from the global queue, not 6"]


def test_one_p_overflows_by_half_and_one():
    assert violations([*PUT, one("runqputslow", 0, (*range(2, 130), 300))], fresh(1)) == []


def test_a_damaged_event_is_refused_with_its_place():
    with pytest.raises(ValueError, match=r"event 0 \(runqget\) is damaged"):
        violations([one("runqget", 1)], fresh(1))
    with pytest.raises(ValueError, match=r"event 0 \(releasep\) is damaged"):
        violations([one("releasep", p=3)], fresh(1))
