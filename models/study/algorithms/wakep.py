"""The wake-up protocol, right and wrong: does a G ever wait while a P is idle and nobody looks?

The text is models/study/steps/wakep.py's.

Where goroutines end, and two are started while one M gives up, this text has a schedule of 36 steps after
which a G waits, a P is idle, and nobody looks (study(2, end=True)): wakep counts in nmspinning for a moment
before it finds that no P is idle, which keeps the other M from waking anybody and from spinning itself; and
that M has cleared needspinning late. The steps are those of Go's source, but it was not seen in real Go.
"""

from collections.abc import Callable
from functools import partial

from models.study.explore.buffers import FIFO
from models.study.explore.explore import Step
from models.study.explore.memory import BLANK, load, load_atomic, park, write
from models.study.explore.verdict import At
from models.study.steps.wakep import (
    LOCK, NMSPINNING, PIDLE, STEPS, Rules, become_spinning, drop, give_up, head, look_again, m,
    release, resetspinning, stopm, submit, wakep,
)

from .studied import Study, thrown


# What is asked.

def lost(procs: int, at: At) -> bool:
    """Nobody takes a step any more, a G waits in a queue, and there is a P to run it on."""
    words = at.shared
    waits = any(words[head(p)] != words[head(p) + 1] for p in range(procs))
    return at.quiet and waits and bool(words[PIDLE])


# Wrong ones.

def release_blindly(words, p, spinning):
    """release that does not mind what somebody wanted."""
    return [] if words[LOCK] else [Step(write(words, PIDLE, (*words[PIDLE], p)), False)]


def sleeps_at_once(rules: Rules, name: int, p: int, spinning: bool):
    """give_up that does not look again."""
    if (yield "release", p, spinning):
        yield from become_spinning()
        yield "unlock",
        return p, True
    if spinning:
        yield from drop()
    return (yield from stopm(name))


def looks_too_early(rules: Rules, name: int, p: int, spinning: bool):
    """give_up that looks again first, and says that it does not spin any more then."""
    idle = yield load_atomic(PIDLE)
    if (yield "release", p, spinning):
        yield from become_spinning()
        yield "unlock",
        return p, True
    if spinning:
        p = yield from look_again(rules, idle)
        if p is not None:
            return p, True
        yield from drop()
    return (yield from stopm(name))


def resets_in_silence(rules: Rules):
    """resetspinning that wakes nobody."""
    yield from drop()


def looks_plainly(rules: Rules):
    """wakep that reads nmspinning like any word: it does not wait until its own stores can be seen."""
    if not (yield load(NMSPINNING)):
        yield from wakep(rules)


RIGHT = {"give_up": give_up, "reset": resetspinning, "wakep": wakep}


def study(submits: int = 1, procs: int = 2, spinning: int = 1, end: bool = False, order: str = "",
          release: Callable = release, **wrong: Callable) -> Study:
    """P0's M starts so many goroutines; on as many other Ps an M spins, the rest are idle.

    end: whether goroutines end. order: how stores are seen; "": at once. release: the step that puts a
    P among the idle ones. wrong: rules in place of RIGHT's.
    """
    rules = Rules(procs, end, **RIGHT | wrong)
    idle = tuple(range(1 + spinning, procs))
    words = (*BLANK, spinning, 0, idle, idle, procs, 0, *(0, 0) * procs)
    awake = [(m, rules, p, p, True) for p in range(1, 1 + spinning)]
    asleep = [(sleeper, rules, p) for p in idle]
    names = ("nmspinning", "needspinning", "pidle", "midle", "mcount", "sched.lock")
    queues = [f"p{p}.{word}" for p in range(procs) for word in ("head", "tail")]
    return Study(words, ((submit, rules, 0, submits), *awake, *asleep),
                 {"lost": partial(lost, procs), "thrown": thrown},
                 tuple(f"M{i}" for i in range(procs)), ("woken", *names, *queues),
                 STEPS | {"release": release}, order=order)


def sleeper(rules: Rules, name: int):
    """An M that sleeps already."""
    p, spinning = yield park(name)
    yield from m(rules, name, p, spinning)


WRONG = {
    "nobody looks again": partial(study, give_up=sleeps_at_once),
    "looks again before nmspinning is lowered": partial(study, give_up=looks_too_early),
    "who finds work wakes nobody": partial(study, 2, procs=3, reset=resets_in_silence),
    "needspinning is not minded": partial(study, 2, spinning=0, end=True, release=release_blindly),
    "nmspinning is read before the work can be seen": partial(study, order=FIFO, wakep=looks_plainly),
}
