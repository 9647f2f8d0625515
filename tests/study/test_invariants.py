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
    ([one("releasep")], "looks elsewhere, but holds 256 Gs"),
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
