"""The exercises of the chapter on parking, from reading the map to changing what readies a G.

Every right answer comes from the machine, or from every schedule of a small algorithm.
"""

from collections.abc import Callable, Sequence
from itertools import permutations
from random import Random

from models.runtime.chan import make_chan, recv, send
from models.runtime.goroutine import go, gosched, log
from models.runtime.machine import Machine, logged
from models.runtime.mutex import lock, mutex, unlock
from models.runtime.network import read
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.status import G_NAMES, G_RUNNABLE, G_WAITING
from models.runtime.syscall import syscall
from models.runtime.timer import sleep
from models.study.algorithms import park as study
from models.study.explore.memory import store
from models.study.moments.parkmap import parkmap
from models.study.moments.parks import parks
from models.study.runs import START_TICK
from models.study.wrong import WRONG

from .exercise import Exercise, Function, Prediction, under
from .parking_beliefs import QUEUES_LAST, RECEIVES_AGAIN, YIELD, frees_one_lock, no_lock_no_unlockf, parks_too

WORKER = 2  # the id of the first G that main makes
# What happens in a wait, by the kind of moment of the map.
HAPPENS = {"enqueue": "the sudog is queued", "gopark": "m.waitunlockf is set", "mcall": "the stack is left",
           "waiting": "the status is _Gwaiting", "dropg": "g.m is nil", "unlockf": "unlockf has been called",
           "dequeue": "the sudog is taken out", "hand": "the value is copied", "ready": "the status is _Grunnable",
           "runqput": "runnext is set", "resume": "the status is _Grunning"}


# Read the map.

def map_problem(luck: Random) -> dict:
    """A step of the player."""
    return {"step": luck.randrange(5, 19)}


def read_map(problem: dict, rules: dict) -> tuple:
    """The waiter's status, what its m, the channel's recvq.first and the P's runnext are."""
    found = parkmap()[problem["step"]].fields
    pointers = (found[name] or "nil" for name in ("g2.m", "c.recvq.first", "p0.runnext"))
    return (f"_G{G_NAMES[found['g2.status']]}", *pointers)


def thread_waits(problem: dict) -> tuple:
    """One who thinks that G2 keeps its M while it waits."""
    status, _, first, runnext = read_map(problem, RULES)
    return status, "m0", first, runnext


def waits_in_queue(problem: dict) -> tuple:
    """One who thinks that G2 stands in a queue of its P until it runs."""
    status, m, first, _ = read_map(problem, RULES)
    return status, m, first, "nil" if status == "_Grunning" else "g2"


def order_problem(luck: Random) -> dict:
    """Six things that happen in a wait, shuffled."""
    return {"happens": luck.sample([*HAPPENS.values()], 6)}


def right_order(problem: dict, rules: dict) -> list[str]:
    """They in their order."""
    return in_order(problem, [one.kind for one in parkmap()])


def in_order(problem: dict, kinds: Sequence[str]) -> list[str]:
    """They as these kinds of moments follow each other."""
    places = {said: kinds.index(kind) for kind, said in HAPPENS.items()}
    return sorted(problem["happens"], key=places.__getitem__)


# Who goes through gopark.

def caller(calls: list[str], c: int, free: int, taken: int):
    """Make these calls, one after another."""
    for name in calls:
        if name == "runtime.Gosched()":
            yield gosched()
        elif name == "<-c":
            yield recv(c)
        elif name == "free.Lock()":
            yield lock(free)
            yield unlock(free)
        elif name == "taken.Lock()":
            yield lock(taken)
            yield unlock(taken)
        elif name == "time.Sleep(1)":
            yield sleep(1)
        else:
            yield syscall(300)


CALLS = ("runtime.Gosched()", "<-c", "free.Lock()", "taken.Lock()", "time.Sleep(1)", "syscall.Getpid()")
NAP = 5_000_000  # nanoseconds: main sleeps longer than its goroutine computes


def made(calls: list[str]):
    """main: it starts the goroutine, and gives it what it waits for, one thing at a time."""
    c = yield make_chan()
    free, taken = (yield mutex()), (yield mutex())
    yield lock(taken)
    yield go(caller, calls, c, free, taken)
    for name in calls:
        yield sleep(NAP)
        if name == "<-c":
            yield send(c, 0)
        elif name == "taken.Lock()":
            yield unlock(taken)
            yield sleep(NAP)
            yield lock(taken)
    yield sleep(NAP)


def gopark_problem(luck: Random) -> dict:
    calls = [*luck.sample(CALLS, 4), *luck.choices(CALLS[:3] + CALLS[4:], k=3)]
    if calls.count("taken.Lock()") and calls[-1] == "taken.Lock()":
        calls.reverse()
    return {"calls": calls}


def through_gopark(problem: dict, rules: dict) -> tuple:
    """How often the goroutine goes through gopark, and how often it becomes runnable without having waited."""
    seen = {"gopark": 0, "gosched": 0}
    rt = Runtime(1, schedtick=START_TICK, rules=rules)
    Machine(rt, made, problem["calls"]).run()
    for kind, _, _, _, *args in rt.trace:
        if kind in seen and args[0] == WORKER:
            seen[kind] += 1
    return seen["gopark"], seen["gosched"]


# Read who has called whom.

def chains_problem(luck: Random) -> dict:
    """Three of the waits, by the rules that lead to gopark."""
    return {"chains": [" > ".join(one.chain) for one in luck.sample(parks(), 3)]}


def unlockfs(problem: dict, rules: dict) -> tuple:
    """The unlockf of each, "nil" for none."""
    known = {" > ".join(one.chain): one.unlockf or "nil" for one in parks()}
    return tuple(known[chain] for chain in problem["chains"])


# In which order those run that are readied.

def receiver(c: int, i: int):
    """Wait for a value and say who it was for."""
    yield recv(c)
    yield log(i)


def sends(n: int, order: list[int]):
    """n receivers wait, each on a channel of its own; main sends to them in this order, and gives way."""
    chans = []
    for i in range(n):
        chans.append((yield make_chan()))
        yield go(receiver, chans[i], i)
    yield gosched()
    for i in order:
        yield send(chans[i], 0)
    yield gosched()


def sends_problem(luck: Random) -> dict:
    n = luck.randint(5, 8)
    return {"n": n, "sends": luck.sample(range(n), n)}


def readied(problem: dict, rules: dict) -> list[int]:
    """The order in which they speak."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules)
    Machine(rt, sends, problem["n"], problem["sends"]).run()
    return logged(rt.trace)


def order_with(rule: Callable, n: int, order: list[int]) -> list[int] | None:
    """The same when `rule` is what readies a G; None for one that leaves it waiting."""
    rules, left = replaced(ready=rule), []

    def tried(rt, mp, gp) -> None:
        rule(rt, mp, gp)
        left.append(gp.status == G_WAITING)
    found = readied({"n": n, "sends": order}, rules | {"ready": tried})
    return None if any(left) else found


def ready_last(rt, mp, gp) -> None:
    """ready that puts the G at the tail of its P's ring."""
    rt.casgstatus(gp, G_WAITING, G_RUNNABLE)
    rt.emit("goready", mp.id, mp.p, gp.id, mp.curg)
    rt.runqput(rt.allp[mp.p], gp, next=False)
    rt.wakep(mp)


def ends_of_line(n: int, order: list[int]) -> list[int]:
    return order_with(ready_last, n, order)


def line_cases(luck: Random) -> list[tuple]:
    own = [(n := luck.randint(3, 7), luck.sample(range(n), n)) for _ in range(3)]
    return [(4, [2, 0, 3, 1]), *own, (1, [0])]


# The order of three steps.

def waiter(order: tuple[str, ...]):
    """Wait for the condition, with these three steps in this order."""
    yield study.lock(study.LOCK)
    if (yield study.load(study.DONE)):
        yield study.unlock(study.LOCK)
        return
    for step in order:
        if step == "queue":
            yield store(study.QUEUE, "g")
        elif step == "status":
            yield store(study.STACK, None)
            yield from study.casgstatus(study.RUNNING, study.WAITING)
        else:
            yield study.unlock(study.LOCK)


def what_can_happen(order: list[str]) -> list[str]:
    """What bad thing can happen in some schedule beside one that wakes: "asleep" (for ever), "thrown" (the runtime
    ends the process), both, or nothing.
    """
    tried = study.study()._replace(threads=((waiter, tuple(order)), (study.wakes,)))
    graph = tried.explored()
    return [name for name in sorted(tried.bad) if tried.asked(graph, name).steps is not None]


def orders(luck: Random) -> list[tuple]:
    return [(list(order),) for order in permutations(("queue", "status", "unlock"))]


# An unlockf that says False.

def reader(i: int, ns: int):
    """Read, and say so."""
    yield read(ns)
    yield log(i)


def readers(delays: list[int]):
    """One reader for each delay, and main sleeps until all have read."""
    for i, ns in enumerate(delays):
        yield go(reader, i, ns)
    yield sleep(NAP)
    yield log("main")


def run_readers(commit: Callable, delays: list[int]) -> dict | None:
    """In which order they speak, and how many of them went on at once, when `commit` is netpoll's unlockf; None for
    one that says neither True nor False.
    """
    silent = []

    def tried(rt, gp, when: int) -> bool:
        said = commit(rt, gp, when)
        silent.append(said is None)
        return said
    rt = Runtime(1, schedtick=START_TICK, rules=replaced(netpollblockcommit=tried))
    Machine(rt, readers, delays).run(100_000)
    if any(silent):
        return None
    kept = sum(event[0] == "gokeep" for event in rt.trace)
    return {"order": logged(rt.trace), "at once": kept}


def there_already(rt, gp, when: int) -> bool:
    """netpollblockcommit that looks whether the data is there already."""
    if when <= rt.now + rt.spent:
        return False
    return RULES["netpollblockcommit"](rt, gp, when)


def commits(delays: list[int]) -> dict:
    return run_readers(there_already, delays)


def delay_cases(luck: Random) -> list[tuple]:
    return [([0, 900, 0],), (luck.sample((0, 0, 500, 700, 900_000), 4),), ([800],), ([],)]


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.parking.{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "read-map": Prediction(map_problem, read_map, parts("read-map", "status", "m", "first", "runnext"), {
        "park-thread-waits": thread_waits, "park-through-run-queue": waits_in_queue}),
    "order": Prediction(order_problem, right_order, beliefs={
        "park-queues-last": lambda problem: in_order(problem, QUEUES_LAST),
        "park-receives-again": lambda problem: in_order(problem, RECEIVES_AGAIN)}),
    "through-gopark": Prediction(gopark_problem, through_gopark, parts("through-gopark", "gopark", "gosched"), {
        "lock-asks-scheduler": parks_too("free.Lock()"), "park-in-system-call": parks_too("syscall.Getpid()"),
        "gosched-waits": parks_too(YIELD)}),
    "unlockf": Prediction(chains_problem, unlockfs, parts("unlockf", "first", "second", "third"), {
        "park-frees-one-lock": frees_one_lock, "park-no-lock-no-unlockf": no_lock_no_unlockf}),
    "readied": Prediction(sends_problem, readied, beliefs={
        "park-readied-in-line": under(readied, replaced(ready=ready_last)),
        "lifo-ring": under(readied, WRONG["lifo-ring"])}),
    "three-steps": Function(what_can_happen, orders),
    "end-of-line": Function(ends_of_line, line_cases, order_with),
    "commit": Function(commits, delay_cases, run_readers),
}
