"""What each tool would say of the program with several troubles: by hand, by the leak detector, and by real Go."""

import re

import pytest

from models.golang.sessions import sessions
from models.program.format import Program
from models.program.stall import stall
from models.runtime.events import read
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.study.asking import asked
from models.study.beliefs.look import ASKS
from models.study.choosers import seeded
from models.study.leaks.leak import leaks
from models.study.moments.looks import FUNCTIONS, OWN, PROCS, Seen, looks
from models.study.runs import START_TICK
from models.view import recorded

COSTS = recorded.costs()["costs"]
LOOKS = looks(COSTS)
KEPT = next(i for i, step in enumerate(LOOKS) if step.kind == "wake" and FUNCTIONS[step.g] == "keep")


def test_while_the_lock_is_kept_nothing_has_been_waited_for():
    seen = LOOKS[KEPT].seen
    assert (seen.goroutines, seen.block, seen.mutex, seen.leaked) == (8, 0, 0, 1)
    assert [FUNCTIONS[step.g] for step in LOOKS[:KEPT] if step.kind == "end"] == ["flash"]


def test_one_is_leaked_from_the_moment_it_waits_on_its_own_channel():
    leaked = [step.seen.leaked for step in LOOKS]
    at = leaked.index(1)
    assert (LOOKS[at].kind, FUNCTIONS[LOOKS[at].g]) == ("wait", "lost") and leaked == [0] * at + [1] * (len(leaked) - at)


def test_each_waits_for_what_it_is_said_to_wait_for():
    rt = Runtime(PROCS, schedtick=START_TICK, choose=seeded(0), durations=COSTS)
    Machine(rt, stall).run()
    found = {FUNCTIONS[e.g]: e.reason for e in map(read, rt.trace) if e.kind == "gopark"}
    assert found == {"main": "sleep", "keep": "chan receive", "quick": "sync.Mutex.Lock", "ship": "chan send",
                     "lost": "chan send"}
    waiting = {FUNCTIONS[e.g]: e.c for e in map(read, rt.trace) if e.kind == "chanwait"}
    makers = {e.c: FUNCTIONS[e.g] for e in map(read, rt.trace) if e.kind == "makechan"}
    assert {name: makers[c] for name, c in waiting.items()} == {"keep": "main", "ship": "main", OWN: OWN}


def test_in_the_end_the_waits_are_counted_by_who_waited_and_by_who_unlocked():
    assert LOOKS[-1].seen._replace(changes=0) == Seen(goroutines=3, idle=PROCS, block=4, mutex=3, leaked=1)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_left_to_chance_changes_no_count_of_a_whole_run(seed):
    steps = looks(COSTS, seed)
    assert steps[-1].seen._replace(changes=0, idle=0) == LOOKS[-1].seen._replace(changes=0, idle=0)
    waiting = {}
    for step in steps:
        waiting[step.g] = step.at
    assert {FUNCTIONS[g]: at for g, at in waiting.items() if at not in ("ended", "sleep")} == {
        "ship": "orders", "lost": "answer"}


def test_real_profiles_count_the_same():
    for run in sessions.recorded("stall-block"):
        assert sum(map(int, re.findall(r"^\d+ (\d+)$", run["output"], re.MULTILINE))) == LOOKS[-1].seen.block
    for run in sessions.recorded("stall-mutex"):
        assert sum(map(int, re.findall(r"^\d+ (\d+)$", run["output"], re.MULTILINE))) == LOOKS[-1].seen.mutex
    for run in sessions.recorded("stall-goroutine"):
        assert f"total {LOOKS[KEPT].seen.goroutines}\n" in run["output"]
    assert f"total {LOOKS[KEPT].seen.leaked}\n" in sessions.recorded("stall-leak")[0]["output"]


def test_the_trace_of_real_go_has_the_models_states():
    """Of each goroutine: where it went, in the order of real Go's words."""
    words = {"new": "Runnable", "run": "Running", "wait": "Waiting", "wake": "Runnable", "end": "NotExist"}
    for run in sessions.recorded("stall-life"):
        told = [re.sub(r" \(.*?\)|;.*|,? Running,?", "", line) for line in run["output"].strip().splitlines()]
        told = sorted(re.sub(r"[ ,]+", " ", line).strip() for line in told)
        assert told == sorted(
            f"main.{name}: " + " ".join(words[step.kind] for step in LOOKS if step.g == g and step.kind != "run")
            for g, name in FUNCTIONS.items() if g > 1)


def test_the_leak_detector_finds_the_same_one():
    """The same waits as a program of the format: who waits on a channel that only itself has is leaked."""
    mutex, orders, give, answer = 0, 0, 1, 2
    program = Program(((("go", 1), ("go", 2), ("go", 3), ("go", 4), ("recv", orders), ("send", give)),
                       (("lock", mutex), ("recv", give), ("unlock", mutex)), (("lock", mutex), ("unlock", mutex)),
                       (("send", orders),), (("send", answer),)), chans=(0, 0, 0), mutexes=1)
    found = leaks(program, [(0, 4)])  # main is busy before it would receive
    assert [things for _, gone, things, _ in found if gone] == [("ch2",)] and len(found) == 4


def test_each_question_is_asked_once_before_its_step():
    found = asked(LOOKS, ASKS)
    assert [(LOOKS[i].kind, FUNCTIONS[LOOKS[i].g]) for i in sorted(found)] == [
        ("run", "spin"), ("wait", "lost"), ("wake", "keep"), ("wake", "quick"), ("end", "spin")]
    unlock = sorted(found)[3]
    assert FUNCTIONS[LOOKS[unlock].other] == "keep" and LOOKS[unlock - 1].seen.mutex == 0
