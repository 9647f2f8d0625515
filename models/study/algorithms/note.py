"""A note: one thread sleeps until another has woken it, once; on Linux with a futex.

The kernel's futex compares and goes to sleep in one step: it lets nobody sleep on a word that has
changed. So a wake-up that comes between the look at the word and the sleep is not lost.

The words: the note's key, and who sleeps in the kernel.
"""

from collections.abc import Callable
from functools import partial

from models.study.explore import memory
from models.study.explore.explore import Step
from models.study.explore.memory import BLANK, end, load_atomic, store, swap, write
from models.study.explore.verdict import At

from .studied import Study, stuck, thrown

KEY, SLEEPS = len(BLANK), len(BLANK) + 1


def notesleep():
    """Sleep until the key is set. The kernel may wake a thread for no reason, so look again.

    Go: lock_futex.go notesleep
    """
    while not (yield load_atomic(KEY)):
        if (yield futexsleep(KEY, 0)):
            yield "futex_awake",


def notewakeup():
    """Set the key, then wake who sleeps.

    Go: lock_futex.go notewakeup
    """
    if (yield swap(KEY, 1)):
        yield end("notewakeup: double wakeup")
    yield "futexwakeup",


def futexsleep(a: int, value: int) -> tuple:
    """Go to sleep if the word still holds this; answers whether it does.

    Go: os_linux.go futexsleep
    """
    return "futexsleep", a, value


def sleeper(notesleep: Callable):
    """A thread that sleeps, and believes then that it was woken."""
    yield from notesleep()
    yield "believes",


def early(at: At) -> bool:
    """The sleeper goes on, and nobody has woken it."""
    return ("believes",) in at.requests and not at.shared[KEY]


def _futexsleep(words, a, value):
    return [Step(write(words, SLEEPS, True), True) if words[a] == value else Step(words, False)]


def _futexwakeup(words):
    return [Step(write(words, SLEEPS, False))]


def _awake(words):
    return [] if words[SLEEPS] else [Step(words)]


def _awake_at_will(words):
    """Woken, or awake for no reason."""
    return [Step(write(words, SLEEPS, False))]


def _dozes(words):
    return [Step(write(words, SLEEPS, True))]


def _believes(words):
    return [Step(words)]


STEPS = memory.STEPS | {"futexsleep": _futexsleep, "futexwakeup": _futexwakeup, "futex_awake": _awake,
                        "dozes": _dozes, "believes": _believes}


# Wrong ones.

def dozes():
    """notesleep on a kernel that does not compare."""
    while not (yield load_atomic(KEY)):
        yield "dozes",
        yield "futex_awake",


def sleeps_once():
    """notesleep that does not look again."""
    if not (yield load_atomic(KEY)):
        if (yield futexsleep(KEY, 0)):
            yield "futex_awake",


def wakes_first():
    """notewakeup that wakes before it has set the key."""
    yield "futexwakeup",
    yield store(KEY, 1)


def wakes_twice():
    """Somebody who does not know that the note was woken."""
    yield from notewakeup()
    yield from notewakeup()


def study(sleeps: Callable = notesleep, wakes: Callable = notewakeup, restless: bool = False) -> Study:
    """One thread that sleeps and one that wakes it. restless: the kernel may wake for no reason."""
    steps = STEPS | {"futex_awake": _awake_at_will} if restless else STEPS
    return Study((*BLANK, 0, False), ((sleeper, sleeps), (wakes,)),
                 {"stuck": stuck, "early": early, "thrown": thrown}, ("sleeper", "waker"),
                 ("woken", "key", "sleeps"), steps)


WRONG = {
    "the kernel does not compare": partial(study, dozes),
    "wakes before the key is set": partial(study, wakes=wakes_first),
    "does not look again after a wake-up without a reason": partial(study, sleeps_once, restless=True),
    "wakes twice": partial(study, wakes=wakes_twice),
}
