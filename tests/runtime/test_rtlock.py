"""The runtime's own locks, and parking with one in hand."""

from models.runtime.runtime import RULES, replaced
from models.runtime.semaroot import SemaRoot
from models.runtime.status import G_WAITING

from .build import runtime, throws
from .syncing import Doing


def test_a_lock_is_taken_and_given_back():
    rt, owner = runtime(), SemaRoot()
    rt.lockWithRank(owner)
    assert owner.lock is True
    rt.unlock(owner)
    assert owner.lock is False


def test_a_lock_that_is_taken_is_not_taken_again():
    with throws("the lock is taken already: a step of the model has forgotten to unlock it"):
        runtime().lockWithRank(SemaRoot(lock=True))


def test_a_lock_that_is_free_is_not_given_back():
    with throws("unlock of unlocked lock"):
        runtime().unlock(SemaRoot())


def test_the_lock_is_given_back_when_the_g_waits_and_not_before():
    held, owner = [], SemaRoot(lock=True)

    def casgstatus(rt, gp, old, new):
        held.append(owner.lock)
        RULES["casgstatus"](rt, gp, old, new)

    def parkunlock_c(rt, gp, lock):
        held.append((gp.status, lock is owner))
        return RULES["parkunlock_c"](rt, gp, lock)

    rt = runtime(gs=0, rules=replaced(casgstatus=casgstatus, parkunlock_c=parkunlock_c))
    rt.newproc1(rt.allp[0], list, ())
    held.clear()
    doing = Doing(rt, 1, rt.goparkunlock, owner, "why")
    assert doing.step() == "park_m"
    assert held == [True, (G_WAITING, True)]
    assert (owner.lock, doing.gp.status) == (False, G_WAITING)
    assert rt.trace == [("gopark", 0, 0, 0, 1, "why")]
