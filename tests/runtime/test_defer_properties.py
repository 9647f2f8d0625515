"""Whatever the program: the four kinds of deferred calls behave alike, and nothing is left of a panic."""

from random import Random

import pytest

from models.runtime import defer as defers
from models.runtime import goroutine, recovery
from models.runtime.constants import GO_1_22, GO_1_27
from models.runtime.defer import defer, defer_once
from models.runtime.function import open_coded
from models.runtime.goroutine import call, log
from models.runtime.machine import Machine, logged
from models.runtime.panic import goexit, panic
from models.runtime.rangefunc import defer_at, range_defers
from models.runtime.recovery import recover
from models.runtime.runtime import Runtime, replaced

WEIGHTS = {"log": 1, "recover": 5, "panic": 1, "panic other": 0.5, "goexit": 0.2, "call": 4, "defer": 6}
PROGRAMS = range(300)


def made(seed: int) -> list:
    """A random program: a tree of functions, each a list of what it does."""
    return function(Random(f"defers {seed}"), depth=0)


def function(random: Random, depth: int) -> list:
    """Up to seven operations, of which those that name a function have it with them."""
    names = random.choices(list(WEIGHTS), list(WEIGHTS.values()), k=random.randint(1, 7 - depth))
    return [(name, function(random, depth + 1)) if name in ("call", "defer") and depth < 4 else (name, [])
            for name in names]


def inside(ops, path, kind, loop=0):
    """What a function does. The path names it; what it defers it defers in this way."""
    for i, (name, then) in enumerate(ops):
        at = f"{path}.{i}"
        if name == "recover":
            yield log(f"{at}={(yield recover())}")
        elif name == "call":
            yield call(KINDS[kind], then, at, kind)
        elif name == "defer":
            yield statement(kind, loop, then, at)
        else:
            yield log(f"{at} {name}")
            if name != "log":
                yield goexit() if name == "goexit" else panic(name)
    return path


def statement(kind, loop, ops, path) -> tuple:
    """The defer statement of this kind."""
    if kind == "range-over-func":
        return call(loop_body, loop, ops, path, kind)
    return (defer_once if kind == "stack" else defer)(KINDS[kind], ops, path, kind)


def loop_body(loop, *args):
    yield defer_at(loop, ranging, *args)


def ranging(*args):
    """A function whose defers stand in the body of a loop over a function."""
    loop = yield range_defers()
    return (yield from inside(*args, loop))


@open_coded
def opened(frame, *args):
    return (yield from inside(*args))


KINDS = {"heap": inside, "stack": inside, "open-coded": opened, "range-over-func": ranging}


def run(seed, kind, const=GO_1_27, rules=None):
    """The program on one P: its output, its ending, the last words, and the machine."""
    rt = Runtime(const=const, rules=replaced(**rules or {}))
    machine = Machine(rt, KINDS[kind], made(seed), "main", kind)
    machine.run(100_000)
    return logged(rt.trace), machine.ending, machine.message, rt


def test_the_programs_are_of_all_sorts():
    ends = [run(seed, "heap")[1] for seed in PROGRAMS]
    assert min(map(ends.count, ["END", "PANIC", "DEADLOCK"])) > 30
    recovered = [seed for seed in PROGRAMS if any("=panic" in entry for entry in run(seed, "heap")[0])]
    assert len(recovered) > 100


@pytest.mark.parametrize("kind", [*KINDS][1:])
def test_all_kinds_run_in_one_order(kind):
    for seed in PROGRAMS:
        assert run(seed, kind)[:3] == run(seed, "heap")[:3], seed


def test_the_releases_differ_in_words_only():
    for seed in PROGRAMS:
        assert run(seed, "heap")[:2] == run(seed, "heap", GO_1_22)[:2], seed


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_behind(kind):
    """Where main has come to its end: no record, no panic, no places in frames. Only a panic whose place
    a Goexit took counts as running for ever."""
    for seed in PROGRAMS:
        output, ending, _, rt = run(seed, kind)
        gp = rt.allgs[1]
        if ending != "PANIC":
            assert (gp.defer, gp.panic, gp.locals, rt.frames[1]) == (None, None, None, None), seed
        if ending == "END":
            assert rt.sched.running_panic_defers == 0, seed


def checked_recovery(rt, mp, gp):
    """recovery, and what has to hold after it."""
    depth = gp.panic[-1].sp
    recovery.recovery(rt, mp, gp)
    frames = len(rt.frames[gp.id])
    assert frames == depth or gp.panic[-1].goexit and gp.panic[-1].start_sp == frames > depth
    assert all(d.sp <= frames for d in gp.defer or ())
    assert all(p.start_sp <= frames for p in gp.panic or ())
    assert all(sp <= frames for sp in gp.locals)


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_recovery_nothing_lies_above_the_frame_that_goes_on(kind):
    for seed in PROGRAMS:
        run(seed, kind, rules={"recovery": checked_recovery})


def test_what_was_deferred_runs_exactly_once():
    """Unless a panic ends the program; then too, no call runs twice."""
    for seed in PROGRAMS:
        begun, deferred = [], []

        def deferproc(rt, gp, request):
            deferred.append(request[2][1])
            defers.deferproc(rt, gp, request)

        def ask_call(rt, gp, fn, args):
            begun.append(args[1])
            goroutine.ask_call(rt, gp, fn, args)

        run(seed, "heap", rules={"deferproc": deferproc, "ask_call": ask_call})
        assert len(set(begun)) == len(begun), seed
        assert set(deferred) <= set(begun), seed
