"""Waiting for the network: a commit function that may say no.

Who waits for a file and the poller that says that it is ready share one word, and no lock: nil, ready,
wait, or the G itself. The G is put there by the commit function, after it is parked. If the poller came
before that, the commit fails, and the G goes on as if it had never slept.

The words: that one, and the G's status.
"""

from collections.abc import Callable
from functools import partial

from models.study.explore import memory
from models.study.explore.explore import Step
from models.study.explore.memory import BLANK, cas, end, load_atomic, swap

from .park import RUNNABLE, RUNNING, WAITING
from .studied import Study, stuck, thrown

SEMA, STATUS = len(BLANK), len(BLANK) + 1
NIL, READY, WAIT, G = "nil", "ready", "wait", "g"


def netpollblock(park: Callable):
    """Wait until the poller has said ready, if it has not.

    Go: netpoll.go netpollblock
    Leaves out: deadlines and closing.
    """
    while True:
        if (yield cas(SEMA, READY, NIL)):
            return
        if (yield cas(SEMA, NIL, WAIT)):
            break
    yield from park()
    yield swap(SEMA, NIL)


def gopark():
    """Say that the G waits, and commit; if the commit fails, run it at once.

    Go: proc.go park_m, netpoll.go netpollblockcommit
    """
    yield from casgstatus(RUNNING, WAITING)
    if (yield cas(SEMA, WAIT, G)):
        yield "resumed",
    else:
        yield from casgstatus(WAITING, RUNNABLE)
        yield from casgstatus(RUNNABLE, RUNNING)


def casgstatus(old: str, new: str):
    """Change the G's status, which must be the old one.

    Go: proc.go casgstatus
    """
    if not (yield cas(STATUS, old, new)):
        yield end("casgstatus: bad status")


def netpollunblock():
    """The poller: say ready, and wake the G if it is there.

    Go: netpoll.go netpollunblock, netpoll.go netpollready
    """
    while (old := (yield load_atomic(SEMA))) != READY:
        if (yield cas(SEMA, old, READY)):
            if old == G:
                yield from ready()
            return


def ready():
    """Make the G runnable, and run it.

    Go: proc.go ready
    """
    if (yield load_atomic(STATUS)) != WAITING:
        yield end("bad g->status in ready")
    yield from casgstatus(WAITING, RUNNABLE)
    yield from casgstatus(RUNNABLE, RUNNING)


def _resumed(words):
    """Where the G stands until it is run again."""
    return [Step(words)] if words[STATUS] == RUNNING else []


STEPS = memory.STEPS | {"resumed": _resumed}


# Wrong ones.

def parks_for_good():
    """gopark that does not mind what the commit function answers."""
    yield from casgstatus(RUNNING, WAITING)
    yield cas(SEMA, WAIT, G)
    yield "resumed",


def announces_first():
    """gopark that puts the G into the word before it is parked."""
    if (yield cas(SEMA, WAIT, G)):
        yield from casgstatus(RUNNING, WAITING)
        yield "resumed",


def study(park: Callable = gopark) -> Study:
    """One G that waits, and the poller."""
    return Study((*BLANK, NIL, RUNNING), ((netpollblock, park), (netpollunblock,)),
                 {"stuck": stuck, "thrown": thrown}, ("G", "poller"), ("woken", "rg", "status"), STEPS)


WRONG = {
    "the commit's answer is not minded": partial(study, parks_for_good),
    "the G is announced before it is parked": partial(study, announces_first),
}
